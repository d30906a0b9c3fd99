"""The odd things that other programs do to a plan, none of which may lose anything or stop the app."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing

import pytest
import shapely

from placeplanner.domain.ids import new_id
from placeplanner.edits.records import ChangeRecord, CorrectPlace, RemoveRecord
from placeplanner.store import gpkg
from tests.builders import a_point, an_area
from tests.store.desk import LEIGH, Desk
from tests.store.observing import one


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


def test_what_another_program_has_just_written_is_not_taken_for_damage(desk: Desk) -> None:
    """Told by SQLite from 3.44 on, which Windows has; older ones do not look at the full text."""
    record = desk.add(name="Library")
    assert desk.plan.examine() == ()
    desk.other.execute("INSERT INTO assets(name, geom) SELECT 'Park', geom FROM assets")
    assert desk.plan.examine() == ()
    desk.other.execute("DELETE FROM assets WHERE uuid = ?", (record.id,))
    assert desk.plan.examine() == ()
    desk.take_in()


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
