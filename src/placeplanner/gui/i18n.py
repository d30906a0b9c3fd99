"""Numbers and times in the words that people use. Sizes are told by `domain.geometry`, where the map tells them too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from placeplanner.domain.instant import in_local_time

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def how_many(count: int, one: str, many: str = "") -> str:
    """ "1 record", "12 records", "10,000 records", "no records"."""
    words = one if count == 1 else many or f"{one}s"
    return f"{count:,} {words}" if count else f"no {words}"


def day(value: date) -> str:
    """ "12 May 2026", whatever the machine's own language."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def when(moment: str, *, now: datetime | None = None) -> str:
    """An ISO 8601 moment in local time: "today 14:02", "yesterday 09:30", "12 May 2026, 14:02".

    A moment without an offset is taken as UTC; what is no moment at all is given back as it is.
    """
    try:
        told = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    except ValueError:
        return moment
    if told.tzinfo is None:
        told = told.replace(tzinfo=UTC)
    local = in_local_time(told)
    today = (now or datetime.now()).date()
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return f"today {clock}"
    if local.date() == today - timedelta(days=1):
        return f"yesterday {clock}"
    return f"{day(local.date())}, {clock}"


def camera_moment(moment: str) -> str:
    """A camera's own clock time, which knows no time zone: "12 May 2026, 14:02"."""
    try:
        told = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return f"{day(told.date())}, {told:%H:%M}"
