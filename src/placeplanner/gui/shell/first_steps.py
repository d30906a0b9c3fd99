"""The first minute: three steps in a slim card above the map, ticked as they are done, gone when all are."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from placeplanner.gui.icons import icon
from placeplanner.gui.theme import GRID, TARGET

NARROW = 620  # px
_TOO_NARROW = 176  # px: for a line of words beside the button
STEPS = {
    "place": "Choose your place in the list on the left",
    "love": "Add one thing you love: press P, then click where it is",
    "profile": "See your profile: the button at the top right",
}


class FirstSteps(QFrame):
    """The card. `finished` is told when every step is done or the person has hidden it."""

    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first_steps")
        self.setAccessibleName("First steps")
        self.setMinimumWidth(96)
        self._done: set[str] = set()
        self._labels = {name: QLabel() for name in STEPS}
        hide = QToolButton()
        hide.setIcon(icon("mdi6.close"))
        hide.setMinimumSize(TARGET, TARGET)
        hide.setAccessibleName("Hide the first steps")
        hide.setToolTip("Hide the first steps; Help has them too")
        hide.setAccessibleDescription("Help has them too")
        hide.clicked.connect(self._finish)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID // 2, GRID // 2)
        row.setSpacing(3 * GRID)
        for label in self._labels.values():
            label.setWordWrap(True)
            row.addWidget(label, 1)
        row.addWidget(hide)
        self._tell()

    def mark(self, step: str) -> None:
        """Tick a step; when the last one is ticked the card goes."""
        if step in self._done or self.isHidden():
            return
        self._done.add(step)
        self._tell()
        if self._done == set(STEPS):
            self._finish()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._show_what_fits()

    def _show_what_fits(self) -> None:
        """All steps where there is room for them side by side, else the next one."""
        is_narrow = self.width() < NARROW
        following = next((name for name in STEPS if name not in self._done), None)
        for name, label in self._labels.items():
            label.setVisible(self.width() >= _TOO_NARROW and (not is_narrow or name == following))

    def _tell(self) -> None:
        for number, (name, words) in enumerate(STEPS.items(), start=1):
            sign = "✓" if name in self._done else f"{number}."
            self._labels[name].setText(f"<b>{sign}</b>&nbsp; {words}")
            self._labels[name].setEnabled(name not in self._done)
        self._show_what_fits()

    def _finish(self) -> None:
        self.hide()
        self.finished.emit()
