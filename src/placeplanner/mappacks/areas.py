"""Which piece of the world a map is made of, as people say it: a place, a box, a file with a boundary, or all.

A place gets a margin, because a map that ends at a boundary has streets that stop for no reason.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.coordinates import eastings_northings
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.errors import Problem
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.haul import Bounded, Drawn, Haul
from placeplanner.mappacks.sources.recognise import recognise
from placeplanner.mappacks.titles import title_of_file

MARGIN_M = 500.0
_MARGIN = f" and {MARGIN_M:.0f} m around it"
EVERYTHING = "all that the files hold"
_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_BOX = re.compile(rf"\s*({_NUMBER})[,;\s]+({_NUMBER})[,;\s]+({_NUMBER})[,;\s]+({_NUMBER})\s*")
_WAYS = (
    "Name a place such as Hindley, give a box as west,south,east,north, name a file that holds a boundary, "
    "or say “all”."
)


def parse_area(text: str, places: Places) -> Area:
    """The area that a text means; its name says which place was chosen. Raises `Problem`."""
    wanted = text.strip()
    if wanted.casefold() in ("all", "everything"):
        return Area(EVERYTHING)
    if found := _BOX.fullmatch(wanted):
        return _box(*(float(number) for number in found.groups()))
    if places.named(wanted):
        return around(_chosen(wanted, places))
    if Path(wanted).is_file():
        return _of_file(Path(wanted))
    raise Problem(f"No area is called “{wanted}”.", "", _WAYS)


def around(place: Place) -> Area:
    """A place with its margin."""
    kind = place.kind.value
    if kind in place.name.casefold() or place.kind is PlaceKind.PATCH:
        name = title = place.name
    else:
        name = f"the {kind} of {place.name}"
        title = place.name if place.kind in (PlaceKind.BOROUGH, PlaceKind.TOWN) else f"{place.name} {kind}"
    return Area(f"{name}{_MARGIN}", place.geometry.buffer(MARGIN_M), title)


def without_margin(name: str) -> str:
    """An area's name as one says what lies in it: “the town of Hindley”."""
    return name.removesuffix(_MARGIN)


def _chosen(text: str, places: Places) -> Place:
    """The place meant; the borough before the town of its name, since a wider map serves both."""
    borough, found = places.borough, places.named(text)
    if borough and borough.name.casefold() == f"{text} borough".casefold():
        return borough
    widest = [place for place in found if place.kind is found[0].kind]
    if len(widest) > 1:
        names = ", ".join(place.name for place in widest[:8])
        raise Problem(f"“{text}” may mean several places.", f"There are {names}.", "Write more of its name.")
    return found[0]


def _box(west: float, south: float, east: float, north: float) -> Area:
    if not (west < east and south < north):
        raise Problem(
            "That box has no room in it.",
            "West comes first, then south, east and north, and east lies beyond west.",
            "Write it like 350000,399000,370000,412000 or like -2.73,53.44,-2.40,53.61.",
        )
    if max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 90:
        edges = shapely.segmentize(shapely.box(west, south, east, north), 0.01)
        outline = shapely.transform(edges, eastings_northings)
        return Area(f"{west:g}, {south:g} to {east:g}, {north:g} (degrees)", outline)
    return Area(f"{west:g}, {south:g} to {east:g}, {north:g}", shapely.box(west, south, east, north))


def _of_file(path: Path) -> Area:
    hauls = [
        haul for source in recognise(path) for haul in source.read(Area(EVERYTHING), lambda share, what: None)
    ]
    outlines = [outline for haul in hauls for outline in _areas_in(haul)]
    names = [place.name for haul in hauls if isinstance(haul, Bounded) for place in haul.places]
    if not outlines:
        raise Problem(
            f"“{path.name}” holds no boundary.",
            "It has no areas in it.",
            "Choose a file with the outline of a place.",
        )
    title = names[0] if len(names) == 1 == len(outlines) else title_of_file(path)
    return Area(f"the boundary in {path.name}", shapely.union_all(outlines), title)


def _areas_in(haul: Haul) -> list[BaseGeometry]:
    if isinstance(haul, Bounded):
        return [place.geometry for place in haul.places]
    if isinstance(haul, Drawn):
        return list(haul.geometries[np.asarray(shapely.get_dimensions(haul.geometries)) == 2])
    return []
