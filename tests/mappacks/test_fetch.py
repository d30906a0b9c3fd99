"""Downloading a map, from a server on this machine that behaves as badly as servers on bad lines do."""

from __future__ import annotations

import hashlib
import io
import shutil
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from placeplanner.errors import Problem
from placeplanner.mappacks import fetching
from placeplanner.mappacks.fetch import Publication, fetch, load_publications, publication
from placeplanner.mappacks.fetching import Declined, checksum_at, download
from tests import conftest

CONTENT = bytes(range(256)) * 4000


@dataclass
class Behaviour:
    """How the server answers."""

    content: bytes = CONTENT
    etag: str = '"version-1"'
    has_ranges: bool = True
    says_length: bool = True
    breaks_after: int | None = None  # bytes of a body
    status: int = 200
    redirect: str = ""
    name: str = ""
    encoding: str = ""
    asked: list[str] = field(default_factory=list)  # Range headers


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        behaviour: Behaviour = self.server.behaviour  # type: ignore[attr-defined]
        behaviour.asked.append(self.headers.get("Range", ""))
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", behaviour.redirect)
            self.end_headers()
        elif behaviour.status != 200:
            self.send_error(behaviour.status)
        elif self.path.endswith(".md5"):
            self._send(f"{hashlib.md5(behaviour.content).hexdigest()}  map.osm.pbf\n".encode())
        else:
            self._send_map(behaviour)

    def _send_map(self, behaviour: Behaviour) -> None:
        start, whole = 0, len(behaviour.content)
        is_wanted = self.headers.get("If-Range") == behaviour.etag
        if behaviour.has_ranges and self.headers.get("Range") and is_wanted:
            start = int(self.headers["Range"].removeprefix("bytes=").rstrip("-"))
            if start >= whole:
                self.send_error(416)
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
        else:
            self.send_response(200)
        if behaviour.etag:
            self.send_header("ETag", behaviour.etag)
        if behaviour.name:
            self.send_header("Content-Disposition", f'attachment; filename="{behaviour.name}"')
        if behaviour.encoding:
            self.send_header("Content-Encoding", behaviour.encoding)
        if behaviour.says_length:
            self.send_header("Content-Length", str(whole - start))
        self.end_headers()
        end = whole if behaviour.breaks_after is None else min(whole, start + behaviour.breaks_after)
        self.wfile.write(behaviour.content[start:end])

    def _send(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Server(NamedTuple):
    url: str
    behaviour: Behaviour

    @property
    def map_url(self) -> str:
        return f"{self.url}/map-latest.osm.pbf"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server on this machine; connections to it are forgiven, all others still fail the test."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as httpd:
        behaviour = Behaviour()
        httpd.behaviour = behaviour  # type: ignore[attr-defined]
        port = httpd.server_address[1]
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield Server(f"http://127.0.0.1:{port}", behaviour)
        httpd.shutdown()
        thread.join()
    here = ("('127.0.0.1', 0)", f"('127.0.0.1', {port})", f"({port}, ")
    conftest._connections[:] = [c for c in conftest._connections if not any(h in c for h in here)]


def quiet(share: float | None, words: str) -> None:
    """Progress that nobody looks at."""


def get(url: str, folder: Path, checksum: str | None = None) -> Path:
    return download(url, folder, checksum=checksum, progress=quiet, confirm_size=lambda size: True)


def parts(folder: Path) -> list[str]:
    return sorted(path.suffix for path in folder.iterdir() if path.name.startswith("."))


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


def test_a_wrong_checksum_throws_the_file_away(server: Server, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="thrown away"):
        get(server.map_url, tmp_path, "0" * 32)
    assert list(tmp_path.iterdir()) == []


def test_the_publishers_checksum_is_read(server: Server) -> None:
    assert checksum_at(f"{server.map_url}.md5") == hashlib.md5(CONTENT).hexdigest()
    with pytest.raises(Problem, match="checksum cannot be read"):
        checksum_at(f"{server.url}/nothing-of-the-kind")


def test_a_publication_is_fetched_and_checked(server: Server, tmp_path: Path) -> None:
    wanted = Publication(
        code="a",
        title="A map",
        publisher="Somebody",
        gives="",
        page="",
        licence="",
        download=server.map_url,
        checksum=f"{server.map_url}.md5",
    )
    path = fetch(wanted, tmp_path, progress=quiet, confirm_size=lambda size: True)
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


def test_publications_that_ship_are_whole_and_have_safe_addresses() -> None:
    known = load_publications()
    assert len({each.code for each in known}) == len(known) >= 8
    assert publication("osm_greater_manchester").checksum.endswith(".md5")
    assert all(each.gives.endswith(".") for each in known)
    with pytest.raises(Problem, match="Choose from"):
        publication("atlantis")


def test_what_can_only_be_chosen_on_a_page_names_the_page(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="choose on a page") as told:
        fetch(publication("nhle"), tmp_path, progress=quiet, confirm_size=lambda size: True)
    assert "https://" in told.value.try_this


def test_a_mistake_in_the_publications_is_told(tmp_path: Path) -> None:
    path = tmp_path / "publishers.toml"
    row = '[[publications]]\ncode="a"\ntitle="A"\npublisher="B"\ngives="C."\nlicence="D"\n'
    path.write_text(row + 'page = "http://example.org"')
    with pytest.raises(Problem, match="page"):
        load_publications(path)
    path.write_text(row + 'page = "https://example.org"\nsize = "1"')
    with pytest.raises(Problem, match="size"):
        load_publications(path)
