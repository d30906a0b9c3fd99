"""What other boundaries would do is told before, and there is a way back to those that ship."""

from __future__ import annotations

import shapely
from msgspec.structs import replace

from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.edits.foreseen import NOWHERE, Move, foresee
from placeplanner.edits.patches import DrawPatch
from placeplanner.edits.places import CorrectTown, ReplaceBoundaries, RestoreBoundaries
from placeplanner.edits.records import AddRecord, CorrectPlace
from placeplanner.mappacks.shipped import shipped_places, shipped_rules, town_code
from tests.builders import a_record
from tests.edits.boundaries import (
    AROUND,
    EAST,
    NORTH,
    Opened,
    a_move,
    a_point_that_changes_hands,
    as_told,
    done,
    moved,
    the,
)


def a_ward(code: str, east: float = EAST, north: float = NORTH) -> Place:
    outline = shapely.MultiPolygon([shapely.box(east, north, east + 900, north + 900)])
    return Place(PlaceCode(code), f"Ward {code}", PlaceKind.WARD, None, outline, source="ONS, Wards, 2023")


def the_way_back() -> RestoreBoundaries:
    return RestoreBoundaries(tuple(shipped_places()), shipped_rules())


def test_each_record_that_would_move_is_named_with_where_from_and_where_to(opened: Opened) -> None:
    plan, history = opened
    record = a_record(name="The Rec", geometry=a_point_that_changes_hands(plan))
    history.perform(AddRecord(record))
    before = plan.places.at(record.geometry)
    after = plan.places.at(shapely.Point(record.geometry.x - 1000, record.geometry.y))  # type: ignore[attr-defined]
    assert before is not None and after is not None
    told = foresee(plan, a_move(plan))
    assert told.moves == (Move("The Rec", before.name, after.name),)
    assert "40 neighbourhoods would have other boundaries" in told.places
    assert as_told(plan) == {place.code: place for place in shipped_places()}


def test_a_record_without_a_name_is_told_by_what_it_is(opened: Opened) -> None:
    plan, history = opened
    west = min(plan.places.of_kind(PlaceKind.NEIGHBOURHOOD), key=lambda place: place.geometry.bounds[0])
    left, bottom, _, top = west.geometry.bounds
    edge = west.geometry.intersection(shapely.box(left, bottom, left + 500, top)).representative_point()
    history.perform(AddRecord(a_record(name="", geometry=edge)))
    assert foresee(plan, a_move(plan)).moves == (Move("Library", west.name, NOWHERE),)


def test_what_is_not_matched_is_told_with_the_reason(opened: Opened) -> None:
    plan, history = opened
    record = a_record()
    history.perform(AddRecord(record))
    history.perform(CorrectPlace(record.id, the(plan, "Lowton").code))
    far = [a_ward(f"far{n}", 530_000 + 1000 * n, 180_000) for n in range(2)]
    leigh = plan.places.get(town_code("Leigh"))
    assert leigh is not None
    salford = replace(far[0], code=PlaceCode("E08000006"), name="Salford", kind=PlaceKind.BOROUGH)
    lowton = moved(the(plan, "Lowton"), 40)
    told = foresee(plan, ReplaceBoundaries((*far, leigh, salford, lowton, a_ward("here")), "", {}))
    assert told.places.endswith("1 ward would be new.")
    assert told.unmatched[:3] == (
        "Outside Wigan Borough, so not used: Ward far0 and Ward far1.",
        "A town is made of its neighbourhoods, so not used: Leigh.",
        "This plan is of Wigan Borough, so not used: Salford.",
    )
    assert told.unmatched[3].startswith("Staying as they are, as the map has no outline for them: Abram")
    assert told.unmatched[3].endswith("and 27 more.")
    assert told.unmatched[4] == "1 record stays where a person has said that it belongs."


def test_each_boundary_credits_whom_it_names_and_the_step_is_called_by_its_title(opened: Opened) -> None:
    plan, history = opened
    lowton = replace(moved(the(plan, "Lowton"), 40), source="ONS, 2021")
    told = done(history, ReplaceBoundaries((lowton, a_ward("here")), "", shipped_rules(), "“Wigan 2023”"))
    assert told.label == "Used the boundaries of “Wigan 2023”."
    assert the(plan, "Ward here").source == "ONS, Wards, 2023"
    assert the(plan, "Lowton").source == "ONS, 2021"
    golborne = plan.places.get(town_code("Golborne"))
    assert golborne is not None and "ONS, 2021" in golborne.source and golborne.source.endswith("; best fit")


def test_the_way_back_gives_the_shipped_outlines_and_is_one_step(opened: Opened) -> None:
    plan, history = opened
    history.perform(AddRecord(a_record(name="Inside", geometry=a_point_that_changes_hands(plan))))
    before, where = as_told(plan), [record.place for record in plan.records()]
    assert not the_way_back().is_needed(plan.places)
    assert history.perform(the_way_back()) is None
    done(history, a_move(plan))
    done(history, ReplaceBoundaries((a_ward("here"),), "Wards 2023"))
    assert the_way_back().is_needed(plan.places)
    told = done(history, the_way_back())
    assert "1 ward is gone" in told.note and "1 record is now in" in told.note
    assert as_told(plan) == before and [record.place for record in plan.records()] == where
    history.undo()
    assert the(plan, "Ward here")


def test_the_way_back_keeps_patches_and_corrected_towns(opened: Opened) -> None:
    plan, history = opened
    history.perform(DrawPatch("Ours", AROUND))
    history.perform(CorrectTown(the(plan, "Lowton").code, town_code("Leigh"), shipped_rules()))
    assert not the_way_back().is_needed(plan.places)
    before = as_told(plan)
    done(history, a_move(plan))
    done(history, the_way_back())
    assert as_told(plan) == before


def test_neighbourhoods_that_a_map_brought_go_with_it_and_theirs_come_back(opened: Opened) -> None:
    plan, history = opened
    before = as_told(plan)
    new = replace(the(plan, "Lowton"), code=PlaceCode("new"), name="New Lowton", figures={})
    done(history, ReplaceBoundaries((new,), "The council", shipped_rules()))
    assert not any(place.name == "Lowton" for place in plan.places)
    done(history, the_way_back())
    assert as_told(plan) == before
