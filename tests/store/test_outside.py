"""What other programs do to a plan by plain SQL: journalled as theirs, taken in, never lost, never undone."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import shapely

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.ids import new_id
from placeplanner.domain.kinds import Audience
from placeplanner.domain.record import Record
from placeplanner.edits.history import Done, History
from placeplanner.edits.records import AddRecord, ChangeRecord, CorrectPlace, RemoveRecord
from placeplanner.edits.shape import MoveRecord
from placeplanner.store import gpkg
from placeplanner.store.planfile import PlanFile
from tests.builders import a_history, a_point, a_record, an_area
from tests.store.observing import assert_consistent, one, outside

LEIGH = (365700.0, 400300.0)


class Desk:
    """A plan open in the app and in another program at once."""

    def __init__(self, folder: Path) -> None:
        self.plan, self.history = a_history(folder)
        self.other = outside(self.plan.path)

    def reopened(self) -> PlanFile:
        self.plan.close()
        self.plan = PlanFile.open(self.plan.path, load_catalogue())
        self.history = History(self.plan, contributor="Sam")
        return self.plan

    def add(self, **values: object) -> Record:
        record = a_record(**values)  # type: ignore[arg-type]
        self.history.perform(AddRecord(record))
        return self.read(record)

    def read(self, record: Record) -> Record:
        found = self.plan.record(record.id)
        assert found is not None
        return found

    def take_in(self) -> Done:
        done = self.history.take_in_outside_changes()
        assert done is not None
        assert self.history.take_in_outside_changes() is None
        return done

    def take_in_if_any(self) -> None:
        self.history.take_in_outside_changes()

    def outside_ops(self) -> list[tuple[str, str, str]]:
        query = "SELECT tbl, uuid, field FROM gpkg_pp_change WHERE step IS NULL ORDER BY ms, n, op"
        return [tuple(row) for row in self.plan.connection.execute(query)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    assert_consistent(desk.plan)
    desk.other.close()
    desk.plan.close()


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


# ---- odd things


def test_a_row_without_a_position_is_named_and_not_lost(desk: Desk) -> None:
    desk.other.execute("INSERT INTO assets(name) VALUES ('Nowhere')")
    empty = gpkg.to_gpb(shapely.Point())
    desk.other.execute("INSERT INTO greenspaces(name, geom) VALUES ('Empty', ?)", (empty,))
    desk.other.execute("INSERT INTO heritage(name, geom) VALUES ('Rubbish', x'00112233')")
    done = desk.take_in()
    for name in ("Nowhere", "Empty", "Rubbish"):
        assert f"“{name}”" in done.note
    assert desk.plan.records() == ()
    assert {each.name for each in desk.plan.unplaced()} == {"Nowhere", "Empty", "Rubbish"}
    (finding,) = desk.plan.examine()
    assert "“Nowhere”" in finding.what and finding.what.startswith("3 records")
    assert any("“Nowhere”" in notice for notice in desk.reopened().notices)


def test_a_collection_or_curve_drawn_elsewhere_is_named_and_not_lost(desk: Desk) -> None:
    desk.add()
    points = b"".join(shapely.to_wkb(shapely.Point(x, y))[5:] for x, y in ((0, 0), (1, 1), (2, 0)))
    box = b"".join(struct.pack("<d", number) for number in (0, 2, 0, 1))
    curve = b"GP\0\3" + (27700).to_bytes(4, "little") + box + b"\1\x08\0\0\0\3\0\0\0" + points
    desk.other.execute("INSERT INTO assets(name, geom) VALUES ('Round', ?)", (curve,))
    desk.other.execute(
        "INSERT INTO assets(name, geom) VALUES ('Collected', ?)",
        (gpkg.to_gpb(shapely.GeometryCollection([a_point(), an_area()])),),
    )
    desk.take_in()
    assert len(desk.plan.records()) == 1
    assert [each.name for each in desk.plan.unplaced()] == ["Round", "Collected"]
    assert "“Round”" in desk.plan.examine()[0].what
    desk.other.execute("DELETE FROM assets WHERE name = 'Round'")


def test_a_copy_with_a_made_up_identity_becomes_a_record_of_its_own(desk: Desk) -> None:
    """QGIS copies every attribute, and makes a unique one unique by adding "_1"."""
    record = desk.add(name="Library")
    desk.other.execute(
        "INSERT INTO assets(geom, uuid, name, created_at, created_by) "
        "SELECT geom, uuid || '_1', name, created_at, created_by FROM assets"
    )
    desk.take_in()
    (copy,) = (each for each in desk.plan.records() if each.id != record.id)
    assert len(copy.id) == 36 and "_" not in copy.id
    assert copy.created_by == "another program" and copy.created_at >= record.created_at


def test_a_record_brought_from_another_plan_keeps_its_identity_and_dates(desk: Desk) -> None:
    identity = new_id()
    desk.other.execute(
        "INSERT INTO assets(geom, uuid, name, created_at, created_by) VALUES (?, ?, 'Old', '2019-01-01T00:00:00Z', 'Jo')",
        (gpkg.to_gpb(a_point()), identity),
    )
    desk.take_in()
    (record,) = desk.plan.records()
    assert (record.id, record.created_at, record.created_by) == (identity, "2019-01-01T00:00:00Z", "Jo")


def test_the_identity_of_a_record_cannot_be_changed(desk: Desk) -> None:
    desk.add()
    with pytest.raises(sqlite3.IntegrityError, match="uuid"):
        desk.other.execute("UPDATE assets SET uuid = lower(hex(randomblob(16)))")
    with pytest.raises(sqlite3.IntegrityError):
        desk.other.execute("INSERT INTO assets(uuid) SELECT uuid FROM assets")


def test_a_record_whose_key_is_changed_stays_found_and_drawn(desk: Desk) -> None:
    desk.add(name="Borsdane Wood")
    desk.other.execute("UPDATE assets SET fid = 4711")
    assert [record.name for record in desk.plan.records(text="borsdane")] == ["Borsdane Wood"]


def test_a_row_replaced_by_its_identity_leaves_nothing_behind_after_opening(desk: Desk) -> None:
    record = desk.add(name="Old name")
    desk.other.execute(
        "INSERT OR REPLACE INTO assets(uuid, geom, name) VALUES (?, ?, 'New name')",
        (record.id, gpkg.to_gpb(a_point(*LEIGH))),
    )
    desk.reopened()
    desk.take_in()
    assert desk.plan.records(text="old") == ()
    assert [each.id for each in desk.plan.records(text="new")] == [record.id]


def test_an_upsert_changes_the_record_that_is_there(desk: Desk) -> None:
    record = desk.add(name="Old name")
    desk.other.execute(
        "INSERT INTO assets(uuid, geom, name) VALUES (?, ?, 'New name') "
        "ON CONFLICT(uuid) DO UPDATE SET name = excluded.name, geom = excluded.geom",
        (record.id, gpkg.to_gpb(a_point(*LEIGH))),
    )
    desk.take_in()
    assert desk.read(record).name == "New name"


def test_a_column_added_by_others_is_kept_shown_and_journalled(desk: Desk) -> None:
    record = desk.add()
    desk.other.execute('ALTER TABLE assets ADD COLUMN "Owner\'s ""name""" TEXT')
    desk.other.execute('UPDATE assets SET "Owner\'s ""name""" = \'Jo\'')
    done = desk.take_in()
    column = 'Owner\'s "name"'
    assert desk.read(record).details[column] == "Jo" and "Assets" in done.note
    desk.other.execute('UPDATE assets SET "Owner\'s ""name""" = \'Ann\'')
    assert ("assets", record.id, column) in desk.outside_ops()
    desk.take_in()
    desk.history.perform(ChangeRecord(record.id, details={column: "Bob"}))
    assert desk.read(record).details[column] == "Bob"
    desk.history.undo()
    assert desk.read(record).details[column] == "Ann"
    desk.history.perform(RemoveRecord(record.id))
    desk.history.undo()
    assert desk.read(record).details[column] == "Ann"


def test_other_programs_may_rename_what_is_theirs_and_even_what_is_ours(desk: Desk) -> None:
    record = desk.add(notes="Open late")
    desk.other.execute("ALTER TABLE assets ADD COLUMN colour TEXT")
    desk.other.execute("UPDATE assets SET colour = 'red'")
    desk.take_in()
    desk.other.execute("ALTER TABLE assets RENAME COLUMN colour TO paint")
    desk.other.execute("ALTER TABLE assets RENAME COLUMN notes TO remarks")
    desk.reopened()
    desk.take_in()
    after = desk.read(record)
    assert after.notes == "" and after.details == {"paint": "red", "remarks": "Open late"}


def test_a_hundred_columns_added_by_others_do_not_stop_the_journal(desk: Desk) -> None:
    for number in range(100):
        desk.other.execute(f"ALTER TABLE assets ADD COLUMN extra_{number} INTEGER")
    desk.take_in_if_any()
    record = desk.add(name="Wide")
    desk.other.execute("UPDATE assets SET extra_99 = 5")
    desk.take_in()
    desk.history.perform(RemoveRecord(record.id))
    desk.history.undo()
    assert desk.read(record).details["extra_99"] == 5


def test_bytes_in_a_column_of_others_do_not_stop_the_journal(desk: Desk) -> None:
    record = desk.add()
    desk.other.execute("ALTER TABLE assets ADD COLUMN attachment BLOB")
    desk.take_in_if_any()
    desk.other.execute("UPDATE assets SET attachment = x'00FF', notes = x'C3A9'")
    desk.take_in()
    assert "attachment" not in desk.read(record).details
    assert desk.read(record).notes == "é"
    desk.history.perform(RemoveRecord(record.id))
    desk.history.undo()
    assert one(desk.plan.connection, "SELECT attachment FROM assets") == b"\x00\xff"
    desk.other.execute("DELETE FROM assets")
    desk.take_in()


def test_letters_in_no_known_spelling_are_shown_as_well_as_can_be(desk: Desk) -> None:
    record = desk.add(name="Café")
    desk.other.execute("UPDATE assets SET name = CAST(x'436166E9' AS TEXT)")
    assert desk.read(record).name == "Caf�"
    desk.take_in()
    desk.history.perform(ChangeRecord(record.id, {"name": "Café"}))
    desk.history.undo()
    desk.history.perform(RemoveRecord(record.id))
    desk.history.undo()
    assert desk.plan.records()[0].name.startswith("Caf")
    desk.history.perform(ChangeRecord(record.id, {"name": "Café"}))


def test_numbers_beyond_all_bounds_do_not_stop_the_journal(desk: Desk) -> None:
    desk.other.execute("ALTER TABLE assets ADD COLUMN size DOUBLE")
    record = desk.add()
    desk.other.execute("UPDATE assets SET size = 9e999")
    desk.take_in()
    desk.history.perform(RemoveRecord(record.id))
    desk.history.undo()
    assert desk.read(record).name == record.name


def test_people_and_photos_changed_elsewhere_are_journalled_too(desk: Desk) -> None:
    desk.other.execute("INSERT INTO groups(name) VALUES ('Friends of Borsdane Wood')")
    desk.other.execute("INSERT INTO photos(caption) VALUES ('No record')")
    done = desk.take_in()
    assert [group.name for group in desk.plan.groups()] == ["Friends of Borsdane Wood"]
    assert "2 records were changed" in done.note
    assert {op[0] for op in desk.outside_ops()} == {"groups", "photos"}


def test_a_corrected_place_stays_when_the_record_is_moved_elsewhere(desk: Desk) -> None:
    record = desk.add()
    leigh = desk.plan.places.at(a_point(*LEIGH))
    assert leigh
    desk.history.perform(CorrectPlace(record.id, leigh.code))
    desk.other.execute("UPDATE assets SET geom = ?", (gpkg.to_gpb(an_area()),))
    desk.take_in()
    assert desk.read(record).place == leigh.code


def test_a_program_that_writes_while_we_take_in_loses_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desk.add(name="First")
    desk.other.execute("UPDATE assets SET notes = 'once'")
    desk.take_in()
    desk.other.execute("UPDATE assets SET notes = 'twice'")
    assert [uuid for _, uuid in desk.plan.unseen_outside()] == [first.id]
    desk.take_in()


def test_plain_sqlite_without_the_functions_can_still_read(desk: Desk) -> None:
    desk.add()
    with closing(sqlite3.connect(desk.plan.path)) as plain:
        assert one(plain, "SELECT name FROM assets") == "Hindley Library"
        with pytest.raises(sqlite3.OperationalError, match="ST_"):
            plain.execute("UPDATE assets SET name = 'x'")
