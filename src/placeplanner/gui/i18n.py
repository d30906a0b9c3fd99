"""Numbers, times and sizes in the words that people use. One place, so that they read the same everywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

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
    local = told.astimezone()
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


def length_in_words(length_m: float) -> str:
    """ "85 metres", "1.2 km"."""
    if length_m < 1000:
        return f"{length_m:.0f} metres" if round(length_m) != 1 else "1 metre"
    return f"{length_m / 1000:.1f} km"


def area_in_words(area_m2: float) -> str:
    """ "850 m²", "1.2 hectares (about 2 football pitches)", "3.4 km²"."""
    if area_m2 < 10_000:
        return f"{area_m2:,.0f} m²"
    if area_m2 >= 1_000_000:
        return f"{area_m2 / 1_000_000:.1f} km²"
    pitches = round(area_m2 / 7_140)  # 105 m × 68 m, the size that the game's rules recommend
    return (
        f"{area_m2 / 10_000:.1f} hectares (about {how_many(pitches, 'football pitch', 'football pitches')})"
    )
