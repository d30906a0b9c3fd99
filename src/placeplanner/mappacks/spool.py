"""What sources yielded, kept small until all of it is there: whole decimetres in flat arrays, a layer at a time.

A hundred thousand buildings are 10 MB here and a hundred as shapely objects, which is why they wait like this.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from placeplanner.domain.known import KnownThing
from placeplanner.domain.place import Place
from placeplanner.domain.streetmap import MapLayer
from placeplanner.gazetteer.name import Name
from placeplanner.mappacks.haul import Bounded, Drawn, Haul, Known, Named, Pictured
from placeplanner.mappacks.hilbert import hilbert
from placeplanner.mappacks.packing import DECIMETRES, Whole, to_decimetres

_CHUNK = 20_000
_LARGE_M = 1500.0  # such shapes stand apart in the file, or the boxes of their neighbours would all be large


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Some single shapes of one dimension: points, lines or areas without parts."""

    geometries: NDArray[np.object_]
    classes: NDArray[np.uint8]
    features: NDArray[np.int64]  # which thing each belongs to: an index into `Flat.names`


@dataclass(slots=True, eq=False)
class Flat:
    """All shapes of one layer and dimension."""

    layer: MapLayer
    dimension: int
    names: list[str] = field(default_factory=list)  # one a thing
    _batches: list[_Batch] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many things."""
        return len(self.names)

    def add(
        self, geometries: NDArray[np.object_], classes: NDArray[np.uint8], names: tuple[str, ...]
    ) -> None:
        """Take in things; those of several parts are taken apart."""
        parts, index = shapely.get_parts(geometries, return_index=True)
        self._batches.append(_Batch.of(parts, classes[index], index + len(self.names), self.dimension))
        self.names.extend(names or ("",) * len(geometries))

    def everything(self) -> Group:
        """All of them at once: for layers of a size that may be."""
        return _joined([batch.group(slice(None)) for batch in self._batches])

    def chunks(self) -> Iterator[Group]:
        """All of them in the order of the file, some thousands at a time."""
        if not self._batches:
            return
        boxes = np.concatenate([batch.boxes() for batch in self._batches]) / DECIMETRES
        is_large = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) > _LARGE_M
        order = np.lexsort((hilbert((boxes[:, :2] + boxes[:, 2:]) / 2), is_large))
        firsts = np.cumsum([0, *(len(batch.classes) for batch in self._batches)])
        for start in range(0, len(order), _CHUNK):
            wanted = order[start : start + _CHUNK]
            yield self._taken(wanted, firsts)

    def _taken(self, wanted: NDArray[np.int64], firsts: NDArray[np.int64]) -> Group:
        batch_of = np.searchsorted(firsts, wanted, side="right") - 1
        at, groups = [], []
        for number in np.unique(batch_of):
            here = np.flatnonzero(batch_of == number)
            at.append(here)
            groups.append(self._batches[number].group(wanted[here] - firsts[number]))
        joined = _joined(groups)
        back = np.argsort(np.concatenate(at))
        return Group(joined.geometries[back], joined.classes[back], joined.features[back])


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """Shapes as flat arrays: the points of ring or line i are `xy[rings[i]:rings[i + 1]]`, the rings of area i alike."""

    dimension: int
    xy: Whole
    rings: NDArray[np.int64]
    areas: NDArray[np.int64]
    classes: NDArray[np.uint8]
    features: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        parts: NDArray[np.object_],
        classes: NDArray[np.uint8],
        features: NDArray[np.int64],
        dimension: int,
    ) -> _Batch:
        one_each = np.arange(len(parts) + 1, dtype=np.int64)
        if dimension == 2:
            lines, owner = shapely.get_rings(shapely.orient_polygons(parts), return_index=True)
            areas = np.searchsorted(owner, one_each)
        else:
            lines, areas = parts, one_each
        xy, line = shapely.get_coordinates(lines, return_index=True)
        rings = np.searchsorted(line, np.arange(len(lines) + 1))
        return cls(
            dimension, to_decimetres(xy), rings, areas, classes.astype(np.uint8), features.astype(np.int64)
        )

    def boxes(self) -> NDArray[np.float64]:
        """West, south, east and north of each, in decimetres, shape (n, 4)."""
        firsts = self.rings[self.areas[:-1]]
        if not len(firsts):
            return np.zeros((0, 4))
        least, most = np.minimum.reduceat(self.xy, firsts), np.maximum.reduceat(self.xy, firsts)
        return np.hstack([least, most]).astype(float)

    def group(self, which: slice | NDArray[np.int64]) -> Group:
        """These of them as shapely geometries in metres."""
        chosen = np.arange(len(self.classes))[which]
        rings, areas = _runs(self.areas, chosen)
        points, lines = _runs(self.rings, rings)
        xy = self.xy[points] / DECIMETRES
        return Group(self._made(xy, lines, areas), self.classes[chosen], self.features[chosen])

    def _made(
        self, xy: NDArray[np.float64], lines: NDArray[np.int64], areas: NDArray[np.int64]
    ) -> NDArray[np.object_]:
        if self.dimension == 0:
            return np.asarray(shapely.points(xy), dtype=object)
        if self.dimension == 1:
            return shapely.from_ragged_array(shapely.GeometryType.LINESTRING, xy, (lines,))
        return shapely.from_ragged_array(shapely.GeometryType.POLYGON, xy, (lines, areas))


def _runs(
    starts: NDArray[np.int64], chosen: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The members of the chosen runs, in order, and where each run starts among them."""
    first, length = starts[chosen], starts[chosen + 1] - starts[chosen]
    begins = np.concatenate([[0], np.cumsum(length)])
    members = np.arange(begins[-1]) - np.repeat(begins[:-1] - first, length)
    return members, begins


def _joined(groups: list[Group]) -> Group:
    if not groups:
        return Group(np.zeros(0, dtype=object), np.zeros(0, np.uint8), np.zeros(0, np.int64))
    return Group(
        np.concatenate([group.geometries for group in groups]),
        np.concatenate([group.classes for group in groups]),
        np.concatenate([group.features for group in groups]),
    )


@dataclass(slots=True, eq=False)
class Spool:
    """Everything that the sources of one pack yielded."""

    flats: dict[tuple[MapLayer, int], Flat] = field(default_factory=dict)
    references: list[str] = field(default_factory=list)
    named: list[Name] = field(default_factory=list)
    known: list[KnownThing] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def add(self, haul: Haul) -> None:
        """Take in what a source yielded."""
        match haul:
            case Drawn():
                self._add_drawn(haul)
            case Named():
                self.named.extend(haul.names)
            case Known():
                self.known.extend(haul.things)
            case Bounded():
                self.places.extend(haul.places)
            case Pictured():
                raise TypeError("pictures go into the file as they come: there may be more than memory holds")

    def of_layer(self, layer: MapLayer) -> tuple[Flat, ...]:
        """What there is of a layer: one for each dimension that it has."""
        return tuple(flat for (of, _), flat in self.flats.items() if of is layer)

    @property
    def is_empty(self) -> bool:
        """Whether nothing came at all."""
        return not any((self.flats, self.named, self.known, self.places))

    def _add_drawn(self, drawn: Drawn) -> None:
        dimensions = shapely.get_dimensions(drawn.geometries)
        classes = drawn.classes
        if drawn.layer is MapLayer.REFERENCE:
            classes = np.full(len(classes), self._reference(drawn.reference), dtype=np.uint8)
        for dimension in np.unique(dimensions[dimensions >= 0]):
            here = np.flatnonzero(dimensions == dimension)
            flat = self.flats.setdefault((drawn.layer, int(dimension)), Flat(drawn.layer, int(dimension)))
            names = tuple(drawn.names[i] for i in here) if drawn.names else ()
            flat.add(drawn.geometries[here], classes[here], names)

    def _reference(self, name: str) -> int:
        if name not in self.references:
            self.references.append(name)
        return self.references.index(name)
