"""Undoing and redoing: in this run, after a restart, in bulk, with photos."""

from __future__ import annotations

from pathlib import Path

import pytest

from placeplanner.domain.ids import ContributorId, GroupId, PlaceCode, SessionId, new_id
from placeplanner.domain.kinds import Audience, Kind
from placeplanner.domain.people import Contributor, Group, Session
from placeplanner.edits.bulk import AddMany, RemoveMany
from placeplanner.edits.history import History
from placeplanner.edits.people import KeepPerson
from placeplanner.edits.records import AddRecord, ChangeRecord, CorrectPlace, RemoveRecord
from placeplanner.edits.shape import MoveRecord, Reshape
from placeplanner.errors import Problem
from placeplanner.store.planfile import PlanFile
from tests.builders import a_history, a_record, an_area
from tests.edits.trying import DIGEST, IMAGE, PutPhoto, a_photo, names, place_at, reopened
from tests.store.observing import assert_consistent


def test_undo_and_redo_walk_back_and_forth(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    record = a_record(name="One")
    history.perform(AddRecord(record))
    history.perform(ChangeRecord(record.id, {"name": "Two"}))
    history.perform(ChangeRecord(record.id, {"name": "Three"}))
    seen = []
    while history.undo():
        seen.append(names(plan))
    assert seen == [["Two"], ["One"], []]
    seen = []
    while history.redo():
        seen.append(names(plan))
    assert seen == [["One"], ["Two"], ["Three"]]
    assert history.redo_label is None and history.undo_label == "Changed a record: Three"


def test_a_new_edit_ends_what_could_be_redone(opened: tuple[PlanFile, History]) -> None:
    _, history = opened
    history.perform(AddRecord(a_record()))
    history.undo()
    history.perform(AddRecord(a_record(name="Another")))
    assert history.redo() is None


def test_undo_reaches_back_over_restarts(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    record = a_record(name="One")
    history.perform(AddRecord(record))
    history.perform(ChangeRecord(record.id, {"name": "Two"}))
    plan, history = reopened(plan)
    assert history.undo_label == "Changed a record: Two"
    history.undo()
    plan, history = reopened(plan)
    assert (names(plan), history.undo_label, history.redo_label) == (
        ["One"],
        "Added “One”",
        "Changed a record: One",
    )
    history.redo()
    plan, history = reopened(plan)
    assert (names(plan), history.redo_label) == (["Two"], None)
    history.undo()
    history.undo()
    assert names(plan) == [] and history.undo() is None
    assert_consistent(plan)
    plan.close()


def test_undoing_a_change_gives_back_every_field(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    record = a_record(notes="before", details={"jobs": 3, "nominate": True})
    history.perform(AddRecord(record))
    before = plan.record(record.id)
    history.perform(
        ChangeRecord(record.id, {"notes": "", "consent": Audience.PUBLIC}, {"jobs": None, "nominate": False})
    )
    history.perform(Reshape(record.id, an_area()))
    history.perform(CorrectPlace(record.id, PlaceCode("leigh")))
    for _ in range(3):
        history.undo()
    after = plan.record(record.id)
    assert before and after
    for name in ("notes", "consent", "details", "place", "place_is_corrected", "created_at", "created_by"):
        assert getattr(after, name) == getattr(before, name), name
    assert after.geometry.equals_exact(before.geometry, 0)


def test_a_removed_record_comes_back_whole_with_its_photos(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    record = a_record(geometry=an_area(), details={"jobs": 3})
    history.perform(AddRecord(record))
    history.perform(PutPhoto(photo := a_photo(record)))
    before = (plan.record(record.id), plan.photos(record.id))
    done = history.perform(RemoveRecord(record.id))
    assert done and done.changed == {record.id} and done.kinds == {Kind.ASSET}
    assert plan.photos(record.id) == () and plan.record(record.id) is None
    done = history.undo()
    assert done and done.changed == {record.id} and done.kinds == {Kind.ASSET}
    assert (plan.record(record.id), plan.photos(record.id)) == before
    assert plan.photo_bytes(photo.sha256) == IMAGE
    assert plan.records(text="hindley") and plan.examine() == ()


def test_undoing_a_photo_tells_of_its_record(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    record = a_record()
    history.perform(AddRecord(record))
    done = history.perform(PutPhoto(a_photo(record)))
    assert done and (done.changed, done.kinds) == ({record.id}, {Kind.ASSET})
    for step in (history.undo, history.redo):
        done = step()
        assert done and (done.changed, done.kinds) == ({record.id}, {Kind.ASSET})
    assert len(plan.photos(record.id)) == 1


def test_a_damaged_photo_is_told(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    record = a_record()
    history.perform(AddRecord(record))
    history.perform(PutPhoto(a_photo(record)))
    with plan.step("spoil it") as writing:
        writing._connection.execute("UPDATE gpkg_pp_photo_file SET data = x'00'")
    with pytest.raises(Problem):
        plan.photo_bytes(DIGEST)
    with pytest.raises(Problem):
        plan.photo_bytes("0" * 64)


def test_many_records_are_added_and_removed_as_one_step(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    records = tuple(a_record(name=f"Record {number}") for number in range(50))
    group = Group(GroupId(new_id()), "Friends")
    history.perform(AddMany((*records, group)))
    assert len(plan.records()) == 50 and plan.groups() == (group,)
    history.perform(RemoveMany(tuple(record.id for record in records[:20])))
    assert [step.count for step in history.steps()] == [20, 51]
    history.undo()
    assert len(plan.records()) == 50
    history.undo()
    assert plan.records() == () and plan.groups() == ()
    history.redo()
    assert len(plan.records()) == 50 and plan.groups() == (group,)


def test_a_place_corrected_by_a_person_stands_through_a_move(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    record = a_record()
    history.perform(AddRecord(record))
    history.perform(CorrectPlace(record.id, PlaceCode("leigh")))
    history.perform(MoveRecord(record.id, 500, 0))
    found = plan.record(record.id)
    assert found and found.place == "leigh" and found.place_is_corrected
    history.perform(CorrectPlace(record.id, None))
    found = plan.record(record.id)
    assert found and found.place == place_at(plan, found.geometry)


def test_people_are_noted_changed_and_undone(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    group = Group(GroupId(new_id()), "Friends", contact="01942")
    person = Contributor(ContributorId(new_id()), "Ann", group.id, may_be_named=True)
    session = Session(SessionId(new_id()), "Walk", "2026-05-01", PlaceCode("leigh"), group.id, "ten of us")
    for one_of_them in (group, person, session):
        history.perform(KeepPerson(one_of_them))
        assert history.perform(KeepPerson(one_of_them)) is None
    assert (plan.group(group.id), plan.contributor(person.id), plan.sessions()) == (group, person, (session,))
    history.perform(KeepPerson(Group(group.id, "Friends of the Wood")))
    history.undo()
    assert plan.group(group.id) == group
