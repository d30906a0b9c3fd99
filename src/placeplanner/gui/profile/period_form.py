"""Since when, and until when, a profile says what has changed: earlier profiles by their names, or any day."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCalendarWidget, QComboBox, QDateEdit, QVBoxLayout, QWidget

from placeplanner.domain.earlier import EarlierProfile
from placeplanner.domain.moment import Moment, Period
from placeplanner.errors import Problem
from placeplanner.gui.by_ear import say_aloud
from placeplanner.gui.drop_down import DropDown
from placeplanner.gui.i18n import day
from placeplanner.gui.maps.parts import Words
from placeplanner.gui.profile.words_form import label
from placeplanner.gui.theme import GRID, TARGET

_NOTHING, _A_DAY = "", "day"
_WHAT_FOR = (
    "A profile can say what was added, what has gone, and what is better or worse than before. The plan remembers the "
    "profiles that you make, so that you can choose one here. All else is told as it is now."
)


class PeriodForm(QWidget):
    """`changed` comes with every other choice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._earlier: dict[str, EarlierProfile] = {}
        self.since = _End("since when", "Do not say what has changed", QDate.currentDate().addMonths(-6))
        self.until = _End("until when", "Now", QDate.currentDate())
        self._problem = Words("", "problem")
        self._until_words = label("Until", self.until.choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(Words(_WHAT_FOR))
        column.addSpacing(GRID)
        for widget in (
            label("Since", self.since.choice),
            self.since,
            self._until_words,
            self.until,
            self._problem,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        for end in (self.since, self.until):
            end.changed.connect(self._choose)
        self._show_state()

    def put(self, earlier: Iterable[EarlierProfile]) -> None:
        """The earlier profiles to choose from, oldest first; what is chosen stays, if it is still there."""
        found = {each.id: each for each in earlier}
        if found == self._earlier:
            return
        self._earlier = {str(id_): each for id_, each in found.items()}
        names = _names(tuple(found.values()))
        for end in (self.since, self.until):
            end.put([(id_, names[id_]) for id_ in reversed(found)])
        self._show_state()

    def _choose(self) -> None:
        self._show_state()
        say_aloud(self, self._problem.text(), is_urgent=True)
        self.changed.emit()

    def _show_state(self) -> None:
        is_told = self.since.code != _NOTHING
        self._until_words.setVisible(is_told)
        self.until.setVisible(is_told)
        try:
            self.period()
        except Problem as problem:
            self._problem.say(str(problem))
        else:
            self._problem.say("")

    def period(self) -> Period | None:
        """What is chosen; None where nothing is to be said. Raises `Problem` where it runs backwards."""
        since = self._moment(self.since, Moment.start_of)
        if since is None:
            return None
        return Period.of(since, self._moment(self.until, Moment.end_of))

    def _moment(self, end: _End, of_day: Callable[[datetime.date], Moment | None]) -> Moment | None:
        match end.code:
            case code if code == _NOTHING:
                return None
            case code if code == _A_DAY:
                day = end.day.date()
                return of_day(datetime.date(day.year(), day.month(), day.day()))
            case code:
                return self._earlier[code].moment


class _End(QWidget):
    """One end: a list to choose from and, for “a day”, the day. `name` is what a screen reader says."""

    changed = Signal()

    def __init__(self, name: str, nothing: str, start: QDate) -> None:
        super().__init__()
        self._nothing = nothing
        self.choice = DropDown()
        self.choice.setAccessibleName(f"What changed: {name}")
        self.choice.setMinimumHeight(TARGET)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.day = QDateEdit(start)
        self.day.setAccessibleName(f"What changed: {name}, the day")
        self.day.setDisplayFormat("d MMMM yyyy")
        self.day.setCalendarPopup(True)
        _make_readable(self.day)
        self.day.setMinimumHeight(TARGET)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.choice)
        column.addWidget(self.day)
        self.put([])
        self.choice.currentIndexChanged.connect(lambda _: self._choose())
        self.day.dateChanged.connect(lambda _: self.changed.emit())

    @property
    def code(self) -> str:
        """What is chosen: nothing, a day, or the id of an earlier profile."""
        return str(self.choice.currentData() or _NOTHING)

    def put(self, profiles: Sequence[tuple[str, str]]) -> None:
        """Offer these, by id and name; nobody is told where that chooses another one, since none was wanted."""
        chosen = self.code
        self.day.setMaximumDate(QDate.currentDate())
        self.choice.blockSignals(True)
        self.choice.clear()
        for code, words in ((_NOTHING, self._nothing), *profiles, (_A_DAY, "A day…")):
            self.choice.addItem(words, code)
        self.choice.setCurrentIndex(max(0, self.choice.findData(chosen)))
        self.choice.blockSignals(False)
        self.day.setVisible(self.code == _A_DAY)

    def _choose(self) -> None:
        self.day.setVisible(self.code == _A_DAY)
        self.choice.setToolTip(self.choice.currentText())
        self.changed.emit()


def _names(profiles: Sequence[EarlierProfile]) -> dict[str, str]:
    """What each is called; its time of day too, where two would have one name."""
    plain = {each.id: _name(each) for each in profiles}
    several = {name for name in plain.values() if list(plain.values()).count(name) > 1}
    return {each.id: _name(each, has_time=plain[each.id] in several) for each in profiles}


def _name(earlier: EarlierProfile, *, has_time: bool = False) -> str:
    made = datetime.datetime.fromisoformat(earlier.made_at).astimezone()
    when = f"{day(made.date())}, {made:%H:%M}" if has_time else day(made.date())
    what = "atlas for" if earlier.is_of_every_place else "for"
    return f"{when}, {what} {earlier.audience.told}"


def _make_readable(asked: QDateEdit) -> None:
    """A month wide enough for the names of its days, and as large as fingers are; no day is red for nothing."""
    month = asked.calendarWidget()
    month.setMinimumSize(8 * TARGET + 4 * GRID, 8 * TARGET)
    month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        month.setWeekdayTextFormat(weekend, month.weekdayTextFormat(Qt.DayOfWeek.Monday))
