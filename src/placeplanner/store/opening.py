"""Opening a plan: refuse kindly what is none, bring an older one up to date, mend what other programs dropped."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from placeplanner.domain.kinds import Catalogue
from placeplanner.errors import Problem
from placeplanner.store import backups, gpkg, mending
from placeplanner.store.connection import as_problem, connect, damaged
from placeplanner.store.migrations import applied, database_of, known, migrations_for


def open_plan(
    path: Path, catalogue: Catalogue, *, read_only: bool
) -> tuple[sqlite3.Connection, tuple[str, ...]]:
    """A connection to a plan that is whole and of today's version, and sentences on what was put right.

    Raises:
        Problem: with the file untouched.
    """
    look_at(path)
    if not read_only:
        _check_writable(path)
    with as_problem(path):
        connection = connect(path, read_only=read_only)
        try:
            _check_is_plan(connection, path, catalogue)
            if read_only:
                _check_needs_no_update(connection, path, catalogue)
                return connection, ()
            notices = [*_leave_wal(connection, path), *_update(connection, path, catalogue)]
            return connection, (*notices, *mending.mend(connection, catalogue))
        except BaseException:
            connection.close()
            raise


def look_at(path: Path) -> None:
    """Raise `Problem` unless a whole SQLite file lies at `path`; reads a hundred bytes."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise Problem(
                f"“{path.name or path}” is a folder.",
                "A plan is one file that ends in .gpkg.",
                "Choose the file in it.",
            )
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError as error:
        raise Problem(
            f"There is no file “{path}”.",
            "It may have been moved or renamed.",
            "Look for it, or restore a backup.",
        ) from error
    except OSError as error:
        raise Problem(
            f"“{path.name}” cannot be read.",
            f"The system says: {error.strerror}.",
            "Check that the disk is plugged in, or ask whoever gave you the file.",
        ) from error
    if not header:
        raise Problem(
            f"“{path.name}” is empty.",
            "Copying it may have been cut short.",
            "Copy it again, or restore a backup.",
        )
    if header[:16] != b"SQLite format 3\0":
        raise _no_plan(path)
    _check_whole(path, header, size)


def _check_whole(path: Path, header: bytes, size: int) -> None:
    """Refuse a file cut short: its header knows how many pages there should be."""
    page_size = int.from_bytes(header[16:18], "big")
    page_size = 65536 if page_size == 1 else page_size
    pages = int.from_bytes(header[28:32], "big")
    count_is_valid = header[24:28] == header[92:96]
    journal = path.with_name(f"{path.name}-journal")
    if len(header) < 100 or (count_is_valid and size < pages * page_size and not journal.exists()):
        raise damaged(path)


def _no_plan(path: Path) -> Problem:
    return Problem(
        f"“{path.name}” is not a plan.",
        "It was not made by Place Planner.",
        "Open a file that ends in .gpkg and was made with “New plan”.",
    )


def _check_writable(path: Path) -> None:
    folder = path.resolve().parent
    if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
        what = f"“{path.name}” is marked as read-only."
    elif not os.access(folder, os.W_OK):
        what = f"“{path.name}” lies in a folder that cannot be written to."
    else:
        return
    raise Problem(
        what,
        "Nothing could be saved in it, so it was not opened.",
        "Copy the plan to a folder of your own, such as Documents, and open the copy.",
    )


def _check_is_plan(connection: sqlite3.Connection, path: Path, catalogue: Catalogue) -> None:
    names = applied(connection)
    is_gpkg = connection.execute("PRAGMA application_id").fetchone()[0] == gpkg.APPLICATION_ID
    has_info = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'plan_info'").fetchone()
    if not names or not is_gpkg or not has_info:
        raise _no_plan(path)
    if set(names) - set(known(catalogue)):
        raise Problem(
            f"“{path.name}” was made by a newer Place Planner than this one.",
            "This version does not know all that is in it, and could damage it.",
            "Update Place Planner on this computer, or open the plan on the other one.",
        )


def _check_needs_no_update(connection: sqlite3.Connection, path: Path, catalogue: Catalogue) -> None:
    if set(known(catalogue)) - set(applied(connection)):
        raise Problem(
            f"“{path.name}” was made by an older Place Planner.",
            "It has to be brought up to date before it can be read.",
            "Open it once in the app: a copy of it is kept first.",
        )


def _leave_wal(connection: sqlite3.Connection, path: Path) -> list[str]:
    """Take the file out of write-ahead logging, in which a copied file can lose edits (decision 4)."""
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    if mode == "delete":
        return []
    connection.execute("PRAGMA query_only=OFF")
    try:
        mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError:
        mode = "wal"
    finally:
        connection.execute("PRAGMA query_only=ON")
    if mode == "delete":
        return []
    return [f"“{path.name}” is also open in another program. Close it there before you copy the file."]


def _update(connection: sqlite3.Connection, path: Path, catalogue: Catalogue) -> list[str]:
    """Copy an older plan aside, then apply the migrations it lacks."""
    missing = [name for name in known(catalogue) if name not in set(applied(connection))]
    if not missing:
        return []
    copy = backups.copy_aside(connection, path, "before-update")
    connection.execute("PRAGMA query_only=OFF")
    try:
        database = database_of(connection)
        with database.atomic():
            migrations_for(catalogue).apply(database)
    finally:
        connection.execute("PRAGMA query_only=ON")
    return [f"This plan was brought up to date. A copy of it as it was is kept as “{copy}”."]
