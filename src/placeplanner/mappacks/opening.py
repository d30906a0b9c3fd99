"""The quick look that every pack gets before it is used: whether it is one, of a version we read, and whole enough.

A pack is handed round on sticks, and its digest proves only that it was copied well: whoever makes a pack can make
that too. So it may hold our tables, and nothing that computes (views, triggers, generated columns) when it is read.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import shapely

from placeplanner.errors import Problem, said_by
from placeplanner.gazetteer.tables import TABLES
from placeplanner.mappacks.content import PackManifest
from placeplanner.mappacks.layout import APPLICATION_ID, FORMAT, SCHEMA
from placeplanner.mappacks.packing import damaged

_HEAD = b"SQLite format 3\x00"
_HEAD_BYTES = 100
_VERSION_AT, _APPLICATION_AT = 60, 68  # in the head of every SQLite file: sqlite.org/fileformat2.html, 1.3
_CAREFULLY = "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA query_only=ON; PRAGMA mmap_size=0;"
_MOST_BYTES = 512_000_000  # of one value: the positions of all names of a country have 30 million
_MOST_SAID = 4_000_000  # letters in which a pack says what it is
_SHADOW = re.compile(
    r"(?:name_words|name_trigrams)_[a-z]+"
)  # the tables in which a full-text index keeps its own
_PLAIN = re.compile(
    r"CREATE TABLE '\w+'\((?!.*\b(?:AS|DEFAULT|CHECK|COLLATE)\b)[\w ,()]*\)(?: WITHOUT ROWID)?", re.IGNORECASE
)


def opened(path: Path) -> sqlite3.Connection:
    """A connection that reads and never writes, for use by any thread in turn. Raises `Problem`."""
    _look_at_head(path)
    try:
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
    except sqlite3.Error as error:
        raise damaged("It cannot be opened.") from error
    try:
        with reading_carefully():
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_BYTES)
            connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
            connection.executescript(_CAREFULLY)
            _look_at_tables(connection)
    except BaseException:
        connection.close()
        raise
    return connection


_FAULTS = (
    sqlite3.Error, ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError, RecursionError, MemoryError,
)  # fmt: skip


@contextmanager
def reading_carefully() -> Iterator[None]:
    """Whatever a file with bytes astray may bring about while it is read becomes one `Problem`."""
    try:
        yield
    except _FAULTS as error:
        raise damaged("Something in it cannot be read.") from error
    except shapely.GEOSException as error:
        raise damaged("A shape in it cannot be read.") from error


def read_manifest(connection: sqlite3.Connection) -> PackManifest:
    """What a pack says about itself. Raises `Problem`."""
    with reading_carefully():
        info = dict(
            connection.execute(
                "SELECT key, value FROM info WHERE key IN ('manifest', 'content_sha256') AND length(value) <= ?",
                (_MOST_SAID,),
            ).fetchall()
        )
    text, digest = info.get("manifest"), info.get("content_sha256")
    if not isinstance(text, str) or not isinstance(digest, str):
        raise damaged("It does not say what it holds.")
    return PackManifest.from_json(text, digest)


def _look_at_tables(connection: sqlite3.Connection) -> None:
    ours = _tables()
    for kind, name, written in connection.execute("SELECT type, name, sql FROM sqlite_schema"):
        is_index_of_key = kind == "index" and written is None
        is_ours = kind == "table" and written == ours.get(name)
        is_shadow = kind == "table" and _SHADOW.fullmatch(name) and _PLAIN.fullmatch(written or "")
        if not (is_index_of_key or is_ours or is_shadow):
            raise damaged("It holds something that does not belong in a map pack.")


@cache
def _tables() -> Mapping[str, str]:
    """The tables of a pack by name, as SQLite writes them down in one: to have it do so would keep the first map waiting."""
    found = {}
    for statement in f"{SCHEMA}{TABLES}".strip().rstrip(";").split(";\n"):
        is_virtual = statement.casefold().startswith("create virtual")
        _, after = re.split(r" table ", statement, maxsplit=1, flags=re.IGNORECASE)
        found[after.split()[0]] = f"CREATE {'VIRTUAL ' if is_virtual else ''}TABLE {after}"
    return found


def _look_at_head(path: Path) -> None:
    try:
        if path.exists() and not path.is_file():
            raise OSError("it is not a file")  # a pipe would be waited for
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise Problem(
            f"The map pack “{path.name}” cannot be opened.",
            said_by(error),
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
