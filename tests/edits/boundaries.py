"""What tests of places share: a plan's places by name and by code, and boundaries that somebody drew elsewhere."""

from __future__ import annotations

import numpy as np
import shapely
from msgspec.structs import replace

from placeplanner.domain.place import Place, PlaceKind
from placeplanner.edits.history import Done, History
from placeplanner.edits.places import ReplaceBoundaries
from placeplanner.mappacks.shipped import shipped_rules
from placeplanner.store.planfile import PlanFile
from tests.builders import HINDLEY, an_area

Opened = tuple[PlanFile, History]
EAST, NORTH = HINDLEY
AROUND = an_area(EAST - 500, NORTH - 500, 1000)


def the(plan: PlanFile, name: str) -> Place:
    (place,) = (place for place in plan.places if place.name == name)
    return place


def done(history: History, edit: object) -> Done:
    told = history.perform(edit)  # type: ignore[arg-type]
    assert told is not None and told.has_other_places
    return told


def as_told(plan: PlanFile) -> dict[str, Place]:
    return {place.code: place for place in plan.places}


def moved(place: Place, east: float) -> Place:
    return replace(place, geometry=shapely.transform(place.geometry, lambda xy: xy + np.array([east, 0])))


def a_move(plan: PlanFile, east: float = 1000) -> ReplaceBoundaries:
    """All neighbourhoods a kilometre further east, as if somebody had drawn them so."""
    there = tuple(moved(place, east) for place in plan.places.of_kind(PlaceKind.NEIGHBOURHOOD))
    return ReplaceBoundaries(there, "A wrong map", shipped_rules())


def a_point_that_changes_hands(plan: PlanFile) -> shapely.Point:
    """A point that lies in another neighbourhood after `a_move`."""
    for place in plan.places.of_kind(PlaceKind.NEIGHBOURHOOD):
        point = place.geometry.representative_point()
        after = plan.places.at(shapely.Point(point.x - 1000, point.y))
        if after is not None and after != place:
            return point
    raise AssertionError("no neighbourhood has another a kilometre to its west")
