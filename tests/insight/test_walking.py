"""What is within a walk, on a street of houses."""

from __future__ import annotations

import numpy as np
import pytest

from placeplanner.insight.homes import homes_of
from placeplanner.insight.standards import load_standards
from placeplanner.insight.walking import Access, access_of
from tests.builders import a_record
from tests.insight.drawn import EAST, NORTH, a_place, middle

# Twenty squares in a row; the library L stands in the first. A walk is 800 m.
STREET = "L..................."


def access(code: str, found: tuple[Access, ...]) -> Access:
    return next(one for one in found if one.need.code == code)


def test_half_of_a_long_street_has_the_library_within_a_walk() -> None:
    # homes at 50, 150 … 1 950 m, the library at 50 m: distances 0, 100 … 1 900; nine of twenty are within 800 m
    place, places = a_place(STREET, residents=200)
    library = a_record(category="library", geometry=middle(STREET, "L"))
    found = access("library", access_of(homes_of(place, places), [library], load_standards()))
    assert found.share == pytest.approx(9 / 20)
    assert found.typical_m == pytest.approx(900)  # the tenth of twenty: half have no further to go
    assert found.records == (library.id,) and not found.is_missing


def test_what_nobody_recorded_is_missing_and_not_nought_metres_away() -> None:
    place, places = a_place(STREET, residents=200)
    found = access_of(homes_of(place, places), [], load_standards())
    assert all(one.is_missing and one.share == 0 and one.typical_m is None for one in found)


def test_people_count_where_their_postcodes_are() -> None:
    # all homes at the far end: the library is out of reach for everybody
    place, places = a_place(STREET, residents=200)
    far = np.array([(EAST + 1_900.0, NORTH + 50.0), (EAST + 1_950.0, NORTH + 50.0)])
    library = a_record(category="library", geometry=middle(STREET, "L"))
    homes = homes_of(place, places, far)
    assert "postcodes" in homes.basis and homes.total == pytest.approx(200)
    assert access("library", access_of(homes, [library], load_standards())).share == 0


def test_a_place_without_people_has_no_shares() -> None:
    place, places = a_place(STREET, residents=0)
    library = a_record(category="library", geometry=middle(STREET, "L"))
    found = access("library", access_of(homes_of(place, places), [library], load_standards()))
    assert found.share is None and found.typical_m is None
