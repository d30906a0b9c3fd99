"""Making a new plan: built under another name, flushed to the disk, then put in its place whole."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from placeplanner.domain.ids import new_id
from placeplanner.domain.kinds import Catalogue
from placeplanner.domain.place import Place
from placeplanner.store import capture, gpkg
from placeplanner.store.connection import as_problem
from placeplanner.store.file import check_free, put_in_place
from placeplanner.store.migrations import database_of, migrations_for
from placeplanner.store.places import insert_places
from placeplanner.store.rows import writable


def create(path: Path, catalogue: Catalogue, places: Iterable[Place], *, name: str) -> None:
    """Make a plan at `path`. Raises `Problem` where something is there already or the folder refuses."""
    check_free(path)
    part = path.with_name(f".{new_id()}.part")  # not after `path`, whose name may be as long as names can be
    try:
        with as_problem(path):
            _build(part, catalogue, places, name)
        put_in_place(part, path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


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
            connection.execute("INSERT INTO gpkg_pp_clock VALUES (1, 0, 0, ?, NULL, NULL, 1)", (new_id(),))
            for table in capture.captured_tables(catalogue):
                for trigger_name, statement in capture.triggers(connection, catalogue, table).items():
                    if not trigger_name.startswith("rtree_"):
                        connection.execute(statement)
            insert_places(connection, places)
            connection.executemany(
                "INSERT INTO gpkg_pp_info VALUES (?, ?)",
                [("name", writable(name)), ("id", new_id()), ("seen", "0 0")],
            )
    finally:
        connection.close()
