"""Making a new plan: built under another name, flushed to the disk, then put in its place whole."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from placeplanner.domain.ids import new_id
from placeplanner.domain.kinds import Catalogue
from placeplanner.domain.place import Place
from placeplanner.errors import Problem
from placeplanner.store import capture, gpkg
from placeplanner.store.connection import as_problem
from placeplanner.store.migrations import database_of, migrations_for
from placeplanner.store.places import insert_places


def create(path: Path, catalogue: Catalogue, places: Iterable[Place], *, name: str) -> None:
    """Make a plan at `path`. Raises `Problem` where something is there already or the folder refuses."""
    check_free(path)
    part = path.with_name(f".{path.name}.{new_id()[:8]}.part")
    try:
        with as_problem(path):
            _build(part, catalogue, places, name)
        put_in_place(part, path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def check_free(path: Path) -> None:
    """Raise `Problem` unless a new file can be made at `path`; makes the folder where it is missing."""
    if path.exists() or path.is_symlink():
        raise Problem(
            f"There is already something called “{path.name}” in that folder.",
            "A new plan never takes the place of another file.",
            "Choose another name, or open the one that is there.",
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(
            f"The folder “{path.parent}” cannot be made.",
            f"The system says: {error.strerror}.",
            "Choose another folder, such as your Documents.",
        ) from error
    if not os.access(path.parent, os.W_OK):
        raise Problem(
            f"Nothing can be written to the folder “{path.parent}”.",
            "It belongs to somebody else, or it is read-only.",
            "Choose another folder, such as your Documents.",
        )


def _build(part: Path, catalogue: Catalogue, places: Iterable[Place], name: str) -> None:
    connection = sqlite3.connect(part, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        gpkg.add_functions(connection)
        connection.execute(f"PRAGMA application_id={gpkg.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={gpkg.USER_VERSION}")
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA synchronous=EXTRA")
        database = database_of(connection)
        with database.atomic():
            migrations_for(catalogue).apply(database)
            connection.execute("INSERT INTO clock VALUES (1, 0, 0, ?, NULL, NULL, 1)", (new_id(),))
            for table in capture.captured_tables(catalogue):
                for trigger_name, statement in capture.triggers(connection, catalogue, table).items():
                    if not trigger_name.startswith("rtree_"):
                        connection.execute(statement)
            insert_places(connection, places)
            connection.executemany(
                "INSERT INTO plan_info VALUES (?, ?)", [("name", name), ("id", new_id()), ("seen", "0 0")]
            )
    finally:
        connection.close()


def put_in_place(part: Path, path: Path) -> None:
    """Give a finished file its name unless something has it by now, and flush the folder to the disk."""
    try:
        try:
            os.link(part, path)
        except FileExistsError:
            check_free(path)
        except OSError:  # file systems without hard links, such as the FAT of a memory stick
            check_free(path)
            part.rename(path)
    except OSError as error:
        raise Problem(
            f"“{path.name}” could not be written.",
            f"The system says: {error.strerror}.",
            "Choose another folder, such as your Documents.",
        ) from error
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make a new name in a folder survive a power cut, where the system can (Windows does it by itself)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        pass  # network shares and some sticks cannot flush a folder; the file itself has been flushed
    finally:
        os.close(handle)
