"""A list of things that are ticked or not, and that two buttons bring up and down."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from placeplanner.gui.icons import icon
from placeplanner.gui.theme import GRID, play

_CODE = Qt.ItemDataRole.UserRole


class Ordered(QWidget):
    """`changed` comes after a tick or a move by a person; `chosen` carries the code that stands out."""

    changed = Signal()
    chosen = Signal(str)

    def __init__(self, name: str, least_rows: int = 4) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        play(self.list, "ticks")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(least_rows * 33 + 8)
        self.up = QPushButton(icon("mdi6.arrow-up"), "Up")
        self.down = QPushButton(icon("mdi6.arrow-down"), "Down")
        self.up.setToolTip("Bring it one further up")
        self.down.setToolTip("Bring it one further down")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.list)
        row = QHBoxLayout()
        row.addWidget(self.up)
        row.addWidget(self.down)
        row.addStretch(1)
        column.addLayout(row)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.list.itemChanged.connect(lambda _: self.changed.emit())
        self.list.currentRowChanged.connect(self._choose)

    def fill(self, things: Iterable[tuple[str, str, bool, QIcon | None]]) -> None:
        """Code, words, whether ticked, and a picture; the one that stood out stays so."""
        kept = self.current()
        self.list.blockSignals(True)
        self.list.clear()
        for code, words, is_ticked, picture in things:
            item = QListWidgetItem(words)
            item.setData(_CODE, code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
            if picture is not None:
                item.setIcon(picture)
            self.list.addItem(item)
            if code == kept:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._choose(self.list.currentRow())

    def current(self) -> str:
        """The code of what stands out."""
        item = self.list.currentItem()
        return str(item.data(_CODE)) if item else ""

    def codes(self) -> tuple[str, ...]:
        """All codes in their order."""
        return tuple(str(self.list.item(row).data(_CODE)) for row in range(self.list.count()))

    def ticked(self) -> tuple[str, ...]:
        """The codes of what is ticked, in their order."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(str(each.data(_CODE)) for each in items if each.checkState() is Qt.CheckState.Checked)

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        if not 0 <= row + by < self.list.count():
            return
        self.list.blockSignals(True)
        item = self.list.takeItem(row)
        self.list.insertItem(row + by, item)
        self.list.setCurrentRow(row + by)
        self.list.blockSignals(False)
        self._choose(row + by)
        self.changed.emit()

    def _choose(self, row: int) -> None:
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < self.list.count() - 1)
        self.chosen.emit(self.current())
