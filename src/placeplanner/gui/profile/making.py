"""Making the files: the button, how far it is, what came of it and where it lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from placeplanner.errors import Problem
from placeplanner.gui.by_ear import say_aloud
from placeplanner.gui.folders import open_folder
from placeplanner.gui.icons import icon
from placeplanner.gui.strangers import letter_by_letter
from placeplanner.gui.theme import GRID, play

_LATE_MS = 600  # a click that was meant for what stood there before


class Making(QWidget):
    """`wanted`: the files are to be made; `cancel_wanted`: they are not, after all; `busy` while they are being made."""

    wanted = Signal()
    cancel_wanted = Signal()
    busy = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._folder: Path | None = None
        self._began_at: QWidget | None = None
        self._just_ended = QTimer(self, singleShot=True, interval=_LATE_MS)
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
        self.make.clicked.connect(self._ask)
        self.cancel.clicked.connect(self._give_up)
        self.open.clicked.connect(self._open_folder)
        for hidden in (self._words, self._progress, self.cancel, self.open):
            hidden.hide()

    def _ask(self) -> None:
        if not self._just_ended.isActive():  # or it was Cancel, in the same spot, that was aimed at
            self.wanted.emit()

    def _give_up(self) -> None:
        self._say("Stopping …")
        self.cancel_wanted.emit()

    def allow(self, *, is_allowed: bool) -> None:
        """Whether there is anything to make."""
        self.make.setEnabled(is_allowed)
        self.make.setToolTip("" if is_allowed else "Choose at least one file to make.")

    def _begin(self) -> None:
        """Cancel has the keyboard before what had it is hidden, or it would go somewhere else."""
        if self.cancel.isHidden():
            self._began_at = self.window().focusWidget()
            self.cancel.show()
            self.cancel.setFocus()
            self.busy.emit(True)

    def _rest(self) -> None:
        self.make.show()
        self.open.setVisible(self._folder is not None)
        if not self.cancel.isHidden():
            self._just_ended.start()
            self.busy.emit(False)
            if self.window().focusWidget() is self.cancel:
                self._focus_where_it_began()
        self._progress.hide()
        self.cancel.hide()

    def _focus_where_it_began(self) -> None:
        there, self._began_at = self._began_at, None
        is_good = there is not None and isValid(there) and there.isVisible() and there.isEnabled()
        (there if there is not None and is_good else self.make).setFocus()

    def show_progress(self, words: str, part: float) -> None:
        """How far it is, from 0 to 1, and what is happening."""
        self._begin()
        self.make.hide()
        self.open.hide()
        self._progress.setRange(0, 100)
        self._progress.setValue(round(part * 100))
        self._progress.show()
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

    def show_cancelled(self, *, goes_on_in: Path | None = None) -> None:
        """It was given up; an atlas keeps what was whole by then, and goes on from there in the same folder."""
        self._rest()
        self._say(
            f"Cancelled. What was finished is kept. Make the atlas again in {goes_on_in}, and it goes on from there."
            if goes_on_in
            else "Cancelled. Nothing half-made is left behind."
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
        if self._folder and (problem := open_folder(self._folder)):
            self._say(str(problem), role="problem")
