"""Corners, edges and sizes."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.geometry import (
    area_in_words,
    corners,
    delete_corner,
    drawn,
    edges,
    insert_corner,
    length_in_words,
    move_corner,
    size_in_words,
)
from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.kinds import Shape
from placeplanner.errors import Problem

SQUARE = Polygon([(0, 0), (10, 0), (10, 10), (0, 10)])
RING = Polygon([(0, 0), (90, 0), (90, 90), (0, 90)], [[(30, 30), (60, 30), (60, 60)]])
PATH = LineString([(0, 0), (10, 0), (20, 5)])
SHAPES = [
    Point(3, 4),
    PATH,
    SQUARE,
    RING,
    MultiPoint([(0, 0), (5, 5), (9, 9)]),
    MultiLineString([[(0, 0), (1, 1)], [(5, 5), (6, 5), (7, 7)]]),
    MultiPolygon([RING, Polygon([(200, 0), (210, 0), (210, 10)])]),
]


def _points(*pairs: tuple[float, float]) -> list[EastingNorthing]:
    return [EastingNorthing(*pair) for pair in pairs]


positions = st.builds(EastingNorthing, st.integers(-500, 500).map(float), st.integers(-500, 500).map(float))


@st.composite
def shapes_with_a_corner(draw: st.DrawFn) -> tuple[BaseGeometry, int]:
    shape = draw(st.sampled_from(SHAPES))
    return shape, draw(st.integers(0, len(corners(shape)) - 1))


def test_a_square_has_four_corners_and_not_five() -> None:
    assert corners(SQUARE) == [(0, 0), (10, 0), (10, 10), (0, 10)]


def test_the_corners_of_a_hole_come_after_those_of_its_area() -> None:
    assert corners(RING)[4:] == [(30, 30), (60, 30), (60, 60)]


def test_the_last_edge_of_a_ring_leads_back_to_its_first_corner() -> None:
    assert [(edge.index, edge.end) for edge in edges(SQUARE)][-1] == (3, (0, 0))
    assert [(edge.start, edge.end) for edge in edges(RING)][-1] == ((60, 60), (30, 30))
    assert len(edges(PATH)) == 2
    assert edges(Point(1, 1)) == []


@pytest.mark.parametrize("index", [0, 3])
def test_moving_the_first_or_last_corner_keeps_the_area_closed(index: int) -> None:
    moved = move_corner(SQUARE, index, EastingNorthing(-5, -5))
    assert isinstance(moved, Polygon)
    assert moved.exterior.is_closed
    assert corners(moved)[index] == (-5, -5)
    assert len(corners(moved)) == 4


@given(shapes_with_a_corner(), positions)
def test_moving_a_corner_moves_that_one_only_and_moving_it_back_undoes_it(
    case: tuple[BaseGeometry, int], to: EastingNorthing
) -> None:
    shape, index = case
    moved = move_corner(shape, index, to)
    expected = corners(shape)
    expected[index] = to
    assert corners(moved) == expected
    assert moved.geom_type == shape.geom_type
    assert shapely.equals_identical(move_corner(moved, index, corners(shape)[index]), shape)


@given(shapes_with_a_corner(), positions)
def test_inserting_a_corner_and_deleting_it_again_changes_nothing(
    case: tuple[BaseGeometry, int], at: EastingNorthing
) -> None:
    shape, index = case
    if shape.geom_type == "Point":
        with pytest.raises(Problem, match="no corners to add"):
            insert_corner(shape, index, at)
        return
    more = insert_corner(shape, index, at)
    assert corners(more)[index + 1] == at
    assert len(corners(more)) == len(corners(shape)) + 1
    assert shapely.equals_identical(delete_corner(more, index + 1), shape)


def test_moving_the_last_corner_onto_the_first_loses_neither() -> None:
    assert len(corners(move_corner(SQUARE, 3, EastingNorthing(0, 0)))) == 4


def test_a_corner_inserted_on_the_last_edge_of_the_outer_ring_stays_in_that_ring() -> None:
    more = insert_corner(RING, 3, EastingNorthing(0, 45))
    assert isinstance(more, Polygon)
    assert len(more.exterior.coords) == 6
    assert len(more.interiors[0].coords) == 4
    assert more.area == RING.area


def test_a_corner_after_the_end_of_a_line_makes_it_longer() -> None:
    assert insert_corner(PATH, 2, EastingNorthing(30, 5)).coords[-1] == (30, 5)


@pytest.mark.parametrize(
    ("shape", "index", "why"),
    [
        (Polygon([(0, 0), (1, 0), (0, 1)]), 0, "at least three"),
        (RING, 5, "at least three"),
        (LineString([(0, 0), (1, 1)]), 1, "at least two"),
        (Point(0, 0), 0, "single corner"),
        (MultiPoint([(0, 0)]), 0, "single corner"),
    ],
)
def test_the_last_corners_cannot_be_deleted(shape: BaseGeometry, index: int, why: str) -> None:
    with pytest.raises(Problem, match="cannot be deleted") as caught:
        delete_corner(shape, index)
    assert why in caught.value.why


@pytest.mark.parametrize("index", [-1, 4, 99])
def test_a_corner_that_is_not_there_is_said_to_be_missing(index: int) -> None:
    with pytest.raises(Problem, match="not there"):
        move_corner(SQUARE, index, EastingNorthing(0, 0))


def test_a_shape_is_drawn_from_its_corners_as_soon_as_there_are_enough() -> None:
    points = _points((0, 0), (10, 0), (10, 0), (10, 10), (0, 0))
    assert drawn(points[:1], Shape.POINT) == Point(0, 0)
    assert drawn(points[:1], Shape.LINE) is None
    assert drawn(points, Shape.LINE) == LineString([(0, 0), (10, 0), (10, 10), (0, 0)])
    assert drawn(points[:3], Shape.AREA) is None
    assert drawn(points, Shape.AREA) == Polygon([(0, 0), (10, 0), (10, 10)])
    assert drawn([], Shape.POINT) is None


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (0, "0.0 m"),
        (8.46, "8.5 m"),
        (9.96, "10 m"),
        (340.4, "340 m"),
        (999.7, "1.0 km"),
        (2345, "2.3 km"),
        (1.2e6, "1,200.0 km"),
    ],
)
def test_lengths_are_said_as_people_say_them(metres: float, words: str) -> None:
    assert length_in_words(metres) == words


@pytest.mark.parametrize(
    ("square_metres", "words"),
    [
        (3.14, "3.1 m²"),
        (85, "85 m²"),
        (4_999, "4,999 m²"),
        (12_345, "1.2 ha"),
        (996_000, "1.0 km²"),
        (187.6e6, "187.6 km²"),
    ],
)
def test_areas_are_said_as_people_say_them(square_metres: float, words: str) -> None:
    assert area_in_words(square_metres) == words


def test_the_size_of_a_shape_is_that_of_its_kind() -> None:
    assert size_in_words(Point(0, 0)) == ""
    assert size_in_words(LineString([(0, 0), (340, 0)])) == "340 m"
    assert size_in_words(SQUARE) == "100 m²"
