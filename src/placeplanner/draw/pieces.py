"""Pieces of a street map made ready for Qt once, in metres, and kept while the same piece comes back.

Measured: areas are cheapest in paths of eight (of sixteen without smoothed edges), lines as bare sides in one `drawLines`; in metres under a painter's
transform neither costs more than in pixels, so that panning and zooming prepare nothing again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QPainterPath

from placeplanner.domain.streetmap import Box, Shapes
from placeplanner.draw.parts import Boxes, Indices, touching

TOGETHER, TOGETHER_ROUGH = 8, 16  # areas a path; and without smoothed edges
_ALONE_ABOVE = 20  # times as many corners: a path that takes no more areas
_KEPT = 180  # pieces: twice what any view needs, some 20 MB
_STROKES_KEPT = 40  # they are for paper
_ELEMENT = np.dtype([("type", ">i4"), ("x", ">f8"), ("y", ">f8")])
Span = tuple[int, int]  # parts from the first to before the second
Sides = NDArray[np.float64]  # shape (n, 4): from x, from y, to x, to y
Seen = tuple[Sides, Sides, NDArray[np.float64]]  # sides, their reaches and offsets, as in `Lines`


class Areas(Struct, frozen=True, eq=False):
    """Paths of a few areas of one class each, and the box around each path."""

    paths: tuple[QPainterPath, ...]
    boxes: Boxes
    classes: NDArray[np.uint8]


class Lines(Struct, frozen=True, eq=False):
    """Sides of the lines of one class; `offsets` say how far along its own line each begins, in metres.

    `reaches` is what a side with straight ends must be longer at either end to meet the next in a mitre: metres a
    metre of half its width, shape (n, 4) as the sides. `boxes` are around each side, in columns; `around` is all.
    """

    sides: Sides
    offsets: NDArray[np.float64]
    reaches: Sides
    boxes: Boxes
    around: Box

    def seen(self, box: Box) -> NDArray[np.bool_] | slice | None:
        """Which of its sides may be in a box: a mask, or all of them, or none."""
        west, south, east, north = self.around
        if west > box[2] or east < box[0] or south > box[3] or north < box[1]:
            return None
        if west >= box[0] and east <= box[2] and south >= box[1] and north <= box[3]:
            return slice(None)
        return touching(self.boxes, box)


def boxed(sides: Sides) -> tuple[Boxes, Box]:
    """The box around each side, in columns for speed, and the box around all."""
    low, high = np.minimum(sides[:, :2], sides[:, 2:]), np.maximum(sides[:, :2], sides[:, 2:])
    if not len(sides):
        return np.zeros((0, 4)), (np.inf, np.inf, -np.inf, -np.inf)
    (west, south), (east, north) = low.min(axis=0).tolist(), high.max(axis=0).tolist()
    return np.asfortranarray(np.hstack((low, high))), (west, south, east, north)


@lru_cache(maxsize=_KEPT)
def areas_of(shapes: Shapes, together: int = TOGETHER) -> Areas:
    """The areas of a piece, ready to be filled: so many in a path at most."""
    groups: list[tuple[int, list[int]]] = []
    corners = np.zeros(shapes.count)
    np.add.at(corners, shapes.owner, np.diff(shapes.starts))
    for number in classes_of(shapes):
        groups += [
            (number, group)
            for group in _grouped(
                np.flatnonzero(shapes.classes == number).astype(np.int64), corners, together
            )
        ]
    parts = np.concatenate(([0], np.cumsum(np.bincount(shapes.owner, minlength=shapes.count)))).tolist()
    spans = [[(parts[index], parts[index + 1]) for index in group] for _, group in groups]
    classes = np.array([number for number, _ in groups], dtype=np.uint8)
    return Areas(_paths(shapes, spans), _boxes(shapes, spans), classes)


def classes_of(shapes: Shapes) -> list[int]:
    """The numbers of the classes that a piece has shapes of."""
    found: list[int] = np.flatnonzero(np.bincount(shapes.classes)).tolist()
    return found  # by hand, since numpy.unique loads a module of its own at each start


def _grouped(which: Indices, corners: NDArray[np.float64], together: int) -> list[list[int]]:
    groups: list[list[int]] = []
    room = 0.0
    for index in which.tolist():
        if room < corners[index] or len(groups[-1]) >= together:
            groups.append([])
            room = _ALONE_ABOVE * together
        groups[-1].append(index)
        room -= corners[index]
    return groups


def _paths(shapes: Shapes, groups: Sequence[Sequence[Span]]) -> tuple[QPainterPath, ...]:
    """A path of each group of spans of parts, all through one stream."""
    elements = np.empty(len(shapes.xy), dtype=_ELEMENT)
    elements["type"] = 1  # a line to …
    elements["type"][shapes.starts[:-1]] = 0  # … but a move at the start of each part
    elements["x"], elements["y"] = shapes.xy[:, 0], shapes.xy[:, 1]
    raw, size = elements.tobytes(), _ELEMENT.itemsize
    starts: list[int] = shapes.starts.tolist()
    streamed: list[bytes] = []
    for spans in groups:
        count = sum(starts[end] - starts[start] for start, end in spans)
        streamed.append(count.to_bytes(4, "big"))
        streamed += [raw[starts[start] * size : starts[end] * size] for start, end in spans]
        last = spans[-1][1]
        last_start = count - (starts[last] - starts[last - 1])
        streamed.append(last_start.to_bytes(4, "big") + (1).to_bytes(4, "big"))  # 1: winding fill
    stream = QDataStream(QByteArray(b"".join(streamed)))
    paths = [QPainterPath() for _ in groups]
    for path in paths:
        stream >> path
    return tuple(paths)


def _boxes(shapes: Shapes, groups: Sequence[Sequence[Span]]) -> Boxes:
    """The box around each group."""
    if not groups:
        return np.zeros((0, 4))
    low = np.minimum.reduceat(shapes.xy, shapes.starts[:-1], axis=0)
    high = np.maximum.reduceat(shapes.xy, shapes.starts[:-1], axis=0)
    order = [part for spans in groups for span in spans for part in range(*span)]
    counts = [sum(end - start for start, end in spans) for spans in groups]
    firsts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    around = np.minimum.reduceat(low[order], firsts), np.maximum.reduceat(high[order], firsts)
    return np.hstack(around)


@lru_cache(maxsize=_KEPT)
def lines_of(shapes: Shapes) -> dict[int, Lines]:
    """The lines of a piece by class, ready to be drawn."""
    steps = np.diff(shapes.xy, axis=0)
    is_inside = np.ones(len(steps), dtype=bool)
    is_inside[shapes.starts[1:-1] - 1] = False
    lengths = np.where(is_inside, np.hypot(steps[:, 0], steps[:, 1]), 0.0)
    part_of = np.repeat(np.arange(len(shapes.owner)), np.diff(shapes.starts))[:-1]
    along = np.concatenate(([0.0], np.cumsum(lengths)))
    offsets = along[:-1] - along[shapes.starts[:-1]][part_of]
    sides = np.hstack((shapes.xy[:-1], shapes.xy[1:]))
    reaches = _reaches(steps, lengths, is_inside) if shapes.dimension == 1 else np.zeros((len(steps), 4))
    class_of = shapes.classes[shapes.owner[part_of]]
    found: dict[int, Lines] = {}
    for number in classes_of(shapes):
        chosen = is_inside & (class_of == number)
        of_class = np.ascontiguousarray(sides[chosen])
        found[number] = Lines(of_class, offsets[chosen], reaches[chosen], *boxed(of_class))
    return found


def _reaches(steps: NDArray[np.float64], lengths: NDArray[np.float64], is_inside: NDArray[np.bool_]) -> Sides:
    """For each side its reach at either end: as far as its mitre with the next, or a square end."""
    if not len(steps):
        return np.zeros((0, 4))
    ahead = steps / np.maximum(lengths, 1e-9)[:, None]
    cosine = (ahead[:-1] * ahead[1:]).sum(axis=1).clip(-1, 1)
    mitre = np.sqrt((1 - cosine) / np.maximum(1 + cosine, 1e-9))  # the tangent of half the bend
    mitre = np.where(is_inside[:-1] & is_inside[1:], np.minimum(mitre, 1.0), 1.0)
    ends = np.concatenate(([1.0], mitre, [1.0]))
    return np.hstack((-ahead * ends[:-1, None], ahead * ends[1:, None]))


def seen_sides(pieces: Sequence[Shapes], number: int, box: Box) -> Seen:
    """The sides of a class that may be in a box, of all pieces, with their reaches and offsets."""
    found: list[Seen] = []
    for piece in pieces:
        lines = lines_of(piece).get(number)
        which = lines.seen(box) if lines else None
        if lines and which is not None:
            found.append((lines.sides[which], lines.reaches[which], lines.offsets[which]))
    if not found:
        return np.zeros((0, 4)), np.zeros((0, 4)), np.zeros(0)
    sides, reaches, offsets = zip(*found, strict=True)
    return np.concatenate(sides), np.concatenate(reaches), np.concatenate(offsets)


@lru_cache(maxsize=_STROKES_KEPT)
def strokes_of(shapes: Shapes) -> Areas:
    """Each line of a piece as a path of its own, for paper."""
    spans = [[(part, part + 1)] for part in range(len(shapes.owner))]
    return Areas(_paths(shapes, spans), _boxes(shapes, spans), shapes.classes[shapes.owner])


def dashes_of(sides: Sides, offsets: NDArray[np.float64], dash: float, gap: float) -> Sides:
    """Sides cut into dashes, lengths in metres, which run on around bends; `offsets` as in `Lines`."""
    x1, y1, x2, y2 = sides.T
    lengths = np.maximum(np.hypot(x2 - x1, y2 - y1), 1e-9)
    period = dash + gap
    first = np.floor(offsets / period).astype(np.int64)
    counts = np.floor((offsets + lengths) / period).astype(np.int64) - first + 1
    side = np.repeat(np.arange(len(counts)), counts)
    nth = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    start = (first[side] + nth) * period - offsets[side]
    begin = np.maximum(start, 0) / lengths[side]
    end = np.minimum(start + dash, lengths[side]) / lengths[side]
    kept = end > begin
    side, begin, end = side[kept], begin[kept, None], end[kept, None]
    origin, step = sides[side, :2], sides[side, 2:] - sides[side, :2]
    return np.hstack((origin + begin * step, origin + end * step))
