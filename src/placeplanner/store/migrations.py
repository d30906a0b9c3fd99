"""How a plan of an older version becomes one of today, step by recorded step.

Each migration applies with its own record or not at all (sqlite-utils). Names are never reused or renamed.
sqlite-utils is loaded when there is something to apply, which on most days there is not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from placeplanner.domain.kinds import Catalogue
from placeplanner.store import places, schema

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

SET = "placeplanner"
TABLE = "gpkg_pp_migrations"  # its name hides it in QGIS, see `schema`
Step = Callable[[sqlite3.Connection, Catalogue], None]
_STEPS: dict[str, Step] = {
    "001_records_people_photos_and_journal": schema.create_tables,
    "002_things_from_published_lists": schema.add_known_things,
    "003_places_have_a_history": places.give_history,
    "004_profiles_are_shaped": schema.add_shaped_profiles,
    "005_profiles_are_remembered": schema.add_earlier_profiles,
}


def migrations_for(catalogue: Catalogue) -> Migrations:
    """Every migration there is, in order; a new plan is made by applying them all."""
    from sqlite_utils import Migrations

    migrations = Migrations(SET)
    migrations.migrations_table = TABLE
    for name, step in _STEPS.items():
        _register(migrations, name, step, catalogue)
    return migrations


def _register(migrations: Migrations, name: str, step: Step, catalogue: Catalogue) -> None:
    @migrations(name=name)
    def apply(database: Database) -> None:
        step(database.conn, catalogue)


def database_of(connection: sqlite3.Connection) -> Database:
    """The same connection for sqlite-utils; recursive triggers stay off, as in every other program."""
    from sqlite_utils import Database

    return Database(connection, recursive_triggers=False, execute_plugins=False)


def applied(connection: sqlite3.Connection) -> list[str]:
    """The names of migrations that a plan has been through; empty where it is no plan of ours."""
    query = "SELECT 1 FROM sqlite_master WHERE name IN ('gpkg_pp_migrations', 'gpkg_pp_info')"
    if len(connection.execute(query).fetchall()) < 2:
        return []
    query = "SELECT name FROM gpkg_pp_migrations WHERE migration_set = ? ORDER BY rowid"
    return [row[0] for row in connection.execute(query, (SET,))]


def known() -> list[str]:
    """The names of all migrations that this version of the app knows, in order."""
    return list(_STEPS)
