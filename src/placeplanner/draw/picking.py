"""Which records lie under a point of the map: symbols before lines before areas, the smallest area first."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.domain.ids import RecordId
from placeplanner.draw.layers import AREA, LINE, POINT
from placeplanner.draw.parts import Parts, touching
from placeplanner.draw.scene import Scene
from placeplanner.draw.symbols import symbol_size
from placeplanner.draw.viewport import Bounds, Viewport

WITHIN_PX = 8.0


def pick(
    scene: Scene, viewport: Viewport, at: EastingNorthing, within_px: float = WITHIN_PX
) -> RecordId | None:
    """The record that a click at `at` means, or None."""
    return next(iter(pick_all(scene, viewport, at, within_px)), None)


def pick_all(
    scene: Scene, viewport: Viewport, at: EastingNorthing, within_px: float = WITHIN_PX
) -> tuple[RecordId, ...]:
    """Every visible record under `at`, the likeliest first."""
    if not len(scene.layers):
        return ()
    reach_m = within_px * viewport.metres_per_pixel
    symbol_m = symbol_size(viewport.scale, scene.style) / 2 * viewport.metres_per_pixel
    shown = scene.is_shown()
    found = [
        *_symbols(scene, at, shown, max(reach_m, symbol_m)),
        *_lines(scene, at, shown, reach_m),
        *_areas(scene, at, shown),
    ]
    return tuple(scene.records[i].id for i in dict.fromkeys(found))


def pick_within(scene: Scene, bounds: Bounds) -> tuple[RecordId, ...]:
    """Every visible record that lies wholly within a box of metres."""
    west, south, east, north = bounds
    boxes = scene.layers.boxes
    inside = (boxes[:, 0] >= west) & (boxes[:, 1] >= south) & (boxes[:, 2] <= east) & (boxes[:, 3] <= north)
    return tuple(scene.records[i].id for i in np.flatnonzero(inside & scene.is_shown()))


def _symbols(scene: Scene, at: EastingNorthing, shown: NDArray[np.bool_], reach_m: float) -> list[int]:
    """Symbols within reach: those of points before those that lines and areas have, then the nearest."""
    layers = scene.layers
    distances = np.hypot(layers.anchors[:, 0] - at.easting, layers.anchors[:, 1] - at.northing)
    near = np.flatnonzero((distances <= reach_m) & shown)
    order = np.lexsort((distances[near], layers.shapes[near] != POINT))
    return [int(i) for i in near[order]]


def _lines(scene: Scene, at: EastingNorthing, shown: NDArray[np.bool_], reach_m: float) -> list[int]:
    layers = scene.layers
    near = _around(layers.lines, at, reach_m)
    segments, owners = near.segments(), near.segment_owners()
    distances = np.hypot(*(nearest_on(segments, at) - at).T) if len(segments) else np.zeros(0)
    hits = np.flatnonzero((distances <= reach_m) & shown[owners] & (layers.shapes[owners] == LINE))
    return [int(owners[i]) for i in hits[np.argsort(distances[hits], kind="stable")]]


def _areas(scene: Scene, at: EastingNorthing, shown: NDArray[np.bool_]) -> list[int]:
    layers = scene.layers
    boxed = touching(layers.boxes, (*at, *at)) & shown & (layers.shapes == AREA)
    candidates = np.flatnonzero(boxed)
    geometries = np.array([layers.records[i].geometry for i in candidates], dtype=object)
    hits = candidates[shapely.intersects_xy(geometries, *at)] if len(candidates) else candidates
    return [int(i) for i in hits[np.argsort(layers.areas_m2[hits], kind="stable")]]


def _around(parts: Parts, at: EastingNorthing, reach_m: float) -> Parts:
    return parts.chosen(touching(parts.boxes, (*at, *at), reach_m))


def nearest_on(segments: NDArray[np.float64], at: EastingNorthing) -> NDArray[np.float64]:
    """The point of each segment, shape (n, 4), that is nearest to `at`: shape (n, 2)."""
    starts, along = segments[:, :2], segments[:, 2:] - segments[:, :2]
    lengths2 = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip(((np.array(at) - starts) * along).sum(axis=1) / lengths2, 0.0, 1.0)
    points: NDArray[np.float64] = starts + along * share[:, None]
    return points
