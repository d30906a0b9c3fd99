"""What a server may not do to whoever downloads: lead elsewhere, lie about size or name, fill the disk."""

from __future__ import annotations

import io
import shutil
import urllib.request
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from placeplanner.errors import Problem
from placeplanner.mappacks import fetching
from placeplanner.mappacks.fetching import checksum_at
from tests.mappacks.bad_line import CONTENT, Server, get


@pytest.mark.parametrize(
    "url", ["http://example.org/a", "file:///etc/passwd", "ftp://example.org/a", "https://", "nonsense"]
)
def test_only_safe_addresses_are_asked(tmp_path: Path, url: str) -> None:
    with pytest.raises(Problem, match="not safe"):
        get(url, tmp_path)
    with pytest.raises(Problem, match="not safe"):
        checksum_at(url)


@pytest.mark.parametrize("to", ["http://example.org/a", "file:///etc/passwd", "ftp://example.org/a"])
def test_nobody_is_led_to_an_unsafe_address(server: Server, tmp_path: Path, to: str) -> None:
    server.behaviour.redirect = to
    with pytest.raises(Problem):
        get(f"{server.url}/moved", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_stranger_leads_nobody_to_this_computer() -> None:
    handler = fetching._SafeRedirects()
    asked = urllib.request.Request("https://maps.example.org/map")
    with pytest.raises(Problem, match="not safe"), io.BytesIO() as answer:
        handler.redirect_request(asked, answer, 302, "Found", Message(), "http://127.0.0.1:631/printers")


@pytest.mark.parametrize("length", ["9" * 5000, "-5", "many", "\u0663"])
def test_a_length_that_is_none_is_as_good_as_none(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: str
) -> None:
    server.behaviour.says_length = False
    begin = fetching._begin

    def lying(part: fetching._Part, response: Any) -> int | None:
        response.headers["Content-Length"] = length
        return begin(part, response)

    monkeypatch.setattr(fetching, "_begin", lying)
    assert get(server.map_url, tmp_path).read_bytes() == CONTENT


def test_what_comes_packed_unasked_is_not_saved_as_what_it_is_not(server: Server, tmp_path: Path) -> None:
    server.behaviour.encoding = "gzip"
    with pytest.raises(Problem, match="packed"):
        get(server.map_url, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_without_end_stops_before_the_disk_is_full(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.behaviour.says_length = False
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(Problem, match="disk is full"):
        get(server.map_url, tmp_path)


def test_the_name_is_that_of_where_one_is_led(server: Server, tmp_path: Path) -> None:
    server.behaviour.redirect = f"{server.url}/real%20name.zip?token=1"
    assert get(f"{server.url}/moved", tmp_path).name == "real name.zip"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("../../evil.sh", "evil.sh"),
        ("..\\\\evil.bat", "evil.bat"),
        ("a:b?.zip", "a_b_.zip"),
        ("...", "download"),
        ("NUL.osm.pbf", "_NUL.osm.pbf"),
        ("con", "_con"),
        (".hidden.zip", "hidden.zip"),
    ],
)
def test_a_name_never_leads_out_of_the_folder(server: Server, tmp_path: Path, said: str, name: str) -> None:
    server.behaviour.name = said
    path = get(server.map_url, tmp_path / "maps")
    assert path == tmp_path / "maps" / name


def test_nothing_is_overwritten(server: Server, tmp_path: Path) -> None:
    (tmp_path / "map-latest.osm.pbf").write_text("mine")
    assert get(server.map_url, tmp_path).name == "map-latest (2).osm.pbf"
    assert (tmp_path / "map-latest.osm.pbf").read_text() == "mine"


def test_a_wrong_checksum_throws_the_file_away(server: Server, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="thrown away"):
        get(server.map_url, tmp_path, "0" * 32)
    assert list(tmp_path.iterdir()) == []
