"""Adding, changing and removing records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from placeplanner.domain.change import Change
from placeplanner.domain.ids import PlaceCode, RecordId
from placeplanner.domain.place import Places
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Detail, Record
from placeplanner.errors import Problem


def existing(plan: Reader, record_id: RecordId) -> Record:
    """The record, or a `Problem` where somebody has removed it meanwhile."""
    record = plan.record(record_id)
    if record is None:
        raise Problem(
            "That record is no longer in the plan.",
            "It was removed, perhaps from another window or program.",
            "Look in the history: it can be brought back from there.",
        )
    return record


def in_its_place(plan: Reader, record: Record) -> Record:
    """The record with the neighbourhood it lies in, unless a person has said which it belongs to."""
    return placed(plan.places, record)


def placed(places: Places, record: Record) -> Record:
    """The same among places that are not in the plan yet."""
    if record.place_is_corrected:
        return record
    place = places.at(record.geometry)
    return replace(record, place=place.code if place else None)


def all_placed(places: Places, records: Sequence[Record]) -> list[Record]:
    """The same for many at once."""
    there = places.at_all([record.geometry for record in records])
    return [
        record if record.place_is_corrected else replace(record, place=place.code if place else None)
        for record, place in zip(records, there, strict=True)
    ]


class AddRecord(Struct, frozen=True):
    """Put a new record on the map; its place is worked out from its geometry."""

    record: Record

    @property
    def label(self) -> str:
        return f"Added “{self.record.name}”" if self.record.name else "Added a record"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        return (Change(None, in_its_place(plan, self.record)),)


class ChangeRecord(Struct, frozen=True):
    """Change what is said about a record.

    `values` are attributes of `Record` by name (name, category, notes, consent …); `details` are the kind's
    own fields, where an empty text takes the answer away.
    """

    record_id: RecordId
    values: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Detail | None] = field(default_factory=dict)

    label = "Changed a record"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        before = existing(plan, self.record_id)
        details = {**before.details, **self.details}
        kept = {name: value for name, value in details.items() if value not in ("", None)}
        after = replace(before, **{**self.values, "details": kept})
        return (Change(before, in_its_place(plan, after)),) if after != before else ()


class CorrectPlace(Struct, frozen=True):
    """Say which place a record belongs to, whatever its geometry says; None lets the geometry decide again."""

    record_id: RecordId
    place: PlaceCode | None

    label = "Corrected the place of a record"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        before = existing(plan, self.record_id)
        after = replace(before, place=self.place, place_is_corrected=self.place is not None)
        return (Change(before, in_its_place(plan, after)),)


class RemoveRecord(Struct, frozen=True):
    """Take a record off the map, with its photos. The journal keeps both, so that it can come back whole."""

    record_id: RecordId

    label = "Removed a record"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        before = existing(plan, self.record_id)
        photos = tuple(Change(photo, None) for photo in plan.photos(self.record_id))
        return (*photos, Change(before, None))
