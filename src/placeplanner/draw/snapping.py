"""Where a corner being placed belongs: on a corner nearby, else on an edge, of a record or a boundary."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.domain.ids import RecordId
from placeplanner.domain.place import PlaceKind
from placeplanner.draw.layers import POINT
from placeplanner.draw.parts import Indices, Parts, touching
from placeplanner.draw.picking import nearest_on
from placeplanner.draw.scene import Scene
from placeplanner.draw.viewport import Viewport

WITHIN_PX = 10.0
FURTHEST_M = 30.0  # a corner never jumps further over the ground, however far out the map is zoomed
_SAME_M = 0.01


class Snap(Struct, frozen=True):
    """A place to snap to, and what it is, in words: "a corner of Leigh Library"."""

    at: EastingNorthing
    words: str
    is_corner: bool


def snap(
    scene: Scene,
    viewport: Viewport,
    at: EastingNorthing,
    within_px: float = WITHIN_PX,
    *,
    leaving_out: Iterable[RecordId] = (),
    own_corners: Iterable[EastingNorthing] = (),
) -> Snap | None:
    """The nearest corner within `within_px` and `FURTHEST_M`, else the nearest edge, else None.

    `leaving_out` are records that are themselves being changed; `own_corners` those of the shape being drawn.
    """
    seen_m = within_px * viewport.metres_per_pixel
    reach_m = min(seen_m, FURTHEST_M)
    own = np.array(list(own_corners), dtype=float).reshape(-1, 2)
    shown = _allowed(scene, leaving_out)
    records = [_near(parts, at, reach_m, shown) for parts in (scene.layers.lines, scene.layers.rings)]
    places = _near(_neighbourhood_rings(scene), at, reach_m, None)
    return (
        _to_own_corner(at, seen_m, own)
        or _to_corner(scene, at, reach_m, records, shown)
        or _to_place_corner(scene, at, reach_m, places)
        or _to_edge(scene, at, reach_m, records)
        or _to_boundary(scene, at, reach_m, places)
    )


def _allowed(scene: Scene, leaving_out: Iterable[RecordId]) -> NDArray[np.bool_]:
    allowed = scene.is_shown()
    index = scene.layers.index
    allowed[[index[record_id] for record_id in leaving_out if record_id in index]] = False
    return allowed


def _near(parts: Parts, at: EastingNorthing, reach_m: float, shown: NDArray[np.bool_] | None) -> Parts:
    near = touching(parts.boxes, (*at, *at), reach_m)
    return parts.chosen(near if shown is None else near & shown[parts.owner])


def _neighbourhood_rings(scene: Scene) -> Parts:
    outlines = scene.outlines
    return outlines.rings_of(outlines.of_kind(PlaceKind.NEIGHBOURHOOD) or range(len(outlines.places)))


def _to_corner(
    scene: Scene,
    at: EastingNorthing,
    reach_m: float,
    near: list[Parts],
    shown: NDArray[np.bool_],
) -> Snap | None:
    layers = scene.layers
    points = np.flatnonzero((layers.shapes == POINT) & shown & touching(layers.boxes, (*at, *at), reach_m))
    corners = np.concatenate([layers.anchors[points], *(parts.xy for parts in near)])
    owners = np.concatenate([points, *(_corner_owners(parts) for parts in near)])
    best = _nearest(corners, at, reach_m)
    if best is None:
        return None
    owner = int(owners[best])
    name = _name_of(scene, owner)
    words = name if layers.shapes[owner] == POINT else f"a corner of {name}"
    return Snap(_position(corners[best]), words, is_corner=True)


def _to_own_corner(at: EastingNorthing, reach_m: float, own: NDArray[np.float64]) -> Snap | None:
    best = _nearest(own, at, reach_m)
    return None if best is None else Snap(_position(own[best]), "your own corner", is_corner=True)


def _to_edge(scene: Scene, at: EastingNorthing, reach_m: float, near: list[Parts]) -> Snap | None:
    segments = np.concatenate([parts.segments() for parts in near])
    owners = np.concatenate([parts.segment_owners() for parts in near])
    points = nearest_on(segments, at)
    best = _nearest(points, at, reach_m)
    if best is None:
        return None
    return Snap(_position(points[best]), f"the edge of {_name_of(scene, int(owners[best]))}", is_corner=False)


def _to_place_corner(scene: Scene, at: EastingNorthing, reach_m: float, near: Parts) -> Snap | None:
    best = _nearest(near.xy, at, reach_m)
    if best is None:
        return None
    same = np.hypot(*(near.xy - near.xy[best]).T) < _SAME_M
    words = _boundary_words(scene, _corner_owners(near)[same])
    return Snap(_position(near.xy[best]), f"a corner of {words}", is_corner=True)


def _to_boundary(scene: Scene, at: EastingNorthing, reach_m: float, near: Parts) -> Snap | None:
    points = nearest_on(near.segments(), at)
    best = _nearest(points, at, reach_m)
    if best is None:
        return None
    same = np.hypot(*(points - points[best]).T) < _SAME_M
    words = _boundary_words(scene, near.segment_owners()[same])
    return Snap(_position(points[best]), words, is_corner=False)


def _nearest(points: NDArray[np.float64], at: EastingNorthing, reach_m: float) -> int | None:
    if not len(points):
        return None
    distances = np.hypot(*(points - at).T)
    best = int(distances.argmin())
    return best if distances[best] <= reach_m else None


def _corner_owners(parts: Parts) -> Indices:
    return np.repeat(parts.owner, np.diff(parts.starts))


def _boundary_words(scene: Scene, owners: Indices) -> str:
    names = list(dict.fromkeys(scene.outlines.places[int(owner)].name for owner in owners))
    if len(names) == 2:
        return f"the boundary between {names[0]} and {names[1]}"
    return f"the boundary of {names[0]}" if len(names) == 1 else f"the boundaries of {', '.join(names)}"


def _name_of(scene: Scene, index: int) -> str:
    if index < 0:
        return "your shape"
    record = scene.records[index]
    return record.name or scene.catalogue[record.kind].category_label(record.category)


def _position(corner: NDArray[np.float64]) -> EastingNorthing:
    return EastingNorthing(float(corner[0]), float(corner[1]))
