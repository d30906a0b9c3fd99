"""How much of each small square is built over, exactly: for views so wide that a building is a speck.

Every edge of an outline is cut where it crosses the squares; each bit says how much lies to its right, in its own
square and in all that follow in the row (as fonts are rasterised). The coarser picture is the finer one, averaged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from placeplanner.domain.streetmap import CLASSES, Coverage, MapLayer
from placeplanner.mappacks.batches import Batch
from placeplanner.mappacks.layout import WIDE
from placeplanner.mappacks.packing import DECIMETRES
from placeplanner.mappacks.spool import Flat

BLOCK = 256  # squares along each side of a stored picture
_WIDTHS_M: Mapping[str, float] = {"street": 8.0, "service": 4.0}  # of the roads that no wide view draws
_WIDTHS = np.array([_WIDTHS_M.get(name, 0.0) for name in CLASSES[MapLayer.ROADS]])
_CHUNK = 50_000  # points whose edges are cut at a time
_COLUMNS = 1 << 20  # more squares than Great Britain is wide
_OFFSET = 1 << 18  # squares: what lies south or west of the grid's origin stays positive
_Floats = NDArray[np.float64]
_Blocks = dict[
    tuple[int, int], NDArray[np.uint8]
]  # by row and column of blocks, southernmost row of squares first


def covered(flats: Iterable[Flat]) -> Iterator[_Blocks]:
    """How much of each square of `WIDE.cell_m` buildings or small streets cover: blocks of two rows at a time, or more.

    From the south to the north, and each only when nothing more can fall into it, so that a whole country's need
    not be held at once.
    """
    blocks: _Blocks = {}
    for flat in flats:
        shapes = flat.shapes()
        if flat.layer is MapLayer.ROADS and flat.dimension == 1:
            shapes = shapes.taken(_WIDTHS[shapes.classes] > 0)
        elif flat.layer is not MapLayer.BUILDINGS or flat.dimension != 2:
            continue
        south = shapes.boxes()[:, 1]
        order = np.argsort(south, kind="stable")
        for start, batch in _with_starts(shapes.taken(order)):
            squares = (
                south[order[start]] / (WIDE.cell_m * DECIMETRES) + _OFFSET - 1
            )  # a wide line reaches one beyond
            finished = int(squares) // (2 * BLOCK) * 2
            if done := {key: cells for key, cells in blocks.items() if key[0] < finished}:
                yield done
                blocks = {key: cells for key, cells in blocks.items() if key[0] >= finished}
            _splat(blocks, *(_of_areas(batch) if flat.dimension == 2 else _of_roads(batch)))
    if blocks:
        yield blocks


def _with_starts(shapes: Batch) -> Iterator[tuple[int, Batch]]:
    start = 0
    for batch in shapes.chunks(points=_CHUNK):
        yield start, batch
        start += batch.count


def halved(blocks: _Blocks) -> _Blocks:
    """The same in squares of twice the side."""
    half = BLOCK // 2
    coarse: _Blocks = {}
    for (row, column), cells in blocks.items():
        block = coarse.setdefault((row // 2, column // 2), np.zeros((BLOCK, BLOCK), np.uint8))
        means = (0.0 + cells[::2, ::2] + cells[1::2, ::2] + cells[::2, 1::2] + cells[1::2, 1::2]) / 4
        down, right = row % 2 * half, column % 2 * half
        block[down : down + half, right : right + half] = np.rint(means).astype(np.uint8)
    return coarse


def pictures(blocks: _Blocks, layer: MapLayer, cell_m: float) -> Iterator[Coverage]:
    """The blocks as they are stored: north first."""
    side = BLOCK * cell_m
    first = _OFFSET * WIDE.cell_m
    for (row, column), cells in sorted(blocks.items()):
        west, south = column * side - first, row * side - first
        box = (west, south, west + side, south + side)
        yield Coverage(layer, np.ascontiguousarray(cells[::-1]), box)


def _of_areas(areas: Batch) -> tuple[NDArray[np.int64], _Floats]:
    """Squares (as one number, row by row) and how much of each is covered; squares may occur again."""
    starts, ends, owner = _edges(areas)
    here, there, edge = _cut_at_squares(starts, ends)
    column, row = (np.floor((here + there) / 2).astype(np.int64)).T
    rise = here[:, 1] - there[:, 1]  # outlines run counter-clockwise: downwards where they begin
    inside = rise * (1.0 - ((here[:, 0] + there[:, 0]) / 2 - column))
    key, index = np.unique((owner[edge] * _COLUMNS + row) * _COLUMNS + column, return_inverse=True)
    rises, insides = np.bincount(index, rise, len(key)), np.bincount(index, inside, len(key))
    total = np.cumsum(rises)  # comes back to nought at the end of each row of each area
    gaps = np.where(np.diff(key // _COLUMNS, append=-1) == 0, np.diff(key, append=0) - 1, 0)
    bridged = np.repeat(np.arange(len(key)), gaps)
    steps = np.arange(len(bridged)) - np.repeat(np.cumsum(gaps) - gaps, gaps) + 1
    squares = np.concatenate([key, key[bridged] + steps]) % (_COLUMNS * _COLUMNS)
    return squares, np.concatenate([total - rises + insides, total[bridged]])


def _of_roads(lines: Batch) -> tuple[NDArray[np.int64], _Floats]:
    starts, ends, owner = _edges(lines)
    here, there, edge = _cut_at_squares(starts, ends)
    amount = np.hypot(*(there - here).T) * _WIDTHS[lines.classes][owner[edge]] / WIDE.cell_m
    middle = (here + there) / 2 - 0.5
    low = np.floor(middle).astype(np.int64)
    east, north = (middle - low).T
    corners = [
        (0, 0, (1 - east) * (1 - north)),
        (1, 0, east * (1 - north)),
        (0, 1, (1 - east) * north),
        (1, 1, east * north),
    ]
    squares = [(low[:, 1] + up) * _COLUMNS + low[:, 0] + right for right, up, _ in corners]
    return np.concatenate(squares), np.concatenate([amount * share for _, _, share in corners])


def _edges(shapes: Batch) -> tuple[_Floats, _Floats, NDArray[np.int64]]:
    """Both ends of every edge, in squares from the south-west, and which shape it is of."""
    owner = np.repeat(np.arange(shapes.count), np.diff(shapes.firsts()))
    xy = shapes.xy / (WIDE.cell_m * DECIMETRES) + _OFFSET
    joins = np.ones(len(xy), dtype=bool)
    joins[shapes.rings[1:] - 1] = False
    begins = np.flatnonzero(joins)
    return xy[begins], xy[begins + 1], owner[begins]


def _cut_at_squares(starts: _Floats, ends: _Floats) -> tuple[_Floats, _Floats, NDArray[np.int64]]:
    """Edges in bits that stay within one square each, and which edge each bit is of."""
    count = len(starts)
    shares, of = [np.zeros(count), np.ones(count)], [np.arange(count), np.arange(count)]
    for axis in (0, 1):
        low, high = np.minimum(starts[:, axis], ends[:, axis]), np.maximum(starts[:, axis], ends[:, axis])
        first = np.floor(low) + 1
        crossings = np.maximum(np.ceil(high) - first, 0).astype(np.int64)
        edge = np.repeat(np.arange(count), crossings)
        nth = np.arange(len(edge)) - np.repeat(np.cumsum(crossings) - crossings, crossings)
        shares.append((first[edge] + nth - starts[edge, axis]) / (ends - starts)[edge, axis])
        of.append(edge)
    share, edges = np.concatenate(shares), np.concatenate(of)
    order = np.lexsort((share, edges))
    share, edges = share[order], edges[order]
    at = starts[edges] + (ends - starts)[edges] * share[:, None]
    joins = edges[1:] == edges[:-1]
    return at[:-1][joins], at[1:][joins], edges[:-1][joins]


def _splat(blocks: _Blocks, squares: NDArray[np.int64], amounts: _Floats) -> None:
    if not len(squares):
        return
    squares, index = np.unique(squares, return_inverse=True)
    shades = np.rint(np.clip(np.bincount(index, amounts), 0.0, 1.0) * 255).astype(np.int64)
    row, column = squares // _COLUMNS, squares % _COLUMNS
    block = (row // BLOCK) * _COLUMNS + column // BLOCK
    order = np.argsort(block, kind="stable")
    firsts = np.flatnonzero(np.diff(block[order], prepend=-1))
    for run in np.split(order, firsts[1:]):
        key = (int(row[run[0]]) // BLOCK, int(column[run[0]]) // BLOCK)
        cells = blocks.setdefault(key, np.zeros((BLOCK, BLOCK), np.uint8))
        at = row[run] % BLOCK, column[run] % BLOCK
        cells[at] = np.minimum(cells[at] + shades[run], 255).astype(np.uint8)
