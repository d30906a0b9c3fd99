"""Where people live, as points with a number of residents each: what every "within reach" is reckoned from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray

from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.domain.streetmap import Box

SPACING_M = 100.0
_RESIDENTS = "residents_2021"


class Homes(Struct, frozen=True, eq=False):
    """Points `xy`, shape (n, 2), in metres, with `residents`, shape (n,). `basis` says in words how it was reckoned."""

    xy: NDArray[np.float64]
    residents: NDArray[np.float64]
    basis: str

    @property
    def total(self) -> float:
        """All residents."""
        return float(self.residents.sum())

    def share(self, reached: NDArray[np.bool_]) -> float | None:
        """The share of residents at the points of a mask; None where nobody is known to live."""
        return float(self.residents[reached].sum() / self.total) if self.total else None


def homes_of(place: Place, places: Places, known: NDArray[np.float64] | None = None) -> Homes:
    """The homes of a place: at `known` positions such as postcodes, shape (n, 2); without them spread evenly.

    Each neighbourhood's residents are shared out among its own points, so that a park does not thin a terrace.
    """
    parts = _neighbourhoods(place, places)
    points, residents = [np.zeros((0, 2))], [np.zeros(0)]
    uses_known = known is not None and len(known) > 0
    for neighbourhood in parts:
        inside = _points_in(neighbourhood, known if uses_known else None)
        if len(inside):
            points.append(inside)
            each = neighbourhood.figures.get(_RESIDENTS, 0.0) / len(inside)
            residents.append(np.full(len(inside), each))
    basis = (
        "residents shared out among the postcodes of each neighbourhood"
        if uses_known
        else "residents taken as spread evenly over each neighbourhood"
    )
    xy, weights = np.concatenate(points), np.concatenate(residents)
    if place.kind not in (PlaceKind.BOROUGH, PlaceKind.TOWN, PlaceKind.NEIGHBOURHOOD) and len(xy):
        inside_place = shapely.contains_xy(place.geometry, xy[:, 0], xy[:, 1])
        xy, weights = xy[inside_place], weights[inside_place]
    return Homes(xy, weights, basis)


def _neighbourhoods(place: Place, places: Places) -> Sequence[Place]:
    """The neighbourhoods that a place is made of; for one that cuts across them, those it touches."""
    every = places.of_kind(PlaceKind.NEIGHBOURHOOD)
    inside = places.within(place.code)
    found = [each for each in every if each.code in inside]
    return found or [each for each in every if each.geometry.intersects(place.geometry)]


def _points_in(place: Place, known: NDArray[np.float64] | None) -> NDArray[np.float64]:
    points = _grid(place.geometry.bounds) if known is None else known
    shapely.prepare(place.geometry)
    found: NDArray[np.float64] = points[shapely.contains_xy(place.geometry, points[:, 0], points[:, 1])]
    if len(found) == 0 and known is not None:
        return _points_in(place, None)
    if len(found) == 0:
        middle = place.geometry.representative_point()
        return np.array([(middle.x, middle.y)])
    return found


def _grid(box: Box) -> NDArray[np.float64]:
    """Points every `SPACING_M`, on whole hundreds, so that neighbours share one grid."""
    west, south, east, north = box
    xs = np.arange(np.ceil(west / SPACING_M), east / SPACING_M) * SPACING_M + SPACING_M / 2
    ys = np.arange(np.ceil(south / SPACING_M), north / SPACING_M) * SPACING_M + SPACING_M / 2
    grid = np.meshgrid(xs, ys)
    return np.column_stack([axis.ravel() for axis in grid])
