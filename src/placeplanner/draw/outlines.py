"""The outlines of places, prepared once: rings to fill, and boundaries of which each is drawn only once.

A boundary between two neighbourhoods that is also a town's is a town's; drawn twice, its dashes close up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray

from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.draw.parts import Boxes, Parts, boxes_of

_LEVELS = (PlaceKind.BOROUGH, PlaceKind.TOWN, PlaceKind.NEIGHBOURHOOD)


class Outlines(Struct, frozen=True, dict=True, eq=False):
    """Places as arrays; build with `Outlines.of`."""

    places: tuple[Place, ...]
    boxes: Boxes

    @classmethod
    def of(cls, places: Places) -> Outlines:
        """Prepare all places of a plan."""
        every = tuple(places)
        return cls(every, boxes_of([place.geometry for place in every]))

    @cached_property
    def rings(self) -> Parts:
        """Every place's rings; a part's owner is an index into `places`."""
        return Parts.of([place.geometry for place in self.places], np.arange(len(self.places)))

    def of_kind(self, kind: PlaceKind) -> tuple[int, ...]:
        """The indices of the places of a kind."""
        return tuple(i for i, place in enumerate(self.places) if place.kind is kind)

    def rings_of(self, indices: Iterable[int]) -> Parts:
        """The rings of some places."""
        return self.rings.chosen(np.isin(self.rings.owner, np.fromiter(indices, dtype=np.int64)))

    @cached_property
    def boundaries(self) -> dict[PlaceKind, Parts]:
        """Borough, town and neighbourhood boundaries as long lines, each without those of wider places."""
        taken = np.zeros((0, 4))
        found: dict[PlaceKind, Parts] = {}
        for kind in _LEVELS:
            sides = _unique_sides(self.rings_of(self.of_kind(kind)))
            fresh = _without(sides, taken)
            taken = np.concatenate((taken, fresh))
            found[kind] = _long_lines(fresh)
        return found

    @cached_property
    def tints(self) -> dict[int, int]:
        """For each town a small number unlike those of its neighbours."""
        towns = self.of_kind(PlaceKind.TOWN)
        return _unlike_neighbours([self.places[i] for i in towns], towns)

    @cached_property
    def middles(self) -> NDArray[np.float64]:
        """The point of each place furthest from its boundary, shape (n, 2): where a name sits best."""
        circles = shapely.maximum_inscribed_circle([place.geometry for place in self.places], tolerance=20)
        return shapely.get_coordinates(shapely.get_point(circles, 0))


def _unique_sides(rings: Parts) -> NDArray[np.float64]:
    """Each side once, whichever way it runs, to the millimetre."""
    sides = np.round(rings.segments(), 3)
    turned = (sides[:, 0] > sides[:, 2]) | ((sides[:, 0] == sides[:, 2]) & (sides[:, 1] > sides[:, 3]))
    sides[turned] = sides[turned][:, [2, 3, 0, 1]]
    sides = sides[
        np.lexsort(sides.T[::-1])
    ]  # by hand, since numpy.unique loads a module of its own at each start
    is_first = np.ones(len(sides), dtype=bool)
    is_first[1:] = (sides[1:] != sides[:-1]).any(axis=1)
    return sides[is_first]


def _without(sides: NDArray[np.float64], taken: NDArray[np.float64]) -> NDArray[np.float64]:
    known = set(map(bytes, np.ascontiguousarray(taken)))
    return sides[[bytes(side) not in known for side in np.ascontiguousarray(sides)]] if len(sides) else sides


def _long_lines(sides: NDArray[np.float64]) -> Parts:
    each = np.asarray(shapely.linestrings(sides.reshape(-1, 2, 2)), dtype=object)
    joined = shapely.line_merge(shapely.multilinestrings(each))
    lines = shapely.get_parts(joined)
    return Parts.of(list(lines), np.arange(len(lines)))


def _unlike_neighbours(towns: Sequence[Place], indices: Sequence[int]) -> dict[int, int]:
    tints: dict[int, int] = {}
    for index, town in zip(indices, towns, strict=True):
        touches = shapely.intersects([other.geometry for other in towns], town.geometry)
        used = {tints.get(other) for other, is_near in zip(indices, touches, strict=True) if is_near}
        tints[index] = next(tint for tint in range(len(towns) + 1) if tint not in used)
    return tints
