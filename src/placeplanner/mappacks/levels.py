"""What each range of scale shows of each layer, and the shapes made ready for it.

The tables come first: which classes, from what size, how much simplified. Lines of one name and class are
joined where they meet, so that dashes, joins and casings look as on a printed map and files stay small.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray

from placeplanner.domain.streetmap import CLASSES, MapLayer
from placeplanner.mappacks.batches import Batch, Group, together
from placeplanner.mappacks.hilbert import hilbert
from placeplanner.mappacks.layout import DETAIL, Level
from placeplanner.mappacks.lines import cut, joined
from placeplanner.mappacks.packing import DECIMETRES, Packable
from placeplanner.mappacks.spool import Flat

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


class Piece(Struct, frozen=True, eq=False):
    """Shapes that are stored together, and the box around them in metres."""

    shapes: Packable
    box: tuple[float, float, float, float]


def prepared(flat: Flat, level: Level) -> Iterator[Piece]:
    """All that a level shows of these shapes, in pieces of neighbours."""
    shown = shown_classes(flat.layer, level)
    if not shown[flat.shapes().classes].any():
        return
    if flat.dimension == 1 and flat.layer is not MapLayer.REFERENCE:
        yield from _pieces(_lines(flat, level, shown))
        return
    for batch in flat.shapes().chunks():
        yield from _pieces(_ready(batch, level, shown, flat.layer))


def _ready(batch: Batch, level: Level, shown: NDArray[np.bool_], layer: MapLayer) -> Batch:
    kept = batch.taken(shown[batch.classes])
    if kept.dimension == 0:
        return kept
    return _simplified(kept, level, is_all=layer is MapLayer.REFERENCE)


def _lines(flat: Flat, level: Level, shown: NDArray[np.bool_]) -> Batch:
    """Class by class, since that takes the least memory."""
    shapes = flat.shapes()
    names = named_alike(flat.names) if level is DETAIL else np.zeros(len(flat.names), dtype=np.int64)
    done: list[Batch] = []
    for number in np.flatnonzero(np.bincount(shapes.classes)):
        if shown[number]:
            lines = shapes.taken(shapes.classes == number)
            whole = joined(lines, names[lines.features])
            for batch in whole.chunks():
                done.append(_simplified(cut(batch, _LONGEST_LINE_M[level.name]), level))
    merged = together(done, 1)
    del done
    boxes = merged.boxes().astype(float)
    return merged.taken(np.argsort(hilbert((boxes[:, :2] + boxes[:, 2:]) / 2), kind="stable"))


def named_alike(names: Sequence[str]) -> NDArray[np.int64]:
    """A number for each name; the same for the same."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)


def _simplified(batch: Batch, level: Level, *, is_all: bool = False) -> Batch:
    """What is large enough, with no more points than this level can tell apart."""
    if batch.dimension == 1:
        least = _LEAST_LINE_M[level.name]
        kept = batch if is_all or not least else batch.taken(batch.lengths_m() >= least)
        group = kept.group()
        simple = shapely.simplify(group.geometries, level.tolerance_m, preserve_topology=False)
        return Batch.of(Group(simple, kept.classes, kept.features), 1)
    least = _LEAST_AREA_M2[level.name]
    if least and not is_all:  # most go by their boxes alone, which costs no geometry
        sides = np.diff(batch.boxes().reshape(-1, 2, 2), axis=1)[:, 0] / DECIMETRES
        batch = batch.taken(sides.prod(axis=1) >= least)
    group = batch.group()
    if least and not is_all:
        is_large = shapely.area(group.geometries) >= least
        group = Group(group.geometries[is_large], group.classes[is_large], group.features[is_large])
    simple = shapely.simplify(group.geometries, level.tolerance_m, preserve_topology=True)
    return Batch.of(Group(simple, group.classes, group.features), 2)


def _pieces(batch: Batch) -> Iterator[Piece]:
    boxes = batch.boxes() / DECIMETRES
    first = 0
    for piece in batch.chunks(MOST_SHAPES, MOST_POINTS):
        west, south = boxes[first : first + piece.count, :2].min(axis=0).tolist()
        east, north = boxes[first : first + piece.count, 2:].max(axis=0).tolist()
        first += piece.count
        yield Piece(piece.packable(), (west, south, east, north))
