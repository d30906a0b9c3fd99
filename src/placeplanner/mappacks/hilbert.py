"""Neighbours on the ground become neighbours in the file: an order along Hilbert's curve."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_BITS = 16


def hilbert(points: NDArray[np.float64]) -> NDArray[np.int64]:
    """How far along the curve each point lies, shape (n,), for points of shape (n, 2) within their own box."""
    if not len(points):
        return np.zeros(0, dtype=np.int64)
    least = points.min(axis=0)
    reach = max(float((points.max(axis=0) - least).max()), 1e-9)
    cells = ((points - least) / reach * ((1 << _BITS) - 1)).astype(np.int64)
    x, y = cells[:, 0], cells[:, 1]
    along = np.zeros(len(points), dtype=np.int64)
    side = 1 << (_BITS - 1)
    while side:
        is_east, is_north = (x & side) > 0, (y & side) > 0
        along += side * side * ((3 * is_east) ^ is_north)
        turned = ~is_north  # the lower quarters are run through across, the right one backwards
        flipped = turned & is_east
        x, y = np.where(flipped, side - 1 - x, x), np.where(flipped, side - 1 - y, y)
        x, y = np.where(turned, y, x), np.where(turned, x, y)
        x, y = x & (side - 1), y & (side - 1)
        side >>= 1
    return along
