"""A position in words, for people who cannot see it: "Hindley East, 40 metres north of Leigh Library"."""

from __future__ import annotations

import math

import numpy as np
import shapely

from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.draw.scene import Scene

_NEAR_M, _AT_M = 1_500, 8
_WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def describe_position(scene: Scene, at: EastingNorthing) -> str:
    """Which place it is in, and how far from the nearest record."""
    place = scene.places.at(shapely.Point(at))
    where = place.name if place else "Outside the borough"
    beside = _beside_a_record(scene, at)
    return f"{where}, {beside}" if beside else where


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
