"""Records as arrays, in batches, so that one edit among ten thousand records prepares a few hundred again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar, cast

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.ids import RecordId
from placeplanner.domain.record import Record
from placeplanner.draw.looks import KINDS, Looks
from placeplanner.draw.parts import Boxes, Parts, boxes_of
from placeplanner.draw.viewport import Coordinates

T = TypeVar("T", bound=np.generic)
_BATCH = 400
POINT, LINE, AREA = 0, 1, 2
_KIND_NUMBER = {kind: number for number, kind in enumerate(KINDS)}


class Batch(Struct, frozen=True, eq=False):
    """Some records. `shapes` are POINT, LINE or AREA; an anchor is where a record's symbol stands."""

    records: tuple[Record, ...]
    kinds: NDArray[np.int8]
    shapes: NDArray[np.int8]
    looks: NDArray[np.int32]
    boxes: Boxes
    anchors: Coordinates
    areas_m2: NDArray[np.float64]
    lines: Parts
    rings: Parts

    @classmethod
    def of(cls, records: Sequence[Record], looks: Looks) -> Batch:
        """Prepare records."""
        geometries = np.array([record.geometry for record in records], dtype=object)
        shapes = _shapes_of(geometries)
        boxes = boxes_of(geometries)
        where = {shape: np.flatnonzero(shapes == shape) for shape in (LINE, AREA)}
        return cls(
            tuple(records),
            np.array([_KIND_NUMBER[record.kind] for record in records], dtype=np.int8),
            shapes,
            np.array([looks.number(record) for record in records], dtype=np.int32),
            boxes,
            _anchors_of(geometries, shapes),
            shapely.area(geometries),
            Parts.of(list(geometries[where[LINE]]), where[LINE]),
            Parts.of(list(geometries[where[AREA]]), where[AREA]),
        )


class Layers(Struct, frozen=True, dict=True, eq=False):
    """All records of a map, batch by batch; the arrays are those of the batches, one after the other."""

    batches: tuple[Batch, ...]
    looks: Looks

    @classmethod
    def of(cls, records: Iterable[Record], looks: Looks) -> Layers:
        """Prepare every record."""
        every = tuple(records)
        starts = range(0, len(every), _BATCH)
        return cls(tuple(Batch.of(every[start : start + _BATCH], looks) for start in starts), looks)

    def changed(self, changed: Iterable[Record], removed: Iterable[RecordId] = ()) -> Layers:
        """With some records new, different or gone; batches without them are taken over as they are."""
        by_id = {record.id: record for record in changed}
        gone = frozenset(removed)
        batches: list[Batch] = []
        for batch in self.batches:
            if any(record.id in by_id or record.id in gone for record in batch.records):
                kept = [by_id.pop(record.id, record) for record in batch.records if record.id not in gone]
                batch = Batch.of(kept, self.looks) if kept else Batch.of((), self.looks)
            batches.append(batch)
        fresh = list(by_id.values())
        if fresh and batches and len(batches[-1].records) + len(fresh) <= _BATCH:
            fresh = [*batches.pop().records, *fresh]
        starts = range(0, len(fresh), _BATCH)
        batches += [Batch.of(fresh[start : start + _BATCH], self.looks) for start in starts]
        return Layers(tuple(batch for batch in batches if batch.records), self.looks)

    def __len__(self) -> int:
        return len(self.records)

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """Every record, in the order of all other arrays."""
        return tuple(record for batch in self.batches for record in batch.records)

    @cached_property
    def index(self) -> Mapping[RecordId, int]:
        """Where each record lies in the arrays."""
        return {record.id: i for i, record in enumerate(self.records)}

    @cached_property
    def kinds(self) -> NDArray[np.int8]:
        """Indices into `looks.KINDS`."""
        return self._joined("kinds", np.zeros(0, dtype=np.int8))

    @cached_property
    def shapes(self) -> NDArray[np.int8]:
        """POINT, LINE or AREA."""
        return self._joined("shapes", np.zeros(0, dtype=np.int8))

    @cached_property
    def look_numbers(self) -> NDArray[np.int32]:
        """Indices into `looks.all`."""
        return self._joined("looks", np.zeros(0, dtype=np.int32))

    @cached_property
    def boxes(self) -> Boxes:
        """The box of each record, in metres."""
        return self._joined("boxes", np.zeros((0, 4)))

    @cached_property
    def anchors(self) -> Coordinates:
        """Where each record's symbol stands, in metres."""
        return self._joined("anchors", np.zeros((0, 2)))

    @cached_property
    def areas_m2(self) -> NDArray[np.float64]:
        """Nothing but for areas."""
        return self._joined("areas_m2", np.zeros(0))

    @cached_property
    def lines(self) -> Parts:
        """Every line; owners are indices into `records`."""
        return Parts.joined([batch.lines for batch in self.batches], self._offsets)

    @cached_property
    def rings(self) -> Parts:
        """Every area's rings; owners are indices into `records`."""
        return Parts.joined([batch.rings for batch in self.batches], self._offsets)

    @cached_property
    def _offsets(self) -> list[int]:
        lengths = np.cumsum([0, *(len(batch.records) for batch in self.batches)])
        return [int(length) for length in lengths[:-1]]

    def _joined(self, name: str, none: NDArray[T]) -> NDArray[T]:
        arrays = [getattr(batch, name) for batch in self.batches]
        return cast("NDArray[T]", np.concatenate(arrays)) if arrays else none


def _shapes_of(geometries: NDArray[np.object_]) -> NDArray[np.int8]:
    dimensions = shapely.get_dimensions(geometries) if len(geometries) else np.zeros(0)
    return dimensions.astype(np.int8)


def _anchors_of(geometries: NDArray[np.object_], shapes: NDArray[np.int8]) -> Coordinates:
    anchors = np.zeros((len(geometries), 2))
    for shape, anchor in ((POINT, shapely.centroid), (LINE, _halfway), (AREA, shapely.point_on_surface)):
        where = np.flatnonzero(shapes == shape)
        if len(where):
            points = anchor(geometries[where])
            anchors[where] = np.column_stack((shapely.get_x(points), shapely.get_y(points)))
    return anchors


def _halfway(lines: NDArray[np.object_]) -> NDArray[np.object_]:
    """The point halfway along each line; along the longest part of a line in several."""
    return shapely.line_interpolate_point(_longest(lines), 0.5, normalized=True)


def _longest(lines: NDArray[np.object_]) -> NDArray[np.object_]:
    longest: list[BaseGeometry] = [
        max(shapely.get_parts(line), key=lambda part: part.length)
        if line.geom_type.startswith("Multi")
        else line
        for line in lines
    ]
    return np.array(longest, dtype=object)
