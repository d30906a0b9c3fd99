"""Outlines that a group brought are put in the place of boundaries, or are its own area: one step, told before, undone."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.combining import as_multipolygon
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.outline import Outline
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.edits.claims import OWN, Claim, UseOutlines
from placeplanner.edits.foreseen import foresee
from placeplanner.edits.history import History
from placeplanner.edits.patches import RemovePatch
from placeplanner.edits.places import RestoreBoundaries
from placeplanner.edits.records import AddRecord
from placeplanner.errors import Problem
from placeplanner.mappacks.shipped import shipped_places, shipped_rules, town_code
from placeplanner.store.planfile import PlanFile
from tests.builders import a_history, a_record
from tests.edits.boundaries import Opened, as_told, done, the
from tests.edits.trying import reopened
from tests.mappacks.own_outlines import shifted


def claim(shape: BaseGeometry, place: Place | None = None, name: str = "Ours") -> Claim:
    return Claim(Outline(name, as_multipolygon(shape)), place.code if place else None, name)


def using(*claims: Claim, title: str = "“ours.geojson”") -> UseOutlines:
    return UseOutlines(claims, title, shipped_rules())


def moved_east(plan: PlanFile, metres: float = 300) -> UseOutlines:
    east = the(plan, "Hindley East")
    return using(claim(shifted(east.geometry, metres), east, "Hindly East"))


def test_a_boundary_is_replaced_and_its_neighbours_follow_in_one_step(opened: Opened) -> None:
    plan, history = opened
    before = as_told(plan)
    edit = moved_east(plan)
    told = foresee(plan, edit)
    assert (
        told.places == "1 town and 3 neighbourhoods would have other boundaries."
        or "would have" in told.places
    )
    result = done(history, edit)
    assert result.label == "Used the outlines of “ours.geojson”."
    east = the(plan, "Hindley East")
    assert east.source == f"{OWN}, “ours.geojson”"
    assert (east.figures, east.parent) == (before[east.code].figures, before[east.code].parent)
    tiles = [place.geometry for place in plan.places.of_kind(PlaceKind.NEIGHBOURHOOD)]
    assert sum(tile.area for tile in tiles) - shapely.union_all(tiles).area < 20_000  # as rough as what ships
    assert plan.places.borough == before[PlaceCode("E08000010")]
    history.undo()
    assert as_told(plan) == before


def test_a_record_on_ground_that_changes_hands_is_named_before_and_moves(opened: Opened) -> None:
    plan, history = opened
    east, green = the(plan, "Hindley East"), the(plan, "Hindley Green")
    edit = moved_east(plan)
    taken = shapely.intersection(shifted(east.geometry, 300), green.geometry).representative_point()
    left = shapely.difference(east.geometry, shifted(east.geometry, 300)).representative_point()
    history.perform(AddRecord(a_record(name="The mill", geometry=taken)))
    history.perform(AddRecord(a_record(name="The chapel", geometry=left)))
    told = foresee(plan, edit)
    assert [(move.record, move.before) for move in told.moves] == [
        ("The chapel", "Hindley East"),
        ("The mill", "Hindley Green"),
    ]
    assert told.moves[1].after == "Hindley East" and told.moves[0].after not in (
        "",
        "outside every neighbourhood",
    )
    assert any(words.startswith("Neighbours would make room: ") for words in told.besides)
    assert any("take over what is given up: " in words and "Hindley West" in words for words in told.besides)
    done(history, edit)
    assert {record.name: plan.places.get(record.place).name for record in plan.records()} == {  # type: ignore[union-attr]
        move.record: move.after for move in told.moves
    }


def test_an_own_area_comes_with_its_name_and_says_what_lies_in_it(opened: Opened) -> None:
    plan, history = opened
    record = a_record()
    history.perform(AddRecord(record))
    edit = using(claim(record.geometry.buffer(200), name="The Rec and around"))
    told = foresee(plan, edit)
    assert told.places == "1 area of a group’s own would be new."
    assert told.besides == ("1 record would lie in “The Rec and around”.",)
    done(history, edit)
    patch = the(plan, "The Rec and around")
    assert patch.kind is PlaceKind.PATCH and [each.id for each in plan.records(place=patch.code)] == [
        record.id
    ]
    done(history, RemovePatch(patch.code))


def test_both_at_once_are_one_step_over_a_restart(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    before = as_told(plan)
    east = the(plan, "Hindley East")
    spot = east.geometry.centroid.buffer(90)
    done(history, using(claim(shifted(east.geometry, 200), east), claim(spot, name="Our spot")))
    after = as_told(plan)
    plan, history = reopened(plan)
    history.undo()
    assert as_told(plan) == before
    history.redo()
    assert as_told(plan) == after
    plan.close()


def test_two_outlines_for_one_place_are_refused_by_name(opened: Opened) -> None:
    plan, history = opened
    east = the(plan, "Hindley East")
    edit = using(claim(east.geometry, east, "Old line"), claim(shifted(east.geometry, 9), east, "New line"))
    for ask in (foresee, lambda plan, edit: history.perform(edit)):
        with pytest.raises(
            Problem, match="“Old line” and “New line” cannot both be the boundary of Hindley East"
        ):
            ask(plan, edit)


def test_what_a_place_can_not_be_given_is_refused(opened: Opened) -> None:
    plan, _ = opened
    town = plan.places.get(town_code("Hindley"))
    east, west = the(plan, "Hindley East"), the(plan, "Hindley West")
    everything = shapely.union(east.geometry, west.geometry)
    for edit, what in (
        (using(claim(east.geometry, town)), "is a town, and a town is made of its neighbourhoods"),
        (using(claim(everything, east, "All of it")), "Hindley West would have nothing left"),
        (using(claim(east.geometry, name="Hindley East")), "There is a neighbourhood called “Hindley East”"),
        (using(claim(east.geometry, name=" ")), "The name is empty"),
        (
            using(claim(shifted(east.geometry, 90_000), east)),
            "Hindley East lies mostly outside Wigan Borough",
        ),
        (using(claim(east.geometry, name="A"), claim(west.geometry, name="a")), "patch called “A” already"),
    ):
        with pytest.raises(Problem, match=what):
            foresee(plan, edit)


def test_a_place_that_another_window_removed_is_told(opened: Opened) -> None:
    plan, history = opened
    spot = the(plan, "Hindley East").geometry.centroid
    done(history, using(claim(spot.buffer(90), name="Our spot")))
    again = using(claim(spot.buffer(120), the(plan, "Our spot")))
    with PlanFile.open(plan.path, plan.catalogue) as other:
        History(other).perform(RemovePatch(the(plan, "Our spot").code))
    history.take_in_outside_changes()
    with pytest.raises(Problem, match="no longer in the plan"):
        history.perform(again)


def test_a_place_that_has_an_outline_of_somebody_already_is_said_and_replaced(opened: Opened) -> None:
    plan, history = opened
    done(history, moved_east(plan, 100))
    east = the(plan, "Hindley East")
    edit = using(claim(shifted(east.geometry, 50), east), title="“newer.kml”")
    assert foresee(plan, edit).besides[0] == (
        "Hindley East has an outline of “ours.geojson” already; this one would take its place."
    )
    done(history, edit)
    assert the(plan, "Hindley East").source == f"{OWN}, “newer.kml”"
    assert history.perform(edit) is None


def test_an_own_area_is_given_another_outline(opened: Opened) -> None:
    plan, history = opened
    spot = the(plan, "Hindley East").geometry.centroid
    done(history, using(claim(spot.buffer(90), name="Our spot")))
    done(history, using(claim(spot.buffer(150), the(plan, "Our spot"))))
    assert the(plan, "Our spot").area_m2 > 70_000


def test_the_shipped_boundaries_are_had_back_and_own_areas_stay(opened: Opened) -> None:
    plan, history = opened
    before = as_told(plan)
    done(history, moved_east(plan))
    spot = the(plan, "Hindley East").geometry.centroid
    done(history, using(claim(spot.buffer(90), name="Our spot")))
    done(history, RestoreBoundaries(tuple(shipped_places()), shipped_rules()))
    left = as_told(plan)
    assert the(plan, "Our spot").code in left
    assert {code: place for code, place in left.items() if place.kind is not PlaceKind.PATCH} == before


def test_the_borough_can_be_given_a_boundary_of_its_own(opened: Opened) -> None:
    plan, history = opened
    borough = plan.places.borough
    assert borough is not None
    done(history, using(claim(borough.geometry.simplify(200), borough, "Wigan")))
    assert plan.places.borough.source.startswith(OWN)  # type: ignore[union-attr]


def test_nothing_said_changes_nothing(opened: Opened) -> None:
    plan, history = opened
    assert foresee(plan, using()).places == "" and history.perform(using()) is None
