"""OS OpenMap Local: the street map of the Ordnance Survey. Its layers are told by their names or by their columns.

Shapefiles cut names of columns to ten letters ("CLASSIFICA", "BUILDGTHEM"); GML and GeoPackage spell them out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from placeplanner.domain.streetmap import CLASSES, MapLayer
from placeplanner.mappacks.haul import Drawn
from placeplanner.mappacks.sources import credits
from placeplanner.mappacks.sources.ordnance_places import (
    functional_sites,
    important_buildings,
    place_names,
    stations,
)
from placeplanner.mappacks.sources.rows import Each, Layer, Made, Maker, Meaning, Rows, plain

PRODUCT = "OS OpenMap Local"
_TILE = re.compile(r"^(?:[A-Za-z]{2}_|opmplc_(?:gb_)?|opmplc_[a-z]{2}_)")
_NAMES = ("distname", "distinctivename", "distinctivename1", "name")
_CLASSIFIED = ("classifica", "classification")
_MARKS = frozenset({"featcode", "featurecode", "sitetheme"})  # functional sites have no code


def classes_of(layer: MapLayer, names: list[str]) -> NDArray[np.uint8]:
    """Numbers of classes by their names."""
    return np.array([CLASSES[layer].index(name) for name in names], dtype=np.uint8)


def road_class(classification: str) -> str:
    """Our class of a road, by what the Ordnance Survey's products call it."""
    said = classification.casefold()
    for word, name in _ROADS:
        if word in said:
            return name
    return "street"


_ROADS = (
    ("motorway", "motorway"),
    ("primary road", "a_road"),
    ("a road", "a_road"),
    ("b road", "b_road"),
    ("minor road", "through"),
    ("restricted", "service"),
    ("access", "service"),
    ("private", "service"),
    ("guided busway", "service"),
    ("pedestrianised", "street"),
    ("path", "path"),
)


class _Shown(Struct, frozen=True):
    """How a layer is drawn: as one class, or by a function of its rows."""

    layer: MapLayer
    name: str
    dimension: int


def _plainly(shown: _Shown) -> Callable[[Rows], Made]:
    number = CLASSES[shown.layer].index(shown.name)

    def make(rows: Rows) -> Made:
        names = tuple(rows.texts(*_NAMES))
        classes = np.full(len(rows), number, dtype=np.uint8)
        return Made((Drawn(shown.layer, rows.geometries, classes, names if any(names) else ()),))

    return make


def _roads(rows: Rows) -> Made:
    names, numbers = rows.texts(*_NAMES), rows.texts("roadnumber")
    called = tuple(name or number for name, number in zip(names, numbers, strict=True))
    found = [road_class(said) for said in rows.texts(*_CLASSIFIED)]
    return Made((Drawn(MapLayer.ROADS, rows.geometries, classes_of(MapLayer.ROADS, found), called),))


def _railways(rows: Rows) -> Made:
    said = [text.casefold() for text in rows.texts(*_CLASSIFIED)]
    found = ["tram" if "tram" in text or "light" in text else "railway" for text in said]
    return Made((Drawn(MapLayer.RAILWAYS, rows.geometries, classes_of(MapLayer.RAILWAYS, found)),))


_SHOWN: Mapping[str, _Shown] = {
    "building": _Shown(MapLayer.BUILDINGS, "building", 2),
    "glasshouse": _Shown(MapLayer.BUILDINGS, "building", 2),
    "surfacewaterarea": _Shown(MapLayer.WATER, "water", 2),
    "tidalwater": _Shown(MapLayer.WATER, "water", 2),
    "foreshore": _Shown(MapLayer.WATER, "wetland", 2),
    "surfacewaterline": _Shown(MapLayer.WATERWAYS, "stream", 1),
    "woodland": _Shown(MapLayer.WOODS, "wood", 2),
}
_NOT_SHOWN: Mapping[str, str] = {
    "electricitytransmissionline": "power lines are not on this map",
    "tidalboundary": "the sea's edge is that of the water itself",
    "motorwayjunction": "numbers of junctions are not on this map",
    "carchargingpoint": "charging points are not on this map",
    "roundabout": "roundabouts are drawn with their roads",
    "railwaytunnel": "tunnels are not on this map",
    "roadtunnel": "tunnels are not on this map",
}
_MADE: Mapping[str, tuple[Callable[[Rows], Made], int]] = {
    "road": (_roads, 1),
    "railwaytrack": (_railways, 1),
}
_GATHERED: Mapping[str, tuple[Callable[[str], Maker], int]] = {
    "importantbuilding": (important_buildings, 2),
    "functionalsite": (functional_sites, 2),
    "railwaystation": (stations, 0),
    "namedplace": (place_names, 0),
}
_BY_COLUMNS = (
    ("buildgthem", "importantbuilding"),
    ("buildingtheme", "importantbuilding"),
    ("sitetheme", "functionalsite"),
    ("junctnum", "motorwayjunction"),
    ("junctionnumber", "motorwayjunction"),
    ("fontheight", "namedplace"),
)


def openmap_meaning(layer: Layer, title: str) -> Meaning | None:
    """A layer of OS OpenMap Local, else None."""
    if not _MARKS & set(layer.fields):
        return None
    which = _which(layer)
    date = credits.date_in(title)
    said = credits.ordnance_survey(PRODUCT, date)
    if which in _NOT_SHOWN:
        return Meaning(PRODUCT, said, _nothing, not_shown=_NOT_SHOWN[which])
    labels = ("distname", "distinctivename", "id")
    if which in _SHOWN:
        shown = _SHOWN[which]
        make = _plainly(shown)
        return Meaning(
            PRODUCT, said, lambda: Each(make), frozenset({shown.dimension}), (*_NAMES, "id"), labels
        )
    if which in _MADE:
        made, dimension = _MADE[which]
        return Meaning(PRODUCT, said, lambda: Each(made), frozenset({dimension}), labels=labels)
    if which in _GATHERED:
        begin, dimension = _GATHERED[which]
        source = credits.told(said)
        return Meaning(
            PRODUCT,
            said,
            lambda: begin(source),
            frozenset({dimension}),
            labels=labels,
            is_whole=which == "namedplace",
        )
    return None


def _nothing() -> Maker:
    return Each(lambda rows: Made(()))


def _which(layer: Layer) -> str:
    own = plain(_TILE.sub("", layer.name))
    if own in _SHOWN or own in _NOT_SHOWN or own in _MADE or own in _GATHERED:
        return own
    for column, which in _BY_COLUMNS:
        if column in layer.fields:
            return which
    if layer.dimension == 1 and "roadnumber" in layer.fields:
        return "road"
    codes = set(layer.sample.texts("featcode", "featurecode"))
    return "building" if codes == {"15014"} and layer.dimension == 2 else ""
