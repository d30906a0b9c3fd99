"""A piece of the borough with a boundary, and which piece a shape lies in.

Towns are unions of the neighbourhoods that fit them best; that fit is a planner's judgement, and shown as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Protocol, TypeVar
from uuid import UUID, uuid5

import numpy as np
import shapely
from msgspec import Struct, field
from numpy.typing import NDArray
from shapely import MultiPolygon, STRtree
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.ids import PlaceCode

_ROWS = UUID("6f0f7a52-5d0c-4c3e-9a3c-7b1f5d0a9e11")  # of our own making


def row_id(code: str) -> str:
    """The identity that a place has in every plan, from its code."""
    return str(uuid5(_ROWS, code))


class Located(Protocol):
    """What has a place and a shape: a record."""

    @property
    def place(self) -> PlaceCode | None: ...

    @property
    def geometry(self) -> BaseGeometry: ...


R = TypeVar("R", bound=Located)


class PlaceKind(StrEnum):
    """From the widest to the narrowest."""

    BOROUGH = "borough"
    TOWN = "town"
    NEIGHBOURHOOD = "neighbourhood"
    WARD = "ward"
    PATCH = "patch"  # a group's own area

    @property
    def overlaps(self) -> bool:
        """Whether it lies across neighbourhoods: its records are then told by geometry, not by their place."""
        return self in (PlaceKind.WARD, PlaceKind.PATCH)


class Place(Struct, frozen=True):
    """A place. `geometry` is in EPSG:27700 metres; `figures` are people and deprivation, by published name."""

    code: PlaceCode
    name: str
    kind: PlaceKind
    parent: PlaceCode | None
    geometry: MultiPolygon
    figures: Mapping[str, float] = field(default_factory=dict)
    source: str = ""

    @property
    def id(self) -> str:
        """The identity of its row: the same in every plan, so that plans can be merged."""
        return row_id(self.code)

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
        """The places that this one is made of, by name; wards and patches lie across those, and are none."""
        found = (
            place for place in self._by_code.values() if place.parent == code and not place.kind.overlaps
        )
        return tuple(sorted(found, key=lambda place: place.name))

    def ancestors(self, code: str) -> tuple[Place, ...]:
        """The places that this one lies in, nearest first."""
        found: list[Place] = []
        place = self.get(code)
        while place and (place := self.get(place.parent)) and place not in found:
            found.append(place)
        return tuple(found)

    def within(self, code: str) -> frozenset[PlaceCode]:
        """This place's code and those of all places that it is made of."""
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

    def replaced(self, changed: Iterable[Place], gone: Iterable[str] = ()) -> Places:
        """These places with some of them different, new or gone."""
        left = {code: place for code, place in self._by_code.items() if code not in set(gone)}
        return Places({**left, **{place.code: place for place in changed}}.values())

    @cached_property
    def _neighbourhoods(self) -> _Tiling:
        return _Tiling(self.of_kind(PlaceKind.NEIGHBOURHOOD))

    @cached_property
    def _wards(self) -> _Tiling:
        return _Tiling(self.of_kind(PlaceKind.WARD))

    @cached_property
    def _patches(self) -> tuple[Place, ...]:
        return self.of_kind(PlaceKind.PATCH)

    @cached_property
    def mark(self) -> str:
        """A fingerprint that changes with any place: its outline, its figures, what it belongs to."""
        import hashlib  # here, since what it brings takes longer than all else of this module, at every start

        told = hashlib.sha256()
        for place in sorted(self, key=lambda place: place.code):
            told.update(repr((place.code, place.name, place.parent, sorted(place.figures.items()))).encode())
            told.update(shapely.to_wkb(place.geometry))
        return told.hexdigest()[:8]

    def at(self, geometry: BaseGeometry) -> Place | None:
        """The neighbourhood in which most of a shape lies; None outside all of them."""
        return self._neighbourhoods.at(geometry)

    def at_all(self, geometries: Sequence[BaseGeometry]) -> list[Place | None]:
        """The same for many shapes at once, which is many times as fast."""
        return self._neighbourhoods.at_all(geometries)

    @property
    def has_overlaps(self) -> bool:
        """Whether there are wards or patches."""
        return bool(self._patches or len(self._wards))

    def across(self, geometries: Sequence[BaseGeometry]) -> list[frozenset[PlaceCode]]:
        """For each shape, the ward in which most of it lies and the patches into which it reaches."""
        found: list[set[PlaceCode]] = [set() for _ in geometries]
        for index, ward in enumerate(self._wards.at_all(geometries)):
            if ward:
                found[index].add(ward.code)
        for patch in self._patches:
            for at in np.flatnonzero(_reaching_into(patch.geometry, geometries)):
                found[at].add(patch.code)
        return [frozenset(codes) for codes in found]

    def holding(self, code: str, records: Iterable[R]) -> list[R]:
        """Those of the records that belong to a place: by their own place, or to a ward or patch by geometry.

        The borough holds every record, even those that lie in no place that is known.
        """
        place = self.get(code)
        if place is None:
            return []
        if place.kind is PlaceKind.BOROUGH:
            return list(records)
        if place.kind.overlaps:
            every = list(records)
            across = self.across([record.geometry for record in every])
            return [record for record, codes in zip(every, across, strict=True) if code in codes]
        inside = self.within(code)
        return [record for record in records if record.place in inside]


class _Tiling:
    """Places side by side, of which a shape lies in one."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._tree = STRtree([place.geometry for place in places])

    def __len__(self) -> int:
        return len(self._places)

    def at(self, geometry: BaseGeometry) -> Place | None:
        return self._widest(geometry, self._tree.query(geometry, predicate="intersects"))

    def at_all(self, geometries: Sequence[BaseGeometry]) -> list[Place | None]:
        """At once, since ten thousand records are asked about whenever one changes."""
        touched: list[list[int]] = [[] for _ in geometries]
        if self._places and geometries:
            shapes, places = self._tree.query(np.array(geometries, dtype=object), predicate="intersects")
            for shape, place in zip(shapes.tolist(), places.tolist(), strict=True):
                touched[shape].append(place)
        return [
            self._widest(geometry, np.array(found, dtype=np.int64))
            for geometry, found in zip(geometries, touched, strict=True)
        ]

    def _widest(self, geometry: BaseGeometry, found: NDArray[np.int64]) -> Place | None:
        if len(found) == 0:
            return None
        if len(found) == 1:
            return self._places[int(found[0])]
        shared = shapely.intersection([self._places[i].geometry for i in found], geometry)
        size = shapely.area(shared) if geometry.area else shapely.length(shared)
        return self._places[int(found[int(size.argmax())])]


def _reaching_into(outline: BaseGeometry, geometries: Sequence[BaseGeometry]) -> NDArray[np.bool_]:
    """Which shapes have more in common with an outline than a stretch of its edge; a point may lie on it."""
    shapes = np.array(geometries, dtype=object)
    shapely.prepare(outline)
    reaches: NDArray[np.bool_] = shapely.intersects(outline, shapes)
    doubtful = np.flatnonzero(reaches & (shapely.get_dimensions(shapes) > 0))
    reaches[doubtful] = ~shapely.touches(outline, shapes[doubtful])
    return reaches


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("&", "and").split())
