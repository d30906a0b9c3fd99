"""Opening a plan: refuse kindly what is none, bring an older one up to date, mend what other programs dropped."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from placeplanner.domain.kinds import Catalogue
from placeplanner.errors import Problem
from placeplanner.store import backups, capture, health, mending
from placeplanner.store.connection import as_problem, connect
from placeplanner.store.file import check_writable, damaged, look_at, no_plan
from placeplanner.store.migrations import applied, database_of, known, migrations_for

__all__ = ["is_map_data", "look_at", "open_plan"]
_AHEAD = timedelta(days=1)


def open_plan(
    path: Path, catalogue: Catalogue, *, read_only: bool
) -> tuple[sqlite3.Connection, tuple[str, ...]]:
    """A connection to a plan that is whole and of today's version, and sentences on what was put right.

    Raises:
        Problem: with the file untouched.
    """
    look_at(path)
    if not read_only:
        check_writable(path)
    with as_problem(path):
        connection = connect(path, read_only=read_only)
        try:
            _check_is_plan(connection, path, catalogue)
            if read_only:
                _check_needs_no_update(connection, path, catalogue)
                _check_needs_no_mending(connection, path, catalogue)
                return connection, tuple(health.out_of_sight(connection, catalogue))
            return connection, tuple(_put_right(connection, path, catalogue))
        except sqlite3.Error as error:
            raise _explained(error, connection, path) from error
        except BaseException:
            connection.close()
            raise


def is_map_data(path: Path) -> bool:
    """Whether a file is a whole GeoPackage of another program: layers of a map, and no plan."""
    try:
        look_at(path)
        connection = connect(path, read_only=True)
    except (Problem, sqlite3.Error):
        return False
    try:
        return not applied(connection)
    except sqlite3.Error:
        return False
    finally:
        connection.close()


def _explained(error: sqlite3.Error, connection: sqlite3.Connection, path: Path) -> Exception:
    """Errors of no known cause are damage where SQLite finds damage, and else our own."""
    try:
        is_whole = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except sqlite3.Error as worse:
        return worse if worse.sqlite_errorcode == sqlite3.SQLITE_BUSY else damaged(path)
    finally:
        connection.close()
    return error if is_whole else damaged(path)


def _put_right(connection: sqlite3.Connection, path: Path, catalogue: Catalogue) -> list[str]:
    return [
        *_leave_wal(connection, path),
        *_update(connection, path, catalogue),
        *mending.mend(connection, catalogue),
        *_look_at_clock(connection),
        *health.out_of_sight(connection, catalogue),
    ]


def _check_is_plan(connection: sqlite3.Connection, path: Path, catalogue: Catalogue) -> None:
    names = applied(connection)
    if not names:
        raise no_plan(path)
    if set(names) - set(known()):
        raise Problem(
            f"“{path.name}” was made by a newer Place Planner than this one.",
            "This version does not know all that is in it, and could damage it.",
            "Update Place Planner on this computer, or open the plan on the other one.",
        )
    if not set(known()) - set(names):
        mending.check_tables(connection, path, catalogue)


def _check_needs_no_update(connection: sqlite3.Connection, path: Path, catalogue: Catalogue) -> None:
    if set(known()) - set(applied(connection)):
        raise Problem(
            f"“{path.name}” was made by an older Place Planner.",
            "It has to be brought up to date before it can be read.",
            "Open it once in the app: a copy of it is kept first.",
        )


def _check_needs_no_mending(connection: sqlite3.Connection, path: Path, catalogue: Catalogue) -> None:
    if not mending.has_our_columns(connection, catalogue):
        raise Problem(
            f"“{path.name}” has been changed by another program, and has to be put right before it can be read.",
            "Columns that Place Planner needs are missing from it, or have other names.",
            "Open it once in the app where it can be written to.",
        )


def _leave_wal(connection: sqlite3.Connection, path: Path) -> list[str]:
    """Take the file out of write-ahead logging, in which a copied file can lose edits (decision 4)."""
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    if mode == "delete":
        return []
    connection.execute("PRAGMA query_only=OFF")
    try:
        mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
    finally:
        connection.execute("PRAGMA query_only=ON")
    if mode == "delete":
        return []
    return [f"“{path.name}” is also open in another program. Close it there before you copy the file."]


def _update(connection: sqlite3.Connection, path: Path, catalogue: Catalogue) -> list[str]:
    """Copy an older plan aside, then apply the migrations it lacks."""
    missing = [name for name in known() if name not in set(applied(connection))]
    if not missing:
        return []
    copy = backups.copy_aside(connection, path, "before-update")
    connection.execute("PRAGMA query_only=OFF")
    known_before = _tables(connection)
    try:
        database = database_of(connection)
        with database.atomic():
            migrations_for(catalogue).apply(database)
            for table in set(capture.captured_tables(catalogue)) & (_tables(connection) - known_before):
                for statement in capture.triggers(connection, catalogue, table).values():
                    connection.execute(statement)
    finally:
        connection.execute("PRAGMA query_only=ON")
    return [f"This plan was brought up to date. A copy of it as it was is kept as “{copy}”."]


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _look_at_clock(connection: sqlite3.Connection) -> list[str]:
    """Tell where the plan has seen a clock far ahead of this computer's: in a merge, the later edit wins."""
    latest = capture.latest_moment(connection)
    if latest is None or latest - datetime.now(UTC) < _AHEAD:
        return []
    return [
        f"This plan holds changes dated {latest:%d.%m.%Y}, which is still to come. Check the date of this computer, "
        "and of the one where they were made."
    ]
