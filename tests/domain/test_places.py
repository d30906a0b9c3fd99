"""What lies in a place, and what wider places are made of."""

from __future__ import annotations

import pytest
import shapely
from msgspec.structs import replace

from placeplanner.domain.boundaries import with_boundaries
from placeplanner.domain.combining import Combine, as_multipolygon, combined, union_of
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.mappacks.shipped import shipped_places, shipped_rules
from tests.builders import a_record


def a_place(
    code: str, box: tuple[float, float, float, float], kind: str = "neighbourhood", **values: object
) -> Place:
    return Place(
        PlaceCode(code),
        code.title(),
        PlaceKind(kind),
        None,
        as_multipolygon(shapely.box(*box)),
        **values,  # type: ignore[arg-type]
    )


def a_few() -> Places:
    """A borough of two towns side by side, a kilometre each, the first of two neighbourhoods."""
    borough = a_place("borough", (0, 0, 2000, 1000), "borough")
    towns = [a_place("left", (0, 0, 1000, 1000), "town"), a_place("right", (1000, 0, 2000, 1000), "town")]
    tiles = [
        a_place("north", (0, 500, 1000, 1000), figures={"residents_2021": 100.0, "share": 0.5}),
        a_place("south", (0, 0, 1000, 500), figures={"residents_2021": 300.0, "share": 0.1}),
        a_place("east", (1000, 0, 2000, 1000), figures={"residents_2021": 50.0, "share": 0.2}),
    ]
    parents = {"north": "left", "south": "left", "east": "right", "left": "borough", "right": "borough"}
    return Places(
        replace(place, parent=PlaceCode(parents[place.code]) if place.code in parents else None)
        for place in (borough, *towns, *tiles)
    )


RULES = {"residents_2021": Combine.SUM, "share": Combine.MEAN}


def test_figures_are_summed_or_averaged_by_residents() -> None:
    assert combined(a_few().children("left"), RULES) == {"residents_2021": 400.0, "share": 0.2}


def test_a_figure_that_a_part_lacks_is_not_made_up() -> None:
    bare = replace(a_few().children("left")[0], figures={})
    assert combined([bare, *a_few().children("left")[1:]], RULES) == {}


def test_the_towns_that_ship_are_what_their_neighbourhoods_make() -> None:
    places = shipped_places()
    for town in places.of_kind(PlaceKind.TOWN):
        inside = places.children(town.code)
        assert union_of(inside).equals(town.geometry)
        assert combined(inside, shipped_rules()) == town.figures


def test_small_gaps_between_outlines_of_different_detail_are_closed() -> None:
    left, right = a_place("a", (0, 0, 100, 100)), a_place("b", (99, 0, 200, 100))
    ring = shapely.box(0, 0, 1000, 1000).difference(shapely.box(300, 300, 350, 350))
    gap = replace(left, geometry=as_multipolygon(ring))
    assert union_of([left, right]).area == 20_000
    assert union_of([gap, a_place("b", (900, 0, 1100, 50))]).area == pytest.approx(1_005_000)


def test_wards_and_patches_are_no_parts_of_the_borough() -> None:
    places = a_few().replaced(
        [replace(a_place("ours", (400, 400, 600, 600), "patch"), parent=PlaceCode("borough"))]
    )
    assert [place.code for place in places.children("borough")] == ["left", "right"]
    assert places.within("ours") == {"ours"}
    assert [place.code for place in places.ancestors("ours")] == ["borough"]


def test_a_patch_holds_what_reaches_into_it_and_not_what_only_touches_it() -> None:
    places = a_few().replaced([a_place("ours", (400, 400, 600, 600), "patch")])
    reaching = a_record(geometry=shapely.LineString([(0, 500), (450, 500)]))
    touching = a_record(geometry=shapely.box(600, 400, 700, 600))
    on_the_edge = a_record(geometry=shapely.Point(400, 500))
    beyond = a_record(geometry=shapely.Point(300, 500))
    assert places.holding("ours", [reaching, touching, on_the_edge, beyond]) == [reaching, on_the_edge]


def test_a_record_counts_in_the_ward_that_has_most_of_it() -> None:
    wards = [a_place("first", (0, 0, 500, 1000), "ward"), a_place("second", (500, 0, 2000, 1000), "ward")]
    places = a_few().replaced(wards)
    across = a_record(geometry=shapely.box(450, 0, 700, 100))
    assert places.holding("second", [across]) == [across] and places.holding("first", [across]) == []
    assert places.across([across.geometry, shapely.Point(-5, -5)]) == [{"second"}, frozenset()]


def test_the_borough_holds_even_what_lies_nowhere() -> None:
    assert len(a_few().holding("borough", [a_record(geometry=shapely.Point(9e5, 9e5))])) == 1
    assert a_few().holding("nowhere", [a_record()]) == []


def test_new_neighbourhoods_take_the_place_of_those_beneath_them() -> None:
    quarters = [a_place(f"q{n}", (500 * n, 500, 500 * (n + 1), 1000)) for n in range(2)]
    after = with_boundaries(a_few(), quarters, "The council", RULES)
    assert {place.code for place in after.of_kind(PlaceKind.NEIGHBOURHOOD)} == {"q0", "q1", "south", "east"}
    assert {place.code for place in after.children("left")} == {"q0", "q1", "south"}
    left = after.get("left")
    assert left is not None and left.geometry.area == 1_000_000 and left.source == "The council; best fit"
    assert left.figures == {}  # nobody has counted the people of the new ones


def test_places_of_another_borough_are_left_out() -> None:
    elsewhere = a_place("far", (5000, 5000, 6000, 6000), "ward")
    assert list(with_boundaries(a_few(), [elsewhere], "ONS", RULES)) == list(a_few())


def test_a_plan_without_places_takes_what_there_is() -> None:
    assert len(with_boundaries(Places(()), a_few(), "ONS", RULES)) == 6


def test_wards_of_another_year_replace_those_beneath() -> None:
    old = with_boundaries(a_few(), [a_place("w2004", (0, 0, 2000, 1000), "ward")], "ONS 2004", RULES)
    new = [a_place("w1", (0, 0, 900, 1000), "ward"), a_place("w2", (900, 0, 2000, 1000), "ward")]
    after = with_boundaries(old, new, "ONS 2023", RULES)
    assert [place.code for place in after.of_kind(PlaceKind.WARD)] == ["w1", "w2"]
    assert {place.parent for place in after.of_kind(PlaceKind.WARD)} == {"borough"}


def test_an_outline_that_crosses_itself_is_mended() -> None:
    bow = shapely.Polygon([(0, 0), (1000, 500), (1000, 0), (0, 500)])
    crossed = replace(a_place("south", (0, 0, 1, 1)), geometry=shapely.MultiPolygon([bow]))
    after = with_boundaries(a_few(), [crossed], "Somebody", RULES).get("south")
    assert after is not None and after.geometry.is_valid and after.figures["residents_2021"] == 300.0
