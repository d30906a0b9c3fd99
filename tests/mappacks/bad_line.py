"""A server on this machine that behaves as badly as servers on bad lines do, and downloading from it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from placeplanner.mappacks.fetching import download
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


@contextmanager
def serving() -> Iterator[Server]:
    """A server on this machine; connections to it are forgiven, all others still fail the test."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as httpd:
        behaviour = Behaviour()
        httpd.behaviour = behaviour  # type: ignore[attr-defined]
        port = httpd.server_address[1]
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield Server(f"http://127.0.0.1:{port}", behaviour)
        finally:
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
