"""Shapes as flat arrays of whole decimetres, which is what they are while they wait, are joined and are written.

A hundred thousand buildings are 10 MB here and a hundred as shapely objects, so those are only made of a few
thousand at a time, where GEOS has something to do with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray

from placeplanner.mappacks.packing import DECIMETRES, Packable, Whole, to_decimetres

_Numbers = NDArray[np.int64]
_CHUNK_SHAPES, _CHUNK_POINTS = 20_000, 250_000


class Group(Struct, frozen=True, eq=False):
    """Some single shapes of one dimension: points, lines or areas without parts."""

    geometries: NDArray[np.object_]
    classes: NDArray[np.uint8]
    features: _Numbers  # which thing each belongs to: an index into `Flat.names`


class Batch(Struct, frozen=True, eq=False):
    """Single shapes: the points of ring or line i are `xy[rings[i]:rings[i + 1]]`, the rings of area i alike."""

    dimension: int
    xy: Whole
    rings: _Numbers
    areas: _Numbers
    classes: NDArray[np.uint8]
    features: _Numbers

    @classmethod
    def of(cls, group: Group, dimension: int) -> Batch:
        """These geometries; outer rings become counter-clockwise, holes clockwise."""
        one_each = np.arange(len(group.geometries) + 1, dtype=np.int64)
        if dimension == 2:
            lines, owner = shapely.get_rings(shapely.orient_polygons(group.geometries), return_index=True)
            areas = np.searchsorted(owner, one_each)
        else:
            lines, areas = group.geometries, one_each
        rings = starts_of(shapely.get_num_coordinates(lines).astype(np.int64))
        xy = to_decimetres(shapely.get_coordinates(lines))
        return cls(
            dimension, xy, rings, areas, group.classes.astype(np.uint8), group.features.astype(np.int64)
        )

    @classmethod
    def of_lines(cls, xy: Whole, starts: _Numbers, classes: NDArray[np.uint8], features: _Numbers) -> Batch:
        """Lines, from arrays."""
        return cls(1, xy, starts, np.arange(len(starts), dtype=np.int64), classes, features)

    @property
    def count(self) -> int:
        """How many shapes."""
        return len(self.classes)

    def firsts(self) -> _Numbers:
        """Where the points of each shape begin, and after them where all end."""
        return self.rings[self.areas]

    def boxes(self) -> NDArray[np.int32]:
        """West, south, east and north of each, in decimetres, shape (n, 4)."""
        if not self.count:
            return np.zeros((0, 4), np.int32)
        begins = self.firsts()[:-1]
        return np.hstack([np.minimum.reduceat(self.xy, begins), np.maximum.reduceat(self.xy, begins)])

    def lengths_m(self) -> NDArray[np.float64]:
        """How long each line is, in metres."""
        if not self.count:
            return np.zeros(0)
        steps = np.hypot(*np.diff(self.xy, axis=0, prepend=self.xy[:1]).T)
        steps[self.rings[:-1]] = 0.0
        return np.asarray(np.add.reduceat(steps, self.rings[:-1]) / DECIMETRES, dtype=float)

    def taken(self, chosen: NDArray[np.int64] | NDArray[np.bool_]) -> Batch:
        """These of them, in this order."""
        if chosen.dtype == bool and chosen.all():
            return self
        which: _Numbers = np.arange(self.count)[chosen]
        rings, areas = _runs(self.areas, which)
        points, lines = _runs(self.rings, rings)
        return Batch(self.dimension, self.xy[points], lines, areas, self.classes[which], self.features[which])

    def between(self, first: int, last: int) -> Batch:
        """Those from one number to before another; nothing is copied."""
        areas = self.areas[first : last + 1]
        rings = self.rings[areas[0] : areas[-1] + 1]
        return Batch(
            self.dimension,
            self.xy[rings[0] : rings[-1]],
            rings - rings[0],
            areas - areas[0],
            self.classes[first:last],
            self.features[first:last],
        )

    def chunks(self, shapes: int = _CHUNK_SHAPES, points: int = _CHUNK_POINTS) -> Iterator[Batch]:
        """All of them, some at a time."""
        if not self.count:
            return
        ends = self.firsts()[1:]
        number = np.maximum(ends // points, np.arange(self.count) // shapes)
        firsts = np.flatnonzero(np.diff(number, prepend=-1))
        for first, last in zip(firsts.tolist(), [*firsts[1:].tolist(), self.count], strict=True):
            yield self.between(first, last)

    def group(self) -> Group:
        """The same as shapely geometries in metres."""
        return Group(self._made(), self.classes, self.features)

    def packable(self) -> Packable:
        """The same as it is written."""
        parts = np.diff(self.areas)
        return Packable(self.dimension, self.xy, np.diff(self.rings), parts, self.classes)

    def _made(self) -> NDArray[np.object_]:
        xy = self.xy / DECIMETRES
        if self.dimension == 0:
            return np.asarray(shapely.points(xy), dtype=object)
        if self.dimension == 1:
            return shapely.from_ragged_array(shapely.GeometryType.LINESTRING, xy, (self.rings,))
        return shapely.from_ragged_array(shapely.GeometryType.POLYGON, xy, (self.rings, self.areas))


def together(batches: Sequence[Batch], dimension: int) -> Batch:
    """Several as one."""
    if len(batches) == 1:
        return batches[0]
    return Batch(
        dimension,
        np.concatenate([np.zeros((0, 2), np.int32), *(batch.xy for batch in batches)]),
        starts_of(np.concatenate([_NONE, *(np.diff(batch.rings) for batch in batches)])),
        starts_of(np.concatenate([_NONE, *(np.diff(batch.areas) for batch in batches)])),
        np.concatenate([np.zeros(0, np.uint8), *(batch.classes for batch in batches)]),
        np.concatenate([_NONE, *(batch.features for batch in batches)]),
    )


def starts_of(lengths: _Numbers) -> _Numbers:
    """Where runs of these lengths begin, and where the last one ends."""
    starts = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


_NONE = np.zeros(0, dtype=np.int64)


def _runs(starts: _Numbers, chosen: _Numbers) -> tuple[_Numbers, _Numbers]:
    """The members of the chosen runs, in order, and where each run starts among them."""
    first, length = starts[chosen], starts[chosen + 1] - starts[chosen]
    begins = starts_of(length)
    members = np.arange(begins[-1]) - np.repeat(begins[:-1] - first, length)
    return members, begins
