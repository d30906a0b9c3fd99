"""The quick look that every pack gets before it is used: whether it is one, of a version we read, and whole enough."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import shapely

from placeplanner.errors import Problem
from placeplanner.mappacks.content import PackManifest
from placeplanner.mappacks.layout import APPLICATION_ID, FORMAT
from placeplanner.mappacks.packing import damaged

_HEAD = b"SQLite format 3\x00"
_HEAD_BYTES = 100
_VERSION_AT, _APPLICATION_AT = 60, 68  # in the head of every SQLite file: sqlite.org/fileformat2.html, 1.3


def opened(path: Path) -> sqlite3.Connection:
    """A connection that reads and never writes, for use by any thread in turn. Raises `Problem`."""
    _look_at_head(path)
    try:
        return sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
    except sqlite3.Error as error:
        raise damaged("It cannot be opened.") from error


@contextmanager
def reading_carefully() -> Iterator[None]:
    """Whatever a file with bytes astray may bring about while it is read becomes one `Problem`."""
    try:
        yield
    except (sqlite3.Error, ValueError, TypeError, AttributeError, KeyError, OverflowError) as error:
        raise damaged("Something in it cannot be read.") from error
    except shapely.GEOSException as error:
        raise damaged("A shape in it cannot be read.") from error


def read_manifest(connection: sqlite3.Connection) -> PackManifest:
    """What a pack says about itself. Raises `Problem`."""
    with reading_carefully():
        info = dict(connection.execute("SELECT key, value FROM info").fetchall())
    text, digest = info.get("manifest"), info.get("content_sha256")
    if not isinstance(text, str) or not isinstance(digest, str):
        raise damaged("It does not say what it holds.")
    return PackManifest.from_json(text, digest)


def _look_at_head(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise Problem(
            f"The map pack “{path.name}” cannot be opened.",
            f"The system says: {error.strerror or error}.",
            "Check where it is.",
        ) from error
    version = int.from_bytes(head[_VERSION_AT : _VERSION_AT + 4], "big")
    if not head.startswith(_HEAD) or head[_APPLICATION_AT : _APPLICATION_AT + 4] != APPLICATION_ID.to_bytes(
        4, "big"
    ):
        raise Problem(
            f"“{path.name}” is not a map pack.",
            "A map pack is a file that Place Planner made out of maps.",
            "Make one with “placeplanner maps build”, or ask whoever gave you this file.",
        )
    if version > FORMAT:
        raise Problem(
            f"“{path.name}” was made by a newer Place Planner.",
            f"It is of version {version}, and this Place Planner reads up to {FORMAT}.",
            "Get the newer Place Planner.",
        )
    if version < 1:
        raise damaged("It does not say of which version it is.")
