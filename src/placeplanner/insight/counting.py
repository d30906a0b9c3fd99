"""How many there are of what, by kind and category, by strength and by grade; each count with the records behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import shapely
from msgspec import Struct

from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Kind, Shape
from placeplanner.domain.record import Record
from placeplanner.insight.standards import Standards, Strength

GRADES = ("I", "II*", "II", "")
_CARED_FOR, _NEGLECTED = {"4", "5"}, {"1", "2"}


class Count(Struct, frozen=True):
    """Some records of one category. `area_m2` is that of their outlines, overlaps counted once."""

    kind: Kind
    category: str
    records: tuple[RecordId, ...]
    area_m2: float


def counts_of(records: Sequence[Record]) -> tuple[Count, ...]:
    """Counts by kind and category, in the order of the kinds, then of the codes."""
    found: dict[tuple[Kind, str], list[Record]] = {}
    for record in records:
        found.setdefault((record.kind, record.category), []).append(record)
    order = list(Kind)
    keys = sorted(found, key=lambda key: (order.index(key[0]), key[1]))
    return tuple(Count(*key, _ids(found[key]), _area(found[key])) for key in keys)


def _area(records: Iterable[Record]) -> float:
    outlines = [record.geometry for record in records if record.shape is Shape.AREA]
    return float(shapely.union_all(outlines).area) if outlines else 0.0


class StrengthCount(Struct, frozen=True):
    """What a place has of one kind of strength."""

    strength: Strength
    records: tuple[RecordId, ...]


def strengths_of(records: Sequence[Record], standards: Standards) -> tuple[StrengthCount, ...]:
    """All six kinds, also those of which nothing is recorded."""
    return tuple(
        StrengthCount(strength, _ids(filter(strength.takes_in, records))) for strength in standards.strengths
    )


class Heritage(Struct, frozen=True):
    """Heritage of one grade ("I", "II*", "II"; "" for all that has none), by whether it is cared for."""

    grade: str
    records: tuple[RecordId, ...]
    cared_for: tuple[RecordId, ...]  # judged good or very good, and in no danger
    neglected: tuple[RecordId, ...]  # judged poor or very poor, or in danger
    unjudged: tuple[RecordId, ...]  # nobody has said


def heritage_of(records: Sequence[Record]) -> tuple[Heritage, ...]:
    """Heritage by grade, the highest first; grades of which there is nothing are left out."""
    every = [record for record in records if record.kind is Kind.HERITAGE]
    return tuple(
        _heritage(grade, of_grade)
        for grade in GRADES
        if (of_grade := [record for record in every if _grade(record) == grade])
    )


def _heritage(grade: str, records: Sequence[Record]) -> Heritage:
    neglected = _ids_where(records, _is_neglected)
    cared_for = _ids_where(
        records, lambda record: not _is_neglected(record) and _condition(record) in _CARED_FOR
    )
    unjudged = _ids_where(records, lambda record: not _is_neglected(record) and not _condition(record))
    return Heritage(grade, _ids(records), cared_for, neglected, unjudged)


def _grade(record: Record) -> str:
    told = str(record.details.get("grade", ""))
    return told if told in GRADES else ""


def _condition(record: Record) -> str:
    return str(record.details.get("condition", ""))


def _is_neglected(record: Record) -> bool:
    return bool(record.details.get("at_risk")) or _condition(record) in _NEGLECTED


def _ids(records: Iterable[Record]) -> tuple[RecordId, ...]:
    return tuple(record.id for record in records)


def _ids_where(records: Iterable[Record], holds: Callable[[Record], bool]) -> tuple[RecordId, ...]:
    return _ids(filter(holds, records))
