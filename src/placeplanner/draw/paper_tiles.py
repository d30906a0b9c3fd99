"""How a wall map is cut into sheets that an ordinary printer can print. Millimetres and arithmetic, no Qt.

Each piece shows 10 mm more than it must at its right and bottom, and its right and lower neighbours are laid over
those. Pieces are called as squares of a map are: letters across, numbers down.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from msgspec import Struct

from placeplanner.draw.paper_sizes import PAPERS, Size, turned
from placeplanner.errors import Problem

OVERLAP_MM = 10.0
EDGE_MM = 10.0  # what printers cannot reach, and room for cut marks
FOOT_MM = 17.0  # for the sheet's name and the little map of sheets
_MOST = 120
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Piece(Struct, frozen=True):
    """One sheet: what it shows of the wall map, from its upper left corner, in millimetres."""

    name: str
    number: int
    column: int
    row: int
    left: float
    top: float


class Tiling(Struct, frozen=True):
    """All sheets of a wall map; every piece is of the same size."""

    paper: str
    page_mm: Size
    wall_mm: Size
    columns: int
    rows: int

    @property
    def count(self) -> int:
        """How many pieces."""
        return self.columns * self.rows

    @property
    def piece_mm(self) -> Size:
        """Width and height of each, the overlap included."""
        return (
            (self.wall_mm[0] + (self.columns - 1) * OVERLAP_MM) / self.columns,
            (self.wall_mm[1] + (self.rows - 1) * OVERLAP_MM) / self.rows,
        )

    @property
    def corner_mm(self) -> Size:
        """Where on its page the upper left corner of each piece lies: in the middle of what is free."""
        width, height = self.piece_mm
        free = self.page_mm[1] - FOOT_MM - 2 * EDGE_MM - height
        return (self.page_mm[0] - width) / 2, EDGE_MM + max(free, 0) / 2

    @property
    def last(self) -> str:
        """The name of the last sheet: “D4”."""
        return _name(self.columns - 1, self.rows - 1)

    def pieces(self) -> Iterator[Piece]:
        """Row by row from the upper left, as pages are turned."""
        width, height = self.piece_mm
        for row in range(self.rows):
            for column in range(self.columns):
                left, top = column * (width - OVERLAP_MM), row * (height - OVERLAP_MM)
                number = row * self.columns + column + 1
                yield Piece(_name(column, row), number, column, row, left, top)


def cut_up(wall_mm: Size, paper: str) -> Tiling:
    """The fewest sheets of a paper that make a wall map. Raises `Problem` where they would be too many."""
    best = min(
        (_laid(wall_mm, paper, page) for page in turned(PAPERS[paper], None)), key=lambda each: each.count
    )
    if best.count > _MOST:
        raise Problem(
            f"The map would be {best.count} sheets of {paper.upper()}.",
            "Nobody could put so many together.",
            "Choose a smaller scale, or sheets of A3." if paper == "a4" else "Choose a smaller scale.",
        )
    return best


def _laid(wall_mm: Size, paper: str, page: Size) -> Tiling:
    room = page[0] - 2 * EDGE_MM, page[1] - 2 * EDGE_MM - FOOT_MM
    columns, rows = (
        max(math.ceil((long - OVERLAP_MM) / (free - OVERLAP_MM)), 1)
        for long, free in zip(wall_mm, room, strict=True)
    )
    return Tiling(paper.upper(), page, wall_mm, columns, rows)


def _name(column: int, row: int) -> str:
    return f"{_LETTERS[column] if column < 26 else 'A' + _LETTERS[column - 26]}{row + 1}"
