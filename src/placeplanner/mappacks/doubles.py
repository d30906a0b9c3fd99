"""Which maps draw the same streets twice: two publishers never put a street in quite the same place.

What a map covers is told by the boxes of its pieces, a few streets each: the one box around all of it would also hold
the towns of a neighbour whose edge is not straight.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.streetmap import MapLayer
from placeplanner.errors import Problem
from placeplanner.mappacks.library import Installed
from placeplanner.mappacks.opening import opened, reading_carefully

_DRAWN = (MapLayer.ROADS, MapLayer.BUILDINGS)  # rivers or woods of another publisher are hardly noticed
_SHARED = 0.5  # of the smaller one: neighbours overlap at their edges
_PIECES = "SELECT west, south, east, north FROM piece WHERE holds = 'shapes' AND layer = ? AND level = 0"


def draw_the_same(one: Installed, other: Installed) -> bool:
    """Whether two maps both hold streets, or both hold buildings, of the same ground."""
    if one.manifest is None or other.manifest is None:
        return False
    boxes = shapely.box(*one.manifest.box), shapely.box(*other.manifest.box)
    if not _are_alike(*boxes):
        return False
    layers = [
        layer for layer in _DRAWN if one.manifest.counts.get(layer) and other.manifest.counts.get(layer)
    ]
    return any(
        _are_alike(
            _ground(one.path, layer, one.manifest.content_sha256),
            _ground(other.path, layer, other.manifest.content_sha256),
        )
        for layer in layers
    )


def _are_alike(first: BaseGeometry, second: BaseGeometry) -> bool:
    """Whether half of the smaller one lies in the other."""
    smaller = min(first.area, second.area)
    return bool(smaller) and shapely.intersection(first, second).area >= _SHARED * smaller


@lru_cache(maxsize=64)
def _ground(path: Path, layer: MapLayer, digest: str) -> BaseGeometry:
    """Where a map draws a layer; nowhere where it turns out not to be readable, which whoever paints it is told."""
    try:
        with closing(opened(path)) as connection, reading_carefully():
            boxes = np.array(connection.execute(_PIECES, (layer.value,)).fetchall(), dtype=float)
    except Problem:
        return shapely.Polygon()
    return shapely.union_all(shapely.box(*boxes.T)) if len(boxes) else shapely.Polygon()


def doubles(packs: Sequence[Installed]) -> dict[str, tuple[Installed, ...]]:
    """By a pack's name: the others that are shown and draw the same as it. Packs that are switched off have none."""
    shown = [pack for pack in packs if pack.is_on and pack.manifest]
    found = {
        pack.name: tuple(other for other in shown if other is not pack and draw_the_same(pack, other))
        for pack in shown
    }
    return {name: others for name, others in found.items() if others}
