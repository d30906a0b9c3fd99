"""Downloading a map over a bad line: whole, gone on with, or told why not."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from placeplanner.errors import Problem
from placeplanner.mappacks import fetching
from placeplanner.mappacks.fetching import Declined, download
from tests import conftest
from tests.mappacks.bad_line import CONTENT, Server, get, parts, quiet


def test_a_file_comes_whole_under_its_own_name(server: Server, tmp_path: Path) -> None:
    sizes: list[int | None] = []
    told: list[tuple[float | None, str]] = []

    def yes(size: int | None) -> bool:
        sizes.append(size)
        return True

    path = download(
        server.map_url,
        tmp_path,
        progress=lambda share, words: told.append((share, words)),
        confirm_size=yes,
    )
    assert path == tmp_path / "map-latest.osm.pbf"
    assert path.read_bytes() == CONTENT
    assert sizes == [len(CONTENT)]
    assert told[-1] == (1.0, "Downloading: 1.0 MB of 1.0 MB")
    assert list(tmp_path.iterdir()) == [path]


def test_whoever_does_not_want_the_size_gets_nothing(server: Server, tmp_path: Path) -> None:
    with pytest.raises(Declined):
        download(server.map_url, tmp_path, progress=quiet, confirm_size=lambda size: False)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_line_is_gone_on_with(server: Server, tmp_path: Path) -> None:
    server.behaviour.breaks_after = 300_000
    for _ in range(3):
        with pytest.raises(Problem, match="stopped early") as told:
            get(server.map_url, tmp_path)
        assert "goes on from there" in told.value.try_this
    server.behaviour.breaks_after = None
    assert get(server.map_url, tmp_path, hashlib.sha256(CONTENT).hexdigest()).read_bytes() == CONTENT
    assert server.behaviour.asked == ["", "bytes=300000-", "bytes=600000-", "bytes=900000-"]
    assert parts(tmp_path) == []


def test_a_newer_version_meanwhile_comes_whole(server: Server, tmp_path: Path) -> None:
    server.behaviour.breaks_after = 300_000
    with pytest.raises(Problem):
        get(server.map_url, tmp_path)
    server.behaviour.breaks_after = None
    server.behaviour.content, server.behaviour.etag = CONTENT[::-1], '"version-2"'
    assert get(server.map_url, tmp_path).read_bytes() == CONTENT[::-1]


def test_a_server_that_cannot_go_on_begins_again(server: Server, tmp_path: Path) -> None:
    server.behaviour.breaks_after = 300_000
    with pytest.raises(Problem):
        get(server.map_url, tmp_path)
    server.behaviour.breaks_after, server.behaviour.has_ranges = None, False
    assert get(server.map_url, tmp_path).read_bytes() == CONTENT


def test_without_a_version_the_words_promise_nothing(server: Server, tmp_path: Path) -> None:
    server.behaviour.breaks_after, server.behaviour.etag = 300_000, ""
    with pytest.raises(Problem, match="from the beginning"):
        get(server.map_url, tmp_path)


def test_a_part_that_is_all_there_is_fetched_anew(server: Server, tmp_path: Path) -> None:
    server.behaviour.breaks_after = len(CONTENT) - 1
    with pytest.raises(Problem):
        get(server.map_url, tmp_path)
    with next(tmp_path.glob(".*.part")).open("ab") as file:
        file.write(b"more than there is")
    server.behaviour.breaks_after = None
    assert get(server.map_url, tmp_path).read_bytes() == CONTENT


def test_a_file_of_unknown_size_can_come_too(server: Server, tmp_path: Path) -> None:
    server.behaviour.says_length = False
    sizes: list[int | None] = []
    path = download(
        server.map_url, tmp_path, progress=quiet, confirm_size=lambda size: sizes.append(size) or True
    )
    assert sizes == [None]
    assert path.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("status", "says"), [(404, "not there any more"), (410, "any more"), (503, "just now")]
)
def test_a_refusal_is_told_in_words(server: Server, tmp_path: Path, status: int, says: str) -> None:
    server.behaviour.status = status
    with pytest.raises(Problem, match=says):
        get(server.map_url, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_not_there_is_told(server: Server, tmp_path: Path) -> None:
    nobody = server.url.rsplit(":", 1)[0] + ":1"
    with pytest.raises(Problem, match="cannot be reached"):
        get(f"{nobody}/map.osm.pbf", tmp_path)
    conftest._connections.clear()


def test_too_small_a_disk_is_told_before_anything_is_fetched(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(Problem, match="not enough room"):
        get(server.map_url, tmp_path)


def test_a_disk_that_fills_up_is_told_and_the_part_kept(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(fileno: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(fetching.os, "fsync", full)
    with pytest.raises(Problem, match="disk is full"):
        get(server.map_url, tmp_path)
    assert parts(tmp_path) == [".json", ".part"]


def test_stopping_keeps_what_came(server: Server, tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(share: float | None, words: str) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        download(server.map_url, tmp_path, progress=stop, confirm_size=lambda size: True)
    assert parts(tmp_path) == [".json", ".part"]
    assert get(server.map_url, tmp_path).read_bytes() == CONTENT
    assert server.behaviour.asked[1].startswith("bytes=")
