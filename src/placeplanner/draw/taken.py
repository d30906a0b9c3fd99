"""Which parts of a picture already carry a name or a symbol: a bitmap of 4-pixel cells.

Where streets are named, the cells lie fixed in the world and reach beyond the picture: so the same names win
their places whichever way the map was panned.
"""

from __future__ import annotations

import math

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

CELL = 4


class Cells(Struct, frozen=True, eq=False):
    """Cells counted over the whole world at one scale, some of them more than once; and the first and last of each."""

    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    first: tuple[int, int]  # row, column
    last: tuple[int, int]

    @classmethod
    def of(cls, rows: NDArray[np.int32], columns: NDArray[np.int32]) -> Cells:
        """Cells by their rows and columns, of which there is at least one."""
        first, last = (int(rows.min()), int(columns.min())), (int(rows.max()), int(columns.max()))
        return cls(rows, columns, first, last)


class Taken:
    """Which cells of the picture are taken. Boxes are (left, top, right, bottom) in pixels of the picture.

    `origin` is the picture's top left corner in pixels of the whole world at its scale; `around` pixels beyond the
    edges are kept account of as well. With an `inset` nothing may stand nearer to the edges than so many pixels.
    """

    def __init__(
        self,
        width: int,
        height: int,
        *,
        around: int = 0,
        origin: tuple[float, float] = (0, 0),
        inset: float | None = None,
    ) -> None:
        self._corner = (int(np.floor(origin[0] / CELL)), int(np.floor(origin[1] / CELL)))
        self._shift = (origin[0] - self._corner[0] * CELL, origin[1] - self._corner[1] * CELL)
        self._around = around // CELL
        self._least = inset or 0.0
        self._edges: tuple[float, float] = (
            width // CELL * CELL + 2 * CELL,
            height // CELL * CELL + 2 * CELL,
        )
        if inset is not None:
            self._edges = width - inset, height - inset
        shape = (height // CELL + 3 + 2 * self._around, width // CELL + 3 + 2 * self._around)
        self._cells = np.zeros(shape, dtype=bool)
        self._sums: NDArray[np.int32] | None = None  # of the cells above and left of each

    def is_free(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Whether a box lies in the picture and nothing is there yet."""
        if left < self._least or top < self._least or right > self._edges[0] or bottom > self._edges[1]:
            return False
        return not self._cells[self._slices(left, top, right, bottom)].any()

    def are_free(self, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
        """The same for many boxes at once, shape (n, 4): cheap for one that nothing is taken of any more."""
        if self._sums is None:
            self._sums = np.zeros((self._cells.shape[0] + 1, self._cells.shape[1] + 1), dtype=np.int32)
            self._cells.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, out=self._sums[1:, 1:])
        rows, columns = self._cells.shape
        shift, most = np.tile(self._shift, 2), np.array((columns, rows, columns, rows)) - 1
        cells = np.floor((boxes + shift) / CELL).astype(np.int64) + self._around
        left, top, right, bottom = (np.clip(cells, 0, most) + np.array((0, 0, 1, 1))).T
        sums = self._sums
        count = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        is_inside = (boxes[:, :2] >= self._least).all(axis=1) & (boxes[:, 2:] <= self._edges).all(axis=1)
        free: NDArray[np.bool_] = is_inside & (count == 0)
        return free

    def take(self, left: float, top: float, right: float, bottom: float) -> None:
        """Keep others off a box."""
        self._sums = None
        self._cells[self._slices(left, top, right, bottom)] = True

    def take_squares(self, middles: NDArray[np.float64], size: float) -> None:
        """Keep others off many squares of one size at once."""
        self._sums = None
        rows, columns = self._cells.shape
        reach = np.arange(int(np.ceil(size / CELL)) + 1)
        corners = np.floor((middles - size / 2 + self._shift) / CELL).astype(np.int64) + self._around
        x = np.clip(corners[:, :1, None] + reach[None, None, :], 0, columns - 1)
        y = np.clip(corners[:, 1:, None] + reach[None, :, None], 0, rows - 1)
        self._cells[y, x] = True

    def take_if_free(self, cells: Cells) -> bool:
        """Take cells of the world unless one of them is taken; those beyond the margin count as free."""
        rows, columns = self._cells.shape
        down, across = self._around - self._corner[1], self._around - self._corner[0]
        row, column = cells.rows + down, cells.columns + across
        (top, left), (bottom, right) = cells.first, cells.last
        if top + down < 0 or left + across < 0 or bottom + down >= rows or right + across >= columns:
            inside = (row >= 0) & (column >= 0) & (row < rows) & (column < columns)
            row, column = row[inside], column[inside]
        if self._cells[row, column].any():
            return False
        self._cells[row, column] = True
        self._sums = None
        return True

    def _slices(self, left: float, top: float, right: float, bottom: float) -> tuple[slice, slice]:
        rows, columns = self._cells.shape
        return (
            slice(self._at(top, 1, rows), self._at(bottom, 1, rows) + 1),
            slice(self._at(left, 0, columns), self._at(right, 0, columns) + 1),
        )

    def _at(self, pixel: float, axis: int, most: int) -> int:
        cell = int((pixel + self._shift[axis]) // CELL) + self._around
        return min(max(cell, 0), most - 1)


def cells_around(points: NDArray[np.float64], reach: float) -> Cells:
    """The cells of the world within `reach` pixels of points, shape (n, 2)."""
    steps = np.arange(-int(reach // CELL) - 1, int(reach // CELL) + 2, dtype=np.int32)
    middles = np.floor(points / CELL).astype(np.int32)
    rows = middles[:, 1, None, None] + steps[:, None]
    columns = middles[:, 0, None, None] + steps
    is_near = _within(points[:, 1], rows, reach) & _within(points[:, 0], columns, reach)
    rows, columns = np.broadcast_arrays(rows, columns)
    return Cells.of(rows[is_near], columns[is_near])


def cells_between(left: float, right: float, height: float, reach: float) -> Cells:
    """The same for all points of a level line at once."""
    (top, bottom), (first, last) = (
        (math.ceil((low - reach) / CELL) - 1, math.floor((high + reach) / CELL) + 1)
        for low, high in ((height, height), (left, right))
    )
    rows, columns = np.arange(top, bottom, dtype=np.int32), np.arange(first, last, dtype=np.int32)
    every = np.broadcast_to(columns, (len(rows), len(columns))).ravel()
    return Cells(rows.repeat(len(columns)), every, (top, first), (bottom - 1, last - 1))


def _within(middles: NDArray[np.float64], cells: NDArray[np.int32], reach: float) -> NDArray[np.bool_]:
    near: NDArray[np.bool_] = np.abs((cells + 0.5) * CELL - middles[:, None, None]) <= reach + CELL / 2
    return near
