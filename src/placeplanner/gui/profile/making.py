"""Making the files: the button, how far it is, what came of it and where it lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from placeplanner.errors import Problem
from placeplanner.gui.by_ear import say_aloud
from placeplanner.gui.icons import icon
from placeplanner.gui.strangers import letter_by_letter
from placeplanner.gui.theme import GRID, play


class Making(QWidget):
    """`wanted`: the files are to be made; `cancel_wanted`: they are not, after all."""

    wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._folder: Path | None = None
        self._words = QLabel()
        letter_by_letter(self._words)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._progress = QProgressBar()
        self._progress.setAccessibleName("How far the profile is")
        self.make = QPushButton(icon("mdi6.file-document-outline", "on_accent"), "Make the profile…")
        play(self.make, "primary")
        self.cancel = QPushButton("Cancel")
        self.open = QPushButton("Open the folder")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        for widget in (self._words, self._progress):
            column.addWidget(widget)
        row = QHBoxLayout()
        for button in (self.make, self.cancel, self.open):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.make.clicked.connect(self.wanted)
        self.cancel.clicked.connect(self.cancel_wanted)
        self.open.clicked.connect(self._open_folder)
        self._rest()
        self._words.hide()

    def allow(self, *, is_allowed: bool) -> None:
        """Whether there is anything to make."""
        self.make.setEnabled(is_allowed)
        self.make.setToolTip("" if is_allowed else "Choose at least one file to make.")

    def _rest(self) -> None:
        self._progress.hide()
        self.cancel.hide()
        self.make.show()
        self.open.setVisible(self._folder is not None)

    def show_progress(self, words: str, part: float) -> None:
        """How far it is, from 0 to 1, and what is happening."""
        self.make.hide()
        self.open.hide()
        self._progress.setRange(0, 100)
        self._progress.setValue(round(part * 100))
        self._progress.show()
        self.cancel.show()
        self._say(words)

    def show_done(self, made: tuple[Path, ...], left_out: tuple[str, ...] = ()) -> None:
        """What was made, and where, and what these people may not see."""
        self._folder = made[0].parent if made else None
        self._rest()
        files = "1 file" if len(made) == 1 else f"{len(made)} files"
        told = [f"{files} made in {self._folder}." if made else "Nothing was made.", *left_out]
        self._say("\n".join(told))
        self._words.setToolTip("\n".join(path.name for path in made))
        if made:
            self.open.setFocus()

    def show_problem(self, problem: Problem) -> None:
        """Why it was not made."""
        self._rest()
        self._say(str(problem), role="problem")

    def show_cancelled(self, *, may_go_on: bool = False) -> None:
        """It was given up; files that were whole by then stay, and where it `may_go_on` it does so from there."""
        self._rest()
        more = " Make it again in the same folder, and it goes on from there." if may_go_on else ""
        self._say(
            f"Cancelled. {'What was finished is kept.' if more else 'Nothing half-made is left behind.'}{more}"
        )

    def words(self) -> str:
        """What is said."""
        return self._words.text()

    def _say(self, words: str, role: str = "notice") -> None:
        play(self._words, role)
        if words != self._words.text():
            say_aloud(self, words, is_urgent=role == "problem")
        self._words.setText(words)
        self._words.setAccessibleName(words)
        self._words.show()

    def _open_folder(self) -> None:
        if self._folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
