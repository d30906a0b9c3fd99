"""Other boundaries for the plan: what there is, whose, and what would change, before anything is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget

from placeplanner.domain.place import PlaceKind
from placeplanner.edits.foreseen import Foreseen
from placeplanner.errors import Problem
from placeplanner.gui.by_ear import say_aloud
from placeplanner.gui.forms.notice import Notice
from placeplanner.gui.i18n import how_many
from placeplanner.gui.maps.outline_choices import OutlineChoices
from placeplanner.gui.maps.outlines import Sort
from placeplanner.gui.maps.parts import Words, breakable, heading, quiet
from placeplanner.gui.tab_order import follow_the_eye
from placeplanner.gui.theme import GRID, play

_PATIENCE_MS = 300  # what is there sooner needs no bar
_LONG_WORD = 20
_UNDER_TICK = 30  # px: where the words of a tick begin
_SAME = "Nothing: this plan has these boundaries already."
_NONE_CHOSEN = "Nothing: tick what is to be used."
_NONE_SAID = "Nothing: say of an outline what it is."


class BoundariesPage(QWidget):
    """`chosen` says that other kinds are ticked, `use_wanted` that it shall be done, `left` that it shall not."""

    chosen = Signal()
    use_wanted = Signal()
    left = Signal()
    seen = Signal(object)  # Outline: show where it lies
    outlines_wanted = Signal()  # those without codes, of what holds both

    def __init__(self) -> None:
        super().__init__()
        self.back = quiet("Back to the maps", "mdi6.arrow-left")
        self.title = Words("", "heading")
        self._hint = Words("", "hint")
        self.problem = Notice()
        self.ticks: dict[PlaceKind, QCheckBox] = {}
        self.choices: OutlineChoices | None = None
        self._sorts = _column()
        self._said = _column()
        self.others = quiet("", "mdi6.vector-polygon")
        self._holds = Words("It holds:")
        self._doing = Words("", "hint")
        self._bar = QProgressBar()
        self.what, self.moved, self.besides = Words(), Words(), Words()
        self.unmatched, self.in_short = Words("", "hint"), Words("", "strong")
        self.refused = Words("", "problem")
        self._moves = _column()
        self._told = QWidget()
        self.use = QPushButton()
        self.keep = QPushButton("Leave all as it is")
        self._scroll = QScrollArea()
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._lay_out()
        self._patience.timeout.connect(self._show_bar)
        self.use.clicked.connect(self.use_wanted)
        self.others.clicked.connect(self.outlines_wanted)
        for button in (self.keep, self.back):
            button.clicked.connect(self.left)

    def _lay_out(self) -> None:
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName("Working out what would change")
        play(self.use, "primary")
        told = QVBoxLayout(self._told)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(GRID)
        told.addWidget(heading("What would change"))
        for widget in (self.what, self.moved):
            told.addWidget(widget)
        told.addLayout(self._moves)
        for words in (self.besides, self.unmatched):
            told.addWidget(words)
        inside = QWidget()
        play(inside, "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self.back, alignment=Qt.AlignmentFlag.AlignLeft)
        first: tuple[QWidget, ...] = (self.title, self.problem, self._holds)
        for part in first:
            column.addWidget(part)
        for slot in (self._sorts, self._said):
            column.addLayout(slot)
        then: tuple[QWidget, ...] = (self.others, self._doing, self._bar, self._told, self._hint)
        for part in then:
            column.addWidget(part)
        column.addStretch(1)
        self._fill(inside)
        self._put_below()

    def _fill(self, page: QWidget) -> None:
        """A stop of Tab's own: with the arrow keys all can be read, and heard once more."""
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName("What would change")
        self._scroll.setWidget(page)

    def _put_below(self) -> None:
        """The answers stay in sight, however much is told."""
        rule = QFrame()
        play(rule, "rule")
        below = QVBoxLayout()
        below.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        below.setSpacing(GRID)
        for part in (self.refused, self.in_short, self.use, self.keep):
            below.addWidget(part)
        below.addWidget(Words("It is one step: Undo (Ctrl+Z) takes it back.", "hint"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(rule)
        outer.addLayout(below)

    def begin(self, title: str, hint: str, verb: str) -> None:
        """Something is to be used instead: what it is called, and what the button says that does it."""
        self.title.say(_wrapping(title))
        self.title.setAccessibleName(title)
        self._hint.say(hint)
        self.use.setText(verb)
        self.setAccessibleName(title)
        self.show_sorts(())
        self.others.hide()
        for words in (self._told, self.problem, self.refused, self.in_short):
            words.hide()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)
        say_aloud(self, f"{title}. {hint}")

    def show_sorts(self, sorts: Sequence[Sort]) -> None:
        """What it holds: all is ticked; where there is one kind only, there is nothing to choose."""
        for slot in (self._sorts, self._said):
            _empty(slot)
        self.ticks, self.choices = {}, None
        self._holds.setVisible(bool(sorts))
        for sort in sorts:
            self._sorts.addWidget(_row(self._sort(sort, is_choice=len(sorts) > 1), sort.whose, _UNDER_TICK))
        self._put_in_order()

    def offer_outlines(self, count: int) -> None:
        """It holds outlines without codes as well."""
        self.others.setText(f"Its {how_many(count, 'outline')} without codes…")
        self.others.setAccessibleName(f"Say what {how_many(count, 'outline')} without codes are")
        self.others.show()

    def show_choices(self, choices: OutlineChoices) -> None:
        """Outlines of which people say what they are; the keyboard goes to the first, if it was nowhere else."""
        self.choices = choices
        self._hint.hide()  # it stands above them
        self._said.addWidget(choices)
        choices.chosen.connect(self.chosen)
        choices.shown.connect(self.seen)
        self._put_in_order()
        if self.back.hasFocus():
            choices.begin()

    def _put_in_order(self) -> None:
        said = self.choices.stops() if self.choices else []
        ticks = self.ticks.values()
        follow_the_eye(
            self, (self.back, self.problem, *ticks, *said, self.others, self._scroll, self.use, self.keep)
        )

    def _sort(self, sort: Sort, *, is_choice: bool) -> QWidget:
        if not is_choice:
            return Words(sort.label, "label")
        tick = self.ticks[sort.kind] = QCheckBox(sort.label)
        tick.setChecked(True)
        tick.setAccessibleDescription(sort.whose)
        tick.toggled.connect(self.chosen)
        return tick

    def kinds(self) -> frozenset[PlaceKind] | None:
        """Which kinds are ticked; None where there is no choice."""
        ticked = (kind for kind, tick in self.ticks.items() if tick.isChecked())
        return frozenset(ticked) if self.ticks else None

    def show_doing(self, words: str) -> None:
        """Something is being read or worked out; what stood there stays until it is."""
        self.problem.hide()
        self.refused.hide()
        self._doing.setText(words)
        self._allow(is_allowed=False)
        self._patience.start()

    def _show_bar(self) -> None:
        self._told.hide()
        self._doing.show()
        self._bar.show()

    def _rest(self) -> None:
        self._patience.stop()
        self._doing.hide()
        self._bar.hide()

    def show_foreseen(self, foreseen: Foreseen) -> None:
        """What would change. The keyboard goes to the answer, unless a person has gone somewhere else meanwhile."""
        self._rest()
        self.what.say(foreseen.places or self._why_nothing())
        self.moved.say(moved_in_words(foreseen) if foreseen.places else "")
        _empty(self._moves)
        for move in foreseen.named:
            where = f"from {move.before} to {move.after}"
            self._moves.addWidget(_row(Words(move.record, "label"), where))
        if foreseen.and_more:
            self._moves.addWidget(Words(foreseen.and_more, "hint"))
        self.besides.say("\n".join(foreseen.besides))
        self.in_short.say(_in_short(foreseen) if self.choices else "")
        self.unmatched.say("\n".join(foreseen.unmatched))
        self._told.show()
        self._allow(is_allowed=bool(foreseen.places))
        if foreseen.places and self.back.hasFocus():
            self.use.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.setAccessibleDescription(self.told())
        say_aloud(self, self.told())

    def _why_nothing(self) -> str:
        if self.choices:
            return _SAME if self.choices.claims() else _NONE_SAID
        return _NONE_CHOSEN if self.ticks and not self.kinds() else _SAME

    def told(self) -> str:
        """All that is said of what would change."""
        names = (label.text() for label in self._told.findChildren(Words) if not label.isHidden())
        return "\n".join(names)

    def show_problem(self, problem: Problem) -> None:
        """Why it cannot be done; what was told before stays to be read."""
        self._rest()
        if self.choices:  # beside the answer: above, it would push away the list under the hand that chooses
            self.in_short.say("")
            self.refused.say(str(problem))
            say_aloud(self, str(problem))
        else:
            self.problem.say(problem)
        self._allow(is_allowed=False)

    def _allow(self, *, is_allowed: bool) -> None:
        if not is_allowed and self.use.hasFocus():
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.use.setEnabled(is_allowed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


def moved_in_words(foreseen: Foreseen) -> str:
    """How many records would be elsewhere."""
    if not foreseen.moves:
        return "Every record stays in its neighbourhood."
    count = len(foreseen.moves)
    return f"{how_many(count, 'record').capitalize()} would be in another neighbourhood:"


def _in_short(foreseen: Foreseen) -> str:
    """What stays in sight however long the list is."""
    if not foreseen.places:
        return ""
    count = len(foreseen.moves)
    moved = f"{how_many(count, 'record')} would move." if count else "No record would move."
    return f"{foreseen.places} {moved}"


def _wrapping(title: str) -> str:
    """The title with places where a line may end in the name of a file."""
    return " ".join(breakable(word) if len(word) > _LONG_WORD else word for word in title.split(" "))


def _row(first: QWidget, words: str, indent: int = 0) -> QWidget:
    """Something, and close below it what is to be said of it."""
    row, below = QWidget(), Words(words, "hint")
    below.setIndent(indent)
    column = QVBoxLayout(row)
    column.setContentsMargins(GRID // 2, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(first)
    column.addWidget(below)
    return row


def _column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(GRID // 2)
    return column


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()  # deleting waits for the event loop, and would leave it over the next
            widget.setParent(None)
            widget.deleteLater()
