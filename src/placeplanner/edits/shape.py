"""Changing where a record is, corner by corner or as a whole. Coordinates are EPSG:27700 metres."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.change import Change
from placeplanner.domain.ids import RecordId
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Record
from placeplanner.edits.records import existing, in_its_place

EastingNorthing = tuple[float, float]


def _reshaped(plan: Reader, before: Record, geometry: BaseGeometry) -> tuple[Change, ...]:
    return (Change(before, in_its_place(plan, replace(before, geometry=geometry))),)


class Reshape(Struct, frozen=True):
    """Give a record another geometry, checked by whoever drew it."""

    record_id: RecordId
    geometry: BaseGeometry
    label: str = "Changed a shape"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        return _reshaped(plan, existing(plan, self.record_id), self.geometry)


class MoveRecord(Struct, frozen=True):
    """Move a whole record by metres east and north."""

    record_id: RecordId
    east_m: float
    north_m: float

    label = "Moved a record"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        before = existing(plan, self.record_id)
        return _reshaped(plan, before, affinity.translate(before.geometry, self.east_m, self.north_m))
