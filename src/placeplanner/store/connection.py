"""How the plan file is connected to, and what SQLite's errors mean to a person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from placeplanner.errors import Problem
from placeplanner.store import gpkg

BUSY_MS = 5000


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection with our pragmas and functions; it makes no file where there is none."""
    mode = "ro" if read_only else "rw"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
    connection.row_factory = sqlite3.Row
    gpkg.add_functions(connection)
    connection.execute("PRAGMA synchronous=EXTRA")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA query_only=ON")
    return connection


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


def problem_of(error: sqlite3.Error, path: Path) -> Problem | None:
    """What happened, why and what to try; None where the error is ours."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    name = path.name
    match code:
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
        case _:
            return None


def damaged(path: Path) -> Problem:
    """The file is a plan no more."""
    return Problem(
        f"“{path.name}” is damaged and was left as it is.",
        "Part of the file is missing or is not what it should be, as happens when a copy is cut short.",
        "Restore a backup from the welcome page, or copy the file again from where it came.",
    )
