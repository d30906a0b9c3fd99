"""Copies that nobody had to think of, and putting one back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from placeplanner import paths
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.edits.history import History
from placeplanner.edits.records import AddRecord
from placeplanner.errors import Problem
from placeplanner.store import backups
from placeplanner.store.backups import backups_in, restore
from placeplanner.store.planfile import PlanFile
from tests.builders import a_history, a_record
from tests.store.observing import another_process, assert_consistent, assert_told, one, snapshot

Reopen = Callable[[], PlanFile]


def names(path: Path) -> set[str]:
    with PlanFile.open(path, load_catalogue()) as plan:
        return {record.name for record in plan.records()}


def test_a_backup_is_a_whole_plan_of_its_own(reopen: Reopen) -> None:
    with reopen() as plan:
        path = plan.back_up()
        assert path.parent == paths.backups()
        (backup,) = backups_in()
        assert (backup.path, backup.stem, backup.plan, backup.why) == (path, "plan", plan.plan_id[:8], "")
        before = plan.records()
    with PlanFile.open(path, load_catalogue()) as copy:
        assert copy.records() == before
        assert_consistent(copy)
    assert list(snapshot(path.parent)) == [path.name]


def test_ten_backups_are_kept_the_newest_first(reopen: Reopen) -> None:
    with reopen() as plan:
        made = [plan.back_up() for _ in range(14)]
        assert len(set(made)) == 14
        assert [backup.path for backup in backups_in()] == made[:-11:-1]


def test_a_backup_right_after_another_holds_the_edit_in_between(reopen: Reopen) -> None:
    with reopen() as plan:
        plan.back_up()
        History(plan).perform(AddRecord(a_record(name="In between")))
        path = plan.back_up()
    assert "In between" in names(path)


def test_a_copy_made_before_an_update_is_kept_beyond_the_ten(reopen: Reopen, plan_path: Path) -> None:
    with reopen() as plan:
        kept = backups.copy_aside(plan.connection, plan_path, "before-update")
        for _ in range(12):
            plan.back_up()
        assert kept.exists() and len(backups_in()) == 11


def test_a_copied_plan_does_not_push_out_the_backups_of_its_original(plan_path: Path, reopen: Reopen) -> None:
    other = plan_path.with_name("other.gpkg")
    shutil.copy(plan_path, other)
    with reopen() as plan:
        mine = plan.back_up()
    with PlanFile.open(other, load_catalogue()) as plan:
        for _ in range(12):
            plan.back_up()
    assert mine.exists()


def test_a_very_long_name_is_shortened_in_the_backups(plan_path: Path) -> None:
    long = plan_path.with_name("ü" * 120 + ".gpkg")
    plan_path.rename(long)
    with PlanFile.open(long, load_catalogue()) as plan:
        assert plan.back_up().exists()
    (backup,) = backups_in()
    kept = restore(backup.path, long)
    assert kept and kept.exists() and len(names(long)) == 3


def test_other_files_in_the_backup_folder_are_no_backups(tmp_path: Path) -> None:
    for name in (
        "notes.txt",
        "plan.gpkg",
        "a-12345678-20261399T999999Z.gpkg",
        "a-12345678-20260101T000000Z.gpkg",
    ):
        (tmp_path / name).write_bytes(b"")
    assert [backup.path.name for backup in backups_in(tmp_path)] == ["a-12345678-20260101T000000Z.gpkg"]
    assert backups_in(tmp_path / "missing") == () == backups_in(tmp_path / "notes.txt")


# ---- in hard times


def test_a_backup_waits_while_another_process_writes_and_then_says_so(
    reopen: Reopen, plan_path: Path, short_waits: None
) -> None:
    with reopen() as plan:
        with another_process(plan_path, "BEGIN EXCLUSIVE"):
            with pytest.raises(Problem) as caught:
                plan.back_up()
            assert_told(caught.value)
        assert list(paths.backups().glob("*")) == []
        assert plan.back_up().exists()


def test_a_backup_amid_another_process_s_edit_holds_what_was_saved(reopen: Reopen, plan_path: Path) -> None:
    with (
        reopen() as plan,
        another_process(
            plan_path, "BEGIN IMMEDIATE", "UPDATE gpkg_pp_info SET value = 'unsaved' WHERE key = 'name'"
        ),
    ):
        path = plan.back_up()
    with PlanFile.open(path, load_catalogue()) as copy:
        assert copy.name == "plan"
        assert_consistent(copy)


def test_a_full_disk_is_told_and_no_half_backup_stays(
    reopen: Reopen, tiny_disk: Callable[[int], Path]
) -> None:
    folder = tiny_disk(200)
    with reopen() as plan:
        with pytest.raises(Problem) as caught:
            plan.back_up(folder)
        assert "room" in caught.value.what or "space" in str(caught.value).lower()
        assert_told(caught.value)
        History(plan).perform(AddRecord(a_record()))
        assert_consistent(plan)
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_a_disk_that_refuses_to_grow_a_file_is_told(plan_path: Path, tmp_path: Path) -> None:
    script = f"""
import resource
from pathlib import Path
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.errors import Problem
from placeplanner.store.planfile import PlanFile
plan = PlanFile.open(Path({str(plan_path)!r}), load_catalogue())
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    plan.back_up(Path({str(tmp_path / "copies")!r}))
except Problem as problem:
    print(problem)
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip()
    assert list((tmp_path / "copies").iterdir()) == []


def test_a_backup_folder_that_is_a_file_is_told(reopen: Reopen, tmp_path: Path) -> None:
    (tmp_path / "copies").write_text("")
    with reopen() as plan:
        with pytest.raises(Problem) as caught:
            plan.back_up(tmp_path / "copies")
        assert_told(caught.value)


# ---- restoring


def test_restoring_keeps_what_was_there(reopen: Reopen, plan_path: Path) -> None:
    with reopen() as plan:
        backup = plan.back_up()
        History(plan).perform(AddRecord(a_record(name="Since then")))
    kept = restore(backup, plan_path)
    assert kept and kept.parent == plan_path.parent and "kept" in kept.name
    assert "Since then" in names(kept) and "Since then" not in names(plan_path)
    assert sorted(snapshot(plan_path.parent)) == sorted([plan_path.name, kept.name])
    again = restore(backup, plan_path)
    assert again and again != kept and kept.exists()


def test_restoring_to_a_new_place_makes_its_folder(reopen: Reopen, tmp_path: Path) -> None:
    with reopen() as plan:
        backup = plan.back_up()
    to = tmp_path / "new" / "folder" / "plan.gpkg"
    assert restore(backup, to) is None
    assert len(names(to)) == 3 and backup.exists()


def test_undo_goes_on_in_a_restored_plan(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    history.perform(AddRecord(a_record(name="First")))
    backup = plan.back_up()
    plan.close()
    restore(backup, tmp_path / "plan.gpkg")
    with PlanFile.open(tmp_path / "plan.gpkg", load_catalogue()) as plan:
        history = History(plan)
        assert history.undo_label == "Added “First”"
        history.undo()
        assert plan.records() == ()


@pytest.mark.parametrize("spoil", ["cut", "rot", "empty", "foreign", "missing", "folder"])
def test_a_damaged_backup_is_refused_and_what_was_there_stays(
    reopen: Reopen, plan_path: Path, spoil: str
) -> None:
    with reopen() as plan:
        backup = plan.back_up()
    whole = backup.read_bytes()
    match spoil:
        case "cut":
            backup.write_bytes(whole[: len(whole) // 2])
        case "rot":
            backup.write_bytes(whole[:8192] + os.urandom(40960) + whole[49152:])
        case "empty":
            backup.write_bytes(b"")
        case "foreign":
            backup.unlink()
            connection = sqlite3.connect(backup)
            connection.execute("PRAGMA application_id=0x47504B47")
            connection.execute("CREATE TABLE t (x)")
            connection.close()
        case "missing":
            backup.unlink()
        case _:
            backup.unlink()
            backup.mkdir()
    before = snapshot(plan_path.parent)
    with pytest.raises(Problem) as caught:
        restore(backup, plan_path)
    assert_told(caught.value)
    assert snapshot(plan_path.parent) == before


def test_a_damaged_plan_can_be_replaced_by_its_backup(reopen: Reopen, plan_path: Path) -> None:
    with reopen() as plan:
        backup = plan.back_up()
    rotten = b"SQLite format 3\0" + os.urandom(5000)
    plan_path.write_bytes(rotten)
    plan_path.with_name("plan.gpkg-journal").write_bytes(b"stale")
    kept = restore(backup, plan_path)
    assert kept and kept.read_bytes() == rotten
    assert len(names(plan_path)) == 3
    assert not plan_path.with_name("plan.gpkg-journal").exists()


def test_a_full_disk_is_told_when_restoring(reopen: Reopen, tiny_disk: Callable[[int], Path]) -> None:
    with reopen() as plan:
        backup = plan.back_up()
    folder = tiny_disk(200)
    (folder / "plan.gpkg").write_bytes(b"mine")
    with pytest.raises(Problem) as caught:
        restore(backup, folder / "plan.gpkg")
    assert_told(caught.value)
    assert snapshot(folder) == {"plan.gpkg": b"mine"}


@pytest.mark.skipif(os.name == "nt", reason="POSIX processes and signals")
def test_an_unfinished_write_of_a_killed_program_is_taken_back_before_its_plan_is_put_aside(
    reopen: Reopen, plan_path: Path
) -> None:
    with reopen() as plan:
        backup = plan.back_up()
    script = """
import os, signal, sqlite3, sys
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("PRAGMA cache_size=5")
c.execute("BEGIN IMMEDIATE")
c.execute("UPDATE gpkg_pp_info SET value = 'half done' WHERE key = 'name'")
for i in range(200):
    c.execute("INSERT INTO gpkg_pp_photo_file VALUES (?, '', 0, zeroblob(9000))", (str(i),))
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", script, str(plan_path)], check=False)
    assert plan_path.with_name("plan.gpkg-journal").exists()
    kept = restore(backup, plan_path)
    assert kept
    for path in (kept, plan_path):
        with PlanFile.open(path, load_catalogue()) as plan:
            assert (
                plan.name == "plan" and one(plan.connection, "SELECT count(*) FROM gpkg_pp_photo_file") == 0
            )
            assert_consistent(plan)
