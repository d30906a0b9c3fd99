"""How far the records themselves can be trusted: how much of each form is filled in, and how fresh it is."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from msgspec import Struct

from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Catalogue, Kind
from placeplanner.domain.record import Record

STALE_AFTER_DAYS = 365 * 2
AGES = (
    ("Less than half a year", 182),
    ("Half a year to a year", 365),
    ("One to two years", STALE_AFTER_DAYS),
    ("Two to five years", 365 * 5),
    ("Five years or more", None),
)
NOBODY_CAN_TELL = "Nobody can tell"


class Quality(Struct, frozen=True):
    """The records of one kind. `filled` is the share of questions that were answered, None where none is asked."""

    kind: Kind
    records: tuple[RecordId, ...]
    filled: float | None
    unnamed: tuple[RecordId, ...]
    without_source: tuple[RecordId, ...]
    stale: tuple[RecordId, ...]  # not looked at for two years


def quality_of(records: Sequence[Record], catalogue: Catalogue, on: datetime.date) -> tuple[Quality, ...]:
    """The quality of the records of each kind that there are any of, as of a day."""
    return tuple(
        _quality(kind, of_kind, catalogue, on)
        for kind in Kind
        if (of_kind := [record for record in records if record.kind is kind])
    )


def _quality(kind: Kind, records: Sequence[Record], catalogue: Catalogue, on: datetime.date) -> Quality:
    asked = answered = 0
    for record in records:
        fields = catalogue[kind].fields_for(record.category)
        asked += len(fields)
        answered += sum(record.details.get(field.name) not in (None, "") for field in fields)
    return Quality(
        kind,
        tuple(record.id for record in records),
        answered / asked if asked else None,
        tuple(record.id for record in records if not record.name.strip()),
        tuple(record.id for record in records if not record.source.strip()),
        tuple(record.id for record in records if _is_stale(record, on)),
    )


class Freshness(Struct, frozen=True):
    """The records that somebody last looked at so long ago."""

    age: str
    records: tuple[RecordId, ...]


def freshness_of(records: Sequence[Record], on: datetime.date) -> tuple[Freshness, ...]:
    """Every record by its age, the freshest first; every age is there, also those of no record."""
    found: dict[str, list[RecordId]] = {age: [] for age in (*(age for age, _ in AGES), NOBODY_CAN_TELL)}
    for record in records:
        found[_age(record, on)].append(record.id)
    return tuple(Freshness(age, tuple(ids)) for age, ids in found.items())


def _age(record: Record, on: datetime.date) -> str:
    days = _days_since(record, on)
    if days is None:
        return NOBODY_CAN_TELL
    return next(age for age, most in AGES if most is None or days <= most)


def _is_stale(record: Record, on: datetime.date) -> bool:
    days = _days_since(record, on)
    return days is not None and days > STALE_AFTER_DAYS


def _days_since(record: Record, on: datetime.date) -> int | None:
    """Since anybody last looked: the day of a judgement counts before that of a change."""
    told = str(record.details.get("condition_date") or record.changed_at or record.created_at)[:10]
    try:
        return (on - datetime.date.fromisoformat(told)).days
    except ValueError:
        return None  # a year alone, or nothing: nobody can tell
