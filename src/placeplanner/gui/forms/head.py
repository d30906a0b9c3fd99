"""The top of the form: which kind of record, what exactly, and its name."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from placeplanner.domain.kinds import Catalogue, Kind, Shape
from placeplanner.gui.forms.category_box import CategoryBox
from placeplanner.gui.icons import kind_icon
from placeplanner.gui.theme import GRID, play


class NameLine(QLineEdit):
    """The name. `accepted` says that Enter was pressed in it."""

    accepted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Name")
        self.setPlaceholderText("What do people call it?")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
            event.accept()


class Head(QWidget):
    """`kind_chosen` carries a Kind (new records only), `left` attributes of `Record`, `accepted` nothing."""

    kind_chosen = Signal(object)
    left = Signal(object)
    accepted = Signal()

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue
        self.kind = QComboBox()
        self.kind.setAccessibleName("Kind")
        for spec in catalogue.kinds.values():
            self.kind.addItem(QIcon(kind_icon(spec)), spec.label, spec.kind.value)
        self.kind.activated.connect(lambda _: self.kind_chosen.emit(Kind(self.kind.currentData())))
        self.category = CategoryBox()
        self.name = NameLine()
        self._about = QLabel()
        self._about.setWordWrap(True)
        play(self._about, "hint")
        self.category.chosen.connect(self._choose_category)
        self.category.accepted.connect(self.name.setFocus)
        self.name.accepted.connect(self.accepted)
        self.name.editingFinished.connect(lambda: self.left.emit({"name": self.name.text().strip()}))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.kind)
        for words, widget in (("What is it?", self.category), ("Name", self.name)):
            label = QLabel(words)
            label.setBuddy(widget)
            play(label, "label")
            column.addWidget(label)
            column.addWidget(widget)
            if widget is self.category:
                column.addWidget(self._about)

    def show_kind(self, kind: Kind, shape: Shape, category: str, *, may_change: bool) -> None:
        """Show a kind and the categories that fit the shape."""
        self.kind.setCurrentIndex(self.kind.findData(kind.value))
        self.kind.setVisible(may_change)
        self.category.offer(self._catalogue[kind], shape, category)
        self._tell_about()

    def _choose_category(self, code: str) -> None:
        self._tell_about()
        self.left.emit({"category": code})

    def _tell_about(self) -> None:
        found = self._catalogue[Kind(self.kind.currentData())].category(self.category.code())
        self._about.setText(found.hint if found else "")
        self._about.setVisible(bool(found and found.hint))
