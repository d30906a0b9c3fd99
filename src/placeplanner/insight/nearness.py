"""How far it is from each home to the nearest of some shapes, in a straight line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from placeplanner.insight.homes import Homes

Nearest = Callable[[Homes, Sequence[BaseGeometry]], tuple[NDArray[np.float64], NDArray[np.int64]]]


def nearest_m(homes: Homes, shapes: Sequence[BaseGeometry]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """For each home the distance (m) to the nearest shape, and which one; infinity and -1 where there are none."""
    distances = np.full(len(homes.xy), np.inf)
    which = np.full(len(homes.xy), -1, dtype=np.int64)
    if not len(shapes) or not len(homes.xy):
        return distances, which
    points = shapely.points(homes.xy)
    (home, shape), found = STRtree(list(shapes)).query_nearest(
        points, return_distance=True, all_matches=False
    )
    distances[home], which[home] = found, shape
    return distances, which
