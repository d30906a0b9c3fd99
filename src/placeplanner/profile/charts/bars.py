"""Bars beside words: one part or several in a line, each with a hatch of its own and its number."""

from __future__ import annotations

from functools import partial

from placeplanner.profile.charts.canvas import Canvas
from placeplanner.profile.charts.inks import INK, PAPER
from placeplanner.profile.charts.layout import SMALL, KeyItem, Layout, draw_frame, laid_out, rows_for
from placeplanner.profile.charts.plot import Bars, Look, Part, Sheet
from placeplanner.profile.charts.press import width_of

_ROW, _BAR = 19.0, 11.0
_MARK = 5.2


def draw_bars(bars: Bars, sheet: Sheet) -> str:
    """The chart, as matplotlib writes it."""
    key = _key(bars)
    layout = laid_out(sheet, bars.rows, bars.axis, key, row_height=_ROW)
    canvas = Canvas(sheet.width, layout.height)
    draw_frame(canvas, layout, key)
    for row in range(len(bars.rows)):
        _draw_row(canvas, layout, bars, row)
    for top, bottom in _foot(layout):
        canvas.line((layout.left, top), (layout.left, bottom), INK, 0.9)
    return canvas.svg()


def _foot(layout: Layout) -> list[tuple[float, float]]:
    """The line that bars start from, whole where no words stand in its way."""
    if layout.sheet is not Sheet.NARROW:
        return [(layout.top, layout.bottom)]
    return [(middle - _BAR / 2 - 1.5, middle + _BAR / 2 + 1.5) for middle in layout.middles]


def _draw_row(canvas: Canvas, layout: Layout, bars: Bars, row: int) -> None:
    middle, done = layout.middles[row], 0.0
    for part in bars.parts:
        value = part.values[row]
        if value > 0:
            left, right = layout.x(done), layout.x(done + value)
            canvas.box(left, middle - _BAR / 2, right - left, _BAR, part.look)
            if bars.tells_parts:
                _tell(canvas, part, f"{value:,.0f}", (left + right) / 2, middle, right - left)
        done += value
    mark = bars.marks.values[row] if bars.marks else None
    if mark is not None:
        canvas.diamond(layout.x(mark), middle, _MARK)
    if end := rows_for(bars.rows, layout.sheet)[row].end:
        x = layout.x(_end(bars, row)) + 6.0
        canvas.ground(x - 2.0, middle - 5.0, width_of(end, SMALL) + 4.0, 10.0)
        canvas.words(x, middle, end, SMALL)


def _end(bars: Bars, row: int) -> float:
    """What stands at the end of a bar stands at the end of its scale where parts fill it, so that it is in line."""
    if bars.marks:
        return bars.axis.last
    return sum(part.values[row] for part in bars.parts)


def _tell(canvas: Canvas, part: Part, told: str, x: float, middle: float, room: float) -> None:
    wide = width_of(told, SMALL) + 5.0
    if wide > room:
        return  # the table says it
    if part.look is not Look.SOLID:
        canvas.ground(x - wide / 2, middle - 5.0, wide, 10.0)
    canvas.words(x, middle, told, SMALL, ink=PAPER if part.look is Look.SOLID else INK, side="center")


def _key(bars: Bars) -> list[KeyItem]:
    parts = [part for part in bars.parts if any(part.values)] if len(bars.parts) > 1 else []
    key = [KeyItem(part.name, partial(_swatch, part.look)) for part in parts]
    return [*key, KeyItem(bars.marks.name, _diamond)] if bars.marks else key


def _swatch(look: Look, canvas: Canvas, left: float, middle: float) -> None:
    canvas.box(left + 0.5, middle - 4.5, 13.0, 9.0, look)


def _diamond(canvas: Canvas, left: float, middle: float) -> None:
    canvas.diamond(left + 7.0, middle, _MARK)
