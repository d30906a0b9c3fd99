"""Lines that meet are joined wherever just two of a kind do, whichever way they were drawn, and nothing is lost."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from placeplanner.mappacks.batches import Batch, Group
from placeplanner.mappacks.lines import cut, joined
from tests.mappacks.made_up import line


def batch(lines: list[BaseGeometry]) -> Batch:
    numbers = np.arange(len(lines))
    return Batch.of(Group(np.array(lines, dtype=object), numbers.astype(np.uint8), numbers), 1)


def all_joined(lines: list[BaseGeometry], kinds: list[int] | None = None) -> list[BaseGeometry]:
    found = joined(batch(lines), np.array(kinds or [0] * len(lines)))
    return list(found.group().geometries)


def test_lines_end_to_end_become_one_that_runs_as_most_of_them() -> None:
    one, two, three = line((0, 0), (10, 0)), line((20, 0), (10, 0)), line((20, 0), (30, 0), (40, 5))
    assert all_joined([three, one, two]) == [line((0, 0), (10, 0), (20, 0), (30, 0), (40, 5))]


def test_where_three_meet_or_kinds_differ_none_is_joined() -> None:
    star = [line((0, 0), (10, 0)), line((0, 0), (0, 10)), line((0, 0), (-10, 0))]
    assert len(all_joined(star)) == 3
    assert len(all_joined(star[:2], [0, 1])) == 2


def test_a_ring_of_several_lines_is_opened_once() -> None:
    ring = [line((0, 0), (10, 0)), line((10, 10), (10, 0)), line((10, 10), (0, 0))]
    (found,) = all_joined([*ring, line((50, 50), (60, 50), (60, 60), (50, 50))][:3])
    assert found.is_closed and found.length == sum(it.length for it in ring)
    assert len(all_joined([line((50, 50), (60, 50), (60, 60), (50, 50))])) == 1


POINTS = st.tuples(st.integers(0, 3), st.integers(0, 3))


@given(
    st.lists(
        st.tuples(POINTS, POINTS).filter(lambda ends: ends[0] != ends[1]),
        min_size=1,
        max_size=14,
        unique_by=frozenset,
    )
)
def test_any_net_is_joined_as_geos_joins_it(edges: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    lines = [shapely.LineString(ends) for ends in edges]
    found = all_joined(lines)
    expected = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
    assert sorted(round(it.length, 6) for it in found) == sorted(round(it.length, 6) for it in expected)
    assert edges_of(found) == sorted(tuple(sorted(edge)) for edge in edges)


def edges_of(lines: list[BaseGeometry]) -> list[tuple[tuple[float, ...], ...]]:
    return sorted(tuple(sorted(pair)) for it in lines for pair in pairwise(it.coords))


def test_a_line_is_cut_at_its_own_points_and_nothing_is_lost() -> None:
    lines = [line((0, 0), (100, 0), (200, 0), (300, 0)), line((0, 0), (50, 0))]
    parts = cut(batch(lines), 120)
    assert parts.features.tolist() == [0, 0, 1]
    assert parts.lengths_m().tolist() == [200, 100, 50]
