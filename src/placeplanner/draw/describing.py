"""A position in words, for people who cannot see it: "Market Street, Hindley East, 40 metres north of Leigh Library"."""

from __future__ import annotations

import math

import numpy as np
import shapely
from numpy.typing import NDArray

from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.domain.place import Place
from placeplanner.domain.streetmap import NAME_KINDS
from placeplanner.draw.map_names import ROAD_NUMBER
from placeplanner.draw.scene import Scene

_NEAR_M, _AT_M = 1_500, 8
_ON_ROAD_M = 30.0
_CLOSE_UP = 0.5  # metres a pixel, at which every road has its name
_ROADS = [NAME_KINDS.index(kind) for kind in ("a_road", "b_road", "through", "street", "service", "path")]
_WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def describe_position(scene: Scene, at: EastingNorthing) -> str:
    """The street it is on, which place it is in, and how far from the nearest record; without either, from its middle."""
    place = scene.places.at(shapely.Point(at))
    where = place.name if place else "Outside the borough"
    road, record = _on_a_road(scene, at), _beside_a_record(scene, at)
    middle = "" if road or record or place is None else _from_the_middle(place, at)
    return ", ".join(words for words in (road, where, record, middle) if words)


def _from_the_middle(place: Place, at: EastingNorthing) -> str:
    """So that each step of a crosshair is heard as another, also where nothing is near."""
    middle = place.geometry.centroid
    east, north = at.easting - middle.x, at.northing - middle.y
    distance = math.hypot(east, north)
    return "in its middle" if distance <= _AT_M else f"{_metres(distance)} {_wind(east, north)} of its middle"


def _on_a_road(scene: Scene, at: EastingNorthing) -> str:
    """The name of the nearest road, if it is as near as a house on it would be."""
    if scene.streets is None:
        return ""
    east, north = at
    box = (east - _ON_ROAD_M, north - _ON_ROAD_M, east + _ON_ROAD_M, north + _ON_ROAD_M)
    found = [
        (round(distance), ROAD_NUMBER.fullmatch(piece.texts[i]) is not None, piece.texts[i])
        for piece in scene.streets.names(box, _CLOSE_UP)
        for i in np.flatnonzero(np.isin(piece.kinds, _ROADS)).tolist()
        if (distance := _distance(piece.xy[piece.starts[i] : piece.starts[i + 1]], at)) <= _ON_ROAD_M
    ]
    return min(found)[2] if found else ""


def _distance(line: NDArray[np.float64], at: EastingNorthing) -> float:
    west, south = line.min(axis=0) - _ON_ROAD_M
    east, north = line.max(axis=0) + _ON_ROAD_M
    if len(line) < 2 or not (west < at.easting < east and south < at.northing < north):
        return math.inf
    return float(shapely.distance(shapely.LineString(line), shapely.Point(at)))


def _beside_a_record(scene: Scene, at: EastingNorthing) -> str:
    layers = scene.layers
    named = [i for i in np.flatnonzero(scene.is_shown()).tolist() if layers.records[i].name.strip()]
    if not named:
        return ""
    offsets = np.array(at) - layers.anchors[named]
    distances = np.hypot(*offsets.T)
    best = int(distances.argmin())
    name = layers.records[named[best]].name
    if distances[best] > _NEAR_M:
        return ""
    if distances[best] <= _AT_M:
        return f"at {name}"
    return f"{_metres(float(distances[best]))} {_wind(*offsets[best].tolist())} of {name}"


def _metres(distance_m: float) -> str:
    """Rounded as a person would: to 5 metres, further off to 50."""
    step = 5 if distance_m < 100 else 10 if distance_m < 300 else 50
    return f"{max(step, step * round(distance_m / step))} metres"


def _wind(east: float, north: float) -> str:
    return _WINDS[round(math.degrees(math.atan2(east, north)) / 45) % 8]
