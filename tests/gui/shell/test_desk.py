"""The open plan as the window sees it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.ids import GroupId, SessionId
from placeplanner.domain.people import Group, Session
from placeplanner.edits.records import AddRecord, ChangeRecord, RemoveRecord
from placeplanner.errors import Problem
from placeplanner.gui.shell.care import CareBar
from placeplanner.gui.shell.desk import Desk
from placeplanner.settings import Settings
from placeplanner.settings import load as load_settings
from placeplanner.store import backups, gpkg
from placeplanner.store.planfile import PlanFile
from tests.builders import a_plan, a_point, a_record


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    made = Desk(a_plan(tmp_path), Settings())
    yield made
    made.close()


def test_an_edit_is_told_and_kept_in_memory_and_in_the_file(desk: Desk, qtbot: QtBot) -> None:
    record = a_record(name="Leigh Library")
    with qtbot.waitSignals([desk.changed, desk.said, desk.care_changed]):
        desk.perform(AddRecord(record))
    assert desk.records[record.id].name == "Leigh Library"
    assert desk.plan.record(record.id) == desk.records[record.id]
    assert desk.saved_at is not None


def test_undo_takes_the_record_out_of_memory_too(desk: Desk) -> None:
    record = a_record()
    desk.perform(AddRecord(record))
    desk.choose(record.id)
    desk.undo()
    assert record.id not in desk.records
    assert desk.chosen is None


def test_a_problem_is_told_and_changes_nothing(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.refused) as told:
        assert desk.perform(RemoveRecord(a_record().id)) is None
    assert isinstance(told.args[0], Problem)


def test_what_another_program_writes_appears_by_itself(desk: Desk, qtbot: QtBot) -> None:
    record = a_record()
    desk.perform(AddRecord(record))
    desk.look_outside()
    other = sqlite3.connect(desk.plan.path)
    gpkg.add_functions(other)
    other.execute("UPDATE assets SET notes = 'painted blue'")
    other.commit()
    other.close()
    with qtbot.waitSignal(desk.changed):
        desk.look_outside()
    assert desk.records[record.id].notes == "painted blue"
    assert desk.history.undo_label == "Added “Hindley Library”"


def test_every_record_is_counted_in_its_neighbourhood_or_in_none(desk: Desk) -> None:
    record, stray = a_record(), a_record(name="Over the border", geometry=a_point(345000, 390000))
    desk.perform(AddRecord(record))
    desk.perform(AddRecord(stray))
    assert desk.counts() == {desk.records[record.id].place: 1, None: 1}


def test_the_place_is_remembered_for_this_plan(desk: Desk) -> None:
    town = desk.plan.places.named("Hindley")[0]
    desk.stand_in(town.code)
    with closing(Desk(desk.plan, desk.settings)) as again:  # its timers would outlive the test
        assert again.place == town.code


def test_a_backup_is_made_only_where_something_changed(desk: Desk) -> None:
    desk.back_up()
    desk.back_up()
    assert len(backups.backups_in()) == 1
    assert desk.backed_up_at is not None


def test_records_outside_every_place_are_shown_with_the_borough(desk: Desk) -> None:
    stray = a_record(name="Over the border", geometry=a_point(345000, 390000))
    desk.perform(AddRecord(stray))
    assert desk.records_here() == (desk.records[stray.id],)


def test_a_change_by_hand_refreshes_the_record(desk: Desk) -> None:
    record = a_record()
    desk.perform(AddRecord(record))
    desk.perform(ChangeRecord(record.id, {"name": "New name"}))
    assert desk.records[record.id].name == "New name"


def test_what_the_command_line_does_meanwhile_is_shown(desk: Desk, qtbot: QtBot) -> None:
    from placeplanner.edits.history import History
    from placeplanner.store.planfile import PlanFile

    record = a_record(name="Added elsewhere")
    with PlanFile.open(desk.plan.path, desk.plan.catalogue) as other:
        History(other).perform(AddRecord(record))
    with qtbot.waitSignal(desk.changed):
        desk.look_outside()
    assert desk.records[record.id].name == "Added elsewhere"
    assert desk.history.undo_label == "Added “Added elsewhere”"


def test_a_big_plan_is_backed_up_beside_the_work(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from placeplanner.gui.shell import desk as module

    monkeypatch.setattr(module, "BIG_BYTES", 0)
    with qtbot.waitSignal(desk.care_changed):
        desk.back_up()
    assert len(backups.backups_in()) == 1
    assert desk.backup_problem is None


def test_a_plan_that_was_taken_away_is_not_told_to_be_saved(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.perform(AddRecord(a_record(name="Leigh Library")))
    bar = CareBar()
    qtbot.addWidget(bar)
    desk.care_changed.connect(lambda: bar.show_care(desk))
    desk.plan.path.rename(tmp_path / "elsewhere.gpkg")
    with qtbot.waitSignal(desk.refused) as told:
        desk.look_outside()
    assert "Put it back" in str(told.args[0])
    assert "NOT SAVING" in bar._saved.text() and "Saved" not in bar._saved.text()
    assert "Put it back" in bar._saved.toolTip()
    (copy,) = backups.backups_in()
    with closing(sqlite3.connect(copy.path)) as kept:
        assert kept.execute("SELECT name FROM assets").fetchall() == [("Leigh Library",)]


def test_nothing_is_told_to_be_saved_in_a_plan_that_was_moved_while_a_program_keeps_a_log_beside_it(
    desk: Desk, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(desk.plan.path)) as other:  # QGIS does so while a layer is open
        assert other.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
        assert desk.perform(AddRecord(a_record())) is not None
        desk.plan.path.rename(tmp_path / "elsewhere.gpkg")
        assert desk.perform(AddRecord(a_record())) is None
    assert desk.trouble is not None and len(desk.records) == 1


def test_it_is_told_once_that_a_plan_is_gone_and_once_that_it_is_back(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    told: list[Problem] = []
    desk.refused.connect(told.append)
    desk.plan.path.rename(tmp_path / "elsewhere.gpkg")
    desk.look_outside()
    desk.look_outside()
    assert len(told) == 1
    (tmp_path / "elsewhere.gpkg").rename(desk.plan.path)
    with qtbot.waitSignals([desk.said, desk.care_changed]):
        desk.look_outside()
    assert desk.trouble is None
    assert desk.perform(AddRecord(a_record())) is not None


def test_a_plan_in_whose_place_another_file_lies_is_not_told_to_be_saved(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.gpkg"
    other.write_bytes(desk.plan.path.read_bytes())
    other.replace(desk.plan.path)
    desk.look_outside()
    assert desk.trouble is not None


def test_as_long_as_nothing_can_be_written_it_is_told_once_and_nobody_is_told_to_go_on(desk: Desk) -> None:
    told: list[str] = []
    desk.refused.connect(lambda problem: told.append(problem.what))
    desk.said.connect(lambda words, _: told.append(words))
    desk.plan.connection.execute("PRAGMA busy_timeout=0")
    with closing(sqlite3.connect(desk.plan.path, isolation_level=None)) as other:
        gpkg.add_functions(other)
        other.execute("INSERT INTO groups (uuid, name) VALUES ('from-outside', 'Friends')")
        other.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            desk.look_outside()
        assert len(told) == 1 and "in use" in told[0]
        other.execute("ROLLBACK")
    desk.look_outside()
    assert desk.trouble is None
    assert "go on" in told[-1]


def test_where_another_large_file_took_a_plans_place_it_is_the_plan_that_is_backed_up(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.perform(AddRecord(a_record(name="Leigh Library")))
    monkeypatch.setattr("placeplanner.gui.shell.desk.BIG_BYTES", 0)
    a_plan(tmp_path / "another").path.replace(desk.plan.path)
    desk.look_outside()
    (copy,) = backups.backups_in()
    with closing(sqlite3.connect(copy.path)) as kept:
        assert kept.execute("SELECT name FROM assets").fetchall() == [("Leigh Library",)]


def test_who_asks_for_a_backup_is_told_what_came_of_it(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(desk.said) as told:
        desk.back_up_now()
    assert told.args[0].startswith("Backed up.")
    with qtbot.waitSignal(desk.said) as told:
        desk.back_up_now()
    assert "Nothing has changed since the backup" in told.args[0]
    desk.perform(AddRecord(a_record()))
    monkeypatch.setattr(desk, "_is_big", lambda: True)
    said: list[str] = []
    desk.said.connect(lambda words, _: said.append(words))
    desk.back_up_now()
    assert said == [], "a large plan is still being copied"
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].startswith("Backed up.")


def test_a_plan_that_is_opened_again_goes_on_in_the_same_session_while_the_day_lasts(tmp_path: Path) -> None:
    path = a_plan(tmp_path).path
    friends = Group(GroupId("friends"), "Friends of Hindley Park")
    hall = Session(SessionId("hall"), "Church hall", date.today().isoformat())
    first = Desk(PlanFile.open(path, load_catalogue()), Settings())
    first.work_as("Ann", friends, hall)
    kept = load_settings()
    first.close()
    again = Desk(PlanFile.open(path, load_catalogue()), kept)
    assert again.at_work() == "Ann, Friends of Hindley Park, Church hall"
    again.work_as("Ann", friends, replace(hall, date="2020-01-01"))
    kept = load_settings()
    again.close()
    on_another_day = Desk(PlanFile.open(path, load_catalogue()), kept)
    assert on_another_day.at_work() == "Ann, Friends of Hindley Park"
    assert on_another_day.history.session is None
    on_another_day.close()


def test_nobody_is_at_work_for_a_group_that_could_not_be_noted(desk: Desk) -> None:
    desk.plan.connection.execute("PRAGMA busy_timeout=0")
    with closing(sqlite3.connect(desk.plan.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not desk.work_as("Ann", Group(GroupId("friends"), "Friends of Hindley Park"), None)
        other.execute("ROLLBACK")
    assert (desk.at_work(), desk.history.group) == ("", None)
    assert load_settings().work_of(desk.plan.plan_id) == ("", "")


def test_it_is_told_which_record_was_removed(desk: Desk, qtbot: QtBot) -> None:
    record = a_record(name="Leigh Library")
    with qtbot.waitSignal(desk.said) as told:
        desk.perform(AddRecord(record))
    assert told.args[0] == "Added “Leigh Library”"
    with qtbot.waitSignal(desk.said) as told:
        desk.perform(RemoveRecord(record.id))
    assert told.args == ["Removed a record: Leigh Library", True]
