"""The words of a profile and its logo: title, foreword, whose logo it is."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from placeplanner.domain.shaping import Shaping
from placeplanner.gui.icons import icon
from placeplanner.gui.theme import GRID, play

_LOGO_PX = 48


class LongWords(QPlainTextEdit):
    """Several lines; Tab goes on to the next field. `left` comes when it loses the keyboard."""

    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def put(self, words: str) -> None:
        """Show other words without saying that somebody wrote them."""
        if words != self.toPlainText():
            self.blockSignals(True)
            self.setPlainText(words)
            self.blockSignals(False)


class WordsForm(QWidget):
    """`typed` comes with every letter, `left` when a field is left; the logo's buttons ask."""

    typed = Signal()
    left = Signal()
    logo_wanted = Signal()
    logo_removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = QLineEdit()
        self.title.setAccessibleName("Title")
        self.foreword = LongWords("Foreword")
        self.foreword.setPlaceholderText(
            "Why this place matters, in your own words. An empty line begins a new paragraph."
        )
        self.foreword.setMinimumHeight(120)
        self.logo = QLabel()
        self.choose_logo = QPushButton(icon("mdi6.image-plus"), "Choose a logo…")
        self.remove_logo = QPushButton("Remove")
        self.logo_of = QLineEdit()
        self.logo_of.setAccessibleName("Whose logo is it?")
        self.logo_of.setPlaceholderText("Whose logo is it?")
        self._lay_out()
        for line in (self.title, self.logo_of):
            line.textEdited.connect(lambda _: self.typed.emit())
            line.editingFinished.connect(self.left)
        self.foreword.textChanged.connect(self.typed)
        self.foreword.left.connect(self.left)
        self.choose_logo.clicked.connect(self.logo_wanted)
        self.remove_logo.clicked.connect(self.logo_removed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(label("Title", self.title))
        column.addWidget(self.title)
        column.addWidget(label("Foreword", self.foreword))
        column.addWidget(self.foreword, 1)
        column.addWidget(label("Logo", self.choose_logo))
        row = QHBoxLayout()
        row.addWidget(self.logo)
        row.addWidget(self.choose_logo)
        row.addWidget(self.remove_logo)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.logo_of)

    def put(self, shaping: Shaping, place: str, logo: bytes) -> None:
        """Show how a profile is shaped."""
        if self.title.text() != shaping.title:
            self.title.setText(shaping.title)
        self.title.setPlaceholderText(place)
        self.foreword.put(shaping.foreword)
        if self.logo_of.text() != shaping.logo_of:
            self.logo_of.setText(shaping.logo_of)
        pixels = QPixmap()
        pixels.loadFromData(logo)
        if not pixels.isNull():
            pixels = pixels.scaledToHeight(_LOGO_PX, Qt.TransformationMode.SmoothTransformation)
        self.logo.setPixmap(pixels)
        for widget in (self.logo, self.remove_logo, self.logo_of):
            widget.setVisible(bool(shaping.logo))

    def taken_into(self, shaping: Shaping) -> Shaping:
        """The shaping with these words."""
        return replace(
            shaping,
            title=self.title.text().strip(),
            foreword=self.foreword.toPlainText().strip(),
            logo_of=self.logo_of.text().strip(),
        )


def label(words: str, of: QWidget) -> QLabel:
    """What a field is called, above it."""
    made = QLabel(words)
    made.setWordWrap(True)
    made.setBuddy(of)
    play(made, "label")
    return made
