"""The piece of the world that a map pack is made for: sources are clipped to it while they are read."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.coordinates import to_lonlat
from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.streetmap import Box


class Area(Struct, frozen=True, dict=True):
    """A named area, in EPSG:27700 metres. `outline` None means everything that the sources hold."""

    name: str
    outline: BaseGeometry | None = None
    title: str = ""  # what to call a map of it; "" where its name is none

    @cached_property
    def box(self) -> Box | None:
        """Around it, or None where everything is wanted."""
        if self.outline is None:
            return None
        west, south, east, north = self.outline.bounds
        return west, south, east, north

    @cached_property
    def lonlat_box(self) -> Box | None:
        """Around it in degrees (west, south, east, north), a little wider, for a first look at raw positions."""
        if self.box is None:
            return None
        west, south, east, north = self.box
        corners = [to_lonlat(EastingNorthing(x, y)) for x in (west, east) for y in (south, north)]
        lons, lats = [corner[0] for corner in corners], [corner[1] for corner in corners]
        return min(lons) - 0.001, min(lats) - 0.001, max(lons) + 0.001, max(lats) + 0.001

    def touches(self, geometries: NDArray[np.object_]) -> NDArray[np.bool_]:
        """Which shapes reach into it."""
        if self.outline is None:
            return np.ones(len(geometries), dtype=bool)
        shapely.prepare(self.outline)
        inside: NDArray[np.bool_] = shapely.intersects(self.outline, geometries)
        return inside
