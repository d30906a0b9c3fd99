"""The squares of the National Grid on paper: letters across and numbers down, to be called out in a room.

Lines lie on round eastings and northings, so that what is called out can be found on any other map.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainterPath, QPen

from placeplanner.draw.easel import Easel, Layer, colour
from placeplanner.draw.style import Style
from placeplanner.draw.viewport import Bounds, Viewport
from placeplanner.draw.writing import Writer, width_of

_SPACINGS_M = (100, 500, 1_000, 2_000, 5_000, 10_000)
_MOST_ACROSS = 12  # columns: more are hard to find one's way in
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SLIVER = 0.2  # of a square: what is seen less of at an edge gets no name of its own
_INK = "#3F5E7A"


class Span(Struct, frozen=True):
    """A column or a row between two lines, as far as it is seen, in metres."""

    name: str
    low: float
    high: float


class Grid(Struct, frozen=True):
    """Lines in metres, and what people call what lies between them: columns from the west, rows from the north."""

    spacing_m: int
    eastings: tuple[int, ...]
    northings: tuple[int, ...]
    columns: tuple[Span, ...]
    rows: tuple[Span, ...]

    @classmethod
    def of(cls, bounds: Bounds, spacing: int) -> Grid:
        """The grid of a map of these bounds, its lines as far apart as `spacing`."""
        west, south, east, north = bounds
        eastings, northings = _lines(west, east, spacing), _lines(south, north, spacing)
        columns = _spans(west, east, eastings, spacing)
        rows = _spans(south, north, northings, spacing)[::-1]
        return cls(
            spacing,
            eastings,
            northings,
            tuple(Span(_letter(at), *span) for at, span in enumerate(columns)),
            tuple(Span(str(at), *span) for at, span in enumerate(rows, start=1)),
        )


def spacing_for(longest_m: float) -> int:
    """Metres between lines on a map whose longer side is as long as this: close, but never a net over the map."""
    return next((step for step in _SPACINGS_M if longest_m / step <= _MOST_ACROSS), _SPACINGS_M[-1])


def squares_in_words(spacing: int) -> str:
    """“Squares of 500 m, National Grid”."""
    side = f"{spacing} m" if spacing < 1_000 else f"{spacing // 1_000} km"
    return f"Squares of {side}, National Grid"


def _lines(low: float, high: float, spacing: int) -> tuple[int, ...]:
    return tuple(range(math.ceil(low / spacing) * spacing, math.floor(high) + 1, spacing))


def _spans(low: float, high: float, lines: tuple[int, ...], spacing: int) -> list[tuple[float, float]]:
    edges = [low, *lines, high]
    return [(a, b) for a, b in itertools.pairwise(edges) if b - a > _SLIVER * spacing]


def _letter(at: int) -> str:
    """A to Z, then AA, AB …"""
    return _LETTERS[at] if at < 26 else _LETTERS[at // 26 - 1] + _LETTERS[at % 26]


def grid_layer(grid: Grid, size: float) -> Layer:
    """Paints the lines, and in each square's corner its name, quietly, for those who cannot see the edge."""

    def paint(easel: Easel) -> None:
        view = easel.viewport
        path = QPainterPath()
        for x in (x_of(view, easting) for easting in grid.eastings):
            path.moveTo(x, 0)
            path.lineTo(x, view.height)
        for y in (y_of(view, northing) for northing in grid.northings):
            path.moveTo(0, y)
            path.lineTo(view.width, y)
        easel.painter.strokePath(path, QPen(colour(_INK, 0.5), max(size / 16, 0.6)))
        _name_squares(easel, grid, size)

    return paint


def _name_squares(easel: Easel, grid: Grid, size: float) -> None:
    writer = Writer(easel.painter, inked(easel.style), as_outlines=True)
    font = writer.font(size, 600)
    narrowest = 3 * size * easel.viewport.metres_per_pixel
    columns, rows = (
        [each for each in spans if each.high - each.low > narrowest] for spans in (grid.columns, grid.rows)
    )
    for column in columns:
        x = x_of(easel.viewport, column.low) + size * 0.35
        for row in rows:
            y = y_of(easel.viewport, row.high) + size * 1.1
            writer.write(QPointF(x, y), column.name + row.name, font, has_halo=True, strength=0.7)


def write_grid(writer: Writer, frame: QRectF, view: Viewport, grid: Grid, band: float) -> None:
    """Names of columns and rows in bold on all four sides of the frame, with eastings and northings at the lines."""
    writer = Writer(writer.painter, inked(writer.style), writer.as_outlines)
    bold, fine = writer.font(band * 0.58, 600), writer.font(band * 0.36)
    columns = [(x_of(view, (each.low + each.high) / 2), each.name) for each in grid.columns]
    rows = [(y_of(view, (each.low + each.high) / 2), each.name) for each in grid.rows]
    for x, name in columns:
        for base in (frame.top() - band * 0.3, frame.bottom() + band * 0.72):
            writer.write(QPointF(frame.left() + x - width_of(name, bold) / 2, base), name, bold)
    for y, name in rows:
        for middle in (frame.left() - band * 0.55, frame.right() + band * 0.55):
            at = QPointF(middle - width_of(name, bold) / 2, frame.top() + y + band * 0.2)
            writer.write(at, name, bold)
    for easting in grid.eastings:
        x, words = x_of(view, easting), figures(easting, "E")
        if _is_clear(x, width_of(words, fine), columns, view.width, band):
            for base in (frame.top() - band * 0.3, frame.bottom() + band * 0.62):
                at = QPointF(frame.left() + x - width_of(words, fine) / 2, base)
                writer.write(at, words, fine, strength=0.75)
    for northing in grid.northings:
        y, words = y_of(view, northing), figures(northing, "N")
        if _is_clear(y, width_of(words, fine), rows, view.height, band):
            for x, turn in ((frame.left() - band * 0.42, -90), (frame.right() + band * 0.42, 90)):
                _write_turned(writer, QPointF(x, frame.top() + y), turn, words, fine)


def _is_clear(
    at: float, length: float, names: Sequence[tuple[float, str]], longest: float, band: float
) -> bool:
    """Whether figures at a line would stand free of the names on either side, and not beyond the corner."""
    half = length / 2 + band * 0.45
    return half < at < longest - half and all(abs(at - middle) > half for middle, _ in names)


def _write_turned(writer: Writer, at: QPointF, degrees: int, words: str, font: QFont) -> None:
    painter = writer.painter
    painter.save()
    painter.translate(at)
    painter.rotate(degrees)
    writer.write(QPointF(-width_of(words, font) / 2, 0), words, font, strength=0.75)
    painter.restore()


def x_of(view: Viewport, easting: float) -> float:
    """Pixels from the left edge of the map."""
    return (easting - view.bounds[0]) / view.metres_per_pixel


def y_of(view: Viewport, northing: float) -> float:
    """Pixels from the upper edge of the map."""
    return (view.bounds[3] - northing) / view.metres_per_pixel


def inked(style: Style) -> Style:
    """The style with the grid's own ink for words."""
    return style._replace(furniture=style.furniture._replace(ink=_INK))


def figures(metres: int, letter: str) -> str:
    """An easting or northing as it is read aloud: “361 500 E”."""
    return f"{metres // 1000} {metres % 1000:03d} {letter}"
