"""Some thousand things of OpenStreetMap on their way from tags and degrees to what the map builder takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import shapely
from msgspec import Struct, field
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.known import KnownThing
from placeplanner.domain.streetmap import MapLayer
from placeplanner.gazetteer.name import Name
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.haul import Drawn, Haul, Known, Named
from placeplanner.mappacks.sources.osm_account import Account
from placeplanner.mappacks.sources.osm_meaning import Meaning
from placeplanner.mappacks.sources.osm_names import name_of, within
from placeplanner.mappacks.sources.osm_shapes import settled, shapes_of
from placeplanner.mappacks.sources.osm_tags import Tags
from placeplanner.mappacks.sources.osm_things import known_thing

_BATCH = 6_000
_TYPES = {"node": "Point", "way": "Line", "relation": "Group"}


class _Found(NamedTuple):
    meaning: Meaning
    tags: Tags
    origin: str  # "way/123"


class Batch(Struct):
    """Things gathered until there are enough of them to be worth the work; `source` is said of known things."""

    area: Area
    account: Account
    source: str
    _points: list[tuple[_Found, tuple[float, float]]] = field(default_factory=list)
    _shapes: list[tuple[_Found, str]] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether it is time to `hauls`."""
        return len(self._points) + len(self._shapes) >= _BATCH

    def add_point(self, meaning: Meaning, tags: Tags, origin: str, lonlat: tuple[float, float]) -> None:
        """A node."""
        self._points.append((_Found(meaning, tags, origin), lonlat))

    def add_shape(self, meaning: Meaning, tags: Tags, origin: str, wkb: str) -> None:
        """A way (as a line, whatever it is) or the area that a relation describes; WKB in hexadecimal digits."""
        self._shapes.append((_Found(meaning, tags, origin), wkb))

    def hauls(self) -> Iterator[Haul]:
        """What was gathered, in metres; the batch is empty afterwards."""
        found = [each for each, _ in (*self._points, *self._shapes)]
        if not found:
            return
        lonlat = shapes_of([at for _, at in self._points], [wkb for _, wkb in self._shapes])
        self._points, self._shapes = [], []
        is_area = np.array([each.meaning.is_area for each in found], dtype=bool)
        result = settled(lonlat, is_area & (shapely.get_dimensions(lonlat) == 1), self.area)
        for index in result.clipped:
            self.account.tally(found[index].meaning.tally).clipped_away += 1
        for index, why in result.refused.items():
            self.account.refuse(found[index].meaning.tally, told(found[index].origin, found[index].tags), why)
        for index, why in result.repaired.items():
            self.account.repair(found[index].meaning.tally, told(found[index].origin, found[index].tags), why)
        kept = [int(index) for index in np.flatnonzero(~shapely.is_missing(result.whole))]
        for index in kept:
            self.account.tally(found[index].meaning.tally).kept += 1
        yield from _drawn([(found[index], result.cut[index]) for index in kept])
        whole = [(found[index], result.whole[index]) for index in kept]
        if names := tuple(filter(None, (_name(each, shape) for each, shape in whole))):
            yield Named(names)
        if things := tuple(filter(None, (self._thing(each, shape) for each, shape in whole))):
            yield Known(things)

    def _thing(self, found: _Found, shape: BaseGeometry) -> KnownThing | None:
        if found.meaning.sort is None:
            return None
        return known_thing(found.meaning.sort, found.tags, f"osm:{found.origin}", shape, self.source)


def told(origin: str, tags: Tags) -> str:
    """What something is called when it is spoken about: "Line 123 (Market Street)"."""
    type_, _, number = origin.partition("/")
    name = " ".join(tags.get("name", "").split())[:80]
    return f"{_TYPES[type_]} {number}" + (f" ({name})" if name else "")


def _drawn(kept: list[tuple[_Found, BaseGeometry | None]]) -> Iterator[Drawn]:
    by_layer: dict[MapLayer, list[tuple[BaseGeometry, int, str]]] = defaultdict(list)
    for found, shape in kept:
        if shape is None:
            continue
        for look in found.meaning.looks:
            drawn = shapely.point_on_surface(shape) if look.layer is MapLayer.STOPS else shape
            by_layer[look.layer].append((drawn, look.number, name_of(found.tags, look)))
    for layer, rows in by_layer.items():
        geometries = np.empty(len(rows), dtype=object)
        geometries[:] = [shape for shape, _, _ in rows]
        classes = np.array([number for _, number, _ in rows], dtype=np.uint8)
        names = tuple(name for _, _, name in rows)
        yield Drawn(layer, geometries, classes, names if any(names) else ())


def _name(found: _Found, shape: BaseGeometry) -> Name | None:
    if found.meaning.named is None:
        return None
    kind, weight = found.meaning.named
    at = shapely.get_coordinates(shapely.point_on_surface(shape))[0]
    west, south, east, north = shape.bounds
    box = None if shape.geom_type == "Point" else (west, south, east, north)
    position = EastingNorthing(float(at[0]), float(at[1]))
    return Name(name_of(found.tags, None), kind, position, within(found.tags), box, weight)
