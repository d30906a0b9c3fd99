"""Some thousand shapes of OpenStreetMap at once: from degrees to metres, mended, and cut to the area.

Outlines come as lines, since a ring that crosses itself can then still be mended; relations come put together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from msgspec import Struct, field
from numpy.typing import NDArray

from placeplanner.mappacks.area import Area
from placeplanner.mappacks.sources.mending import mended, parts_of_dimension
from placeplanner.mappacks.sources.placing import WGS84

Shapes = NDArray[np.object_]
CLIPPED = "clipped"
_EDGE_M = 100.0  # how far lines and areas reach beyond the box of the area before they are cut
_FEWEST_IN_A_RING = 4


class Settled(Struct):
    """What became of some shapes: `whole` and `cut` in metres, None where it is not kept; the reasons by index."""

    whole: Shapes
    cut: Shapes
    clipped: set[int] = field(default_factory=set)
    refused: dict[int, str] = field(default_factory=dict)
    repaired: dict[int, str] = field(default_factory=dict)

    def drop(self, gone: NDArray[np.bool_], why: str) -> None:
        """Take some out, as clipped or as refused."""
        for index in np.flatnonzero(gone & ~shapely.is_missing(self.whole)):
            if why == CLIPPED:
                self.clipped.add(int(index))
            else:
                self.refused[int(index)] = why
        self.whole[gone] = None


def shapes_of(points: Sequence[tuple[float, float]], wkb: Sequence[str]) -> Shapes:
    """Points by longitude and latitude, then lines and areas by their WKB in hexadecimal digits."""
    of_points = shapely.points(np.array(points, dtype=float).reshape(-1, 2))
    return np.concatenate([of_points, shapely.from_wkb(np.array(wkb, dtype=object))]).astype(object)


def settled(lonlat: Shapes, is_outline: NDArray[np.bool_], area: Area) -> Settled:
    """What of some shapes in degrees is in the area; `is_outline` says which lines go around something."""
    result = Settled(lonlat, lonlat)
    _drop_far(result, area.lonlat_box)
    _make_areas(result, is_outline)
    result.whole = shapely.transform(result.whole, WGS84.to_metres)
    bounds = shapely.bounds(result.whole)
    in_britain = np.isfinite(bounds.sum(axis=1))
    result.drop(~in_britain, CLIPPED if area.outline is not None else "it lies outside Great Britain")
    _drop_far(result, area.box)
    _mend(result)
    _cut(result, area)
    return result


def _drop_far(result: Settled, box: tuple[float, float, float, float] | None) -> None:
    if box is None:
        return
    west, south, east, north = box
    bounds = shapely.bounds(result.whole)
    with np.errstate(invalid="ignore"):  # NaN for what is gone already
        near = (bounds[:, 2] >= west) & (bounds[:, 0] <= east)
        near &= (bounds[:, 3] >= south) & (bounds[:, 1] <= north)
    result.drop(~near, CLIPPED)


def _make_areas(result: Settled, is_outline: NDArray[np.bool_]) -> None:
    outlines = is_outline & ~shapely.is_missing(result.whole)
    corners = shapely.get_num_coordinates(result.whole)
    closed = shapely.is_closed(result.whole)
    result.drop(outlines & ~closed, "its outline is not closed")
    result.drop(outlines & closed & (corners < _FEWEST_IN_A_RING), "it has too few corners")
    rings = np.flatnonzero(outlines & ~shapely.is_missing(result.whole))
    if len(rings):
        xy, owner = shapely.get_coordinates(result.whole[rings], return_index=True)
        result.whole[rings] = shapely.polygons(shapely.linearrings(xy, indices=owner))


def _mend(result: Settled) -> None:
    there = np.flatnonzero(~shapely.is_missing(result.whole))
    done = mended(result.whole[there], frozenset({0, 1, 2}))
    result.whole[there] = done.geometries
    result.refused.update({int(there[index]): why for index, why in done.refused.items()})
    result.repaired = {int(there[index]): why for index, why in done.repaired.items()}


def _cut(result: Settled, area: Area) -> None:
    result.cut = result.whole
    if area.outline is None or area.box is None:
        return
    there = np.flatnonzero(~shapely.is_missing(result.whole))
    outside = np.zeros(len(result.whole), dtype=bool)
    outside[there] = ~area.touches(result.whole[there])
    result.drop(outside, CLIPPED)
    west, south, east, north = area.box
    window = shapely.box(west - _EDGE_M, south - _EDGE_M, east + _EDGE_M, north + _EDGE_M)
    result.cut = result.whole.copy()
    for index in np.flatnonzero(
        ~shapely.is_missing(result.whole) & ~shapely.covered_by(result.whole, window)
    ):
        shape = result.whole[index]
        result.cut[index] = parts_of_dimension(
            shapely.intersection(shape, window), int(shapely.get_dimensions(shape))
        )
    result.repaired = {i: why for i, why in result.repaired.items() if result.whole[i] is not None}
