"""Corners, edges and sizes of shapes, as pure functions: a shape goes in, another comes out.

Corners are numbered as `shapely.get_coordinates` lists them, part after part, outer ring before holes, except
that the point which closes a ring is not counted: a square has corners 0 to 3. An edge has the number of the
corner it starts at; the last edge of a ring leads back to its first corner. All is in metres.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray
from shapely import LinearRing, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.kinds import Shape
from placeplanner.errors import Problem

SAME_PLACE_M = 0.001  # corners nearer than this are one
_Corners = NDArray[np.float64]


class _Path(Struct, frozen=True):
    """A point, a line or a ring by its corners, shape (n, 2), no closing point; `first` numbers them."""

    corners: _Corners
    is_ring: bool
    first: int

    @property
    def stop(self) -> int:
        return self.first + len(self.corners)


class Edge(Struct, frozen=True):
    """A straight piece of an outline; `index` is the corner it starts at."""

    index: int
    start: EastingNorthing
    end: EastingNorthing


def corners(geometry: BaseGeometry) -> list[EastingNorthing]:
    """All corners in the order of their numbers."""
    return [EastingNorthing(float(x), float(y)) for path in _paths(geometry) for x, y in path.corners]


def edges(geometry: BaseGeometry) -> list[Edge]:
    """All edges in the order of their numbers; a point has none."""
    found: list[Edge] = []
    for path in _paths(geometry):
        along = [EastingNorthing(float(x), float(y)) for x, y in path.corners]
        if path.is_ring:
            along.append(along[0])
        found += [Edge(path.first + i, start, end) for i, (start, end) in enumerate(pairwise(along))]
    return found


def move_corner(geometry: BaseGeometry, index: int, to: EastingNorthing) -> BaseGeometry:
    """The shape with one corner elsewhere. Raises `Problem` where it has no such corner."""
    paths = _paths(geometry)
    which = _path_with(paths, index)
    moved = paths[which].corners.copy()
    moved[index - paths[which].first] = to
    return _with_path(geometry, paths, which, moved)


def insert_corner(geometry: BaseGeometry, index: int, at: EastingNorthing) -> BaseGeometry:
    """The shape with one more corner on the edge `index`; the new corner's number is `index` + 1.

    After the last corner of a line it makes the line longer. Raises `Problem` for a single point.
    """
    paths = _paths(geometry)
    which = _path_with(paths, index)
    if geometry.geom_type == "Point":
        raise Problem("A point has no corners to add to.", "", "Draw a line or an area instead.")
    path = paths[which]
    if geometry.geom_type == "MultiPoint":
        return MultiPoint([*corners(geometry)[: index + 1], at, *corners(geometry)[index + 1 :]])
    return _with_path(geometry, paths, which, np.insert(path.corners, index - path.first + 1, at, axis=0))


def delete_corner(geometry: BaseGeometry, index: int) -> BaseGeometry:
    """The shape without one corner. Raises `Problem` below 3 in an area, 2 in a line."""
    paths = _paths(geometry)
    which = _path_with(paths, index)
    if geometry.geom_type == "MultiPoint" and len(paths) > 1:
        left = corners(geometry)
        del left[index]
        return MultiPoint(left)
    path = paths[which]
    if len(path.corners) <= _fewest(path):
        raise Problem(
            "This corner cannot be deleted.", _why_not_fewer(path), "Delete the whole record instead."
        )
    return _with_path(geometry, paths, which, np.delete(path.corners, index - path.first, axis=0))


def drawn(corners_so_far: Sequence[EastingNorthing], shape: Shape) -> BaseGeometry | None:
    """The shape that some corners make, or None while they are too few; corners placed twice count once."""
    distinct = _without_repeats(corners_so_far, shape)
    match shape:
        case Shape.POINT:
            return Point(distinct[-1]) if distinct else None
        case Shape.LINE:
            return LineString(distinct) if len(distinct) >= 2 else None
        case Shape.AREA:
            return Polygon(distinct) if len(distinct) >= 3 else None


def first_repeated(geometry: BaseGeometry) -> EastingNorthing | None:
    """The first corner that lies on top of the one before it in its line or ring, or None."""
    for path in _paths(geometry):
        repeats = path.corners[~_is_distinct(path)]
        if len(repeats):
            return EastingNorthing(*repeats[0].tolist())
    return None


def without_repeated(geometry: BaseGeometry) -> BaseGeometry | None:
    """The shape without corners on top of the one before; None where a line or ring has too few others."""
    paths = _paths(geometry)
    for which, path in enumerate(paths):
        distinct = path.corners[_is_distinct(path)]
        if len(distinct) < _fewest(path):
            return None
        geometry = _with_path(geometry, paths, which, distinct)
        paths = _paths(geometry)
    return geometry


def joined(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    """Points, or lines, or areas, as the parts of one shape; of a mixture the areas, or else the lines."""
    if polygons := [part for part in parts if isinstance(part, Polygon)]:
        return MultiPolygon(polygons)
    if lines := [part for part in parts if isinstance(part, LineString)]:
        return MultiLineString(lines)
    return MultiPoint([part for part in parts if isinstance(part, Point)])


def length_in_words(length_m: float) -> str:
    """A length as people say it: "8.5 m", "340 m", "2.3 km"."""
    if length_m < 9.95:
        return f"{length_m:.1f} m"
    if length_m < 999.5:
        return f"{length_m:.0f} m"
    return f"{length_m / 1000:,.1f} km"


def area_in_words(area_m2: float) -> str:
    """An area as people say it: "85 m²", "1.2 ha", "2.3 km²"."""
    if area_m2 < 9.95:
        return f"{area_m2:.1f} m²"
    if area_m2 < 5_000:
        return f"{area_m2:,.0f} m²"
    if area_m2 < 995_000:
        return f"{area_m2 / 10_000:.1f} ha"
    return f"{area_m2 / 1_000_000:,.1f} km²"


def size_in_words(geometry: BaseGeometry) -> str:
    """How large an area or how long a line is; nothing for a point."""
    if geometry.area:
        return area_in_words(geometry.area)
    return length_in_words(geometry.length) if geometry.length else ""


def _without_repeats(positions: Sequence[EastingNorthing], shape: Shape) -> list[EastingNorthing]:
    kept = [p for i, p in enumerate(positions) if i == 0 or tuple(p) != tuple(positions[i - 1])]
    if shape is Shape.AREA and len(kept) > 1 and tuple(kept[0]) == tuple(kept[-1]):
        kept.pop()
    return kept


def _is_distinct(path: _Path) -> NDArray[np.bool_]:
    """Which corners do not lie within a millimetre of the one before; a ring's last leads to its first."""
    before = np.roll(path.corners, 1, axis=0)
    distances = np.hypot(*(path.corners - before).T)
    is_distinct: NDArray[np.bool_] = distances > SAME_PLACE_M
    if not path.is_ring or not is_distinct.any():
        is_distinct[0] = True
    return is_distinct


def _fewest(path: _Path) -> int:
    return 3 if path.is_ring else min(2, len(path.corners))


def _why_not_fewer(path: _Path) -> str:
    if path.is_ring:
        return "An area, or a hole in one, needs at least three corners."
    return "A line needs at least two corners." if len(path.corners) > 1 else "A point is a single corner."


def _path_with(paths: Sequence[_Path], index: int) -> int:
    for which, path in enumerate(paths):
        if path.first <= index < path.stop:
            return which
    raise Problem(
        "That corner is not there.", "The shape may have been changed meanwhile.", "Choose a corner again."
    )


def _paths(geometry: BaseGeometry) -> list[_Path]:
    found: list[_Path] = []
    for part in shapely.get_parts(geometry):
        for line in _lines_of(part):
            is_ring = isinstance(line, LinearRing)
            coordinates = shapely.get_coordinates(line)
            first = found[-1].stop if found else 0
            found.append(_Path(coordinates[:-1] if is_ring else coordinates, is_ring, first))
    return found


def _lines_of(part: BaseGeometry) -> list[BaseGeometry]:
    if part.is_empty:
        return []
    if isinstance(part, Polygon):
        return [part.exterior, *part.interiors]
    return [part]


def _with_path(
    geometry: BaseGeometry, paths: list[_Path], which: int, corners_of_it: _Corners
) -> BaseGeometry:
    """The shape rebuilt with the corners of one path changed."""
    rows = [corners_of_it if i == which else path.corners for i, path in enumerate(paths)]
    waiting = iter(rows)
    parts = [_rebuilt(part, waiting) for part in shapely.get_parts(geometry) if not part.is_empty]
    return joined(parts) if geometry.geom_type.startswith("Multi") else parts[0]


def _rebuilt(part: BaseGeometry, waiting: Iterator[_Corners]) -> BaseGeometry:
    if isinstance(part, Polygon):
        shell = _closed(next(waiting))
        return Polygon(shell, [_closed(next(waiting)) for _ in part.interiors])
    return Point(next(waiting)[0]) if isinstance(part, Point) else LineString(next(waiting))


def _closed(ring: _Corners) -> _Corners:
    """Always with a closing point of its own, even where the last corner already lies on the first."""
    return np.vstack([ring, ring[:1]])
