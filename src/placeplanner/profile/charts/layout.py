"""What bars and dots share: the words beside them, the scale below them, the key above them. All in points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from placeplanner.profile.charts.canvas import WIDTH, Canvas
from placeplanner.profile.charts.inks import INK, RULE, SOFT
from placeplanner.profile.charts.plot import Axis, Row
from placeplanner.profile.charts.press import width_of

TEXT, SMALL = 9.5, 8.5  # points
_LEADING = 11.5
_WIDEST_LABEL, _GAP, _ABOVE_AND_BELOW = 196.0, 12.0, 9.0
_KEY_LINE, _SWATCH = 16.0, 18.0
_ASIDE = 6.0  # what stands at an end, from the end and from the edge of the sheet
_SCALE = 28.0  # the numbers of the scale and its title


@dataclass(frozen=True, slots=True)
class KeyItem:
    """One entry of the key: its words, and what draws its sign into the box whose left edge and middle are given."""

    name: str
    sign: Callable[[Canvas, float, float], None]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of words beside a bar."""

    words: str
    is_small: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything goes."""

    axis: Axis
    left: float
    right: float
    top: float
    height: float
    middles: tuple[float, ...]
    labels: tuple[tuple[Line, ...], ...]

    def x(self, value: float) -> float:
        """Where a value is, from the left."""
        share = (value - self.axis.first) / (self.axis.last - self.axis.first)
        return self.left + share * (self.right - self.left)

    @property
    def bottom(self) -> float:
        """The line on which the scale stands."""
        return self.height - _SCALE


def laid_out(
    rows: Sequence[Row],
    axis: Axis,
    key: Sequence[KeyItem],
    *,
    row_height: float,
    beyond: tuple[float, float] = (0.0, 0.0),
) -> Layout:
    """Room for the words on the left, for what stands at the ends on the right, and for the chart between them.

    `beyond` is how far a chart reaches over its own scale, to the left and to the right.
    """
    labels = tuple(_lines(row) for row in rows)
    widest = max((_width(line) for label in labels for line in label), default=0.0)
    ends = max((width_of(row.end, SMALL) for row in rows), default=0.0)
    heights = [max(row_height, len(label) * _LEADING + _ABOVE_AND_BELOW) for label in labels]
    top = _KEY_LINE * len(_key_lines(key)) + (6.0 if key else 0.0)
    middles = tuple(top + sum(heights[:number]) + height / 2 for number, height in enumerate(heights))
    right = WIDTH - max(ends + 2 * _ASIDE if ends else 0.0, width_of(axis.ticks[-1][1], SMALL) / 2)
    left, right = widest + _GAP + beyond[0], right - beyond[1]
    return Layout(axis, left, right, top, top + sum(heights) + _SCALE, middles, labels)


def draw_frame(canvas: Canvas, layout: Layout, key: Sequence[KeyItem]) -> None:
    """The key, the words beside the bars, the scale with its lines."""
    _draw_key(canvas, key)
    for middle, label in zip(layout.middles, layout.labels, strict=True):
        first = middle - (len(label) - 1) * _LEADING / 2
        for number, line in enumerate(label):
            size, ink = (SMALL, SOFT) if line.is_small else (TEXT, INK)
            canvas.words(0.0, first + number * _LEADING, line.words, size, ink=ink)
    for at, told in layout.axis.ticks:
        x = layout.x(at)
        canvas.line((x, layout.top), (x, layout.bottom), RULE, 0.7)
        canvas.words(x, layout.bottom + 8.0, told, SMALL, ink=SOFT, side="center")
    canvas.words(layout.left, layout.bottom + 22.0, layout.axis.title, SMALL, ink=SOFT)


def _draw_key(canvas: Canvas, key: Sequence[KeyItem]) -> None:
    for number, line in enumerate(_key_lines(key)):
        x, middle = 0.0, 7.0 + number * _KEY_LINE
        for item in line:
            item.sign(canvas, x, middle)
            canvas.words(x + _SWATCH, middle, item.name, SMALL)
            x += _key_width(item)


def _key_lines(key: Sequence[KeyItem]) -> list[list[KeyItem]]:
    lines: list[list[KeyItem]] = []
    room = 0.0
    for item in key:
        if _key_width(item) > room:
            lines.append([])
            room = WIDTH + _GAP
        lines[-1].append(item)
        room -= _key_width(item)
    return lines


def _key_width(item: KeyItem) -> float:
    return _SWATCH + width_of(item.name, SMALL) + _GAP


def _lines(row: Row) -> tuple[Line, ...]:
    below = _wrapped(row.below, SMALL) if row.below else []
    return (
        *(Line(words, False) for words in _wrapped(row.label, TEXT)),
        *(Line(each, True) for each in below),
    )


def _wrapped(text: str, size: float) -> list[str]:
    """A text in lines that fit beside the bars; a word too long for one is left whole."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= _WIDEST_LABEL:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _width(line: Line) -> float:
    return width_of(line.words, SMALL if line.is_small else TEXT)
