"""The names that are written on the map: along streets and waters, within parks and woods, at stations and towns.

Two tables come first: the widest scale at which a kind of name is worth showing, and which goes before which.
A street is named once in each stretch, however many pieces, carriageways or classes it was drawn in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray

from placeplanner.domain.streetmap import CLASSES, NAME_KINDS, MapLayer, Names
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.gazetteer.spelling import plain
from placeplanner.mappacks.batches import Batch
from placeplanner.mappacks.hilbert import hilbert
from placeplanner.mappacks.layout import Level, begins_at
from placeplanner.mappacks.levels import named_alike
from placeplanner.mappacks.lines import cut, joined
from placeplanner.mappacks.nearness import in_shares, standing_apart
from placeplanner.mappacks.spool import Flat, Spool

_Floats = NDArray[np.float64]

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
_APART_POINTS_M, _APART_AREAS_M = 150.0, 400.0  # of one name
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


class _Candidates(Struct, frozen=True, eq=False):
    """Names that a map may show; a line or a point each."""

    texts: NDArray[np.object_]
    kinds: NDArray[np.uint8]
    weights: _Floats
    widest: _Floats
    geometries: NDArray[np.object_]

    @classmethod
    def of(
        cls,
        texts: Iterable[str],
        kinds: Iterable[str],
        geometries: NDArray[np.object_],
        widest: _Floats,
        bonus: _Floats,
    ) -> _Candidates:
        """Names of these kinds; a bonus of 1 or more lifts one above all of its like."""
        kinds = tuple(kinds)
        weights = np.array([_WEIGHTS[kind] for kind in kinds]) + np.minimum(bonus, 1.0) * _MOST_BONUS
        numbers = np.array([NAME_KINDS.index(kind) for kind in kinds], dtype=np.uint8)
        return cls(np.array([*texts], dtype=object), numbers, weights, widest, geometries)

    def taken(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> _Candidates:
        """These of them."""
        return _Candidates(
            self.texts[which],
            self.kinds[which],
            self.weights[which],
            self.widest[which],
            self.geometries[which],
        )


class _Along(Struct, frozen=True, eq=False):
    """Lines of a layer that have a name, and what is said along each: its own name, and its number."""

    layer: MapLayer
    lines: Batch
    texts: NDArray[np.object_]
    said: NDArray[
        np.int64
    ]  # by feature, shape (n, 2): indices into `texts` of its number and its own name; -1


class MapNames:
    """All names of a spool; `pieces` gives those of one level."""

    def __init__(self, spool: Spool) -> None:
        standing = [_of_towns(spool.named)]
        for layer in (*_AREAS, MapLayer.STOPS):
            standing += [_standing(flat) for flat in spool.of_layer(layer) if flat.dimension != 1]
        self._standing = _all_of(standing)
        self._along = [
            _along(flat)
            for layer in (MapLayer.ROADS, MapLayer.WATERWAYS)
            for flat in spool.of_layer(layer)
            if flat.dimension == 1
        ]

    def pieces(self, level: Level) -> Iterator[Names]:
        """What a level may write, in pieces of neighbours."""
        worth = self._standing.widest > begins_at(level)
        along = [found for lines in self._along for found in _of_lines(lines, level)]
        yield from _pieces(_all_of([*along, self._standing.taken(worth)]))


def named_lines(flat: Flat) -> Batch:
    """The lines of a layer that have a name, joined by name and class."""
    named = flat.named()
    return joined(named, named_alike(flat.names)[named.features])


def spoken(name: str) -> tuple[str, str]:
    """A road's own name and its number, either perhaps empty: “Wallgate (A49)”, “A49 Wallgate”, “A49”."""
    number = _NUMBER.search(name)
    if number is None:
        return name, ""
    return " ".join((name[: number.start()] + name[number.end() :]).split()).strip(" ,;/-–"), number[1]


def _all_of(candidates: Sequence[_Candidates]) -> _Candidates:
    return _Candidates(
        np.concatenate([each.texts for each in candidates]),
        np.concatenate([each.kinds for each in candidates]),
        np.concatenate([each.weights for each in candidates]),
        np.concatenate([each.widest for each in candidates]),
        np.concatenate([each.geometries for each in candidates]),
    )


def _of_towns(named: Iterable[Name]) -> _Candidates:
    names = tuple(_towns(named))
    kinds = [_PLACE_KINDS[name.kind] for name in names]
    lived_in = [
        kind != "locality" or name.weight >= _LIVED_IN for name, kind in zip(names, kinds, strict=True)
    ]
    widest = [_WIDEST[kind if lived else "field"] for kind, lived in zip(kinds, lived_in, strict=True)]
    bonus = [name.weight if lived else _FIELD_BONUS for name, lived in zip(names, lived_in, strict=True)]
    points = np.asarray(shapely.points(np.array([name.at for name in names]).reshape(-1, 2)), dtype=object)
    return _Candidates.of([name.text for name in names], kinds, points, np.array(widest), np.array(bonus))


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


def _standing(flat: Flat) -> _Candidates:
    """Names of areas, at the middle of the largest part of each, and of points."""
    group = flat.named().group()
    areas = shapely.area(group.geometries)
    order = np.argsort(-areas, kind="stable")
    _, largest = np.unique(group.features[order], return_index=True)
    order = order[np.sort(largest)]
    areas, classes = areas[order], group.classes[order]
    texts = [flat.names[feature] for feature in group.features[order]]
    points = group.geometries[order] if flat.dimension == 0 else inner_points(group.geometries[order])
    apart = _APART_POINTS_M if flat.dimension == 0 else _APART_AREAS_M
    kept = standing_apart(named_alike([plain(text) for text in texts]), points, points, apart)
    kinds, widest = _kinds_of(flat.layer, classes)
    sides = np.sqrt(areas)
    if flat.dimension == 2:
        letters = np.array([len(text) for text in texts], dtype=float)
        widest = np.minimum(
            widest, np.maximum(sides / (_AREA_SHARE * letters), np.minimum(_LEAST_WIDEST, widest))
        )
    return _Candidates.of(texts, kinds, points, widest, sides / 1000).taken(kept)


def inner_points(areas: NDArray[np.object_]) -> NDArray[np.object_]:
    """Where names look as if they belonged: the middle of the largest circle that fits into each area."""
    tolerance = np.maximum(np.sqrt(shapely.area(areas)) / 20, 0.5)
    simple = shapely.simplify(areas, tolerance / 2)
    radius = shapely.maximum_inscribed_circle(simple, tolerance)
    return np.asarray(shapely.get_point(radius, 0), dtype=object)


def _kinds_of(layer: MapLayer, classes: NDArray[np.uint8]) -> tuple[list[str], _Floats]:
    if layer is MapLayer.STOPS:
        names = [CLASSES[layer][number] for number in classes]
        kinds = ["station" if name == "station" else "stop" for name in names]
        return kinds, np.array([_WIDEST[name] for name in names])
    kind = _AREAS[layer]
    return [kind] * len(classes), np.full(len(classes), _WIDEST[kind])


def _along(flat: Flat) -> _Along:
    texts: dict[str, int] = {"": -1}
    said: dict[str, tuple[int, int]] = {}
    for name in dict.fromkeys(flat.names):
        own, number = spoken(name) if flat.layer is MapLayer.ROADS else (name, "")
        said[name] = (texts.setdefault(number, len(texts) - 1), texts.setdefault(own, len(texts) - 1))
    numbers = np.array([said[name] for name in flat.names], dtype=np.int64).reshape(-1, 2)
    return _Along(flat.layer, named_lines(flat), np.array([*texts][1:], dtype=object), numbers)


def _of_lines(along: _Along, level: Level) -> Iterator[_Candidates]:
    """Names along lines: by number and by own name, once in each stretch."""
    finest = begins_at(level)
    classes = CLASSES[along.layer]
    scale = np.array([_WIDEST[name] for name in classes])
    own_scale = np.where([name in _NUMBERED for name in classes], _NAME_OF_NUMBERED, scale)
    parts = cut(along.lines.taken(scale[along.lines.classes] > finest), _STRETCH_M[level.name])
    lengths = parts.lengths_m()
    text = along.said[parts.features].ravel()
    at = np.repeat(np.arange(parts.count), 2)
    widest = np.stack([scale[parts.classes], own_scale[parts.classes]], axis=1).ravel()
    letters = np.array([*(len(text) for text in along.texts), 1])[text]
    fitting = np.minimum(widest, lengths[at] / (_LINE_SHARE * letters))
    order = np.lexsort((-lengths[at], parts.classes[at]))
    order = order[((fitting > finest) & (text >= 0))[order]]
    text, at, fitting = text[order], at[order], fitting[order]
    is_road = along.layer is MapLayer.ROADS
    for some in in_shares(text):
        shapes = parts.taken(at[some]).group().geometries
        middles = shapely.line_interpolate_point(shapes, 0.5, normalized=True)
        stays = standing_apart(text[some], middles, shapes, _APART_M[level.name])
        lines = shapely.simplify(shapes[stays], max(level.tolerance_m, 0.5), preserve_topology=False)
        kept = some[stays]
        kinds = [classes[number] if is_road else "waterway" for number in parts.classes[at[kept]]]
        bonus = lengths[at[kept]] / 1000
        yield _Candidates.of(along.texts[text[kept]], kinds, lines, fitting[kept], bonus)


def _pieces(found: _Candidates) -> Iterator[Names]:
    if not len(found.texts):
        return
    boxes = shapely.bounds(found.geometries)
    order = np.argsort(hilbert((boxes[:, :2] + boxes[:, 2:]) / 2), kind="stable")
    for start in range(0, len(order), _MOST_NAMES):
        yield _names(found.taken(order[start : start + _MOST_NAMES]))


def _names(found: _Candidates) -> Names:
    xy, index = shapely.get_coordinates(found.geometries, return_index=True)
    return Names(
        texts=tuple(found.texts),
        kinds=found.kinds,
        weight=found.weights.astype(np.float32),
        widest=found.widest.astype(np.float32),
        xy=xy,
        starts=np.searchsorted(index, np.arange(len(found.texts) + 1)),
    )
