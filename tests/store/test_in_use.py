"""Plans that others hold, that may not be written, or that have no room to grow; and what others left of them."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.edits.history import History
from placeplanner.edits.records import AddRecord, ChangeRecord, RemoveRecord
from placeplanner.errors import Problem
from placeplanner.store.planfile import PlanFile
from tests.builders import a_record
from tests.store.observing import (
    another_process,
    assert_consistent,
    assert_refused_untouched,
    assert_told,
    one,
    outside,
    refusal,
    snapshot,
)

# ---- in use, read-only, full


def fill_up(history: History) -> None:
    for _ in range(400):
        history.perform(AddRecord(a_record(notes="long " * 500)))


@pytest.mark.usefixtures("short_waits")
def test_a_plan_locked_by_another_process_is_told_and_opens_afterwards(
    plan_path: Path, reopen: Callable[[], PlanFile]
) -> None:
    with another_process(plan_path, "BEGIN EXCLUSIVE"):
        before = plan_path.read_bytes()
        start = time.monotonic()
        assert "in use" in refusal(plan_path).what
        assert time.monotonic() - start < 2
        assert plan_path.read_bytes() == before
    reopen().close()


@pytest.mark.usefixtures("short_waits")
def test_an_edit_while_another_process_writes_is_told_and_changes_nothing(
    plan_path: Path, reopen: Callable[[], PlanFile]
) -> None:
    with reopen() as plan:
        history = History(plan)
        label = history.undo_label
        with another_process(plan_path, "BEGIN IMMEDIATE"):
            assert len(plan.records()) == 3
            with pytest.raises(Problem) as caught:
                history.perform(AddRecord(a_record()))
            assert "in use" in caught.value.what
            assert history.undo_label == label
        assert len(plan.records()) == 3
        history.perform(AddRecord(a_record()))
        assert len(plan.records()) == 4
        assert_consistent(plan)


@pytest.mark.usefixtures("short_waits")
def test_an_edit_while_another_process_reads_is_told_and_changes_nothing(
    plan_path: Path, reopen: Callable[[], PlanFile]
) -> None:
    with reopen() as plan:
        history = History(plan)
        with another_process(plan_path, "BEGIN", "SELECT * FROM assets"):
            with pytest.raises(Problem) as caught:
                history.perform(AddRecord(a_record()))
            assert "in use" in caught.value.what
        assert len(plan.records()) == 3
        assert_consistent(plan)


@pytest.mark.usefixtures("short_waits")
def test_reading_while_another_process_holds_the_file_is_told(
    plan_path: Path, reopen: Callable[[], PlanFile]
) -> None:
    with reopen() as plan, another_process(plan_path, "BEGIN EXCLUSIVE"):
        for read in (plan.records, plan.groups, plan.steps, lambda: plan.name, lambda: plan.places):
            with pytest.raises(Problem) as caught:
                read()  # type: ignore[operator]
            assert_told(caught.value)


def test_a_read_only_file_is_told_even_to_root(plan_path: Path) -> None:
    plan_path.chmod(stat.S_IRUSR)
    assert "read-only" in assert_refused_untouched(plan_path).what


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no mode there")
def test_a_plan_in_a_read_only_folder_is_told_even_to_root(plan_path: Path) -> None:
    plan_path.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert "folder" in assert_refused_untouched(plan_path).what
    plan_path.parent.chmod(stat.S_IRWXU)


def test_a_read_only_plan_can_be_read_and_nothing_is_touched(plan_path: Path) -> None:
    plan_path.chmod(stat.S_IRUSR)
    before = snapshot(plan_path.parent)
    with PlanFile.open(plan_path, load_catalogue(), read_only=True) as plan:
        assert len(plan.records()) == 3
        with pytest.raises(Problem):
            History(plan).perform(AddRecord(a_record()))
    assert snapshot(plan_path.parent) == before


def test_a_full_disk_is_told_when_editing_and_what_was_there_is_safe(
    tiny_disk: Callable[[int], Path], plan_bytes: bytes
) -> None:
    folder = tiny_disk(len(plan_bytes) // 1024 + 40)
    path = folder / "plan.gpkg"
    path.write_bytes(plan_bytes)
    with PlanFile.open(path, load_catalogue()) as plan:
        history = History(plan)
        with pytest.raises(Problem) as caught:
            fill_up(history)
        assert "room" in caught.value.what
        assert_told(caught.value)
        reported = len(history.steps()) - 3
        assert len(plan.records()) == 3 + reported
        assert_consistent(plan)
    assert list(snapshot(folder)) == ["plan.gpkg"]


def test_a_file_that_may_not_grow_is_told_when_editing(reopen: Callable[[], PlanFile]) -> None:
    with reopen() as plan:
        history = History(plan)
        pages = one(plan.connection, "PRAGMA page_count")
        plan.connection.execute(f"PRAGMA max_page_count={pages + 20}")
        with pytest.raises(Problem) as caught:
            fill_up(history)
        assert "room" in caught.value.what
        assert len(plan.records()) == len(history.steps())
        assert_consistent(plan)


@pytest.mark.skipif(os.name == "nt", reason="Windows moves no file that is open")
def test_a_plan_moved_away_while_open_takes_no_more_edits(
    plan_path: Path, reopen: Callable[[], PlanFile]
) -> None:
    with reopen() as plan:
        history = History(plan)
        plan_path.rename(plan_path.with_name("moved.gpkg"))
        with pytest.raises(Problem) as caught:
            history.perform(AddRecord(a_record()))
        assert "moved" in str(caught.value)
        assert_told(caught.value)


@pytest.mark.skipif(os.name == "nt", reason="Windows removes no file that is open")
def test_a_plan_replaced_while_open_takes_no_more_edits(
    plan_path: Path, plan_bytes: bytes, reopen: Callable[[], PlanFile]
) -> None:
    with reopen() as plan:
        plan_path.unlink()
        plan_path.write_bytes(plan_bytes)
        with pytest.raises(Problem):
            History(plan).perform(AddRecord(a_record()))
    assert plan_path.read_bytes() == plan_bytes


# ---- left by others


@pytest.mark.skipif(os.name == "nt", reason="POSIX processes and signals")
def test_a_write_cut_off_by_a_kill_is_taken_back(plan_path: Path, reopen: Callable[[], PlanFile]) -> None:
    script = """
import os, signal, sqlite3, sys
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("PRAGMA cache_size=5")
c.execute("BEGIN IMMEDIATE")
c.execute("UPDATE gpkg_pp_info SET value = 'half done'")
c.execute("DELETE FROM gpkg_pp_change")
for i in range(200):
    c.execute("INSERT INTO gpkg_pp_photo_file VALUES (?, '', 0, zeroblob(9000))", (str(i),))
os.kill(os.getpid(), signal.SIGKILL)
"""
    before = plan_path.read_bytes()
    subprocess.run([sys.executable, "-c", script, str(plan_path)], check=False)
    assert plan_path.read_bytes() != before and plan_path.with_name("plan.gpkg-journal").exists()
    with reopen() as plan:
        assert len(plan.records()) == 3 and plan.name != "half done"
        assert_consistent(plan)
    assert list(snapshot(plan_path.parent)) == ["plan.gpkg"]


def test_a_hot_journal_is_found_through_a_link(plan_path: Path, tmp_path: Path, plan_bytes: bytes) -> None:
    link = tmp_path / "link.gpkg"
    link.symlink_to(plan_path)
    with PlanFile.open(link, load_catalogue()) as plan:
        History(plan).perform(AddRecord(a_record()))
    assert plan_path.read_bytes() != plan_bytes


def test_a_plan_left_in_write_ahead_logging_comes_out_of_it(
    plan_path: Path, reopen: Callable[[], PlanFile]
) -> None:
    connection = outside(plan_path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    with reopen() as plan:
        assert plan.notices == ()
        assert one(plan.connection, "PRAGMA journal_mode") == "delete"
        assert_consistent(plan)
    assert list(snapshot(plan_path.parent)) == ["plan.gpkg"]


def test_edits_that_lie_in_the_log_of_a_killed_program_are_kept(
    plan_path: Path, reopen: Callable[[], PlanFile]
) -> None:
    with another_process(
        plan_path,
        "PRAGMA journal_mode=WAL",
        "PRAGMA wal_autocheckpoint=0",
        "UPDATE gpkg_pp_info SET value = 'Ours' WHERE key = 'name'",
    ) as process:
        process.kill()
        process.wait()
        assert plan_path.with_name("plan.gpkg-wal").stat().st_size > 0
    with reopen() as plan:
        assert plan.name == "Ours"
        assert one(plan.connection, "PRAGMA journal_mode") == "delete"
        assert_consistent(plan)
    assert list(snapshot(plan_path.parent)) == ["plan.gpkg"]


def test_a_half_copied_log_beside_a_short_file_is_no_reason_to_refuse(
    plan_path: Path, plan_bytes: bytes, reopen: Callable[[], PlanFile]
) -> None:
    """A program killed while it moves its log into the file: the first page may already count pages to come."""
    connection = outside(plan_path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("INSERT INTO gpkg_pp_photo_file VALUES ('x', '', 0, zeroblob(100000))")
    log = plan_path.with_name("plan.gpkg-wal").read_bytes()
    connection.execute("PRAGMA wal_checkpoint(FULL)")
    full = plan_path.read_bytes()
    connection.close()
    plan_path.write_bytes(full[:4096] + plan_bytes[4096:])
    plan_path.with_name("plan.gpkg-wal").write_bytes(log)
    with reopen() as plan:
        assert one(plan.connection, "SELECT count(*) FROM gpkg_pp_photo_file WHERE sha256 = 'x'") == 1
        assert_consistent(plan)


@pytest.mark.usefixtures("short_waits")
def test_a_plan_in_write_ahead_logging_elsewhere_opens_with_a_warning(
    plan_path: Path, reopen: Callable[[], PlanFile]
) -> None:
    connection = outside(plan_path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("UPDATE gpkg_pp_info SET value = 'Ours' WHERE key = 'name'")
    with reopen() as plan:
        assert any("another program" in notice for notice in plan.notices)
        assert plan.name == "Ours"
        History(plan).perform(AddRecord(a_record()))
        assert one(connection, "SELECT count(*) FROM assets") == 4
        copy = plan.back_up()
        connection.close()
        assert_consistent(plan)
    kept = copy.parent / "alone" / copy.name
    kept.parent.mkdir()
    kept.write_bytes(copy.read_bytes())
    with PlanFile.open(kept, load_catalogue()) as plan:
        assert len(plan.records()) == 4


# ---- two windows


def test_two_windows_on_one_plan_see_each_other_and_share_the_undo_stack(
    reopen: Callable[[], PlanFile],
) -> None:
    with reopen() as here, reopen() as there:
        mine, theirs = History(here, contributor="Ann"), History(there, contributor="Bob")
        mine.perform(AddRecord(a_record(name="First")))
        theirs.perform(AddRecord(a_record(name="Second")))
        assert len(here.records()) == len(there.records()) == 5
        assert mine.undo_label == theirs.undo_label == "Added “Second”"
        mine.undo()
        assert theirs.redo_label == "Added “Second”"
        assert {record.name for record in there.records()} >= {"First"}
        theirs.undo()
        assert len(here.records()) == 3
        theirs.perform(AddRecord(a_record(name="Third")))
        assert mine.redo_label is None and mine.redo() is None
        assert_consistent(here)


def test_a_record_removed_in_another_window_is_told(reopen: Callable[[], PlanFile]) -> None:
    with reopen() as here, reopen() as there:
        record = here.records()[0]
        History(there).perform(RemoveRecord(record.id))
        with pytest.raises(Problem):
            History(here).perform(ChangeRecord(record.id, {"name": "New name"}))
        assert History(here).undo_label == f"Removed a record: {record.name}"
