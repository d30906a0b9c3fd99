"""Records on the map: areas under lines under symbols. Far off, what is too small to see keeps its symbol."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPen

from placeplanner.draw.easel import Easel, colour
from placeplanner.draw.looks import KINDS
from placeplanner.draw.parts import Indices, Parts, draw_segments, paths_of, touching
from placeplanner.draw.symbols import draw_symbol, sprites, symbol_size

_BEYOND_SYMBOL = (
    1.3  # symbol sizes, and 4 pixels: an area or line smaller than this is told by its symbol alone
)
_CELL = 3.0  # pixels: of symbols of one look in one such cell, one is drawn where symbols are small
_FEW_CORNERS = 1_500
_THINNED_BELOW = 12  # pixels of symbol size


def paint_areas(easel: Easel) -> None:
    """Areas, largest first, so that none is hidden: a light fill and an edge in the kind's colour."""
    layers, marks = easel.scene.layers, easel.style.marks
    rings = _seen(easel, layers.rings)
    if not len(rings):
        return
    painter = easel.painter
    order = np.argsort(-layers.areas_m2[rings.owner], kind="stable")
    rings = easel.pixels(rings.ordered(order))
    outline = marks.outline_width if _is_close(easel) else 1.0
    kinds, hollow = layers.kinds[rings.owner], is_hollow(easel, rings.owner)
    for number in range(len(KINDS)):
        ink = kind_colour(easel, number)
        for is_proposed in (False, True):
            some = rings.chosen((kinds == number) & (hollow == is_proposed))
            fill = QColor(ink)
            fill.setAlphaF(marks.fill_strength * (0.5 if is_proposed else 1))
            for path in paths_of(some):
                painter.fillPath(path, fill)
            _stroke(easel, some, ink, outline)


def paint_lines(easel: Easel) -> None:
    """Lines, on a casing of paper that lifts them off whatever they cross."""
    layers, marks = easel.scene.layers, easel.style.marks
    lines = _seen(easel, layers.lines)
    if not len(lines):
        return
    lines = easel.pixels(lines)
    width = marks.line_width * (1.0 if _is_close(easel) else 0.6)
    _stroke(easel, lines, colour(marks.casing), width + 2)
    kinds = layers.kinds[lines.owner]
    for number in range(len(KINDS)):
        _stroke(easel, lines.chosen(kinds == number), kind_colour(easel, number), width)


def paint_symbols(easel: Easel) -> None:
    """Every record's symbol, southern ones over northern ones, as a crowd is seen."""
    layers = easel.scene.layers
    size = symbol_size(easel.viewport.scale, easel.style)
    around = size * easel.viewport.metres_per_pixel
    seen = np.flatnonzero(
        touching(np.hstack((layers.anchors, layers.anchors)), easel.viewport.bounds, around)
        & easel.scene.is_shown()
    )
    pixels = easel.viewport.to_pixels(layers.anchors[seen])
    looks = layers.look_numbers[seen]
    looks = looks + is_hollow(easel, seen)
    order = np.argsort(pixels[:, 1], kind="stable")
    pixels, looks = pixels[order], looks[order]
    if size < _THINNED_BELOW and not easel.is_vector:
        kept = _thinned(pixels, looks)
        pixels, looks = pixels[kept], looks[kept]
    if easel.is_vector:
        _draw_vectors(easel, pixels, looks, size)
    else:
        _draw_sprites(easel, pixels, looks, size)


def is_hollow(easel: Easel, which: Indices) -> NDArray[np.bool_]:
    """Whether records are only proposed by an import, and so drawn hollow."""
    if not easel.scene.proposed:
        return np.zeros(len(which), dtype=bool)
    index = easel.scene.layers.index
    proposed = [index[record_id] for record_id in easel.scene.proposed if record_id in index]
    return np.isin(which, proposed)


def kind_colour(easel: Easel, number: int) -> QColor:
    """The colour of the kind with this number, in the easel's style."""
    spec = easel.scene.catalogue[KINDS[number]]
    return colour(spec.colour_dark if easel.style.is_dark else spec.colour)


def _seen(easel: Easel, parts: Parts) -> Parts:
    """The parts in view, of visible kinds, that are more than a speck."""
    around = easel.style.marks.line_width * easel.viewport.metres_per_pixel
    boxes = easel.scene.layers.boxes[parts.owner]
    sides = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    smallest = _BEYOND_SYMBOL * symbol_size(easel.viewport.scale, easel.style) + 4
    return parts.chosen(
        touching(parts.boxes, easel.viewport.bounds, around)
        & easel.scene.is_shown()[parts.owner]
        & (sides > smallest * easel.viewport.metres_per_pixel)
    )


def _is_close(easel: Easel) -> bool:
    """Whether shapes are large enough for lines of full width; thin ones cost a third."""
    return symbol_size(easel.viewport.scale, easel.style) > _THINNED_BELOW


def _stroke(easel: Easel, pixels: Parts, ink: QColor, width: float) -> None:
    """Joined lines where they are few or on paper; else plain sides, at a fifth of the cost."""
    stroke = QPen(ink, width)
    stroke.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if easel.is_vector or len(pixels.xy) < _FEW_CORNERS:
        stroke.setCapStyle(Qt.PenCapStyle.RoundCap)
        for path in paths_of(pixels):
            easel.painter.strokePath(path, stroke)
    else:
        stroke.setCapStyle(Qt.PenCapStyle.SquareCap)
        easel.painter.setPen(stroke)
        draw_segments(easel.painter, pixels.segments())


def _thinned(pixels: NDArray[np.float64], looks: NDArray[np.int32]) -> Indices:
    """Of symbols that would hide one another exactly, the last."""
    cells = np.floor(pixels / _CELL).astype(np.int64)
    keys = (cells[:, 0] * 1_000_003 + cells[:, 1]) * 4_001 + looks
    order = np.argsort(keys, kind="stable")  # numpy.unique would load a module of its own at each start
    is_last = np.append(np.diff(keys[order]) != 0, np.ones(min(len(keys), 1), dtype=bool))
    return np.sort(order[is_last])


def _draw_sprites(easel: Easel, pixels: NDArray[np.float64], looks: NDArray[np.int32], size: int) -> None:
    ratio = easel.viewport.pixel_ratio
    drawn = sprites(easel.scene.layers.looks, easel.style, size, ratio)
    corners = np.round(pixels * ratio - drawn.side / 2)  # whole real pixels, so that sprites stay sharp
    draw = easel.painter.drawImage
    if ratio == 1:  # without making a QPointF it costs half
        for (x, y), number in zip(corners.astype(np.int64).tolist(), looks.tolist(), strict=True):
            draw(x, y, drawn[number])
        return
    for (x, y), number in zip((corners / ratio).tolist(), looks.tolist(), strict=True):
        draw(QPointF(x, y), drawn[number])


def _draw_vectors(easel: Easel, pixels: NDArray[np.float64], looks: NDArray[np.int32], size: int) -> None:
    painter, every = easel.painter, easel.scene.layers.looks.all
    for (x, y), number in zip(pixels.tolist(), looks.tolist(), strict=True):
        painter.save()
        painter.translate(x, y)
        draw_symbol(painter, every[number], size, easel.style)
        painter.restore()
