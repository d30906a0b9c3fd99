"""Neighbours follow a boundary that people say is theirs: no ground lies in two places, and none between them."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from placeplanner.domain.combining import as_multipolygon
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.domain.yielding import in_none_m2, yielding
from placeplanner.errors import Problem


def block(code: str, west: float, east: float, south: float = 0, north: float = 100) -> Place:
    outline = as_multipolygon(shapely.box(west, south, east, north))
    return Place(PlaceCode(code), code, PlaceKind.NEIGHBOURHOOD, None, outline)


def said(place: Place, west: float, east: float, south: float = 0, north: float = 100) -> Place:
    return replace(place, geometry=as_multipolygon(shapely.box(west, south, east, north)))


WEST, MIDDLE, EAST = block("west", 0, 100), block("middle", 100, 200), block("east", 200, 300)
ROW = Places([WEST, MIDDLE, EAST])


def after(*claimed: Place) -> Places:
    return ROW.replaced(claimed).replaced(yielding(ROW, claimed))


def assert_tiled(places: Places, m2: float = 30_000) -> None:
    outlines = [place.geometry for place in places]
    assert sum(outline.area for outline in outlines) == pytest.approx(m2, rel=1e-4)
    assert shapely.union_all(outlines).area == pytest.approx(m2, rel=1e-4)


def test_a_boundary_moved_to_the_east_takes_from_one_neighbour_and_leaves_to_the_other() -> None:
    places = after(said(MIDDLE, 120, 220))
    assert [round(places.get(code).area_m2) for code in ("west", "middle", "east")] == [12_000, 10_000, 8_000]  # type: ignore[union-attr]
    assert_tiled(places)
    assert len(places.get("west").geometry.geoms) == 1  # type: ignore[union-attr]


def test_what_lies_between_two_neighbours_is_shared_by_nearness() -> None:
    places = after(said(MIDDLE, 140, 160))
    west, east = places.get("west"), places.get("east")
    assert west is not None and west.area_m2 == pytest.approx(14_000, rel=0.01)
    assert east is not None and east.area_m2 == pytest.approx(14_000, rel=0.01)
    ring = after(said(MIDDLE, 110, 190, 10, 90))
    assert_tiled(ring)
    assert ring.get("west").area_m2 == pytest.approx(ring.get("east").area_m2, rel=0.05)  # type: ignore[union-attr]


def test_a_neighbour_of_which_nothing_would_be_left_is_told() -> None:
    with pytest.raises(Problem, match="east would have nothing left"):
        yielding(ROW, [said(MIDDLE, 100, 300)])


def test_neighbours_that_touch_a_boundary_left_as_it_was_stay_as_they_are() -> None:
    assert yielding(ROW, [MIDDLE]) == ()


def test_where_every_place_is_claimed_nobody_follows() -> None:
    claimed = [said(WEST, 0, 90), said(MIDDLE, 100, 190), said(EAST, 200, 290)]
    assert yielding(ROW, claimed) == ()
    assert in_none_m2(ROW, ROW.replaced(claimed), claimed) == 0


def test_ground_with_no_neighbour_beside_it_lies_in_none_and_is_measured() -> None:
    alone = Places([block("island", 0, 100), block("far", 900, 1000)])
    claimed = [said(block("island", 0, 100), 0, 40)]
    assert yielding(alone, claimed) == ()
    assert in_none_m2(alone, alone.replaced(claimed), claimed) == pytest.approx(6_000)


def test_wards_follow_wards_and_not_neighbourhoods() -> None:
    ward = replace(block("ward", 0, 100), kind=PlaceKind.WARD)
    other = replace(block("other", 100, 300), kind=PlaceKind.WARD)
    places = ROW.replaced([ward, other])
    (followed,) = yielding(places, [said(ward, 0, 150)])
    assert followed.code == "other" and followed.area_m2 == pytest.approx(15_000)


def grid() -> Places:
    """Nine places of a hectare each, three by three."""
    return Places(
        block(f"{column}{row}", 100 * column, 100 * column + 100, 100 * row, 100 * row + 100)
        for column in range(3)
        for row in range(3)
    )


corners = st.lists(
    st.tuples(st.floats(5, 295, allow_subnormal=False), st.floats(5, 295, allow_subnormal=False)),
    min_size=3,
    max_size=9,
)


@given(corners=corners)
@settings(max_examples=150)
def test_whatever_is_claimed_the_ground_stays_shared_out_without_overlap_or_gap(
    corners: list[tuple[float, float]],
) -> None:
    shape = shapely.convex_hull(shapely.multipoints(corners))
    assume(shape.area > 500)
    places = grid()
    middle = replace(places.get("11"), geometry=as_multipolygon(shape))
    try:
        followed = yielding(places, [middle])
    except Problem:
        return  # nothing would be left of one: a test of its own
    after = places.replaced([middle, *followed])
    outlines = [place.geometry for place in after]
    together = shapely.union_all(outlines)
    assert all(outline.is_valid and not outline.is_empty for outline in outlines)
    assert sum(outline.area for outline in outlines) - together.area < 30
    given_up = shapely.difference(places.get("11").geometry, shape)  # type: ignore[union-attr]
    has_neighbours = given_up.area < 1 or any(
        shapely.dwithin(place.geometry, given_up, 1) for place in after if place.code != "11"
    )
    assert not has_neighbours or abs(together.area - 90_000) < 40
