"""The names that are written on the map: along streets and waters, within parks and woods, at stations and towns.

Two tables come first: the widest scale at which a kind of name is worth showing, and which goes before which.
A street is named once in each stretch, however many pieces, carriageways or classes it was drawn in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.streetmap import CLASSES, NAME_KINDS, MapLayer, Names
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.gazetteer.spelling import plain
from placeplanner.mappacks.hilbert import hilbert
from placeplanner.mappacks.layout import Level, begins_at
from placeplanner.mappacks.levels import cut, joined
from placeplanner.mappacks.nearness import Nearby
from placeplanner.mappacks.spool import Flat, Group, Spool

_WIDEST: Mapping[str, float] = {  # metres a pixel
    "town": 70.0,
    "village": 30.0,
    "locality": 12.0,
    "field": 4.5,
    "motorway": 60.0,
    "a_road": 34.0,
    "b_road": 10.0,
    "through": 4.5,
    "street": 2.8,
    "service": 1.2,
    "path": 1.0,
    "river": 20.0,
    "canal": 14.0,
    "stream": 3.0,
    "water": 45.0,
    "park": 16.0,
    "wood": 16.0,
    "grounds": 4.0,
    "building": 1.2,
    "station": 14.0,
    "tram_stop": 5.0,
    "bus_stop": 0.7,
    "reference": 2.5,
}
_NAME_OF_NUMBERED = 5.0  # a numbered road's own name; from further away its number says more
_WEIGHTS: Mapping[str, float] = {
    "town": 100,
    "village": 90,
    "motorway": 80,
    "station": 75,
    "locality": 70,
    "a_road": 62,
    "b_road": 56,
    "through": 48,
    "water": 46,
    "park": 44,
    "waterway": 42,
    "wood": 38,
    "reference": 36,
    "street": 32,
    "grounds": 30,
    "building": 24,
    "service": 16,
    "path": 12,
    "stop": 8,
}
_LIVED_IN = 0.5  # a locality that is less likely meant than this is a hill, a bridge or a field
_FIELD_BONUS = -6.0  # which comes after all roads that have a number, and parks
_MOST_BONUS = 5.0  # for being long or large, among its like
_STRETCH_M: Mapping[str, float] = {"detail": 700.0, "town": 2000.0, "wide": 6000.0, "borough": 16_000.0}
_APART_M: Mapping[str, float] = {"detail": 200.0, "town": 600.0, "wide": 2000.0, "borough": 6000.0}
_LINE_SHARE, _AREA_SHARE = 4.5, 4.0  # pixels of its line, or of an area's side, that a letter needs
_LEAST_WIDEST = 0.9  # so that small parks have their name at street level
_PLACE_KINDS: Mapping[NameKind, str] = {
    NameKind.TOWN: "town",
    NameKind.VILLAGE: "village",
    NameKind.LOCALITY: "locality",
    NameKind.NEIGHBOURHOOD: "locality",
}
_AREAS: Mapping[MapLayer, str] = {
    MapLayer.GREEN: "park",
    MapLayer.WOODS: "wood",
    MapLayer.WATER: "water",
    MapLayer.GROUNDS: "grounds",
    MapLayer.BUILDINGS: "building",
    MapLayer.REFERENCE: "reference",
}
_NUMBER = re.compile(r"\(?\b([ABM]\d{1,4}(?:\(M\))?(?:, ?[ABM]\d{1,4}(?:\(M\))?)*)\)?")
_NUMBERED = ("motorway", "a_road", "b_road")
_MOST_NAMES = 300  # in a piece


@dataclass(slots=True)
class _Candidates:
    """Names as they are gathered; a line or a point each."""

    texts: list[str] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    widest: list[float] = field(default_factory=list)
    geometries: list[BaseGeometry] = field(default_factory=list)

    def add(self, text: str, kind: str, geometry: BaseGeometry, widest: float, bonus: float = 0.0) -> None:
        self.texts.append(text)
        self.kinds.append(NAME_KINDS.index(kind))
        self.weights.append(_WEIGHTS[kind] + min(bonus, 1.0) * _MOST_BONUS)
        self.widest.append(widest)
        self.geometries.append(geometry)


class MapNames:
    """All names of a spool; `pieces` gives those of one level."""

    def __init__(self, spool: Spool) -> None:
        self._standing = _Candidates()
        for name in _towns(spool.named):
            kind = _PLACE_KINDS[name.kind]
            is_lived_in = kind != "locality" or name.weight >= _LIVED_IN
            widest = _WIDEST[kind if is_lived_in else "field"]
            self._standing.add(
                name.text, kind, Point(name.at), widest, name.weight if is_lived_in else _FIELD_BONUS
            )
        for layer in (*_AREAS, MapLayer.STOPS):
            for flat in spool.of_layer(layer):
                _add_standing(self._standing, flat)
        self._lines = [
            (flat, lines)
            for layer in (MapLayer.ROADS, MapLayer.WATERWAYS)
            for flat in spool.of_layer(layer)
            if flat.dimension == 1 and (lines := named_lines(flat)) is not None
        ]

    def pieces(self, level: Level) -> Iterator[Names]:
        """What a level may write, in pieces of neighbours."""
        found = _Candidates()
        for flat, lines in self._lines:
            _add_lines(found, flat, lines, level)
        finest = begins_at(level)
        for at, widest in enumerate(self._standing.widest):
            if widest > finest:
                _copy(self._standing, at, found)
        yield from _pieces(found)


def named_lines(flat: Flat) -> Group | None:
    """The lines of a layer that have a name, joined by name and class; None where none has."""
    has_name = np.array([bool(name) for name in flat.names])
    group = flat.everything()
    which = has_name[group.features]
    if not which.any():
        return None
    return joined(Group(group.geometries[which], group.classes[which], group.features[which]), flat.names)


def spoken(name: str) -> tuple[str, str]:
    """A road's own name and its number, either perhaps empty: “Wallgate (A49)”, “A49 Wallgate”, “A49”."""
    number = _NUMBER.search(name)
    if number is None:
        return name, ""
    return " ".join((name[: number.start()] + name[number.end() :]).split()).strip(" ,;/-–"), number[1]


def _copy(source: _Candidates, at: int, to: _Candidates) -> None:
    to.texts.append(source.texts[at])
    to.kinds.append(source.kinds[at])
    to.weights.append(source.weights[at])
    to.widest.append(source.widest[at])
    to.geometries.append(source.geometries[at])


def _towns(named: Iterable[Name]) -> Iterator[Name]:
    """Towns, villages and localities, each once however many sources know it."""
    kept: dict[str, list[Name]] = defaultdict(list)
    order = list(_PLACE_KINDS)
    places = [name for name in named if name.kind in _PLACE_KINDS]
    for name in sorted(places, key=lambda name: (order.index(name.kind), -name.weight)):
        same = kept[plain(name.text)]
        if not any(np.hypot(name.at[0] - it.at[0], name.at[1] - it.at[1]) < 2500 for it in same):
            same.append(name)
            yield name


def _add_standing(found: _Candidates, flat: Flat) -> None:
    """Names of areas, at the middle of the largest part of each, and of points."""
    has_name = np.array([bool(name) for name in flat.names])
    if not has_name.any() or flat.dimension == 1:
        return
    group = flat.everything()
    which = np.flatnonzero(has_name[group.features])
    areas = shapely.area(group.geometries)
    order = which[np.argsort(-areas[which], kind="stable")]
    kept, done = Nearby(150.0 if flat.dimension == 0 else 400.0), set[int]()
    for at in order:
        geometry, text = group.geometries[at], flat.names[group.features[at]]
        if group.features[at] in done:  # a smaller part of the same thing
            continue
        done.add(group.features[at])
        point = geometry if flat.dimension == 0 else inner_point(geometry)
        if kept.has(plain(text), point):
            continue
        kept.note(plain(text), point)
        kind, widest = _kind_of(flat.layer, int(group.classes[at]))
        side = float(np.sqrt(areas[at])) if flat.dimension == 2 else 0.0
        if flat.dimension == 2:
            widest = min(widest, max(side / (_AREA_SHARE * len(text)), min(_LEAST_WIDEST, widest)))
        found.add(text, kind, point, widest, side / 1000)


def inner_point(area: BaseGeometry) -> Point:
    """Where a name looks as if it belonged: the middle of the largest circle that fits in."""
    tolerance = max(float(np.sqrt(area.area)) / 20, 0.5)
    simple = shapely.simplify(area, tolerance / 2)
    assert isinstance(simple, Polygon)
    middle, _ = shapely.get_coordinates(shapely.maximum_inscribed_circle(simple, tolerance))
    return Point(middle)


def _kind_of(layer: MapLayer, number: int) -> tuple[str, float]:
    if layer is MapLayer.STOPS:
        name = CLASSES[layer][number]
        return ("station" if name == "station" else "stop"), _WIDEST[name]
    kind = _AREAS[layer]
    return kind, _WIDEST[kind]


def _add_lines(found: _Candidates, flat: Flat, lines: Group, level: Level) -> None:
    """Names along lines: by own name and by number, once in each stretch."""
    finest = begins_at(level)
    classes = CLASSES[flat.layer]
    scale = np.array([_WIDEST[name] for name in classes])
    worth = scale[lines.classes] > finest
    parts, of = cut(lines.geometries[worth], _STRETCH_M[level.name])
    numbers, features = lines.classes[worth][of], lines.features[worth][of]
    lengths = shapely.length(parts)
    kept = Nearby(_APART_M[level.name])
    for at in np.lexsort((-lengths, numbers)):
        name = classes[numbers[at]]
        own, number = (
            spoken(flat.names[features[at]])
            if flat.layer is MapLayer.ROADS
            else (flat.names[features[at]], "")
        )
        kind = name if flat.layer is MapLayer.ROADS else "waterway"
        is_numbered = name in _NUMBERED
        for text, widest in (
            (number, scale[numbers[at]]),
            (own, _NAME_OF_NUMBERED if is_numbered else scale[numbers[at]]),
        ):
            if not text:
                continue
            fitting = min(float(widest), float(lengths[at]) / (_LINE_SHARE * len(text)))
            if fitting <= finest or kept.has(text, middle_of(parts[at])):
                continue
            kept.note(text, parts[at])
            line = shapely.simplify(parts[at], max(level.tolerance_m, 0.5))
            found.add(text, kind, line, fitting, float(lengths[at]) / 1000)


def middle_of(line: BaseGeometry) -> Point:
    """The point half way along."""
    assert isinstance(line, LineString)
    return shapely.line_interpolate_point(line, 0.5, normalized=True)


def _pieces(found: _Candidates) -> Iterator[Names]:
    if not found.texts:
        return
    geometries = np.array(found.geometries, dtype=object)
    boxes = shapely.bounds(geometries)
    order = np.argsort(hilbert((boxes[:, :2] + boxes[:, 2:]) / 2), kind="stable")
    for start in range(0, len(order), _MOST_NAMES):
        yield _names(found, geometries, order[start : start + _MOST_NAMES])


def _names(found: _Candidates, geometries: NDArray[np.object_], which: NDArray[np.int64]) -> Names:
    xy, index = shapely.get_coordinates(geometries[which], return_index=True)
    return Names(
        texts=tuple(found.texts[at] for at in which),
        kinds=np.array([found.kinds[at] for at in which], dtype=np.uint8),
        weight=np.array([found.weights[at] for at in which], dtype=np.float32),
        widest=np.array([found.widest[at] for at in which], dtype=np.float32),
        xy=xy,
        starts=np.searchsorted(index, np.arange(len(which) + 1)),
    )
