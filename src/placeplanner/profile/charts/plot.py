"""What a chart shows, as frozen values: nothing of it knows how it is drawn."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

FEWEST_ROWS = 2  # one bar alone says no more than a sentence


class Look(StrEnum):
    """How a part of a bar is told from its neighbours, in print without colour too."""

    SOLID = "solid"
    STRIPED = "striped"
    LINED = "lined"
    CROSSED = "crossed"
    EMPTY = "empty"


class Part(Struct, frozen=True):
    """One part of every bar: a length a row, from 0."""

    name: str
    look: Look
    values: tuple[float, ...]


class Marks(Struct, frozen=True):
    """What a row is compared with: a mark a row, None where there is nothing to compare."""

    name: str
    values: tuple[float | None, ...]


class Row(Struct, frozen=True):
    """The words beside a bar, a smaller line below them, and what stands at its end."""

    label: str
    below: str = ""
    end: str = ""


class Axis(Struct, frozen=True):
    """What is measured, with its unit, from where to where, and the places that have a number."""

    title: str
    first: float
    last: float
    ticks: tuple[tuple[float, str], ...]


class Bars(Struct, frozen=True):
    """Bars beside words, each of one part or of several in a line. `tells_parts` writes each length into its part."""

    key: str  # small letters; no two charts of a profile share it
    rows: tuple[Row, ...]
    parts: tuple[Part, ...]
    axis: Axis
    marks: Marks | None = None
    tells_parts: bool = False


class Dots(Struct, frozen=True):
    """A dot a row on a scale with its number, beside a mark for what it is compared with and one line for all rows."""

    key: str
    rows: tuple[Row, ...]
    name: str
    values: tuple[float, ...]
    told: tuple[str, ...]
    axis: Axis
    line: tuple[str, float]
    marks: Marks | None = None


Plot = Bars | Dots


class Sheet(StrEnum):
    """What a chart is drawn for. Its letters are of one size, so that a narrow one made wide has large letters."""

    WIDE = "wide"  # the text column of an A4 page: a letter of 9 points is 9 points there
    BESIDE = "beside"  # a part of that column, with the table of its numbers to the right
    NARROW = "narrow"  # a telephone, or large print: words stand above their bars

    @property
    def width(self) -> float:
        """In points."""
        return {Sheet.WIDE: 482.0, Sheet.BESIDE: 258.0, Sheet.NARROW: 230.0}[self]


def is_worth_drawing(plot: Plot) -> bool:
    """Whether there is more than one bar or dot to see."""
    if isinstance(plot, Dots):
        return len(plot.rows) >= FEWEST_ROWS
    seen = [any(part.values[row] > 0 for part in plot.parts) for row in range(len(plot.rows))]
    return sum(seen) >= FEWEST_ROWS


def counting_axis(title: str, most: int) -> Axis:
    """An axis of whole things, from none to the next round number."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10**9) if most <= 6 * step)
    last = max(step, -(-most // step) * step)
    return Axis(title, 0.0, float(last), tuple((float(at), f"{at:,}") for at in range(0, last + 1, step)))
