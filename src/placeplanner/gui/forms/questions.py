"""A question with its label, hint, privacy and answer; and questions gathered under headings that fold away."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from placeplanner.domain.kinds import Audience, Field
from placeplanner.domain.record import Detail
from placeplanner.gui.by_ear import say_aloud
from placeplanner.gui.forms.answers import Answer, PatternAnswer
from placeplanner.gui.icons import icon
from placeplanner.gui.theme import GRID, play

_PRIVACY = {
    Audience.GROUP: "Only your group sees this.",
    Audience.PARTNERSHIP: "Only your group and the partnership see this.",
}
_SAID_TWICE = re.compile(r"\s*Only (your group|the partnership)( and the partnership)? sees? this\.")


class Question(QWidget):
    """`settled` carries an answer that is new and can be kept: a person is done with it."""

    settled = Signal(object)

    """A label above an answer, with what may be said about it below."""

    def __init__(self, label: str, answer: Answer, *, hint: str = "", is_required: bool = False) -> None:
        super().__init__()
        self.answer = answer
        words = QLabel(f"{label} (needed)" if is_required else label)
        words.setBuddy(answer.input)
        words.setWordWrap(True)
        play(words, "label")
        self._hint = QLabel(hint)
        self._hint.setWordWrap(True)
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        if not hint:  # never shown here: without a parent it would be a window of its own
            self._hint.hide()
        play(self._hint, "hint")
        answer.input.setAccessibleDescription(hint)
        if is_required:
            answer.input.setAccessibleName(f"{label} (needed)")
        self._complaint = QLabel()
        self._complaint.setWordWrap(True)
        self._complaint.hide()
        play(self._complaint, "problem")
        self._clash = _Clash(self._take_theirs, self._keep_mine)
        self._theirs: Detail | None = None
        answer.left.connect(self.settle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 4)
        for widget in (words, self._hint, answer, self._complaint, self._clash):
            column.addWidget(widget)

    @classmethod
    def of(cls, field: Field, answer: Answer) -> Question:
        """The question that a field asks."""
        hint = " ".join(
            part for part in (_SAID_TWICE.sub("", field.hint), _PRIVACY.get(field.privacy, "")) if part
        )
        return cls(field.label, answer, hint=hint, is_required=field.is_required)

    def settle(self) -> None:
        """Hand over what was written if it is new, can be kept, and nobody else wrote there meanwhile."""
        if self._may_be_kept() and self._clash.isHidden() and self.answer.is_dirty():
            self.settled.emit(self.answer.value())

    def _may_be_kept(self) -> bool:
        """Say what is wrong with what was typed; False where it cannot be kept like that."""
        words = self.answer.complaint()
        if words != self._complaint.text():
            say_aloud(self, words, is_urgent=True)
        self._complain(words)
        is_gentle = isinstance(self.answer, PatternAnswer) and not self.answer.is_strict
        return not words or is_gentle

    def _complain(self, words: str) -> None:
        self._complaint.setText(words)
        self._complaint.setVisible(bool(words))
        self.answer.input.setAccessibleDescription(f"{words} {self._hint.text()}".strip())

    def refresh(self, value: Detail | None) -> None:
        """Show what the plan holds now, unless a person is in the middle of writing something else."""
        theirs = None if value == "" else value
        if not self.answer.is_dirty() or theirs == self.answer.value():
            self.answer.show_value(theirs)
            self._clash.hide()
        elif theirs != self.answer.shown():
            self._theirs = theirs
            self._clash.tell(self.answer.in_words(theirs))

    def load(self, value: Detail | None) -> None:
        """Show another record's value, whatever was there."""
        self.answer.show_value(value)
        self._clash.hide()
        self._complain("")

    def take_back(self) -> bool:
        """Show again what the plan holds; False where nothing else was written."""
        if not self.answer.is_dirty() and not self.answer.complaint():
            return False
        self.load(self.answer.shown())
        return True

    def has_keyboard(self) -> bool:
        """Whether somebody is writing here."""
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _take_theirs(self) -> None:
        self.answer.show_value(self._theirs)
        self._clash.hide()

    def _keep_mine(self) -> None:
        self._clash.hide()
        self.settle()


class _Clash(QFrame):
    """Two values for one question: both are shown, a person chooses."""

    def __init__(self, take: Callable[[], None], keep: Callable[[], None]) -> None:
        super().__init__()
        play(self, "notice")
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        theirs, mine = QPushButton("Use theirs"), QPushButton("Keep mine")
        theirs.setAccessibleDescription("Drop what you wrote and take what the plan says now")
        mine.setAccessibleDescription("Keep what you wrote; theirs stays in the history")
        theirs.clicked.connect(take)
        mine.clicked.connect(keep)
        row = QHBoxLayout()
        for button in (theirs, mine):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.addWidget(self._words)
        column.addLayout(row)
        self.hide()

    def tell(self, theirs: str) -> None:
        """Say what somebody else wrote."""
        they = f"It now says “{theirs}”." if theirs else "It is empty now."
        self._words.setText(f"Somebody else changed this while you were writing. {they}")
        self.show()
        say_aloud(self, self._words.text())


class Section(QWidget):
    """Questions under a heading that folds them away. `folded` carries whether a person left it open."""

    folded = Signal(bool)

    def __init__(self, heading: str, widgets: Sequence[QWidget], *, is_open: bool) -> None:
        super().__init__()
        self._button = QPushButton(heading)
        self._button.clicked.connect(lambda: self._choose(not self._is_open))
        play(self._button, "section")
        self._page = QWidget()
        inside = QVBoxLayout(self._page)
        inside.setContentsMargins(0, 0, 0, GRID)
        inside.setSpacing(2 * GRID)
        for widget in widgets:
            inside.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._button)
        column.addWidget(self._page)
        self._heading = heading
        self._fold(is_open)

    def _choose(self, is_open: bool) -> None:
        self._fold(is_open)
        self.folded.emit(is_open)

    def _fold(self, is_open: bool) -> None:
        self._is_open = is_open
        self._page.setVisible(is_open)
        self._button.setIcon(icon("mdi6.chevron-down" if is_open else "mdi6.chevron-right"))
        self._button.setAccessibleName(f"{self._heading}, {'open' if is_open else 'folded'}")

    def open(self) -> None:
        """Unfold it."""
        self._fold(True)
