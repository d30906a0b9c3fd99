"""How a plan of an older version becomes one of today, step by recorded step.

Each migration applies with its own record or not at all (sqlite-utils). Names are never reused or renamed.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from sqlite_utils import Database, Migrations

from placeplanner.domain.kinds import Catalogue
from placeplanner.store import schema

SET = "placeplanner"


def migrations_for(catalogue: Catalogue) -> Migrations:
    """Every migration there is, in order; a new plan is made by applying them all."""
    migrations = Migrations(SET)

    @migrations(name="001_records_people_photos_and_journal")
    def first_tables(database: Database) -> None:
        schema.create_tables(database.conn, catalogue)

    return migrations


def database_of(connection: sqlite3.Connection) -> Database:
    """The same connection for sqlite-utils; recursive triggers stay off, as in every other program."""
    return Database(connection, recursive_triggers=False, execute_plugins=False)


def applied(connection: sqlite3.Connection) -> list[str]:
    """The names of migrations that a plan has been through; empty where it is no plan of ours."""
    query = "SELECT 1 FROM sqlite_master WHERE name IN ('_sqlite_migrations', 'plan_info')"
    if len(connection.execute(query).fetchall()) < 2:
        return []
    query = "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY rowid"
    return [row[0] for row in connection.execute(query, (SET,))]


def known(catalogue: Catalogue) -> list[str]:
    """The names of all migrations that this version of the app knows."""
    with closing(sqlite3.connect(":memory:")) as memory:
        return [migration.name for migration in migrations_for(catalogue).pending(database_of(memory))]
