"""Where a place lies in the borough: a map the size of a stamp, and the same in words."""

from __future__ import annotations

import math

import shapely
from msgspec import Struct

from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.profile.multiples import path_of

_WIDTH = 120.0
_MIDDLE_SHARE = 0.12  # of the borough's width: nearer to its middle than this is neither north nor south
_SIDES = ("east", "north-east", "north", "north-west", "west", "south-west", "south", "south-east")


class Locator(Struct, frozen=True):
    """The map as SVG, and what it shows in words."""

    svg: str
    alt: str


def locator_of(place: Place, places: Places) -> Locator | None:
    """The locator of a place; None for the borough itself, or where there is no borough to show it in."""
    borough = places.borough
    if borough is None or place.code == borough.code:
        return None
    return Locator(_drawn(place, borough, places), _in_words(place, borough))


def _drawn(place: Place, borough: Place, places: Places) -> str:
    west, south, east, north = borough.geometry.bounds
    scale = _WIDTH / (east - west)
    towns = places.of_kind(PlaceKind.TOWN)
    shapes = [("#ece7db", "#b9b09c", 0.5, town.geometry) for town in (towns or (borough,))]
    shapes.append(("none", "#545d63", 0.9, borough.geometry))
    shapes.append(("#2e5e58", "#20262b", 0.9, place.geometry))
    drawn = "".join(
        f'<path d="{path_of(shapely.simplify(geometry, 0.4 / scale), west, north, scale)}" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="{width}"/>'
        for fill, stroke, width, geometry in shapes
    )
    height = (north - south) * scale
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 {_WIDTH + 2:.0f} {height + 2:.0f}">{drawn}</svg>'


def _in_words(place: Place, borough: Place) -> str:
    west, _, east, _ = borough.geometry.bounds
    here, middle = place.geometry.centroid, borough.geometry.centroid
    right, up = here.x - middle.x, here.y - middle.y
    if math.hypot(right, up) < _MIDDLE_SHARE * (east - west):
        where = "in the middle"
    else:
        side = _SIDES[round(math.degrees(math.atan2(up, right)) / 45) % 8]
        where = f"in the {side}"
    return f"{place.name} lies {where} of {borough.name}."
