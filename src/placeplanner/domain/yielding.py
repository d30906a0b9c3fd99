"""Neighbours follow: where people say that a boundary is theirs, the places beside it make room, and take over the rest.

What a place gives up goes to whichever neighbour is nearest, so that no record falls between two of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import shapely
from msgspec.structs import replace
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.combining import as_multipolygon
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.errors import Problem

_TILED = (PlaceKind.NEIGHBOURHOOD, PlaceKind.WARD)  # of which a record lies in one
_CRUMB_M2 = 1.0
_NOTHING_LEFT = 0.02  # of its area
_BESIDE_M = 1.0
_GRAIN_M = 0.01  # or an edge that was cut anew would leave a hair between its two sides
_STEP_M = 20.0  # along the edges to which ground is shared out


def yielding(places: Places, claimed: Sequence[Place]) -> tuple[Place, ...]:
    """The neighbours of claimed places, those that become others. Raises `Problem` where nothing is left of one."""
    made: list[Place] = []
    for kind in _TILED:
        fresh = [place for place in claimed if place.kind is kind]
        codes = {place.code for place in fresh}
        others = {place.code: place for place in places.of_kind(kind) if place.code not in codes}
        if fresh and others:
            left = others | {place.code: place for place in _cut_back(others.values(), fresh)}
            before = [place for place in places.of_kind(kind) if place.code in codes]
            left |= {place.code: place for place in _grown(left, _given_up(before, fresh, left.values()))}
            made += [place for code, place in left.items() if place != others[code]]
    return tuple(made)


def in_none_m2(before: Places, after: Places, claimed: Sequence[Place]) -> float:
    """How much ground of the claimed neighbourhoods lies in no neighbourhood any more, in square metres.

    Where all of them are claimed there is none: the borough ends where they do.
    """
    codes = {place.code for place in claimed}
    tiles = before.of_kind(PlaceKind.NEIGHBOURHOOD)
    if all(place.code in codes for place in tiles):
        return 0.0
    old = [place for place in tiles if place.code in codes]
    return float(_given_up(old, (), after.of_kind(PlaceKind.NEIGHBOURHOOD)).area)


def _ground(places: Iterable[Place]) -> BaseGeometry:
    return shapely.union_all([place.geometry for place in places])


def _cut_back(others: Iterable[Place], fresh: Sequence[Place]) -> Iterator[Place]:
    """Those that lose ground to claimed places, as they are left."""
    tree = shapely.STRtree([place.geometry for place in fresh])
    for other in others:
        near = [fresh[at] for at in tree.query(other.geometry, predicate="intersects")]
        left = _without_crumbs(shapely.difference(other.geometry, _ground(near)))
        if other.geometry.area - left.area < _unseen_m2(other):
            continue
        if left.area < _NOTHING_LEFT * other.geometry.area:
            raise Problem(
                f"{other.name} would have nothing left.",
                f"The outline of {near[0].name} covers all of it."
                if len(near) == 1
                else "The outlines that were chosen cover all of it.",
                "Use that outline as an area of your own: such an area may lie across others.",
            )
        yield replace(other, geometry=as_multipolygon(left))


def _given_up(before: Iterable[Place], fresh: Iterable[Place], others: Iterable[Place]) -> BaseGeometry:
    """What lay in the places that are claimed, and would lie in none."""
    return _without_crumbs(shapely.difference(_ground(before), _ground([*fresh, *others])))


def _grown(places: Mapping[PlaceCode, Place], ground: BaseGeometry) -> Iterator[Place]:
    """The places that take over some ground, each what is nearest to it."""
    shares: dict[PlaceCode, list[BaseGeometry]] = {}
    for piece in shapely.get_parts(ground):
        beside = [place for place in places.values() if shapely.dwithin(place.geometry, piece, _BESIDE_M)]
        for place, share in zip(beside, _shared_out(piece, beside), strict=True):
            shares.setdefault(place.code, []).append(share)
    for code, some in shares.items():
        whole = shapely.union_all([places[code].geometry, *some], grid_size=_GRAIN_M)
        if whole.area - places[code].geometry.area >= _unseen_m2(places[code]):
            yield replace(places[code], geometry=as_multipolygon(_without_crumbs(whole)))


def _shared_out(piece: BaseGeometry, beside: Sequence[Place]) -> list[BaseGeometry]:
    """A piece of ground in as many shares as there are places beside it: what is nearest to each."""
    if len(beside) <= 1:
        return [piece] * len(beside)
    near = shapely.buffer(piece, 2 * _BESIDE_M)
    edges = [shapely.intersection(place.geometry.boundary, near) for place in beside]
    points = [shapely.get_coordinates(shapely.segmentize(edge, _STEP_M)) for edge in edges]
    owners = np.repeat(np.arange(len(beside)), [len(some) for some in points])
    corners, first = np.unique(np.vstack(points), axis=0, return_index=True)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(corners), extend_to=piece))
    inside = shapely.STRtree([shapely.Point(xy) for xy in corners]).query(cells, predicate="intersects")
    owner_of = np.full(len(cells), -1)
    owner_of[inside[0]] = owners[first[inside[1]]]
    return [
        shapely.intersection(shapely.union_all(cells[owner_of == number]), piece)
        for number in range(len(beside))
    ]


def _unseen_m2(place: Place) -> float:
    """By how much an outline differs from itself once its corners were rounded."""
    return max(_CRUMB_M2, _GRAIN_M * place.geometry.length)


def _without_crumbs(geometry: BaseGeometry) -> BaseGeometry:
    """Without what two lines of the same edge leave between them."""
    return shapely.MultiPolygon([part for part in as_multipolygon(geometry).geoms if part.area >= _CRUMB_M2])
