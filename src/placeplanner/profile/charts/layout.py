"""What bars and dots share: the words beside them, the scale below them, the key above them. All in points."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from placeplanner.profile.charts.canvas import Canvas
from placeplanner.profile.charts.inks import INK, RULE, SOFT
from placeplanner.profile.charts.plot import Axis, Row, Sheet
from placeplanner.profile.charts.press import width_of

TEXT, SMALL = 9.5, 8.5  # points
_LEADING = 11.5
_WIDEST_LABEL = {Sheet.WIDE: 196.0, Sheet.BESIDE: 124.0}
_LONGEST_END = 8  # letters at the ends of bars where the table stands beside them, and says the same
_GAP, _ABOVE_AND_BELOW = 12.0, 7.0
_KEY_LINE, _SWATCH = 16.0, 18.0
_APART = 5.0  # more between rows where words stand above their bars
_ASIDE = 6.0  # what stands at an end, from the end and from the edge of the sheet
_NUMBERS = 16.0  # those of the scale, below its line


class KeyItem(Struct, frozen=True):
    """One entry of the key: its words, and what draws its sign into the box whose left edge and middle are given."""

    name: str
    sign: Callable[[Canvas, float, float], None]


class Line(Struct, frozen=True):
    """One line of words beside a bar."""

    words: str
    is_small: bool


class Label(Struct, frozen=True):
    """The words of a row, and the middle of the first line of them."""

    first: float
    lines: tuple[Line, ...]


class Layout(Struct, frozen=True):
    """Where everything goes. `title` is that of the scale, in lines."""

    sheet: Sheet
    axis: Axis
    left: float
    right: float
    top: float
    bottom: float  # the line on which the scale stands
    middles: tuple[float, ...]
    labels: tuple[Label, ...]
    title: tuple[str, ...]
    title_left: float

    def x(self, value: float) -> float:
        """Where a value is, from the left."""
        share = (value - self.axis.first) / (self.axis.last - self.axis.first)
        return self.left + share * (self.right - self.left)

    @property
    def height(self) -> float:
        """Of the whole sheet."""
        return self.bottom + _NUMBERS + len(self.title) * _LEADING


def laid_out(
    sheet: Sheet,
    rows: Sequence[Row],
    axis: Axis,
    key: Sequence[KeyItem],
    *,
    row_height: float,
    beyond: tuple[float, float] = (0.0, 0.0),
) -> Layout:
    """Room for the words on the left, or above, for what stands at the ends on the right, and for the chart between.

    `beyond` is how far a chart reaches over its own scale, to the left and to the right.
    """
    is_wide = sheet is not Sheet.NARROW
    if not is_wide:
        row_height += _APART
    rows = rows_for(rows, sheet)
    lines = [_lines(row, _WIDEST_LABEL.get(sheet, sheet.width)) for row in rows]
    widest = max((_width(line) for label in lines for line in label), default=0.0)
    ends = max((width_of(row.end, SMALL) for row in rows), default=0.0)
    left = (widest + _GAP if is_wide else width_of(axis.ticks[0][1], SMALL) / 2 + 1.0) + beyond[0]
    right = (
        sheet.width
        - max(ends + 2 * _ASIDE if ends else 0.0, width_of(axis.ticks[-1][1], SMALL) / 2 + 1.0)
        - beyond[1]
    )
    top = bottom = _KEY_LINE * len(_key_lines(key, sheet)) + (6.0 if key else 0.0)
    middles, labels = [], []
    for label in lines:
        words = len(label) * _LEADING
        height = max(row_height, words + _ABOVE_AND_BELOW) if is_wide else row_height + words
        middles.append(bottom + height / 2 if is_wide else bottom + words + row_height / 2 - 2.0)
        first = middles[-1] - (words - _LEADING) / 2 if is_wide else bottom + _LEADING / 2 + 2.0
        labels.append(Label(first, label))
        bottom += height
    title_left = 0.0 if sheet is Sheet.BESIDE else left  # there is too little room below so short a scale
    title = tuple(_wrapped(axis.title, SMALL, sheet.width - title_left))
    return Layout(sheet, axis, left, right, top, bottom, tuple(middles), tuple(labels), title, title_left)


def rows_for(rows: Sequence[Row], sheet: Sheet) -> Sequence[Row]:
    """The words of the rows, without what the table beside the chart says and the chart has no room for."""
    if sheet is not Sheet.BESIDE:
        return rows
    has_room = all(len(row.end) <= _LONGEST_END for row in rows)
    return [Row(row.label, end=row.end if has_room else "") for row in rows]


def draw_frame(canvas: Canvas, layout: Layout, key: Sequence[KeyItem]) -> None:
    """The key, the scale with its lines, the words beside the bars."""
    _draw_key(canvas, key, layout.sheet)
    for at, told in layout.axis.ticks:
        x = layout.x(at)
        canvas.line((x, layout.top), (x, layout.bottom), RULE, 0.7)
        canvas.words(x, layout.bottom + 8.0, told, SMALL, ink=SOFT, side="center")
    for number, words in enumerate(layout.title):
        canvas.words(layout.title_left, layout.bottom + 21.0 + number * _LEADING, words, SMALL, ink=SOFT)
    for label in layout.labels:
        for number, line in enumerate(label.lines):
            size, ink = (SMALL, SOFT) if line.is_small else (TEXT, INK)
            y = label.first + number * _LEADING
            if layout.sheet is Sheet.NARROW:  # the lines of the scale run behind the words
                canvas.ground(0.0, y - _LEADING / 2, _width(line) + 2.0, _LEADING)
            canvas.words(0.0, y, line.words, size, ink=ink)


def _draw_key(canvas: Canvas, key: Sequence[KeyItem], sheet: Sheet) -> None:
    for number, line in enumerate(_key_lines(key, sheet)):
        x, middle = 0.0, 7.0 + number * _KEY_LINE
        for item in line:
            item.sign(canvas, x, middle)
            canvas.words(x + _SWATCH, middle, item.name, SMALL)
            x += _key_width(item)


def _key_lines(key: Sequence[KeyItem], sheet: Sheet) -> list[list[KeyItem]]:
    lines: list[list[KeyItem]] = []
    room = 0.0
    for item in key:
        if _key_width(item) > room:
            lines.append([])
            room = sheet.width + _GAP
        lines[-1].append(item)
        room -= _key_width(item)
    return lines


def _key_width(item: KeyItem) -> float:
    return _SWATCH + width_of(item.name, SMALL) + _GAP


def _lines(row: Row, widest: float) -> tuple[Line, ...]:
    below = _wrapped(row.below, SMALL, widest) if row.below else []
    label = (Line(words, False) for words in _wrapped(row.label, TEXT, widest))
    return (*label, *(Line(words, True) for words in below))


def _wrapped(text: str, size: float, widest: float) -> list[str]:
    """A text in lines that fit; a word too long for one is left whole."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= widest:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _width(line: Line) -> float:
    return width_of(line.words, SMALL if line.is_small else TEXT)
