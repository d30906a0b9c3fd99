"""Earlier states of a plan, and the time between two of them.

A state is told by the journal's clock, which never goes back as computers' clocks do. A day begins and ends when it
does on this computer, so it may have 23 or 25 hours.
"""

from __future__ import annotations

import datetime

from msgspec import Struct
from msgspec.structs import replace

from placeplanner.domain.instant import in_local_time
from placeplanner.domain.record import Record
from placeplanner.errors import Problem

Clock = tuple[int, int]  # milliseconds since 1970, and a number among what has the same
Heads = tuple[tuple[str, Clock], ...]  # how far the journal of each copy of the plan has come
_BEGINNING: Clock = (0, 0)
_LAST = 2**53  # greater than any number among what has the same milliseconds


class Moment(Struct, frozen=True):
    """The state in which a plan was: all that its journal holds up to `clock`, that included.

    `told` is the day that people are told. Where `heads` were noted, what came later by a merge counts as later,
    though it was made before.
    """

    told: datetime.date
    clock: Clock
    heads: Heads | None = None

    @classmethod
    def at(cls, time: datetime.datetime, *, now: datetime.datetime | None = None) -> Moment:
        """What was there before an instant, in this computer's time where it has no zone. Raises `Problem`: to come."""
        _check_has_come(time.date(), time > _same_zone(now, time))
        return cls(in_local_time(time).date() if time.tzinfo else time.date(), _before(time))

    @classmethod
    def start_of(cls, day: datetime.date, *, today: datetime.date | None = None) -> Moment:
        """What was there when a day began. Raises `Problem` where it is still to come."""
        _check_has_come(day, day > (today or datetime.date.today()))
        return cls(day, _before(_midnight(day)))

    @classmethod
    def end_of(cls, day: datetime.date, *, today: datetime.date | None = None) -> Moment | None:
        """What was there when a day was over; None for today, which is not. Raises `Problem` where it is to come."""
        today = today or datetime.date.today()
        _check_has_come(day, day > today)
        return None if day == today else cls(day, _before(_midnight(day + datetime.timedelta(days=1))))

    def no_later_than(self, other: Moment) -> Moment:
        """What both know: what came later than `other` by a merge was not there before either."""
        if other.heads is None:
            return replace(self, clock=min(self.clock, other.clock))
        ours = dict(self.heads) if self.heads is not None else None
        heads = tuple(
            (replica, clock if ours is None else min(clock, ours[replica]))
            for replica, clock in other.heads
            if ours is None or replica in ours
        )
        return Moment(self.told, min(self.clock, other.clock), heads)


class Period(Struct, frozen=True):
    """From one state of a plan to another; `until` is None where that is how it is now."""

    since: Moment
    until: Moment | None = None

    @classmethod
    def of(cls, since: Moment, until: Moment | None = None) -> Period:
        """The time between two states. Raises `Problem` where the second is before the first."""
        if until is not None and (since.clock, since.told) > (until.clock, until.told):
            raise Problem(
                "What changed cannot be told backwards.",
                "The state that is to be compared is older than the one it is compared with.",
                "Change the two round.",
            )
        return cls(since if until is None else since.no_later_than(until), until)

    @property
    def is_no_time(self) -> bool:
        """Whether both ends are the same state."""
        return self.until is not None and self.since.clock == self.until.clock


class Course(Struct, frozen=True):
    """One record over a period: as it was when it began and when it ended; None where it was not there.

    `latest` is how the plan has it now, or had it last: nothing may be told of a record that this does not allow.
    """

    then: Record | None
    later: Record | None
    latest: Record


def _before(time: datetime.datetime) -> Clock:
    try:
        ms = int(time.timestamp() * 1000)
    except (OverflowError, ValueError, OSError):  # a year that computers do not reckon with
        return _BEGINNING
    return (ms - 1, _LAST) if ms > 0 else _BEGINNING


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time())


def _same_zone(now: datetime.datetime | None, time: datetime.datetime) -> datetime.datetime:
    if time.tzinfo is None:
        return now or datetime.datetime.now()
    return now or datetime.datetime.now(time.tzinfo)


def _check_has_come(day: datetime.date, is_to_come: bool) -> None:
    if is_to_come:
        raise Problem(
            f"{day.isoformat()} is still to come.",
            "What has changed can only be told of days that have been.",
            "Choose today or a day before, and check the date of this computer.",
        )
