"""A small made-up borough on a plain grid, so that every number in a test can be checked in the head.

┌────────┬────────┐ 2000
│  West  │  East  │      one town, two neighbourhoods of 1 km by 2 km
└────────┴────────┘ 0
0       1000    2000     + (360000, 400000)
"""

from __future__ import annotations

from collections.abc import Iterable

import shapely
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.domain.record import Record
from placeplanner.draw.scene import Scene
from placeplanner.draw.viewport import Viewport
from tests.builders import a_record

E, N = 360_000.0, 400_000.0


def at(east: float, north: float) -> EastingNorthing:
    """A position in the small borough."""
    return EastingNorthing(E + east, N + north)


def a_point(east: float, north: float) -> BaseGeometry:
    return shapely.Point(E + east, N + north)


def a_line(*corners: tuple[float, float]) -> BaseGeometry:
    return shapely.LineString([(E + east, N + north) for east, north in corners])


def a_box(west: float, south: float, east: float, north: float) -> BaseGeometry:
    return shapely.box(E + west, N + south, E + east, N + north)


def _place(code: str, name: str, kind: PlaceKind, parent: str | None, box: BaseGeometry) -> Place:
    return Place(PlaceCode(code), name, kind, PlaceCode(parent) if parent else None, MultiPolygon([box]))


def small_places() -> Places:
    whole = a_box(0, 0, 2000, 2000)
    return Places(
        [
            _place("B", "The Borough", PlaceKind.BOROUGH, None, whole),
            _place("T", "The Town", PlaceKind.TOWN, "B", whole),
            _place("W", "West", PlaceKind.NEIGHBOURHOOD, "T", a_box(0, 0, 1000, 2000)),
            _place("E", "East", PlaceKind.NEIGHBOURHOOD, "T", a_box(1000, 0, 2000, 2000)),
        ]
    )


def a_scene(records: Iterable[Record] = (), **values: str) -> Scene:
    return Scene.of(small_places(), records, load_catalogue(), **values)  # type: ignore[arg-type]


def a_view(width: int = 500, height: int = 500, metres_per_pixel: float = 4.0) -> Viewport:
    """The whole small borough in 500 × 500 pixels: 4 metres each."""
    return Viewport(at(1000, 1000), metres_per_pixel, width, height)


def some_records() -> list[Record]:
    """One of each kind and shape."""
    return [
        a_record("asset", "Library", geometry=a_point(300, 1500)),
        a_record("greenspace", "Park", geometry=a_box(1200, 300, 1700, 800)),
        a_record("heritage", "Canal", geometry=a_line((100, 200), (600, 500), (900, 400))),
        a_record("priority", "Crossing", geometry=a_point(1500, 1500), is_sample=True),
    ]
