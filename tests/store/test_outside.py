"""What other programs do to a plan by plain SQL: journalled as theirs, taken in, never lost, never undone."""

from __future__ import annotations

import json

from placeplanner.domain.kinds import Audience
from placeplanner.edits.records import ChangeRecord, RemoveRecord
from placeplanner.edits.shape import MoveRecord
from placeplanner.store import gpkg
from tests.builders import a_point, an_area
from tests.store.desk import LEIGH, Desk
from tests.store.observing import one


def test_a_row_inserted_elsewhere_becomes_a_record_with_an_identity_dates_and_a_place(desk: Desk) -> None:
    desk.other.execute(
        "INSERT INTO assets(geom, name, category) VALUES (?, 'Leigh Market', 'market')",
        (gpkg.to_gpb(a_point(*LEIGH)),),
    )
    done = desk.take_in()
    (record,) = desk.plan.records()
    assert done.changed == {record.id} and {kind.value for kind in done.kinds} == {"asset"}
    assert "1 record was changed in another program." in done.note
    assert len(record.id) == 36 and record.name == "Leigh Market"
    assert record.created_by == "another program" and record.created_at.endswith("Z")
    place = desk.plan.places.get(record.place)
    assert place and place == desk.plan.places.at(a_point(*LEIGH))
    assert desk.outside_ops() == [("assets", record.id, "_row")]


def test_what_a_row_lacks_is_read_as_the_most_careful_answer(desk: Desk) -> None:
    desk.other.execute("INSERT INTO heritage(geom) VALUES (?)", (gpkg.to_gpb(an_area()),))
    desk.take_in()
    (record,) = desk.plan.records()
    assert (record.name, record.category, record.consent) == ("", "", Audience.GROUP)
    assert not record.is_sample and record.group is None and record.details == {}


def test_a_field_changed_elsewhere_is_one_op_and_stamped(desk: Desk) -> None:
    record = desk.add(name="Library")
    assert (record.created_by, record.changed_by) == ("Sam", "")
    desk.other.execute("UPDATE assets SET name = 'Hindley Library', notes = 'Open late'")
    desk.take_in()
    after = desk.read(record)
    assert (after.name, after.notes) == ("Hindley Library", "Open late")
    assert (after.created_by, after.changed_by) == ("Sam", "another program")
    assert sorted(desk.outside_ops()) == [("assets", record.id, "name"), ("assets", record.id, "notes")]


def test_an_update_that_changes_nothing_leaves_no_trace(desk: Desk) -> None:
    record = desk.add()
    desk.other.execute("UPDATE assets SET name = name, geom = geom")
    assert desk.outside_ops() == [] and desk.history.take_in_outside_changes() is None
    assert desk.read(record).changed_at == ""


def test_a_record_moved_elsewhere_comes_to_its_new_place(desk: Desk) -> None:
    record = desk.add()
    desk.other.execute("UPDATE assets SET geom = ?", (gpkg.to_gpb(a_point(*LEIGH)),))
    desk.take_in()
    after = desk.read(record)
    there = desk.plan.places.at(a_point(*LEIGH))
    assert there and after.place == there.code != record.place
    assert after.geometry.equals(a_point(*LEIGH))


def test_a_place_set_elsewhere_stands_as_a_persons_choice(desk: Desk) -> None:
    record = desk.add()
    leigh = desk.plan.places.at(a_point(*LEIGH))
    assert leigh
    desk.other.execute("UPDATE assets SET place = ?", (leigh.code,))
    desk.take_in()
    assert desk.read(record).place == leigh.code and desk.read(record).place_is_corrected


def test_a_place_that_does_not_exist_is_worked_out_anew(desk: Desk) -> None:
    record = desk.add()
    desk.other.execute("UPDATE assets SET place = 'Atlantis'")
    desk.take_in()
    assert desk.read(record).place == record.place and not desk.read(record).place_is_corrected


def test_a_record_in_a_place_that_does_not_exist_is_still_in_the_borough(desk: Desk) -> None:
    record = desk.add()
    desk.other.execute("UPDATE assets SET place = 'Atlantis'")
    assert desk.plan.places.borough
    found = desk.plan.records(place=desk.plan.places.borough.code)
    assert [each.id for each in found] == [record.id]
    desk.take_in()


def test_a_record_deleted_elsewhere_is_gone_and_kept_in_the_journal(desk: Desk) -> None:
    record = desk.add(name="The Monaco", notes="Dances on Saturdays")
    desk.other.execute("DELETE FROM assets")
    done = desk.take_in()
    assert desk.plan.records() == () and done.changed == {record.id}
    kept = json.loads(one(desk.plan.connection, "SELECT value FROM gpkg_pp_change WHERE field = '_del'"))
    assert (kept["name"], kept["notes"]) == ("The Monaco", "Dances on Saturdays")


def test_outside_changes_made_before_the_app_was_started_are_taken_in(desk: Desk) -> None:
    record = desk.add()
    desk.plan.close()
    desk.other.execute("UPDATE assets SET geom = ?", (gpkg.to_gpb(a_point(*LEIGH)),))
    desk.reopened()
    desk.take_in()
    assert desk.read(record).place != record.place


def test_the_history_tells_of_outside_changes_between_our_own(desk: Desk) -> None:
    desk.add(name="First")
    desk.other.execute("UPDATE assets SET name = 'Changed elsewhere'")
    desk.add(name="Second")
    steps = desk.history.steps()
    assert [(step.label, step.is_outside) for step in steps] == [
        ("Added “Second”", False),
        ("Changed a record in another program", True),
        ("Added “First”", False),
    ]


# ---- undo among the changes of others


def test_undo_leaves_alone_what_was_changed_elsewhere_and_says_so(desk: Desk) -> None:
    record = desk.add(name="Library", notes="")
    desk.history.perform(ChangeRecord(record.id, {"name": "Ours", "notes": "Ours too"}))
    desk.other.execute("UPDATE assets SET name = 'Theirs'")
    done = desk.history.undo()
    assert done and done.note == "1 record was left as another program has changed it since."
    assert done.label.endswith("."), "a sentence follows"
    assert (desk.read(record).name, desk.read(record).notes) == ("Theirs", "")
    redone = desk.history.redo()
    assert redone and (desk.read(record).name, desk.read(record).notes) == ("Theirs", "Ours too")


def test_undoing_an_addition_keeps_a_record_that_was_worked_on_elsewhere(desk: Desk) -> None:
    record = desk.add()
    desk.other.execute("UPDATE assets SET notes = 'Theirs'")
    done = desk.history.undo()
    assert done and done.note and done.changed == frozenset()
    assert desk.read(record).notes == "Theirs"


def test_undoing_a_change_of_a_record_that_was_deleted_elsewhere_does_nothing(desk: Desk) -> None:
    record = desk.add()
    desk.history.perform(ChangeRecord(record.id, {"name": "Ours"}))
    desk.other.execute("DELETE FROM assets")
    done = desk.history.undo()
    assert done and done.note and desk.plan.record(record.id) is None
    desk.history.undo()
    assert desk.history.undo_label is None and desk.plan.records() == ()


def test_undoing_a_move_leaves_place_and_shape_in_agreement(desk: Desk) -> None:
    record = desk.add()
    desk.history.perform(MoveRecord(record.id, 300, 300))
    desk.other.execute("UPDATE assets SET geom = ?", (gpkg.to_gpb(a_point(*LEIGH)),))
    desk.take_in()
    desk.history.undo()
    after = desk.read(record)
    there = desk.plan.places.at(after.geometry)
    assert there and after.place == there.code


def test_an_edit_after_an_outside_change_can_be_undone_back_to_it(desk: Desk) -> None:
    record = desk.add(name="Library")
    desk.other.execute("UPDATE assets SET name = 'Theirs'")
    desk.history.perform(ChangeRecord(record.id, {"name": "Ours again"}))
    desk.history.undo()
    assert desk.read(record).name == "Theirs"


def test_a_shape_given_elsewhere_where_there_was_none_can_be_undone_and_redone(desk: Desk) -> None:
    desk.other.execute("INSERT INTO assets(name) VALUES ('Nowhere')")
    desk.take_in()
    desk.other.execute("UPDATE assets SET geom = ?", (gpkg.to_gpb(a_point()),))
    desk.take_in()
    (record,) = desk.plan.records()
    desk.history.perform(RemoveRecord(record.id))
    desk.history.undo()
    assert desk.read(record).name == "Nowhere"
