"""Opening what may or may not be a plan: kindly refused, untouched, nothing left beside it."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlite_utils import Migrations

from placeplanner import paths
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.kinds import Catalogue
from placeplanner.edits.history import History
from placeplanner.edits.records import AddRecord, ChangeRecord, RemoveRecord
from placeplanner.errors import Problem
from placeplanner.store import migrations, opening
from placeplanner.store.backups import backups_in
from placeplanner.store.planfile import PlanFile
from tests.builders import a_record
from tests.store.observing import assert_consistent, assert_told, one, outside, refusal, snapshot

HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2:]:
    connection.execute(statement)
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_process(path: Path, *statements: str) -> Iterator[subprocess.Popen[str]]:
    """A program that runs some SQL on a file and then keeps it open."""
    command = [sys.executable, "-c", HOLD, str(path), *statements]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def assert_refused_untouched(path: Path) -> Problem:
    before = snapshot(path.parent)
    problem = refusal(path)
    assert snapshot(path.parent) == before
    return problem


# ---- what is no plan


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert "no file" in assert_refused_untouched(tmp_path / "gone.gpkg").what


def test_a_file_in_a_missing_folder_is_told(tmp_path: Path) -> None:
    assert_refused_untouched(tmp_path / "gone" / "plan.gpkg")


def test_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "plan.gpkg").mkdir()
    assert "folder" in assert_refused_untouched(tmp_path / "plan.gpkg").what


def test_a_symlink_loop_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.gpkg").symlink_to(tmp_path / "b.gpkg")
    (tmp_path / "b.gpkg").symlink_to(tmp_path / "a.gpkg")
    assert_refused_untouched(tmp_path / "a.gpkg")


def test_a_name_too_long_for_the_disk_is_told(tmp_path: Path) -> None:
    assert_refused_untouched(tmp_path / ("n" * 300 + ".gpkg"))


def test_a_name_with_a_nul_is_told(tmp_path: Path) -> None:
    assert_refused_untouched(tmp_path / "pl\0an.gpkg")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_a_pipe_is_told_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.gpkg")
    start = time.monotonic()
    refusal(tmp_path / "plan.gpkg")
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 5000, b"GPKG", b"PK\3\4 a zip", "Grüße aus Wigan".encode() * 99]
)
def test_other_files_are_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.gpkg"
    path.write_bytes(content)
    assert_refused_untouched(path)


def test_random_bytes_are_told(tmp_path: Path) -> None:
    path = tmp_path / "plan.gpkg"
    for seed in range(20):
        path.write_bytes(random.Random(seed).randbytes(4096))
        assert_refused_untouched(path)
        path.write_bytes(b"SQLite format 3\0" + random.Random(seed).randbytes(8176))
        assert_refused_untouched(path)


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_plain_sqlite_file_is_told(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "plan.gpkg"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA journal_mode={mode}")
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()
    assert "not a plan" in assert_refused_untouched(path).what


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_another_geopackage_is_told(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "parks.gpkg"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA journal_mode={mode}")
    connection.execute("PRAGMA application_id=0x47504B47")
    connection.execute("CREATE TABLE gpkg_contents (table_name TEXT)")
    connection.commit()
    connection.close()
    assert "not a plan" in assert_refused_untouched(path).what


def test_another_geopackage_in_use_elsewhere_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "parks.gpkg"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA application_id=0x47504B47")
    connection.execute("CREATE TABLE gpkg_contents (table_name TEXT)")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("INSERT INTO gpkg_contents VALUES ('parks')")
    before = snapshot(tmp_path)
    assert "not a plan" in refusal(path).what
    after = snapshot(tmp_path)
    assert {name: after[name] for name in ("parks.gpkg", "parks.gpkg-wal")} == {
        name: before[name] for name in ("parks.gpkg", "parks.gpkg-wal")
    }
    connection.close()


# ---- damage


def test_a_plan_cut_short_anywhere_is_told(plan_path: Path, plan_bytes: bytes) -> None:
    size = len(plan_bytes)
    lengths = {
        1,
        15,
        16,
        17,
        50,
        99,
        100,
        101,
        511,
        512,
        4095,
        4096,
        4097,
        8192,
        size // 2,
        size - 4096,
        size - 1,
    }
    lengths |= {random.Random(5).randrange(size) for _ in range(20)}
    for length in sorted(lengths):
        plan_path.write_bytes(plan_bytes[:length])
        assert_refused_untouched(plan_path)


def test_a_plan_cut_short_beside_a_forgotten_journal_is_told(plan_path: Path, plan_bytes: bytes) -> None:
    plan_path.write_bytes(plan_bytes[: len(plan_bytes) // 2])
    plan_path.with_name("plan.gpkg-journal").write_bytes(b"")
    refusal(plan_path)
    assert plan_path.read_bytes() == plan_bytes[: len(plan_bytes) // 2]


def test_a_plan_with_rotten_pages_opens_or_is_told_but_never_crashes(
    plan_path: Path, plan_bytes: bytes
) -> None:
    outcomes = {"opened": 0, "told": 0}
    for seed in range(60):
        rnd = random.Random(seed)
        rotten = bytearray(plan_bytes)
        for _ in range(rnd.choice((1, 5, 50))):
            at = rnd.randrange(100 if seed % 3 == 0 else len(rotten))
            rotten[at] = rnd.randrange(256)
        if seed % 4 == 0:
            page = rnd.randrange(1, len(rotten) // 4096) * 4096
            rotten[page : page + 4096] = rnd.randbytes(4096)
        plan_path.write_bytes(rotten)
        for left in plan_path.parent.glob("plan.gpkg-*"):
            left.unlink()
        try:
            with PlanFile.open(plan_path, load_catalogue()) as plan:
                plan.records()
                plan.records(text="wood")
                list(plan.places)
                plan.steps()
                History(plan).perform(AddRecord(a_record()))
                plan.examine()
            outcomes["opened"] += 1
        except Problem as problem:
            assert_told(problem)
            outcomes["told"] += 1
    assert outcomes["opened"] and outcomes["told"], outcomes


@pytest.mark.parametrize(
    "table",
    [
        "gpkg_pp_change",
        "gpkg_pp_clock",
        "gpkg_pp_step",
        "gpkg_pp_info",
        "gpkg_pp_photo_file",
        "gpkg_pp_text",
        "places",
    ],
)
def test_a_plan_without_one_of_its_inner_tables_is_told(plan_path: Path, table: str) -> None:
    connection = outside(plan_path)
    for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{row[0]}"')
    connection.execute(f"DROP TABLE {table}")
    connection.close()
    assert_refused_untouched(plan_path)


def test_a_plan_without_one_of_its_record_tables_is_told(plan_path: Path) -> None:
    connection = outside(plan_path)
    connection.execute("DROP TABLE heritage")
    connection.close()
    assert_refused_untouched(plan_path)


# ---- newer and older


def test_a_plan_of_a_newer_version_is_told(plan_path: Path) -> None:
    connection = outside(plan_path)
    connection.execute(
        "INSERT INTO gpkg_pp_migrations(migration_set, name, applied_at) VALUES ('placeplanner', '999_wings', 'x')"
    )
    connection.close()
    assert "newer" in assert_refused_untouched(plan_path).what


def with_one_more(catalogue: Catalogue) -> Migrations:
    known = migrations.migrations_for(catalogue)

    @known(name="002_weather")
    def weather(database: object) -> None:
        database.conn.execute("CREATE TABLE weather (day TEXT)")  # type: ignore[attr-defined]

    return known


@pytest.fixture
def a_newer_app(monkeypatch: pytest.MonkeyPatch) -> None:
    def known() -> list[str]:
        return ["001_records_people_photos_and_journal", "002_weather"]

    monkeypatch.setattr(opening, "known", known)
    monkeypatch.setattr(opening, "migrations_for", with_one_more)


@pytest.mark.usefixtures("a_newer_app")
def test_an_older_plan_is_copied_aside_then_brought_up_to_date(
    plan_path: Path, plan_bytes: bytes, reopen: Callable[[], PlanFile]
) -> None:
    with reopen() as plan:
        assert len(plan.notices) == 1 and "up to date" in plan.notices[0]
        assert one(plan.connection, "SELECT count(*) FROM weather") == 0
        assert len(plan.records()) == 3
        assert_consistent(plan)
    (copy,) = backups_in()
    assert copy.why == "before-update" and str(copy.path) in plan.notices[0]
    kept = sqlite3.connect(copy.path)
    assert one(kept, "SELECT count(*) FROM sqlite_master WHERE name = 'weather'") == 0
    kept.close()
    with reopen() as plan:
        assert plan.notices == ()


@pytest.mark.usefixtures("a_newer_app")
def test_an_older_plan_is_not_brought_up_to_date_where_the_copy_cannot_be_made(
    plan_path: Path, tmp_path: Path
) -> None:
    paths.backups().parent.mkdir(parents=True, exist_ok=True)
    paths.backups().write_text("a file where the folder should be")
    assert_refused_untouched(plan_path)


def test_a_migration_that_fails_leaves_the_plan_as_it_was(
    plan_path: Path, monkeypatch: pytest.MonkeyPatch, reopen: Callable[[], PlanFile]
) -> None:
    def broken(catalogue: Catalogue) -> Migrations:
        known = migrations.migrations_for(catalogue)

        @known(name="002_weather")
        def weather(database: object) -> None:
            database.conn.execute("CREATE TABLE weather (day TEXT)")  # type: ignore[attr-defined]
            raise RuntimeError("a bug")

        return known

    before = plan_path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(opening, "known", lambda: ["001_records_people_photos_and_journal", "002_weather"])
        patch.setattr(opening, "migrations_for", broken)
        with pytest.raises(RuntimeError):
            reopen()
    assert plan_path.read_bytes() == before
    with reopen() as plan:
        assert_consistent(plan)


@pytest.mark.usefixtures("a_newer_app")
def test_an_older_plan_read_only_is_told(plan_path: Path) -> None:
    before = snapshot(plan_path.parent)
    with pytest.raises(Problem) as caught:
        PlanFile.open(plan_path, load_catalogue(), read_only=True)
    assert "older" in caught.value.what
    assert snapshot(plan_path.parent) == before


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
        assert History(here).undo_label == "Removed a record"
