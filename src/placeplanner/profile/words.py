"""Numbers, lists and dates as a person would say them. British English, plain, no jargon."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from placeplanner.insight.voices import FEWEST_PEOPLE

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def count_of(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "one record", "12 records", "no records"."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{_SMALL[number] if number < len(_SMALL) else f'{number:,}'} {noun}"


def worded_label(number: int, one: str, many: str) -> str:
    """What stands below a number: "Priority", "Priorities"."""
    return one if number == 1 else many


def people(number: int | None) -> str:
    """A count of people that gives nobody away, None being too few to say: "fewer than 5 people"."""
    if number is None or 0 < number < FEWEST_PEOPLE:
        return f"fewer than {FEWEST_PEOPLE} people"
    return count_of(number, "person", "people")


def listed(names: Sequence[str], joined: str = "and") -> str:
    """Names in a sentence: "Hindley East, Hindley Green and Hindley West"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joined} {names[-1]}"


def sentence(text: str) -> str:
    """The text with a capital letter in front and a full stop behind."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")


def percent(share: float) -> str:
    """A share between 0 and 1: "19%", and "less than 1%" where rounding would say none."""
    rounded = round(share * 100)
    return "less than 1%" if share > 0 and rounded == 0 else f"{rounded}%"


def hectares(area_m2: float) -> str:
    """An area of ground: "4.2 hectares"; under a tenth, square metres."""
    if area_m2 < 1_000:
        return f"{area_m2:,.0f} m²"
    size = area_m2 / 10_000
    return f"{size:,.1f} hectares" if size < 100 else f"{size:,.0f} hectares"


def length(metres: float) -> str:
    """A way on the ground: "350 m", "2.4 km"."""
    return f"{metres:,.0f} m" if metres < 950 else f"{metres / 1000:,.1f} km"


_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def day(date: datetime.date) -> str:
    """A date as people write it: "22 November 2026"."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def day_of(iso: str) -> str:
    """The day of an ISO 8601 date or time in words; whatever else is given comes back as it is."""
    try:
        return day(datetime.date.fromisoformat(iso[:10]))
    except ValueError:
        return iso
