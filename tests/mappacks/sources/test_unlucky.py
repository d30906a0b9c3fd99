"""Folders of thousands of files, pipes and links in a ring: nobody waits for ever, whatever was dropped."""

from __future__ import annotations

import os
import sqlite3
import zipfile
from pathlib import Path

import pytest

from placeplanner.errors import Problem
from placeplanner.mappacks.sources import recognise as recognising
from placeplanner.mappacks.sources import tile_files
from placeplanner.mappacks.sources.recognise import recognise

TABLE = "name,lat,lon\na,53.5,-2.6\nb,53.51,-2.61\n"
pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")


@pipes
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(Problem, match="cannot be opened"):
        recognise(tmp_path / "pipe.csv")


@pipes
def test_links_in_a_ring_and_pipes_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "ring").symlink_to(tmp_path)
    (tmp_path / "itself").symlink_to("itself")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "trees.csv").write_text(TABLE, "utf-8")
    (source,) = recognise(tmp_path)
    assert source.file.path.name == "trees.csv"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no such device here")
def test_a_device_without_end_is_refused() -> None:
    for name in ("zero", "urandom"):
        with pytest.raises(Problem, match="cannot be opened"):
            recognise(Path("/dev") / name)


def test_a_folder_of_very_many_files_is_given_up_before_it_was_walked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognising, "_MOST_FILES", 20)
    for folder in range(10):
        (tmp_path / str(folder)).mkdir()
        for name in range(9):
            (tmp_path / str(folder) / f"{name}.txt").touch()
    walked: list[str] = []
    walk = os.walk

    def counting(top: Path) -> object:
        for found in walk(top):
            walked.append(found[0])
            yield found

    monkeypatch.setattr(os, "walk", counting)
    with pytest.raises(Problem, match="too many files"):
        recognise(tmp_path)
    assert len(walked) < 6


@pytest.mark.parametrize(
    "rows",
    [
        "1 AS zoom_level, n AS tile_column, n AS tile_row, x'00' AS tile_data FROM r",
        "1 AS zoom_level, n AS tile_column, n AS tile_row, x'00' AS tile_data FROM r WHERE n < 0",
    ],
)
def test_tiles_that_are_counted_up_without_end_are_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: str
) -> None:
    monkeypatch.setattr(tile_files, "_MOST_STEPS", 20_000_000)
    path = tmp_path / "endless.mbtiles"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE metadata (name, value)")
        connection.execute(
            f"CREATE VIEW tiles AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT {rows}"
        )
    connection.close()
    with pytest.raises(Problem, match="damaged"):
        recognise(path)


def test_thousands_of_files_beside_a_map_are_compared_by_name_but_once(tmp_path: Path) -> None:
    """With a comparison of each with each this takes minutes."""
    for name in range(4000):
        (tmp_path / f"{name}.shx").touch()
    (tmp_path / "trees.csv").write_text(TABLE, "utf-8")
    (source,) = recognise(tmp_path)
    assert source.file.path.name == "trees.csv"


def test_a_zip_of_thousands_of_files_is_looked_through_quickly(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for name in range(5000):
            archive.writestr(f"{name}.txt", b"x")
        archive.writestr("trees.csv", TABLE)
    (source,) = recognise(tmp_path / "many.zip")
    assert source.file.inner == "trees.csv"
