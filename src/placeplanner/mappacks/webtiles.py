"""Where the square pictures of web maps lie: counted from the north-west in EPSG:3857, a quarter at each zoom."""

from __future__ import annotations

from math import cos, degrees, pi, radians, sinh

import numpy as np
from numpy.typing import NDArray

_EQUATOR_M = 40_075_016.686
_PIXELS = 256


def tile_corners(zoom: int, column: int, line: int) -> NDArray[np.float64]:
    """Its corners in degrees, shape (4, 2): north-west, then clockwise."""
    west, east = (_longitude(zoom, at) for at in (column, column + 1))
    north, south = (_latitude(zoom, at) for at in (line, line + 1))
    return np.array([(west, north), (east, north), (east, south), (west, south)])


def metres_per_pixel(zoom: int, latitude: float = 53.5) -> float:
    """How wide a pixel of a picture of this zoom is on the ground."""
    return _EQUATOR_M * cos(radians(latitude)) / (_PIXELS << zoom)


def _longitude(zoom: int, column: int) -> float:
    return column / (1 << zoom) * 360.0 - 180.0


def _latitude(zoom: int, line: int) -> float:
    return degrees(np.arctan(sinh(pi * (1 - 2 * line / (1 << zoom)))))
