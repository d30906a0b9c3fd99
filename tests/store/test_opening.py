"""Opening what may or may not be a plan: kindly refused, untouched, nothing left beside it."""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import time
from pathlib import Path

import pytest

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.edits.history import History
from placeplanner.edits.records import AddRecord
from placeplanner.errors import Problem
from placeplanner.store.planfile import PlanFile
from tests.builders import a_record
from tests.store.observing import (
    assert_refused_untouched,
    assert_told,
    outside,
    refusal,
    snapshot,
)

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
