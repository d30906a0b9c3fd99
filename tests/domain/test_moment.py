"""Earlier states of a plan: days as this computer has them, what a merge brought later, and what cannot be."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterator

import pytest

from placeplanner.domain.moment import Moment, Period
from placeplanner.errors import Problem

UTC = datetime.UTC
HOUR_MS = 3_600_000


@pytest.fixture
def live_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Let this computer stand in another time zone."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system has no time zones to be set for one program")

    def live(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield live
    monkeypatch.undo()
    time.tzset()


def ms_of(*when: int) -> int:
    return int(datetime.datetime(*when, tzinfo=UTC).timestamp() * 1000)


def length_ms(day: datetime.date) -> int:
    end = Moment.end_of(day)
    assert end is not None
    return end.clock[0] - Moment.start_of(day).clock[0]


def test_a_day_begins_and_ends_when_it_does_here(live_in: Callable[[str], None]) -> None:
    live_in("Europe/London")
    start = Moment.start_of(datetime.date(2025, 5, 3))
    assert start.clock[0] == ms_of(2025, 5, 2, 23) - 1, "in summer an hour before the day in Greenwich"
    assert start.told == datetime.date(2025, 5, 3)
    end = Moment.end_of(datetime.date(2025, 1, 3))
    assert end is not None and end.clock[0] == ms_of(2025, 1, 4) - 1
    live_in("Pacific/Auckland")
    assert Moment.start_of(datetime.date(2025, 5, 3)).clock[0] == ms_of(2025, 5, 2, 12) - 1


def test_a_day_on_which_the_clocks_change_is_as_long_as_it_is(live_in: Callable[[str], None]) -> None:
    live_in("Europe/London")
    assert length_ms(datetime.date(2025, 3, 30)) == 23 * HOUR_MS
    assert length_ms(datetime.date(2025, 10, 26)) == 25 * HOUR_MS
    assert length_ms(datetime.date(2025, 10, 27)) == 24 * HOUR_MS


def test_a_time_that_the_clocks_leave_out_is_understood(live_in: Callable[[str], None]) -> None:
    live_in("Europe/London")
    assert Moment.at(datetime.datetime(2025, 3, 30, 1, 30)).clock[0] == ms_of(2025, 3, 30, 1, 30) - 1
    assert Moment.at(datetime.datetime(2025, 10, 26, 1, 30)).clock[0] == ms_of(2025, 10, 26, 0, 30) - 1


def test_a_time_with_a_zone_is_told_by_the_day_that_it_is_here(live_in: Callable[[str], None]) -> None:
    live_in("Europe/London")
    late = Moment.at(datetime.datetime(2025, 5, 3, 23, 30, tzinfo=UTC))
    assert late.told == datetime.date(2025, 5, 4) and late.clock[0] == ms_of(2025, 5, 3, 23, 30) - 1


def test_what_is_to_come_is_a_problem_and_today_is_now() -> None:
    today = datetime.date.today()
    tomorrow = today + datetime.timedelta(days=1)
    assert Moment.end_of(today) is None
    for ask in (Moment.start_of, Moment.end_of):
        with pytest.raises(Problem, match="still to come"):
            ask(tomorrow)
        with pytest.raises(Problem, match="still to come"):
            ask(datetime.date.max)
    for zone in (None, UTC):
        with pytest.raises(Problem, match="still to come"):
            Moment.at(datetime.datetime.now(zone) + datetime.timedelta(minutes=2))


def test_a_year_that_computers_do_not_reckon_with_is_before_everything() -> None:
    assert Moment.start_of(datetime.date(1, 1, 1)).clock == (0, 0)
    assert Moment.start_of(datetime.date(1900, 1, 1)).clock == (0, 0)
    end = Moment.end_of(datetime.date(1, 1, 1))
    assert end is not None and end.clock == (0, 0)


def test_the_second_state_may_not_be_older_than_the_first_and_may_be_the_same() -> None:
    day = datetime.date(2025, 5, 3)
    one, two = Moment(day, (5, 1)), Moment(day, (5, 2))
    assert Period.of(one, two).until == two
    assert Period.of(one, one).is_no_time and not Period.of(one, two).is_no_time
    assert not Period.of(one).is_no_time
    with pytest.raises(Problem, match="backwards"):
        Period.of(two, one)
    eve = Moment.end_of(datetime.date(2025, 5, 2))
    with pytest.raises(Problem, match="backwards"):
        Period.of(Moment.start_of(day), eve)


def test_a_state_knows_of_other_copies_no_more_than_a_later_one() -> None:
    day = datetime.date(2025, 5, 3)
    by_day = Moment(day, (50, 0))
    before_merge = Moment(day, (60, 0), (("ours", (60, 0)),))
    after_merge = Moment(day, (70, 0), (("ours", (70, 0)), ("theirs", (40, 0))))
    assert Period.of(by_day, before_merge).since.heads == (("ours", (60, 0)),)
    assert Period.of(before_merge, after_merge).since.heads == (("ours", (60, 0)),)
    assert Period.of(by_day, Moment(day, (80, 0))).since == by_day
    assert Period.of(before_merge, Moment(day, (80, 0))).since == before_merge
