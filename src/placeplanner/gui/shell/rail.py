"""Panels at the side of the map, one at a time, each with a button on a rail; the same button hides it again."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from placeplanner.gui.icons import icon
from placeplanner.gui.tab_order import first_stop, holds_keyboard
from placeplanner.gui.theme import GRID, play

BUTTON = 44  # px: a finger's width


class Rail(QWidget):
    """A rail of buttons and the panel of the one that is down. `panel_shown` carries its name, or empty."""

    panel_shown = Signal(str)
    left = Signal()  # Esc: the keyboard may go back to the map

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._names: list[str] = []
        self._stack = QStackedWidget()
        self._bar = QFrame()
        self._buttons = QVBoxLayout(self._bar)
        self._buttons.setContentsMargins(GRID // 2, GRID // 2, GRID // 2, GRID // 2)
        self._buttons.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._bar)
        row.addWidget(self._stack, 1)
        self._stack.setMinimumWidth(192)  # half a small screen at twice the size has no more

    def add(self, name: str, words: str, glyph: str, keys: str, panel: QWidget) -> None:
        """Add a panel under a name."""
        button = QToolButton()
        button.setIcon(icon(glyph))
        button.setIconSize(QSize(24, 24))
        button.setFixedSize(BUTTON, BUTTON)
        play(button, "finger")  # or another look would make it smaller
        button.setCheckable(True)
        button.setToolTip(f"{words} ({keys})")
        button.setAccessibleName(words)
        button.clicked.connect(lambda down, name=name: self.show_panel(name if down else ""))
        button.setAccessibleDescription(f"Key {keys}")
        QShortcut(QKeySequence(keys), self).activated.connect(lambda: self._press(button))
        self._group.addButton(button, len(self._names))
        self._buttons.insertWidget(len(self._names), button, alignment=Qt.AlignmentFlag.AlignTop)
        self._names.append(name)
        self._stack.addWidget(panel)

    def _press(self, button: QToolButton) -> None:
        """Its key: the keyboard goes along, into the panel that it shows and out of one that it hides."""
        was_inside = holds_keyboard(self)
        button.click()
        if button.isChecked():
            self.take_keyboard()
        elif was_inside:
            self.left.emit()

    def take_keyboard(self) -> None:
        """Put the keyboard into the panel on show; where none is, on the buttons."""
        stop = first_stop(self._stack if self.shown() else self._bar)
        if stop is self._stack:  # a panel that is made when it is first seen has nothing visible yet
            QTimer.singleShot(0, self, lambda: first_stop(stop).setFocus(Qt.FocusReason.TabFocusReason))
        stop.setFocus(Qt.FocusReason.TabFocusReason)

    def show_panel(self, name: str) -> None:
        """Show the panel of this name, or none."""
        index = self._names.index(name) if name in self._names else -1
        for button in self._group.buttons():
            button.setChecked(self._group.id(button) == index)
        self._stack.setVisible(index >= 0)
        self.setMaximumWidth(16777215 if index >= 0 else BUTTON + GRID)
        if index >= 0:
            self._stack.setCurrentIndex(index)
        self.panel_shown.emit(name if index >= 0 else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:  # nothing in the panel had a use for it
            self.left.emit()
            return
        super().keyPressEvent(event)

    def shown(self) -> str:
        """The name of the panel on show, or empty."""
        return self._names[self._stack.currentIndex()] if self._stack.isVisibleTo(self) else ""
