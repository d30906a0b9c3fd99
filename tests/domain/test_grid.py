"""Grid references, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placeplanner.domain.grid import EastingNorthing, grid_ref, is_like_grid_ref, position_of_grid_ref
from placeplanner.errors import Problem


@pytest.mark.parametrize(
    ("digits", "reference"),
    [(2, "SD 5 0"), (4, "SD 57 05"), (6, "SD 571 051"), (8, "SD 5718 0512"), (10, "SD 57189 05129")],
)
def test_more_digits_name_a_smaller_square(digits: int, reference: str) -> None:
    assert grid_ref(EastingNorthing(357_189.9, 405_129.9), digits) == reference


@pytest.mark.parametrize(
    ("reference", "position"),
    [
        ("SV 00 00", (0, 0)),
        ("TQ 30 80", (530_000, 180_000)),
        ("NN 166 712", (216_600, 771_200)),  # Ben Nevis
        ("HP 60 10", (460_000, 1_210_000)),
        ("SJ 60 99", (360_000, 399_000)),
    ],
)
def test_known_squares_lie_where_they_should(reference: str, position: tuple[float, float]) -> None:
    assert position_of_grid_ref(reference) == position
    assert grid_ref(EastingNorthing(*position), len(reference.replace(" ", "")) - 2) == reference


@given(st.integers(0, 699_999), st.integers(0, 1_299_999))
def test_ten_digits_keep_every_metre(easting: int, northing: int) -> None:
    reference = grid_ref(EastingNorthing(easting, northing), 10)
    assert position_of_grid_ref(reference) == (easting, northing)
    assert position_of_grid_ref(reference.replace(" ", "").lower()) == (easting, northing)


@pytest.mark.parametrize("position", [(-1, 0), (700_000, 0), (0, 1_300_000), (float("nan"), 0)])
def test_a_position_off_the_grid_has_no_reference(position: tuple[float, float]) -> None:
    with pytest.raises(Problem, match="no grid reference"):
        grid_ref(EastingNorthing(*position))


def test_an_odd_number_of_digits_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="not 7"):
        grid_ref(EastingNorthing(0, 0), 7)


@pytest.mark.parametrize("text", ["SD 5718 0512", "sd", "SD 571", " HP4040 "])
def test_what_looks_like_a_reference_is_told_apart(text: str) -> None:
    assert is_like_grid_ref(text)


@pytest.mark.parametrize("text", ["53.5, -2.6", "SI 12 34", "357180 405120", "S 5718", ""])
def test_what_does_not_look_like_one_is_too(text: str) -> None:
    assert not is_like_grid_ref(text)
