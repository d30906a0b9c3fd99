"""The names that people may type, from all that a pack draws, bounds and was told: one for each thing.

A street is drawn in many pieces and may run through two towns; it is one name in each neighbourhood of its own,
told apart by the town or village around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.place import PlaceKind, Places
from placeplanner.domain.streetmap import CLASSES, Box, MapLayer
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.gazetteer.spelling import plain
from placeplanner.mappacks.batches import Group
from placeplanner.mappacks.levels import named_alike
from placeplanner.mappacks.naming import inner_points, named_lines, spoken
from placeplanner.mappacks.nearness import belonging_together, in_shares, standing_apart
from placeplanner.mappacks.spool import Flat, Spool

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
    found: list[Name] = []
    for (layer, _), flat in spool.flats.items():
        if layer is not MapLayer.RAILWAYS:
            found.extend(_drawn(flat, around))
    found += [
        *spool.named,
        *_bounded(spool),
    ]  # of two that are as likely, what is drawn knows better where it is
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
    shapes = named_lines(flat) if flat.dimension == 1 else flat.named()
    alike = named_alike([plain(name) for name in flat.names])[shapes.features]
    for some in in_shares(alike):
        yield from _things(flat, shapes.taken(some).group(), around)


def _things(flat: Flat, group: Group, around: Around) -> Iterator[Name]:
    of_class = {int(number): _kind(flat.layer, int(number)) for number in np.unique(group.classes)}
    texts = [flat.names[feature] for feature in group.features]
    kinds = [of_class[int(number)] for number in group.classes]
    alike = named_alike([f"{kind} {plain(text)}" for text, (kind, _) in zip(texts, kinds, strict=True)])
    thing = belonging_together(alike, group.geometries, _SAME_M)
    order = np.lexsort((-_sizes(group), thing))  # the largest of each thing first
    begins = np.flatnonzero(np.diff(thing[order], prepend=-1))
    weights = np.maximum.reduceat(np.array([weight for _, weight in kinds])[order], begins).tolist()
    boxes = shapely.bounds(group.geometries[order])
    least = np.minimum.reduceat(boxes[:, :2], begins).tolist()
    most = np.maximum.reduceat(boxes[:, 2:], begins).tolist()
    points = _points(group.geometries[order[begins]], flat.dimension)
    members = zip(
        order[begins].tolist(),
        shapely.get_coordinates(points).tolist(),
        around.names(points),
        weights,
        zip(least, most, strict=True),
        strict=True,
    )
    for at, (easting, northing), within, weight, ((west, south), (east, north)) in members:
        yield Name(
            texts[at],
            kinds[at][0],
            EastingNorthing(easting, northing),
            within=within if plain(within) != plain(texts[at]) else "",
            box=None if flat.dimension == 0 else (west, south, east, north),
            weight=weight,
        )


def _sizes(group: Group) -> NDArray[np.float64]:
    areas = shapely.area(group.geometries)
    return np.asarray(areas if areas.any() else shapely.length(group.geometries), dtype=float)


def _points(shapes: NDArray[np.object_], dimension: int) -> NDArray[np.object_]:
    """The middle of each."""
    if dimension == 0:
        return shapes
    if dimension == 1:
        return np.asarray(shapely.line_interpolate_point(shapes, 0.5, normalized=True), dtype=object)
    return inner_points(shapes)


def _kind(layer: MapLayer, number: int) -> tuple[NameKind, float]:
    classes = CLASSES[layer]
    name = classes[number] if number < len(classes) else ""
    if layer is MapLayer.ROADS:
        return NameKind.STREET, _ROAD_WEIGHTS[name]
    return _KINDS.get((layer, name)) or _KIND_OF_LAYER[layer]


def _each_once(found: Sequence[Name]) -> Iterator[Name]:
    names = sorted(found, key=lambda name: (name.box is None, -name.weight))
    postal = {(plain(name.text), name.kind): name for name in reversed(names) if name.kind in _POSTAL}
    yield from reversed(postal.values())
    names = [name for name in names if name.kind not in _POSTAL]
    if not names:
        return
    alike = named_alike([f"{name.kind} {plain(_called(name))}" for name in names])
    for some in in_shares(alike):
        those = [names[at] for at in some]
        boxes = np.array([name.box or (*name.at, *name.at) for name in those])
        shapes = np.asarray(shapely.box(*boxes.T), dtype=object)
        points = np.asarray(shapely.points(np.array([name.at for name in those])), dtype=object)
        is_point = np.array([name.box is None for name in those])
        shapes[is_point] = points[is_point]
        stays = standing_apart(alike[some], points, shapes, _SAME_M)
        yield from (those[at] for at in np.flatnonzero(stays))


def _called(name: Name) -> str:
    """What tells it from others: of a street its own name, since one publisher adds its number and another does not."""
    if name.kind is not NameKind.STREET:
        return name.text
    own, number = spoken(name.text)
    return own or number


def _box(bounds: tuple[float, float, float, float]) -> Box:
    west, south, east, north = bounds
    return west, south, east, north
