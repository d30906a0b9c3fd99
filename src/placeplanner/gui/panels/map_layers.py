"""What of the installed maps is shown: the street map as a whole, and each layer that somebody named."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from placeplanner.gui.theme import GRID, TARGET, play

_BESIDE = 40  # px of a tick's width that are not its words


class Layer(Struct, frozen=True):
    """One named layer: how many things it holds, and whether it is shown."""

    name: str
    count: int
    is_on: bool


class MapLayers(QWidget):
    """Hidden while there is nothing to switch. `streets_switched` and `layer_switched` carry what was ticked."""

    streets_switched = Signal(bool)
    layer_switched = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.streets = _Tick("Street map")
        self.streets.setChecked(True)
        self.streets.setToolTip("Take it away for a bare map, with what people put on it only")
        self.streets.setAccessibleName("Show the street map")
        self.streets.toggled.connect(self.streets_switched)
        self.ticks: dict[str, QCheckBox] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        title = QLabel("Map underneath")
        play(title, "hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(title)
        column.addWidget(self.streets)
        column.addLayout(self._grid)
        self.hide()

    def show_layers(self, layers: Sequence[Layer], *, has_map: bool) -> None:
        """Offer these. Without a map there is nothing to offer."""
        while (item := self._grid.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        self.ticks = {layer.name: self._tick(row, layer) for row, layer in enumerate(layers)}
        for one, following in pairwise((self.streets, *self.ticks.values())):
            QWidget.setTabOrder(one, following)
        self.setVisible(has_map)

    def _tick(self, row: int, layer: Layer) -> QCheckBox:
        tick = _Tick(layer.name)
        tick.setChecked(layer.is_on)
        tick.setToolTip(f"{layer.name}: {layer.count:,} on the installed maps")
        tick.setAccessibleName(f"Show {layer.name} on the map")
        tick.setAccessibleDescription(f"{layer.count:,} on the installed maps")
        tick.toggled.connect(lambda is_on: self.layer_switched.emit(layer.name, is_on))
        count = QLabel(f"{layer.count:,}")
        play(count, "hint")
        self._grid.addWidget(tick, row, 0)
        self._grid.addWidget(count, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return tick


class _Tick(QCheckBox):
    """A box to tick whose words are cut with an ellipsis where there is no room."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._words = words
        self.setMinimumHeight(TARGET)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - _BESIDE
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room))
