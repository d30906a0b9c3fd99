"""A pack is there whole or not at all, and an older one stays until the new one is."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from placeplanner.errors import Problem
from placeplanner.mappacks.check import check_pack
from placeplanner.mappacks.writer import writing
from tests.mappacks.made_up import a_pack


def test_a_failure_half_way_leaves_the_older_pack(tmp_path: Path) -> None:
    path = a_pack(tmp_path).path
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError), writing(path):
        _ = 1 / 0
    assert path.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["hindley.pack", "made-up.txt"]


@pytest.mark.parametrize(
    "error",
    [sqlite3.OperationalError("database or disk is full"), OSError(errno.ENOSPC, "No space left on device")],
)
def test_a_full_disk_is_told_and_nothing_stays(error: Exception, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no room on the disk"), writing(tmp_path / "a.pack"):
        raise error
    assert not list(tmp_path.iterdir())


def test_a_disk_that_refuses_at_the_last_moment_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(source: object, target: object) -> None:
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(Problem, match="cannot be written"):
        a_pack(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["made-up.txt"]


@pytest.mark.skipif(os.name == "nt", reason="Windows refuses by itself")
def test_a_system_that_flushes_only_what_may_be_written_gets_its_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    flush = os.fsync

    def as_windows_does(file: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(file).st_mode)  # those are not flushed there
        if not is_folder and fcntl.fcntl(file, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(errno.EBADF, "Bad file descriptor")
        flush(file)

    monkeypatch.setattr(os, "fsync", as_windows_does)
    assert a_pack(tmp_path).path.is_file()


def test_pictures_beyond_the_national_grid_are_counted_and_left_out(tmp_path: Path) -> None:
    with writing(tmp_path / "a.pack") as writer:
        writer.pictures([(0, 0, 0, b"world"), (12, 2018, 1324, b"Wigan")])
        assert (writer.tiles, writer.tiles_left_out) == (1, 1)


def test_the_folder_is_not_left_with_hidden_files(tmp_path: Path) -> None:
    path = a_pack(tmp_path).path
    assert check_pack(path).counts["buildings"] == 400
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]


def test_what_a_builder_left_that_was_ended_by_force_is_swept_by_the_next(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    stale = tmp_path / f".wigan.pack.{ended.pid}.part"
    others = [
        tmp_path / f".wigan.pack.{os.getppid()}.part",  # still at work
        tmp_path / f".profile.pdf.{ended.pid}.part",
        tmp_path / ".wigan.pack.part",
        tmp_path / f"wigan.pack.{ended.pid}.part",
    ]
    for path in (stale, *others):
        path.touch()
    with others[0].open("ab"):
        a_pack(tmp_path)
    assert not stale.exists() and all(path.exists() for path in others)
