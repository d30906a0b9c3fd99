"""What each range of scale shows of each layer, and the shapes made ready for it.

The tables come first: which classes, from what size, how much simplified. Lines of one name and class are
joined where they meet, so that dashes, joins and casings look as on a printed map and files stay small.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from placeplanner.domain.streetmap import CLASSES, MapLayer
from placeplanner.mappacks.hilbert import hilbert
from placeplanner.mappacks.layout import DETAIL, Level
from placeplanner.mappacks.packing import Packable, to_decimetres
from placeplanner.mappacks.spool import Flat, Group

MOST_SHAPES = 320  # in a piece
MOST_POINTS = 4000

_ALL = None
_SHOWN: Mapping[MapLayer, Mapping[str, tuple[str, ...] | None]] = {
    # What is not named here shows all of its classes at every level.
    MapLayer.BUILDINGS: {"wide": (), "borough": ()},  # there the coverage speaks
    MapLayer.ROADS: {
        "wide": ("motorway", "a_road", "b_road", "through"),
        "borough": ("motorway", "a_road", "b_road", "through"),
    },
    MapLayer.WATERWAYS: {"borough": ("river", "canal")},
    MapLayer.RAILWAYS: {"wide": ("railway", "tram"), "borough": ("railway", "tram")},
    MapLayer.STOPS: {"wide": ("station", "tram_stop"), "borough": ("station",)},
}
_LEAST_AREA_M2: Mapping[str, float] = {"detail": 0.0, "town": 25.0, "wide": 600.0, "borough": 5000.0}
_LEAST_LINE_M: Mapping[str, float] = {"detail": 0.0, "town": 6.0, "wide": 20.0, "borough": 60.0}
_LONGEST_LINE_M: Mapping[str, float] = {
    "detail": 1500.0,
    "town": 4000.0,
    "wide": 12_000.0,
    "borough": 40_000.0,
}


def shown_classes(layer: MapLayer, level: Level) -> NDArray[np.bool_]:
    """Which of a layer's classes a level shows, by number; a reference layer is always shown."""
    names = CLASSES[layer]
    wanted = _SHOWN.get(layer, {}).get(level.name, _ALL)
    if not names or wanted is None:
        return np.ones(256, dtype=bool)
    shown = np.zeros(256, dtype=bool)
    shown[: len(names)] = [name in wanted for name in names]
    return shown


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Shapes that are stored together, and the box around them in metres."""

    shapes: Packable
    box: tuple[float, float, float, float]


def prepared(flat: Flat, level: Level) -> Iterator[Piece]:
    """All that a level shows of these shapes, in pieces of neighbours."""
    if flat.dimension == 1 and flat.layer is not MapLayer.REFERENCE:
        yield from _pieces(_sorted(_lines(flat, level)), 1)
        return
    for group in flat.chunks():
        kept = _of_classes(group, shown_classes(flat.layer, level))
        if flat.dimension:
            kept = _simplified(kept, level, is_all=flat.layer is MapLayer.REFERENCE)
        yield from _pieces(kept, flat.dimension)


def joined(group: Group, names: list[str]) -> Group:
    """Lines of the same class and name, joined where two of them meet; `features` is one of theirs."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    name_of = np.array([numbers[name] for name in names], dtype=np.int64)[group.features]
    key = name_of * 256 + group.classes
    order = np.argsort(key, kind="stable")
    firsts = np.flatnonzero(np.diff(key[order], prepend=-1))
    bundle = np.repeat(np.arange(len(firsts)), np.diff([*firsts, len(order)]))
    bundles = shapely.multilinestrings(group.geometries[order], indices=bundle)
    lines, of = shapely.get_parts(shapely.line_merge(bundles), return_index=True)
    representative = order[firsts][of]
    return Group(lines, group.classes[representative], group.features[representative])


def cut(lines: NDArray[np.object_], longest_m: float) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Lines in parts no longer than about this, cut at their own points; and which line each part is of."""
    xy, index = shapely.get_coordinates(lines, return_index=True)
    if not len(xy):
        return lines, np.arange(len(lines))
    steps = np.hypot(*np.diff(xy, axis=0, prepend=xy[:1]).T)
    is_first = np.diff(index, prepend=-1) > 0
    steps[is_first] = 0.0
    along = np.cumsum(steps)
    along -= along[is_first][index]
    part = (along / longest_m).astype(np.int64)
    is_last = np.append(is_first[1:], True)
    is_cut = ~is_first & ~is_last & (np.diff(part, prepend=0) > 0)  # it ends one part and begins the next
    twice = np.repeat(np.arange(len(xy)), 1 + is_cut)
    begins = is_first[twice] | (np.diff(twice, prepend=-1) == 0)
    number = np.cumsum(begins) - 1
    parts = shapely.linestrings(xy[twice], indices=number)
    return np.asarray(parts, dtype=object), index[twice[begins]]


def _lines(flat: Flat, level: Level) -> Group:
    kept = _of_classes(flat.everything(), shown_classes(flat.layer, level))
    if not len(kept.geometries):
        return kept
    names = flat.names if level is DETAIL else [""] * len(flat.names)
    merged = joined(kept, names)
    parts, of = cut(merged.geometries, _LONGEST_LINE_M[level.name])
    whole = Group(parts, merged.classes[of], merged.features[of])
    return _simplified(whole, level)


def _of_classes(group: Group, shown: NDArray[np.bool_]) -> Group:
    return _chosen(group, shown[group.classes])


def _chosen(group: Group, which: NDArray[np.bool_] | NDArray[np.int64]) -> Group:
    return Group(group.geometries[which], group.classes[which], group.features[which])


def _simplified(group: Group, level: Level, *, is_all: bool = False) -> Group:
    dimensions = shapely.get_dimensions(group.geometries)
    size = np.where(dimensions == 2, shapely.area(group.geometries), shapely.length(group.geometries))
    least = np.where(dimensions == 2, _LEAST_AREA_M2[level.name], _LEAST_LINE_M[level.name])
    kept = group if is_all else _chosen(group, size >= least)
    simple = shapely.simplify(kept.geometries, level.tolerance_m, preserve_topology=True)
    return Group(simple, kept.classes, kept.features)


def _sorted(group: Group) -> Group:
    boxes = shapely.bounds(group.geometries)
    return _chosen(group, np.argsort(hilbert((boxes[:, :2] + boxes[:, 2:]) / 2), kind="stable"))


def _pieces(group: Group, dimension: int) -> Iterator[Piece]:
    if not len(group.geometries):
        return
    points = np.cumsum(shapely.get_num_coordinates(group.geometries))
    number = np.maximum(points // MOST_POINTS, np.arange(len(points)) // MOST_SHAPES)
    firsts = np.flatnonzero(np.diff(number, prepend=-1))
    for first, last in zip(firsts, [*firsts[1:], len(points)], strict=True):
        yield _piece(_chosen(group, np.arange(first, last)), dimension)


def _piece(group: Group, dimension: int) -> Piece:
    if dimension == 2:
        lines, owner = shapely.get_rings(shapely.orient_polygons(group.geometries), return_index=True)
        parts = np.bincount(owner, minlength=len(group.geometries))
    else:
        lines, parts = group.geometries, np.ones(len(group.geometries), dtype=np.int64)
    xy = to_decimetres(shapely.get_coordinates(lines))
    west, south, east, north = (float(side) for side in shapely.total_bounds(group.geometries))
    packable = Packable(
        dimension, xy, shapely.get_num_coordinates(lines).astype(np.int64), parts, group.classes
    )
    return Piece(packable, (west, south, east, north))
