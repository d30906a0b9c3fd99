"""Where others see somebody's home: chosen beside what is left out, since that is where it shows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from placeplanner.domain.hiding import HomesShown
from placeplanner.gui.drop_down import DropDown
from placeplanner.gui.maps.parts import Words
from placeplanner.gui.profile.words_form import label
from placeplanner.gui.theme import GRID, TARGET

_HINTS = {
    HomesShown.SECTOR: "A sector is the first part of a postcode and one figure: WN2 3. Most hold a few thousand "
    "homes. Where no map pack knows postcodes, it is the neighbourhood.",
    HomesShown.NEIGHBOURHOOD: "Others learn nothing but the neighbourhood.",
    HomesShown.LEFT_OUT: "Nothing that is at somebody’s home is in the profile.",
}


class HomesForm(QWidget):
    """`changed` comes with another choice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choices = homes_box()
        self._hint = Words("", "hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GRID)
        column.setSpacing(GRID)
        column.addWidget(label("Where do others see somebody’s home?", self.choices))
        column.addWidget(self.choices)
        column.addWidget(self._hint)
        self._explain()
        self.choices.currentIndexChanged.connect(self._choose)

    def chosen(self) -> HomesShown:
        """Where they do."""
        return HomesShown(self.choices.currentData())

    def put(self, value: str) -> None:
        """Show what was chosen last, without a `changed`; what makes no sense changes nothing."""
        self.choices.blockSignals(True)
        show_homes(self.choices, value)
        self.choices.blockSignals(False)
        self._explain()

    def _choose(self) -> None:
        self._explain()
        self.changed.emit()

    def _explain(self) -> None:
        self._hint.say(_HINTS[self.chosen()])
        self.choices.setAccessibleDescription(_HINTS[self.chosen()])


def homes_box() -> QComboBox:
    """The choices, each with its value."""
    box = DropDown()
    for each in HomesShown:
        box.addItem(each.label, each.value)
    box.setMinimumHeight(TARGET)
    box.setAccessibleName("Where do others see somebody’s home?")
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def show_homes(box: QComboBox, value: str) -> None:
    """Choose the value that was kept, where it is one."""
    if (index := box.findData(value)) >= 0:
        box.setCurrentIndex(index)
