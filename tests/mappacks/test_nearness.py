"""The same name nearby is found, and a great many of one name cost no more than many names."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from placeplanner.mappacks.nearness import Nearby
from tests.mappacks.made_up import a_pack, drawn

PLACES = st.tuples(st.integers(-2000, 2000), st.integers(-2000, 2000))


@given(PLACES, PLACES, st.integers(10, 900))
def test_what_is_within_reach_of_a_line_is_found(
    end: tuple[float, float], asked: tuple[float, float], reach: float
) -> None:
    line, point = shapely.LineString([(0, 0), end, (50, 60)]), shapely.Point(asked)
    nearby = Nearby(reach)
    nearby.note("Lane", line)
    assert nearby.has("Lane", point) == bool(shapely.dwithin(line, point, reach))
    assert not nearby.has("Road", point)


def test_a_box_that_is_larger_than_all_squares_is_still_found() -> None:
    nearby = Nearby(10.0)
    nearby.note("M6", shapely.box(0, 0, 90_000, 90_000))
    assert nearby.has("M6", shapely.Point(45_000, 45_000)) and not nearby.has("M6", shapely.Point(-20, 0))


def test_thousands_of_things_of_one_name_are_a_map_like_any_other(tmp_path: object) -> None:
    corners = np.random.default_rng(5).uniform(360_000, 380_000, (6000, 2))
    points = list(shapely.points(corners))
    report = a_pack(tmp_path, drawn("stops", points, "bus_stop", ["Bus stop"] * len(points)))  # type: ignore[arg-type]
    assert 100 < report.manifest.counts["names"] < 6000
