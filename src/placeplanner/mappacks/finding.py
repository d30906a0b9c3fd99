"""The names that people may type, from all that a pack draws, bounds and was told: one for each thing.

A street is drawn in many pieces and may run through two towns; it is one name in each neighbourhood of its own,
told apart by the town or village around it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point, STRtree

from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.place import PlaceKind, Places
from placeplanner.domain.streetmap import CLASSES, Box, MapLayer
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.gazetteer.spelling import plain
from placeplanner.mappacks.naming import inner_point, middle_of, named_lines
from placeplanner.mappacks.nearness import Nearby
from placeplanner.mappacks.spool import Flat, Group, Spool

_SAME_M = 300.0  # names alike and closer than this belong to one thing
_FAR_M = 6000.0  # a town further off says nothing about where a street is
_ROAD_WEIGHTS: Mapping[str, float] = {
    "motorway": 0.5,
    "a_road": 0.6,
    "b_road": 0.58,
    "through": 0.56,
    "street": 0.5,
    "service": 0.35,
    "path": 0.3,
}
_KINDS: Mapping[tuple[MapLayer, str], tuple[NameKind, float]] = {
    (MapLayer.GROUNDS, "education"): (NameKind.SCHOOL, 0.6),
    (MapLayer.GROUNDS, "health"): (NameKind.HEALTH, 0.6),
    (MapLayer.STOPS, "station"): (NameKind.STATION, 0.8),
    (MapLayer.STOPS, "tram_stop"): (NameKind.STATION, 0.6),
    (MapLayer.STOPS, "bus_stop"): (NameKind.STOP, 0.2),
}
_KIND_OF_LAYER: Mapping[MapLayer, tuple[NameKind, float]] = {
    MapLayer.GREEN: (NameKind.PARK, 0.6),
    MapLayer.WOODS: (NameKind.WOOD, 0.5),
    MapLayer.WATER: (NameKind.WATER, 0.5),
    MapLayer.WATERWAYS: (NameKind.WATER, 0.5),
    MapLayer.GROUNDS: (NameKind.BUILDING, 0.4),
    MapLayer.BUILDINGS: (NameKind.BUILDING, 0.4),
    MapLayer.REFERENCE: (NameKind.BUILDING, 0.4),
}
_BOUNDED: Mapping[PlaceKind, tuple[NameKind, float]] = {
    PlaceKind.TOWN: (NameKind.TOWN, 0.9),
    PlaceKind.NEIGHBOURHOOD: (NameKind.NEIGHBOURHOOD, 0.7),
    PlaceKind.WARD: (NameKind.WARD, 0.6),
}
_POSTAL = (NameKind.POSTCODE, NameKind.SECTOR, NameKind.DISTRICT)


def names_to_find(spool: Spool, shipped: Places) -> Iterator[Name]:
    """Every name of a pack, each thing once; the likeliest of two alike stays."""
    around = Around(spool.named, shipped)
    found = [*spool.named, *_bounded(spool)]
    for (layer, _), flat in spool.flats.items():
        if layer is not MapLayer.RAILWAYS:
            found.extend(_drawn(flat, around))
    yield from _each_once(found)


class Around:
    """Which town or village is around a position."""

    def __init__(self, named: Iterable[Name], shipped: Places) -> None:
        self._shipped = shipped
        self._towns = list(shipped.of_kind(PlaceKind.TOWN))
        self._town_tree = STRtree([town.geometry for town in self._towns])
        self._named = [name for name in named if name.kind in (NameKind.TOWN, NameKind.VILLAGE)]
        self._named_tree = STRtree(shapely.points([name.at for name in self._named]) if self._named else [])

    def names(self, points: NDArray[np.object_]) -> list[str]:
        """The name for each point; "" where nothing is near."""
        found = [""] * len(points)
        if self._named:
            pairs = self._named_tree.query_nearest(points, max_distance=_FAR_M, all_matches=False)
            for point, name in pairs.T:
                found[point] = self._named[name].text
        for point, town in self._town_tree.query(points, predicate="within").T:
            found[point] = self._towns[town].name
        return found


def _bounded(spool: Spool) -> Iterator[Name]:
    for place in spool.places:
        if place.kind in _BOUNDED:
            kind, weight = _BOUNDED[place.kind]
            at = place.geometry.point_on_surface()
            yield Name(
                place.name, kind, EastingNorthing(at.x, at.y), box=_box(place.geometry.bounds), weight=weight
            )


def _drawn(flat: Flat, around: Around) -> Iterator[Name]:
    """One name for each street, park or station of a layer."""
    group = named_lines(flat) if flat.dimension == 1 else _named(flat)
    if group is None:
        return
    alike: dict[tuple[str, NameKind], list[int]] = defaultdict(list)
    kinds = [_kind(flat.layer, int(number)) for number in group.classes]
    for at, feature in enumerate(group.features):
        alike[plain(flat.names[feature]), kinds[at][0]].append(at)
    things = [thing for members in alike.values() for thing in _things(group.geometries, members)]
    points = np.array([_point(group.geometries[thing]) for thing in things], dtype=object)
    for thing, point, within in zip(things, points, around.names(points), strict=True):
        text = flat.names[group.features[thing[0]]]
        kind, _ = kinds[thing[0]]
        weight = max(kinds[at][1] for at in thing)
        west, south, east, north = shapely.total_bounds(group.geometries[thing])
        box = None if flat.dimension == 0 else (float(west), float(south), float(east), float(north))
        yield Name(
            text,
            kind,
            EastingNorthing(float(point.x), float(point.y)),
            within=within if plain(within) != plain(text) else "",
            box=box,
            weight=weight,
        )


def _named(flat: Flat) -> Group | None:
    has_name = np.array([bool(name) for name in flat.names])
    group = flat.everything()
    which = has_name[group.features]
    if not which.any():
        return None
    return Group(group.geometries[which], group.classes[which], group.features[which])


def _kind(layer: MapLayer, number: int) -> tuple[NameKind, float]:
    classes = CLASSES[layer]
    name = classes[number] if number < len(classes) else ""
    if layer is MapLayer.ROADS:
        return NameKind.STREET, _ROAD_WEIGHTS[name]
    return _KINDS.get((layer, name)) or _KIND_OF_LAYER[layer]


def _things(geometries: NDArray[np.object_], members: list[int]) -> Iterator[list[int]]:
    """Which shapes of the same name belong together: those that are near, or near one that is."""
    if len(members) == 1:
        yield members
        return
    shapes = geometries[members]
    pairs = STRtree(shapes).query(shapes, predicate="dwithin", distance=_SAME_M)
    label = np.arange(len(members))
    while True:
        least = label.copy()
        np.minimum.at(least, pairs[0], label[pairs[1]])
        least = least[least]  # twice as far at each turn
        if (least == label).all():
            break
        label = least
    for number in np.unique(label):
        yield [members[at] for at in np.flatnonzero(label == number)]


def _point(shapes: NDArray[np.object_]) -> Point:
    """The middle of the largest of them."""
    match shapes[0]:
        case Point() as point:
            return point
        case LineString():
            return middle_of(shapes[int(shapely.length(shapes).argmax())])
        case _:
            return inner_point(shapes[int(shapely.area(shapes).argmax())])


def _each_once(found: Sequence[Name]) -> Iterator[Name]:
    kept, postal = Nearby(_SAME_M), set[tuple[str, NameKind]]()
    for name in sorted(found, key=lambda name: (name.box is None, -name.weight)):
        key = plain(name.text), name.kind
        is_known = key in postal if name.kind in _POSTAL else kept.has(key, Point(name.at))
        if is_known:
            continue
        if name.kind in _POSTAL:
            postal.add(key)
        else:
            kept.note(key, shapely.box(*name.box) if name.box else Point(name.at))
        yield name


def _box(bounds: tuple[float, float, float, float]) -> Box:
    west, south, east, north = bounds
    return west, south, east, north
