"""Greenspace figures against pictures in which they can be counted."""

from __future__ import annotations

import pytest

from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Record
from placeplanner.insight.greenspace import amount_of, conditions_of, reach_of
from placeplanner.insight.homes import homes_of
from placeplanner.insight.standards import load_standards
from tests.builders import a_record
from tests.insight.drawn import a_place, cells, middle

# 10 × 4 squares, each 1 ha. P is a park of 2 ha in the west.
#   homes in squares whose middle is within 200 m of P: (2, 0), (2, 1) … worked out row by row in the tests
TOWN = """
..........
PP........
..........
..........
"""


def a_park(picture: str, letter: str = "P", **values: object) -> Record:
    return a_record(
        kind="greenspace",
        category=str(values.pop("category", "public_park_or_garden")),
        geometry=cells(picture, letter),
        **values,
    )


def test_greenspace_is_counted_in_hectares_for_every_thousand_people() -> None:
    place, _ = a_place(TOWN, residents=500)
    park = a_park(TOWN)
    amount = amount_of(place, [park], load_standards())
    assert (amount.all_ha, amount.open_ha) == (pytest.approx(2), pytest.approx(2))
    assert amount.ha_per_1000 == pytest.approx(4)  # 2 ha for 500 people
    assert amount.meets_capacity is True and amount.records == (park.id,)


def test_parks_that_overlap_are_counted_once() -> None:
    place, _ = a_place(TOWN, residents=1000)
    twice = [a_park(TOWN), a_park(TOWN, name="The same park again")]
    assert amount_of(place, twice, load_standards()).open_ha == pytest.approx(2)


def test_what_lies_over_the_boundary_is_not_this_place_s() -> None:
    picture = "PP..\nPP.."
    place, _ = a_place(picture, residents=1000, letters=".")
    assert amount_of(place, [a_park(picture)], load_standards()).open_ha == 0


def test_a_green_behind_a_fence_is_there_but_not_for_everybody() -> None:
    place, _ = a_place(TOWN, residents=1000)
    fenced = a_park(TOWN, details={"open_to": "members"})
    golf = a_park(TOWN, category="golf_course")
    for closed in (fenced, golf):
        amount = amount_of(place, [closed], load_standards())
        assert (amount.all_ha, amount.open_ha, amount.meets_capacity) == (pytest.approx(2), 0, False)
    opened = a_park(TOWN, category="golf_course", details={"open_to": "everyone"})
    assert amount_of(place, [opened], load_standards()).open_ha == pytest.approx(2)


def test_a_park_that_is_only_a_point_is_named_as_having_no_size() -> None:
    place, _ = a_place(TOWN, residents=1000)
    point = a_record(kind="greenspace", category="play_space", geometry=middle(TOWN, "P"))
    amount = amount_of(place, [point], load_standards())
    assert amount.without_outline == (point.id,) and amount.all_ha == 0


def test_without_residents_nobody_can_say_how_much_each_has() -> None:
    place, _ = a_place(TOWN, residents=0)
    amount = amount_of(place, [a_park(TOWN)], load_standards())
    assert amount.ha_per_1000 is None and amount.meets_capacity is None


def test_who_has_a_green_near_the_door() -> None:
    # Homes stand in the middle of each of the 40 squares, 10 people in each. The park reaches from x = 0 to
    # 200 m and y = 200 to 300 m (rows from the south: 0, 1, 2 = the park's, 3).
    # Within 200 m of it: row 2: x = 50 … 350 m (the last 150 m away): 4 squares; rows 3 and 1 (50 m off):
    # x = 50, 150, 250, 350 (√(50² + 150²) = 158 m): 4 squares each; row 0 (150 m off): x = 50, 150, 250
    # (√(150² + 50²) = 158 m), 350 (√(150² + 150²) = 212 m: too far): 3 squares. Together 15 of 40.
    place, places = a_place(TOWN, residents=400)
    park = a_park(TOWN)
    doorstep, local, neighbourhood, *_ = reach_of(homes_of(place, places), [park], load_standards())
    assert doorstep.share == pytest.approx(15 / 40) and doorstep.residents == pytest.approx(150)
    assert doorstep.records == (park.id,)
    # 2 ha is enough for "local", within 300 m: rows 3, 2 and 1 reach x = 450 (250 m; √(250² + 50²) = 255 m):
    # 5 squares each; row 0: x = 450 (√(250² + 150²) = 292 m): 5 squares. Together 20 of 40.
    assert local.share == pytest.approx(20 / 40)
    # … and too small for "neighbourhood" (10 ha).
    assert neighbourhood.share == 0 and neighbourhood.records == ()


def test_a_park_beyond_the_boundary_is_within_reach_all_the_same() -> None:
    picture = "PP.."
    place, places = a_place(picture, residents=100, letters=".")
    doorstep = reach_of(homes_of(place, places), [a_park(picture)], load_standards())[0]
    assert doorstep.share == pytest.approx(1)


def test_conditions_are_told_worst_first_and_the_unjudged_last() -> None:
    judged = [a_park(TOWN, details={"condition": grade}) for grade in ("5", "2", "2")]
    nobody = a_park(TOWN)
    found = conditions_of([*judged, nobody], Kind.GREENSPACE)
    assert [(one.grade, len(one.records)) for one in found] == [(2, 2), (5, 1), (None, 1)]
