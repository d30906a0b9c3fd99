"""A piece of the borough with a boundary, and which piece a shape lies in.

Towns are unions of the neighbourhoods that fit them best; that fit is a planner's judgement, and shown as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import shapely
from shapely import MultiPolygon, STRtree
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.ids import PlaceCode


class PlaceKind(StrEnum):
    """From the widest to the narrowest."""

    BOROUGH = "borough"
    TOWN = "town"
    NEIGHBOURHOOD = "neighbourhood"
    WARD = "ward"


@dataclass(frozen=True, slots=True)
class Place:
    """A place. `geometry` is in EPSG:27700 metres; `figures` are people and deprivation, by published name."""

    code: PlaceCode
    name: str
    kind: PlaceKind
    parent: PlaceCode | None
    geometry: MultiPolygon
    figures: Mapping[str, float] = field(default_factory=dict)
    source: str = ""

    @property
    def area_m2(self) -> float:
        """Planar area; the National Grid is true to 0.07 % here."""
        return float(self.geometry.area)


class Places:
    """All places of a plan: looked up by code or name, walked from borough to neighbourhood, found by position."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_code = {place.code: place for place in places}

    def __iter__(self) -> Iterator[Place]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def get(self, code: str | None) -> Place | None:
        """The place with this code, or None."""
        return self._by_code.get(PlaceCode(code)) if code else None

    def of_kind(self, kind: PlaceKind) -> tuple[Place, ...]:
        """All places of a kind, by name."""
        found = (place for place in self._by_code.values() if place.kind is kind)
        return tuple(sorted(found, key=lambda place: place.name))

    @cached_property
    def borough(self) -> Place | None:
        """The whole borough, or None in a plan without places."""
        return next(iter(self.of_kind(PlaceKind.BOROUGH)), None)

    def children(self, code: str) -> tuple[Place, ...]:
        """The places right inside this one, by name."""
        found = (place for place in self._by_code.values() if place.parent == code)
        return tuple(sorted(found, key=lambda place: place.name))

    def ancestors(self, code: str) -> tuple[Place, ...]:
        """The places that this one lies in, nearest first."""
        found: list[Place] = []
        place = self.get(code)
        while place and (place := self.get(place.parent)) and place not in found:
            found.append(place)
        return tuple(found)

    def within(self, code: str) -> frozenset[PlaceCode]:
        """This place's code and those of all places inside it."""
        inside = {PlaceCode(code)}
        for child in self.children(code):
            inside |= self.within(child.code)
        return frozenset(inside)

    def named(self, text: str) -> tuple[Place, ...]:
        """The places people may mean by `text`: exact code or name first, else names that contain it."""
        wanted = _plain(text)
        places = sorted(
            self._by_code.values(), key=lambda place: (list(PlaceKind).index(place.kind), place.name)
        )
        exact = [p for p in places if wanted in (_plain(p.name), _plain(p.code))]
        return tuple(exact or [p for p in places if wanted and wanted in _plain(p.name)])

    @cached_property
    def _neighbourhoods(self) -> tuple[tuple[Place, ...], STRtree]:
        places = self.of_kind(PlaceKind.NEIGHBOURHOOD)
        return places, STRtree([place.geometry for place in places])

    def at(self, geometry: BaseGeometry) -> Place | None:
        """The neighbourhood in which most of a shape lies; None outside all of them."""
        places, tree = self._neighbourhoods
        found = tree.query(geometry, predicate="intersects")
        if len(found) == 0:
            return None
        if len(found) == 1:
            return places[int(found[0])]
        shared = shapely.intersection([places[i].geometry for i in found], geometry)
        size = shapely.area(shared) if geometry.area else shapely.length(shared)
        return places[int(found[int(size.argmax())])]


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("&", "and").split())
