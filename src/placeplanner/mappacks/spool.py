"""What sources yielded, kept small until all of it is there: whole decimetres in flat arrays, a layer at a time."""

from __future__ import annotations

import numpy as np
import shapely
from msgspec import Struct, field
from numpy.typing import NDArray

from placeplanner.domain.known import KnownThing
from placeplanner.domain.outline import Outline
from placeplanner.domain.place import Place
from placeplanner.domain.streetmap import MapLayer
from placeplanner.gazetteer.name import Name
from placeplanner.mappacks.batches import Batch, Group, together
from placeplanner.mappacks.haul import Bounded, Drawn, Haul, Known, Named, Outlined, Pictured
from placeplanner.mappacks.hilbert import hilbert
from placeplanner.mappacks.packing import DECIMETRES

MOST_OUTLINES = 2_000  # beyond that they are buildings or fields, and nobody's boundaries
_LARGE_M = 1500.0  # such shapes stand apart in the file, or the boxes of their neighbours would all be large


class Flat(Struct, eq=False):
    """All shapes of one layer and dimension."""

    layer: MapLayer
    dimension: int
    names: list[str] = field(default_factory=list)  # one a thing
    _batches: list[Batch] = field(default_factory=list)
    _is_sorted: bool = False

    @property
    def count(self) -> int:
        """How many things."""
        return len(self.names)

    def add(
        self, geometries: NDArray[np.object_], classes: NDArray[np.uint8], names: tuple[str, ...]
    ) -> None:
        """Take in things; those of several parts are taken apart."""
        parts, index = shapely.get_parts(geometries, return_index=True)
        group = Group(parts, classes[index], index + len(self.names))
        self._batches.append(Batch.of(group, self.dimension))
        self._is_sorted = False
        self.names.extend(names or ("",) * len(geometries))

    @property
    def mark(self) -> tuple[int, int]:
        """How much there is now, for `take_back`."""
        return len(self._batches), len(self.names)

    def take_back(self, mark: tuple[int, int]) -> None:
        """Forget what was added since."""
        del self._batches[mark[0] :], self.names[mark[1] :]

    def shapes(self) -> Batch:
        """All of them, neighbours beside each other, as they stand in the file."""
        if not self._is_sorted:
            batch = together(self._batches, self.dimension)
            self._batches.clear()  # or all of it would be there three times
            self._batches.append(batch.taken(_order(batch.boxes())))
            self._is_sorted = True
        return self._batches[0]

    def keep_named(self) -> None:
        """Let go of what has no name, when all has been drawn: most of it."""
        self._batches[:] = [self.named()]

    def named(self) -> Batch:
        """Those that have a name."""
        shapes = self.shapes()
        return shapes.taken(np.array([bool(name) for name in self.names], dtype=bool)[shapes.features])


def _order(boxes: NDArray[np.int32]) -> NDArray[np.int64]:
    metres = boxes / DECIMETRES
    is_large = np.maximum(metres[:, 2] - metres[:, 0], metres[:, 3] - metres[:, 1]) > _LARGE_M
    return np.lexsort((hilbert((metres[:, :2] + metres[:, 2:]) / 2), is_large))


class Mark(Struct, frozen=True):
    """How much a spool held at one time."""

    flats: dict[tuple[MapLayer, int], tuple[int, int]]
    references: int
    named: int
    known: int
    places: int
    outlines: int


class Spool(Struct, eq=False):
    """Everything that the sources of one pack yielded."""

    flats: dict[tuple[MapLayer, int], Flat] = field(default_factory=dict)
    references: list[str] = field(default_factory=list)
    named: list[Name] = field(default_factory=list)
    known: list[KnownThing] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)  # one more than the most where there are too many

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
            case Outlined():
                room = MOST_OUTLINES + 1 - len(self.outlines)
                self.outlines.extend(haul.outlines[:room])
            case Pictured():
                raise TypeError("pictures go into the file as they come: there may be more than memory holds")

    def mark(self) -> Mark:
        """How much there is now, for `take_back`."""
        return Mark(
            {key: flat.mark for key, flat in self.flats.items()},
            len(self.references),
            len(self.named),
            len(self.known),
            len(self.places),
            len(self.outlines),
        )

    def take_back(self, mark: Mark) -> None:
        """Forget what was added since; nothing may have been drawn yet."""
        self.flats = {key: self.flats[key] for key in mark.flats}
        for key, flat in self.flats.items():
            flat.take_back(mark.flats[key])
        del self.references[mark.references :], self.named[mark.named :]
        del self.known[mark.known :], self.places[mark.places :], self.outlines[mark.outlines :]

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
