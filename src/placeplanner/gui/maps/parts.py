"""Small parts that the cards of the maps panel share."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from placeplanner.gui.icons import icon
from placeplanner.gui.theme import GRID, play


class Words(QLabel):
    """Words that wrap, can be selected, and are read out; nothing in them is taken for markup."""

    def __init__(self, words: str = "", role: str = "") -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if role:
            play(self, role)
        self.say(words)

    def say(self, words: str) -> None:
        """Say something else; nothing hides it."""
        self.setText(words)
        if not words:
            self.hide()
        elif self.parent() is not None:  # without one it would be a window of its own
            self.show()


class FileName(QLabel):
    """A file's name, whole: over as many lines as it takes, since such names are long and differ at either end."""

    def __init__(self, name: str) -> None:
        super().__init__(breakable(name))
        self.name = name
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAccessibleName(name)


def breakable(name: str) -> str:
    """The name with places where a line may end: after a sign, and in a run of letters that has none."""
    return re.sub(r"([-_. ]|[^\W_]{12})(?=.)", "\\1\u200b", name)


class Card(QFrame):
    """A frame with a column in it."""

    def __init__(self, role: str = "card") -> None:
        super().__init__()
        play(self, role)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(GRID, GRID, GRID, GRID)
        self.column.setSpacing(GRID // 2)


class Row(QWidget):
    """Buttons side by side, or below one another where letters are large and the panel narrow."""

    def __init__(self, *buttons: QWidget) -> None:
        super().__init__()
        self._buttons = buttons
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID // 2)
        for button in buttons:
            self._row.addWidget(button)
        self._row.addStretch(1)
        self.setMinimumWidth(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = sum(button.sizeHint().width() + GRID for button in self._buttons if not button.isHidden())
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if wanted > self.width() else right)

    def minimumSizeHint(self) -> QSize:
        return QSize(1, super().minimumSizeHint().height())


class Fold(QWidget):
    """Words behind a click: a button that shows and hides them."""

    def __init__(self, name: str, words: str = "") -> None:
        super().__init__()
        self._button = quiet(name, "mdi6.chevron-right")
        self._button.setCheckable(True)
        self._words = Words(words, "hint")
        self._words.hide()
        self._button.toggled.connect(self._fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._words)

    def set_words(self, words: str, name: str) -> None:
        """What is behind the click, and what is said before it."""
        self._button.setText(name)
        self._button.setChecked(False)
        self._words.setText(words)
        self.setVisible(bool(words))

    def text(self) -> str:
        """What is behind the click."""
        return self._words.text()

    def _fold(self, is_open: bool) -> None:
        self._words.setVisible(is_open)
        self._button.setIcon(icon("mdi6.chevron-down" if is_open else "mdi6.chevron-right"))


def quiet(words: str, glyph: str = "") -> QPushButton:
    """A button that does not shout."""
    button = QPushButton(words)
    if glyph:
        button.setIcon(icon(glyph))
    play(button, "quiet")
    return button


def heading(words: str) -> QLabel:
    """The heading of a section."""
    label = QLabel(words)
    play(label, "heading")
    return label
