"""A problem told where it happened: what, why, what to try, and a button where one click can mend it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout
from shapely.geometry.base import BaseGeometry

from placeplanner.errors import Problem
from placeplanner.gui.by_ear import say_aloud
from placeplanner.gui.theme import GRID, play


class Notice(QFrame):
    """Hidden until there is something to say. `mended` carries the shape that was offered."""

    mended = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        play(self, "problem")
        self._what, self._why = QLabel(), QLabel()
        self._mend = QPushButton("Mend it")
        self._shape: BaseGeometry | None = None
        self._mend.clicked.connect(lambda: self.mended.emit(self._shape))
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        for label in (self._what, self._why):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        play(self._what, "label")
        column.addWidget(self._mend)
        self.hide()

    def say(self, problem: Problem, mended: BaseGeometry | None = None) -> None:
        """Tell a problem; `mended` is a shape to offer instead."""
        self._what.setText(problem.what)
        self._why.setText(" ".join(part for part in (problem.why, problem.try_this) if part))
        self._why.setVisible(bool(self._why.text()))
        self._shape = mended
        self._mend.setVisible(mended is not None)
        self.setAccessibleName(str(problem))
        self.show()
        say_aloud(self, str(problem), is_urgent=True)

    def text(self) -> str:
        """All that is said, in one line."""
        return " ".join((self._what.text(), self._why.text())).strip()
