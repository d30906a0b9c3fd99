"""Whether something of the same name stands near: by squares, so that a hundred thousand of one name cost no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator

import numpy as np
import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

_MOST_SQUARES = 4096  # of one shape; what is larger is looked at every time


class Nearby:
    """Points, lines and boxes by name, to be asked for those within `reach_m` of a point."""

    def __init__(self, reach_m: float) -> None:
        self._reach = reach_m
        self._in_square: dict[tuple[Hashable, int, int], list[BaseGeometry]] = defaultdict(list)
        self._large: dict[Hashable, list[BaseGeometry]] = defaultdict(list)

    def has(self, name: Hashable, point: Point) -> bool:
        """Whether something of this name that was noted is within reach."""
        column, row = int(point.x // self._reach), int(point.y // self._reach)
        around = [
            shape
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for shape in self._in_square.get((name, column + dx, row + dy), ())
        ]
        return any(
            shapely.dwithin(shape, point, self._reach) for shape in (*around, *self._large.get(name, ()))
        )

    def note(self, name: Hashable, shape: BaseGeometry) -> None:
        """Remember a shape."""
        west, south, east, north = shape.bounds
        if (east - west) * (north - south) > _MOST_SQUARES * self._reach**2:
            self._large[name].append(shape)
            return
        for column, row in self._squares(shape):
            self._in_square[name, column, row].append(shape)

    def _squares(self, shape: BaseGeometry) -> Iterator[tuple[int, int]]:
        if shapely.get_dimensions(shape) == 2:
            west, south, east, north = (int(side // self._reach) for side in shape.bounds)
            yield from ((x, y) for x in range(west, east + 1) for y in range(south, north + 1))
            return
        xy = shapely.get_coordinates(shapely.segmentize(shape, self._reach))
        for column, row in np.unique((xy // self._reach).astype(int), axis=0):
            yield int(column), int(row)
