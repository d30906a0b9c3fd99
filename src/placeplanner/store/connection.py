"""How the plan file is connected to, and what SQLite's errors mean to a person."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote_from_bytes

from placeplanner.errors import Problem
from placeplanner.store import gpkg
from placeplanner.store.file import damaged

BUSY_MS = 5000
_T = TypeVar("_T")
_PRAGMAS = (
    "trusted_schema=ON",  # the R-tree triggers call our functions
    "synchronous=EXTRA",
    "foreign_keys=ON",
    "query_only=ON",
)
_UNKNOWN_FORMAT = "unsupported file format"
_UNREADABLE_TEXT = "Could not decode to UTF-8"


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection with our pragmas and functions; it makes no file where there is none."""
    uri = f"{uri_of(path)}?mode={'ro' if read_only else 'rw'}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
    connection.row_factory = sqlite3.Row
    gpkg.add_functions(connection)
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def uri_of(path: Path) -> str:
    """A path as SQLite reads it in a URI: shares of Windows and names in old encodings too."""
    plain = path.absolute().as_posix()
    return "file://" + quote_from_bytes(os.fsencode(plain if plain.startswith("/") else f"/{plain}"))


def rows_of(connection: sqlite3.Connection, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
    """All rows of a query; letters that another program wrote in no known spelling become "�"."""
    return _tolerantly(connection, lambda: connection.execute(query, values).fetchall())


def table_of(
    connection: sqlite3.Connection, query: str, values: Sequence[Any] = ()
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The names of the columns and all rows as plain tuples, for many rows at once; letters as in `rows_of`."""

    def read() -> tuple[list[str], list[tuple[Any, ...]]]:
        cursor = connection.cursor()
        cursor.row_factory = None
        cursor.execute(query, values)
        return [column[0] for column in cursor.description], cursor.fetchall()

    return _tolerantly(connection, read)


def _tolerantly(connection: sqlite3.Connection, read: Callable[[], _T]) -> _T:
    try:
        return read()
    except sqlite3.OperationalError as error:
        if _UNREADABLE_TEXT not in str(error):
            raise
    usual = connection.text_factory
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        return read()
    finally:
        connection.text_factory = usual


@contextmanager
def as_problem(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the world into a `Problem`; errors of our own SQL stay bugs."""
    try:
        yield
    except sqlite3.Error as error:
        problem = problem_of(error, path)
        if problem is None:
            raise
        raise problem from error
    except UnicodeDecodeError as error:  # sqlite3 raises it where SQLite's own message quotes a rotten name
        raise damaged(path) from error


def problem_of(error: sqlite3.Error, path: Path) -> Problem | None:
    """What happened, why and what to try; None where the error is ours."""
    extended = getattr(error, "sqlite_errorcode", 0)
    name = path.name
    if extended == sqlite3.SQLITE_READONLY_DBMOVED:
        return Problem(
            f"“{name}” is no longer where it was, so nothing was changed.",
            "The file was moved, renamed or replaced while it was open.",
            "Open it again from where it is now.",
        )
    match extended & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Problem(
                f"“{name}” is in use, so nothing was changed.",
                "Another program, or another window, is writing to it at the moment.",
                "Wait a little and try again, or close the other program.",
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return Problem(
                f"“{name}” cannot be changed.",
                "The file or its folder is read-only.",
                "Copy the plan to a folder of your own and open the copy.",
            )
        case sqlite3.SQLITE_FULL:
            return Problem(
                "There is no room left on the disk, so nothing was changed.",
                f"“{name}” could not grow.",
                "Free some space and try again; what was saved before is safe.",
            )
        case sqlite3.SQLITE_IOERR:
            return Problem(
                f"“{name}” could not be read or written.",
                "The disk or stick it is on reported a fault, or was unplugged.",
                "Check that it is still plugged in. Your last backup is in the backup folder.",
            )
        case sqlite3.SQLITE_CANTOPEN:
            return Problem(
                f"“{name}” cannot be opened.",
                "The file is not there any more, or its folder may not be written to.",
                "Check that the folder is still there, or copy the plan to a folder of your own.",
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return damaged(path)
        case sqlite3.SQLITE_TOOBIG:
            return Problem(
                "That is too big for a plan, so nothing was changed.",
                "One text, shape or photo may not be larger than a gigabyte.",
                "Make it smaller and try again.",
            )
        case _:
            is_damage = any(words in str(error) for words in (_UNREADABLE_TEXT, _UNKNOWN_FORMAT))
            return damaged(path) if is_damage else None
