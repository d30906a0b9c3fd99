"""The same name nearby is found, and a great many of one name cost no more than many names."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from placeplanner.mappacks.nearness import belonging_together, standing_apart
from tests.mappacks.made_up import a_pack, drawn

PLACES = st.tuples(st.integers(-2000, 2000), st.integers(-2000, 2000))
LINES = st.lists(
    st.tuples(st.integers(0, 2), st.lists(PLACES, min_size=2, max_size=3)), min_size=1, max_size=12
)


def shapes_of(found: list[tuple[int, list[tuple[int, int]]]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    lines = np.array([shapely.LineString(points) for _, points in found], dtype=object)
    points = shapely.points([points[0] for _, points in found])
    return np.array([name for name, _ in found]), points, lines


@given(LINES, st.integers(10, 900))
def test_of_one_name_the_first_stays_and_what_is_near_it_goes(
    found: list[tuple[int, list[tuple[int, int]]]], reach: int
) -> None:
    names, points, lines = shapes_of(found)
    kept: list[int] = []
    for at, point in enumerate(points):
        rivals = [it for it in kept if names[it] == names[at]]
        if not any(shapely.dwithin(lines[it], point, reach) for it in rivals):
            kept.append(at)
    assert np.flatnonzero(standing_apart(names, points, lines, reach)).tolist() == kept


@given(LINES, st.integers(10, 900))
def test_what_belongs_together_is_near_or_near_one_that_is(
    found: list[tuple[int, list[tuple[int, int]]]], reach: int
) -> None:
    names, _, lines = shapes_of(found)
    labels = belonging_together(names, lines, reach)
    expected = np.arange(len(names))
    for _ in names:
        for one in range(len(names)):
            for other in range(one):
                if names[one] == names[other] and shapely.dwithin(lines[one], lines[other], reach):
                    expected[[one, other]] = min(expected[one], expected[other])
    assert labels.tolist() == expected.tolist()


def test_a_box_that_is_larger_than_a_county_is_still_found() -> None:
    large: BaseGeometry = shapely.box(0, 0, 90_000, 90_000)
    points = shapely.points([(5, 5), (45_000, 45_000), (-20, 0)])
    shapes = np.array([large, *points[1:]], dtype=object)
    assert standing_apart(np.zeros(3, dtype=int), points, shapes, 10.0).tolist() == [True, False, True]


def test_thousands_of_one_name_side_by_side_are_judged_in_turn() -> None:
    points = shapely.points(np.random.default_rng(5).uniform(0, 900, (9000, 2)))
    kept = standing_apart(np.zeros(9000, dtype=int), points, points, 300.0)
    assert kept[0] and 4 < kept.sum() < 30
    apart = shapely.STRtree(points[kept]).query(points[kept], predicate="dwithin", distance=300.0)
    assert len(apart.T) == kept.sum()  # each is near itself alone
    assert len(np.unique(belonging_together(np.zeros(9000, dtype=int), points, 300.0))) == 1


def test_thousands_of_things_of_one_name_are_a_map_like_any_other(tmp_path: Path) -> None:
    corners = np.random.default_rng(5).uniform(360_000, 380_000, (6000, 2))
    points = list(shapely.points(corners))
    report = a_pack(tmp_path, drawn("stops", points, "bus_stop", ["Bus stop"] * len(points)))
    assert 100 < report.manifest.counts["names"] < 6000
