"""What is wrong with a shape, and how it is mended."""

from __future__ import annotations

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon, affinity
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.checks import faults, mended

BOROUGH = Polygon([(0, 0), (10_000, 0), (10_000, 10_000), (0, 10_000)])
BOW_TIE = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
NAN = math.nan


def _only_fault_of(
    shape: BaseGeometry, borough: BaseGeometry | None = None
) -> tuple[str, BaseGeometry | None]:
    found = faults(shape, borough)
    assert len(found) == 1, found
    return found[0].what, found[0].mended


@pytest.mark.parametrize(
    "shape",
    [
        Point(5, 5),
        MultiPoint([(1, 1), (2, 2)]),
        LineString([(0, 0), (10, 10)]),
        LineString([(0, 0), (10, 10), (10, 0), (0, 10)]),
        Polygon([(0, 0), (9, 0), (9, 9)], [[(5, 1), (8, 1), (8, 4)]]),
        MultiPolygon([Polygon([(0, 0), (9, 0), (9, 9)]), Polygon([(20, 0), (29, 0), (29, 9)])]),
    ],
    ids=lambda shape: str(shape.wkt),
)
def test_a_good_shape_has_no_faults(shape: BaseGeometry) -> None:
    assert faults(shape, None) == ()
    assert faults(shape, BOROUGH) == ()
    assert mended(shape, BOROUGH) is shape


def test_an_outline_that_crosses_itself_is_told_where_and_split_there() -> None:
    (fault,) = faults(BOW_TIE, None)
    assert fault.what == "The outline crosses itself."
    assert fault.at == (5, 5)
    assert fault.mended is not None
    assert fault.mended.area == 50
    assert len(shapely.get_parts(fault.mended)) == 2


def test_a_bow_tie_whose_halves_cancel_out_is_not_called_flat() -> None:
    assert BOW_TIE.area == 0
    assert _only_fault_of(BOW_TIE)[0] == "The outline crosses itself."


def test_an_outline_that_comes_back_to_the_same_spot_is_mended() -> None:
    spike = Polygon([(0, 0), (0, 10), (10, 10), (10, 0), (5, 0), (5, -5), (5, 0)])
    what, better = _only_fault_of(spike)
    assert what == "The outline touches itself."
    assert better is not None
    assert better.equals(shapely.box(0, 0, 10, 10))


def test_a_hole_outside_its_area_is_told() -> None:
    shape = Polygon([(0, 0), (9, 0), (9, 9)], [[(50, 50), (55, 50), (55, 55)]])
    assert _only_fault_of(shape)[0] == "A hole lies outside its area."


@pytest.mark.parametrize("other", [shapely.box(2, 2, 4, 4), shapely.box(5, 5, 15, 15)])
def test_parts_that_overlap_become_one(other: Polygon) -> None:
    square = shapely.box(0, 0, 10, 10)
    what, better = _only_fault_of(MultiPolygon([square, other]))
    assert what == "Two parts of the area overlap."
    assert better is not None
    assert better.equals(square.union(other))


@pytest.mark.parametrize(
    ("shape", "what"),
    [
        (Polygon(), "The area is not finished."),
        (LineString(), "The line is not finished."),
        (Point(), "There is no point yet."),
        (LineString([(5, 5), (5, 5)]), "The line has no length."),
        (Polygon([(0, 0), (1, 0), (0, 0), (0, 0)]), "The area has fewer than three corners."),
        (Polygon([(0, 0), (10, 0), (5, 0)]), "The area is flat."),
        (Polygon([(0, 0), (10, 10), (5, 5), (2, 2)]), "The area is flat."),
        (
            shapely.GeometryCollection([Point(1, 1), LineString([(0, 0), (1, 1)])]),
            "The shape mixes points, lines and areas.",
        ),
    ],
)
def test_what_only_a_person_can_mend_is_said_and_left_alone(shape: BaseGeometry, what: str) -> None:
    assert _only_fault_of(shape) == (what, None)
    assert mended(shape, None) is None


def test_a_corner_placed_twice_is_told_where_and_left_out() -> None:
    (fault,) = faults(LineString([(0, 0), (10, 0), (10, 0), (20, 5)]), None)
    assert fault.what == "Two corners lie on top of each other."
    assert fault.at == (10, 0)
    assert fault.mended == LineString([(0, 0), (10, 0), (20, 5)])


def test_the_same_point_twice_is_left_out() -> None:
    assert _only_fault_of(MultiPoint([(0, 0), (5, 5), (0, 0)]))[1] == MultiPoint([(0, 0), (5, 5)])


def test_a_corner_without_a_position_is_left_out() -> None:
    square = shapely.box(0, 0, 10, 10)
    coordinates = shapely.get_coordinates(square)
    coordinates[2] = NAN
    broken = shapely.set_coordinates(square, coordinates)
    what, better = _only_fault_of(broken)
    assert what == "A corner has no position."
    assert better is not None
    assert better.equals(Polygon([(10, 0), (10, 10), (0, 0)]))
    assert _only_fault_of(LineString([(0, 0), (math.inf, 3)])) == (what, None)


def test_one_click_mends_several_faults_together() -> None:
    shape = Polygon([(0, 0), (0, 0), (10, 10), (10, 0), (0, 10)])
    moved = affinity.translate(shape, 9_995, 400)
    assert [fault.what for fault in faults(moved, None)] == ["The outline crosses itself."]
    better = mended(moved, BOROUGH)
    assert better is not None
    assert faults(better, BOROUGH) == ()


def test_what_lies_outside_the_borough_is_told_how_far() -> None:
    (fault,) = faults(Point(12_300, 5_000), BOROUGH)
    assert fault.what == "This lies outside the borough."
    assert "2.3 km away" in fault.why
    assert fault.mended is None
    assert fault.at == (12_300, 5_000)


def test_a_shape_may_reach_a_little_over_the_generalised_border() -> None:
    assert faults(Point(10_299, 5_000), BOROUGH) == ()
    assert faults(shapely.box(9_900, 0, 10_290, 100), BOROUGH) == ()
    assert faults(Point(10_301, 5_000), BOROUGH) != ()


def test_what_reaches_far_over_the_border_is_told_how_much_and_cut_off() -> None:
    (fault,) = faults(shapely.box(9_000, 0, 11_000, 1_000), BOROUGH)
    assert fault.why == "1.0 km² (50%) of it is beyond the border."
    assert fault.mended is not None
    assert fault.mended.equals(shapely.box(9_000, 0, 10_000, 1_000))
    assert fault.at is not None
    assert fault.at.easting > 10_000
    (fault,) = faults(LineString([(9_000, 0), (13_000, 0)]), BOROUGH)
    assert "3.0 km (75%)" in fault.why
    (fault,) = faults(MultiPoint([(5, 5), (20_000, 5)]), BOROUGH)
    assert fault.why.startswith("1 of 2 points")
    assert fault.mended == Point(5, 5)


whole_numbers = st.integers(-12, 12).map(float)
positions = st.tuples(whole_numbers, whole_numbers)


@settings(max_examples=400)
@given(st.lists(positions, min_size=3, max_size=9))
def test_every_drawn_area_is_good_or_explained_and_what_is_mended_is_good(
    corners: list[tuple[float, float]],
) -> None:
    shape = Polygon(corners)
    found = faults(shape, None)
    assert shape.is_valid or found
    assert all(fault.what.endswith(".") for fault in found)
    better = mended(shape, None)
    if better is not None:
        assert better.is_valid
        assert better.area > 0
        assert faults(better, None) == ()
    else:
        assert found[-1].mended is None


@given(st.lists(positions, min_size=2, max_size=9))
def test_every_drawn_line_is_good_or_explained_and_what_is_mended_is_good(
    corners: list[tuple[float, float]],
) -> None:
    better = mended(LineString(corners), BOROUGH)
    if better is None:
        assert len(set(corners)) == 1
    else:
        assert better.length > 0
        assert faults(better, BOROUGH) == ()


@given(st.lists(st.tuples(st.integers(-2000, 12_000), st.integers(-2000, 12_000)), min_size=3, max_size=7))
def test_what_is_cut_off_at_the_border_is_good(corners: list[tuple[int, int]]) -> None:
    better = mended(Polygon(corners), BOROUGH)
    if better is not None:
        assert faults(better, BOROUGH) == ()
