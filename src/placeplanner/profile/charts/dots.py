"""Dots on a scale: where lengths would lie, since nothing starts at 0, positions say it."""

from __future__ import annotations

from placeplanner.profile.charts.canvas import Canvas
from placeplanner.profile.charts.inks import HERE, RULE, SOFT
from placeplanner.profile.charts.layout import SMALL, KeyItem, Layout, draw_frame, laid_out
from placeplanner.profile.charts.plot import Dots, Sheet
from placeplanner.profile.charts.press import width_of

_ROW, _DOT, _MARK = 18.0, 5.0, 5.2
_ASIDE = 8.0  # from the middle of a dot to its number
_NUMBER = 32.0  # how far that reaches


def draw_dots(dots: Dots, sheet: Sheet) -> str:
    """The chart, as matplotlib writes it."""
    key = _key(dots)
    # a number beside a dot at either end of the scale needs room beyond it
    ends = min(dots.values) < dots.axis.first + 1, max(dots.values) > dots.axis.last - 1
    beyond = (_NUMBER if ends[0] else 0.0, _NUMBER if ends[1] else 0.0)
    layout = laid_out(sheet, dots.rows, dots.axis, key, row_height=_ROW, beyond=beyond)
    canvas = Canvas(sheet.width, layout.height)
    x = layout.x(dots.line[1])
    canvas.line((x, layout.top), (x, layout.bottom), SOFT, 1.1, "--")
    draw_frame(canvas, layout, key)
    for middle in layout.middles:
        canvas.line((layout.left, middle), (layout.right, middle), RULE, 0.7)
    for row in range(len(dots.rows)):
        _draw_row(canvas, layout, dots, row)
    return canvas.svg()


def _draw_row(canvas: Canvas, layout: Layout, dots: Dots, row: int) -> None:
    middle, here = layout.middles[row], layout.x(dots.values[row])
    mark = dots.marks.values[row] if dots.marks else None
    other = layout.x(mark) if mark is not None else here
    if mark is not None:
        canvas.line((here, middle), (other, middle), HERE, 2.4)
        canvas.diamond(other, middle, _MARK)
    canvas.dot(here, middle, _DOT, HERE)
    # the number goes to the side away from the other mark, or from the line where there is none
    is_left = here < (other if mark is not None else layout.x(dots.line[1]))
    _draw_number(canvas, dots.told[row], here - _ASIDE if is_left else here + _ASIDE, middle, is_left)


def _draw_number(canvas: Canvas, told: str, x: float, middle: float, is_left: bool) -> None:
    wide = width_of(told, SMALL, is_strong=True)
    canvas.ground(x - wide - 1.0 if is_left else x - 1.0, middle - 5.0, wide + 2.0, 10.0)
    canvas.words(x, middle, told, SMALL, side="right" if is_left else "left", is_strong=True)


def _key(dots: Dots) -> list[KeyItem]:
    key = [KeyItem(dots.name, lambda canvas, left, middle: canvas.dot(left + 7.0, middle, _DOT, HERE))]
    if dots.marks:
        key.append(
            KeyItem(dots.marks.name, lambda canvas, left, middle: canvas.diamond(left + 7.0, middle, _MARK))
        )
    return [*key, KeyItem(dots.line[0], _dashes)]


def _dashes(canvas: Canvas, left: float, middle: float) -> None:
    canvas.line((left + 7.0, middle - 6.5), (left + 7.0, middle + 6.5), SOFT, 1.1, "--")
