"""Squares that people can call out: A, B, C across and 1, 2, 3 down, on round eastings and northings."""

from __future__ import annotations

import pytest

from placeplanner.draw.paper_grid import Grid, figures, spacing_for, squares_in_words


def test_columns_run_from_the_west_and_rows_from_the_north() -> None:
    grid = Grid.of((360_000, 400_000, 363_000, 402_000), 1000)
    assert [column.name for column in grid.columns] == ["A", "B", "C"]
    assert [row.name for row in grid.rows] == ["1", "2"]
    assert grid.columns[0].low == 360_000
    assert grid.rows[0].high == 402_000


def test_lines_are_round_whatever_the_edges() -> None:
    grid = Grid.of((360_120, 400_480, 361_900, 401_600), 500)
    assert grid.eastings == (360_500, 361_000, 361_500)
    assert grid.northings == (400_500, 401_000, 401_500)


def test_a_sliver_at_the_edge_has_no_name_of_its_own() -> None:
    grid = Grid.of((360_450, 400_000, 361_520, 401_000), 500)
    assert [(column.name, column.low) for column in grid.columns] == [("A", 360_500), ("B", 361_000)]


def test_after_z_comes_aa() -> None:
    grid = Grid.of((360_000, 400_000, 362_800, 400_100), 100)
    assert [column.name for column in grid.columns][24:] == ["Y", "Z", "AA", "AB"]


@pytest.mark.parametrize(
    ("longest_m", "spacing"),
    [(900, 100), (1_200, 100), (1_201, 500), (5_900, 500), (11_000, 1_000), (22_000, 2_000)],
)
def test_there_are_never_more_than_a_dozen_squares_across(longest_m: float, spacing: int) -> None:
    assert spacing_for(longest_m) == spacing


def test_figures_are_read_aloud_in_thousands() -> None:
    assert figures(361_500, "E") == "361 500 E"
    assert figures(402_000, "N") == "402 000 N"
    assert squares_in_words(500) == "Squares of 500 m, National Grid"
    assert squares_in_words(2_000) == "Squares of 2 km, National Grid"
