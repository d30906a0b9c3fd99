"""Areas as places keep them: many parts, outer rings counter-clockwise; all at once, since layers have thousands."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import MultiPolygon

from placeplanner.mappacks.sources.rows import Shapes


def whole_areas(geometries: Shapes) -> list[MultiPolygon]:
    """Each area of dimension 2, single or multi, as one of many parts."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    is_area = np.asarray(shapely.get_dimensions(parts)) == 2
    made = shapely.multipolygons(parts[is_area], indices=owner[is_area])
    oriented: list[MultiPolygon] = shapely.orient_polygons(np.atleast_1d(made)).tolist()
    return oriented
