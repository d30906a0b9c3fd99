from __future__ import annotations

import pytest

from placeplanner.domain.place import PlaceKind
from placeplanner.draw.outlines import Outlines
from placeplanner.mappacks.shipped import shipped_places
from tests.draw.scenes import small_places


def length(outlines: Outlines, kind: PlaceKind) -> float:
    sides = outlines.boundaries[kind].segments()
    return float((((sides[:, :2] - sides[:, 2:]) ** 2).sum(axis=1) ** 0.5).sum())


def test_a_boundary_is_drawn_once_and_by_its_widest_place() -> None:
    outlines = Outlines.of(small_places())
    assert length(outlines, PlaceKind.BOROUGH) == pytest.approx(8000)
    assert length(outlines, PlaceKind.TOWN) == 0
    # West and East share one side of 2 km; where the borough's has a corner less, theirs are lines of their own
    assert length(outlines, PlaceKind.NEIGHBOURHOOD) >= 2000


def test_shipped_boundaries_leave_nothing_out_and_nothing_double() -> None:
    places = shipped_places()
    outlines = Outlines.of(places)
    total = sum(length(outlines, kind) for kind in outlines.boundaries)
    rings = sum(place.geometry.length for place in places.of_kind(PlaceKind.NEIGHBOURHOOD))
    borough = places.borough
    assert borough is not None
    assert total == pytest.approx((rings + borough.geometry.length) / 2, rel=1e-6)


def test_neighbouring_towns_have_unlike_tints() -> None:
    places = shipped_places()
    outlines = Outlines.of(places)
    for one, tint in outlines.tints.items():
        for other, other_tint in outlines.tints.items():
            if one != other and outlines.places[one].geometry.touches(outlines.places[other].geometry):
                assert tint != other_tint
    assert max(outlines.tints.values()) < 5
