"""A name where it would stand on the street map, and what it would cover there. Worked out when asked, and kept."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec import Struct

from placeplanner.domain.streetmap import Box
from placeplanner.draw.lettering import Block
from placeplanner.draw.plates import Plate
from placeplanner.draw.road_names import Points
from placeplanner.draw.taken import Cells, cells_around, cells_between
from placeplanner.draw.turned import Turned

Set = Turned | Block | Plate


class Written(Struct, eq=False):
    """A name where it would stand: `x`, `y` is its middle in pixels of the world. Its cells are found when asked."""

    text: str
    weight: float
    x: float
    y: float
    apart: float
    how: Callable[[], Set]
    spine: Points  # points along it; of one that stands level its two ends
    reach: float  # pixels on either side of them
    is_place: bool = False
    is_settlement: bool = False
    _set: Set | None = None
    _cells: Cells | None = None
    _extent: Box | None = None
    _beside: tuple[Written, ...] | None = None

    @property
    def set(self) -> Set:
        """The name as it is drawn."""
        if self._set is None:
            self._set = self.how()
        return self._set

    @property
    def extent(self) -> Box:
        """Left, top, right and bottom of what it covers, in pixels of the world."""
        if self._extent is None:
            (left, top), (right, bottom) = self.spine.min(axis=0).tolist(), self.spine.max(axis=0).tolist()
            self._extent = (left - self.reach, top - self.reach, right + self.reach, bottom + self.reach)
        return self._extent

    @property
    def ways(self) -> tuple[Written, ...]:
        """Where else it may stand: the name of a town or village a line above or below its middle."""
        if self._beside is None:
            lines = (-2 * self.reach, 2 * self.reach) if self.is_settlement else ()
            self._beside = tuple(self._lower(by) for by in lines)
        return self._beside

    def _lower(self, by: float) -> Written:
        spine = self.spine + np.array((0.0, by))
        return Written(
            self.text,
            self.weight,
            self.x,
            self.y + by,
            self.apart,
            self.how,
            spine,
            self.reach,
            self.is_place,
        )

    @property
    def cells(self) -> Cells:
        """The cells of the world that it needs."""
        if self._cells is None:
            (left, top), *_, (right, bottom) = self.spine.tolist()
            if len(self.spine) == 2 and top == bottom:
                self._cells = cells_between(left, right, top, self.reach)
            else:
                self._cells = cells_around(_dense(self.spine, self.reach), self.reach)
        return self._cells


def _dense(points: Points, apart: float) -> Points:
    """The points with others between them, so that none is further from the next than `apart`."""
    longest = float(np.hypot(*np.diff(points, axis=0).T).max())
    between = max(int(np.ceil(longest / max(apart, 1))), 1)
    if between == 1:
        return points
    at = np.linspace(0, len(points) - 1, (len(points) - 1) * between + 1)
    plain = np.arange(len(points))
    return np.column_stack((np.interp(at, plain, points[:, 0]), np.interp(at, plain, points[:, 1])))
