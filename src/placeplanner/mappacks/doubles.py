"""Which maps draw the same streets twice: two publishers never put a street in quite the same place."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from placeplanner.domain.streetmap import MapLayer
from placeplanner.mappacks.content import PackManifest
from placeplanner.mappacks.library import Installed

_DRAWN = (MapLayer.ROADS, MapLayer.BUILDINGS)  # rivers or woods of another publisher are hardly noticed
_SHARED = 0.5  # of the smaller one: neighbours overlap at their edges


def draw_the_same(one: PackManifest, other: PackManifest) -> bool:
    """Whether two maps both hold streets, or both hold buildings, of the same ground."""
    if not any(one.counts.get(layer) and other.counts.get(layer) for layer in _DRAWN):
        return False
    first, second = shapely.box(*one.box), shapely.box(*other.box)
    smaller = min(first.area, second.area)
    return bool(smaller) and shapely.intersection(first, second).area >= _SHARED * smaller


def doubles(packs: Sequence[Installed]) -> dict[str, tuple[Installed, ...]]:
    """By a pack's name: the others that are shown and draw the same as it. Packs that are switched off have none."""
    shown = [pack for pack in packs if pack.is_on and pack.manifest]
    found = {
        pack.name: tuple(
            other
            for other in shown
            if other is not pack
            and pack.manifest
            and other.manifest
            and draw_the_same(pack.manifest, other.manifest)
        )
        for pack in shown
    }
    return {name: others for name, others in found.items() if others}
