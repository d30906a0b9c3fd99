"""The SHA-256 of what a pack says, row by row, so that it is the same however SQLite arranged the file."""

from __future__ import annotations

import hashlib
import sqlite3
import struct
from collections.abc import Iterable
from typing import Any

_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"


def content_sha256(connection: sqlite3.Connection) -> str:
    """The digest of all tables but for the digest itself. Raises `sqlite3.Error` where the file is damaged."""
    digest = hashlib.sha256()
    _take_in(digest, connection.execute(_SCHEMA))
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    ).fetchall()
    for (table,) in tables:
        name = table.replace('"', '""')
        where = " WHERE key <> 'content_sha256'" if table == "info" else ""
        _take_in(digest, [(table,)])
        _take_in(digest, connection.execute(f'SELECT * FROM "{name}"{where}'))
    return digest.hexdigest()


def _take_in(digest: Any, rows: Iterable[tuple[Any, ...]]) -> None:
    for row in rows:
        for value in row:
            kind, told = _told(value)
            digest.update(kind + struct.pack("<Q", len(told)))
            digest.update(told)
        digest.update(b"/")


def _told(value: Any) -> tuple[bytes, bytes]:
    match value:
        case bytes():
            return b"b", value
        case str():
            return b"t", value.encode("utf-8", "surrogatepass")
        case float():
            return b"f", struct.pack("<d", value)
        case int():
            return b"i", str(value).encode()
        case _:
            return b"n", b""
