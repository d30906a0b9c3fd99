"""A group's own area: drawn, reshaped, renamed and removed, each one step that is undone."""

from __future__ import annotations

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import PlaceKind
from placeplanner.edits.patches import DrawPatch, RemovePatch, RenamePatch, ReshapePatch
from placeplanner.edits.records import AddRecord
from placeplanner.errors import Problem
from placeplanner.mappacks.shipped import town_code
from tests.builders import a_point, a_record, an_area
from tests.edits.boundaries import AROUND, EAST, NORTH, Opened, as_told, done, the


def test_a_patch_is_drawn_across_neighbourhoods_and_holds_its_records(opened: Opened) -> None:
    plan, history = opened
    inside, beyond = a_record(name="In"), a_record(name="Out", geometry=a_point(EAST + 3000, NORTH))
    for record in (inside, beyond):
        history.perform(AddRecord(record))
    edit = DrawPatch("  Our   patch ", AROUND)
    assert done(history, edit).note == "1 record lies in it."
    patch = the(plan, "Our patch")
    assert patch.kind is PlaceKind.PATCH and patch.code == edit.code and patch.parent == "E08000010"
    assert [record.name for record in plan.records(place=patch.code)] == ["In"]
    assert [record.name for record in plan.records(place=patch.code, text="Out")] == []
    assert plan.record(inside.id).place == plan.places.at(inside.geometry).code  # type: ignore[union-attr]


def test_a_patch_is_renamed_reshaped_and_removed_each_undone(opened: Opened) -> None:
    plan, history = opened
    edit = DrawPatch("Our patch", AROUND)
    states = []
    for each in (
        edit,
        RenamePatch(edit.code, "The Rec and around"),
        ReshapePatch(edit.code, an_area(EAST, NORTH, 300)),
        RemovePatch(edit.code),
    ):
        states.append(as_told(plan))
        done(history, each)
    assert plan.places.get(edit.code) is None
    for state in reversed(states):
        history.undo()
        assert as_told(plan) == state
    for _ in states:
        assert history.redo() is not None
    assert plan.places.get(edit.code) is None


def test_a_name_is_needed_and_not_taken(opened: Opened) -> None:
    _, history = opened
    with pytest.raises(Problem, match="name is empty"):
        history.perform(DrawPatch("  ", AROUND))
    with pytest.raises(Problem, match="town called “Hindley” already"):
        history.perform(DrawPatch("hindley", AROUND))
    edit = DrawPatch("Ours", AROUND)
    history.perform(edit)
    assert history.perform(RenamePatch(edit.code, " Ours ")) is None
    assert history.perform(RenamePatch(edit.code, "ours")) is not None
    with pytest.raises(Problem, match="already"):
        history.perform(RenamePatch(edit.code, "Leigh"))


@pytest.mark.parametrize(
    ("shape", "what"),
    [
        (a_point(), "A patch is an area"),
        (shapely.Polygon([(EAST, NORTH), (EAST + 99, NORTH + 99), (EAST + 99, NORTH), (EAST, NORTH + 99)]), "cross"),
        (shapely.box(530000, 180000, 531000, 181000), "outside"),
    ],
)  # fmt: skip
def test_a_patch_is_a_good_area_in_the_borough(opened: Opened, shape: BaseGeometry, what: str) -> None:
    plan, history = opened
    with pytest.raises(Problem, match=what):
        history.perform(DrawPatch("Ours", shape))
    assert not plan.places.of_kind(PlaceKind.PATCH)


def test_only_patches_are_changed_as_patches(opened: Opened) -> None:
    _, history = opened
    with pytest.raises(Problem, match="not a group’s own area"):
        history.perform(RemovePatch(town_code("Leigh")))
    with pytest.raises(Problem, match="no longer in the plan"):
        history.perform(RenamePatch(PlaceCode("patch-gone"), "x"))


def test_an_edit_that_fails_leaves_the_places_as_they_were(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, history = opened
    before = as_told(plan)
    monkeypatch.setattr("placeplanner.store.journal.close_step", _fail)
    with pytest.raises(RuntimeError):
        history.perform(DrawPatch("Ours", AROUND))
    assert as_told(plan) == before


def _fail(_: object) -> None:
    raise RuntimeError("a bug")
