"""What other programs drop from a plan, put back: columns, triggers, identities, history.

`ogr2ogr -overwrite` and sqlite-utils' `transform()` make tables anew without our triggers; rows that came meanwhile
are adopted into the journal as made outside.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from placeplanner.domain.kinds import Catalogue, KindSpec
from placeplanner.errors import Problem
from placeplanner.store import capture, schema
from placeplanner.store.capture import GONE, ROW


def mend(connection: sqlite3.Connection, catalogue: Catalogue) -> tuple[str, ...]:
    """Put a plan right, in one transaction and only where something is amiss. Returns sentences on what was done."""
    amiss = [table for table in capture.captured_tables(catalogue) if _is_amiss(connection, catalogue, table)]
    if not amiss:
        return ()
    connection.execute("PRAGMA query_only=OFF")
    try:
        connection.execute("BEGIN IMMEDIATE")
        notices = [notice for table in amiss for notice in _mend_table(connection, catalogue, table)]
        connection.execute("COMMIT")
        return tuple(notices)
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("PRAGMA query_only=ON")


def _is_amiss(connection: sqlite3.Connection, catalogue: Catalogue, table: str) -> bool:
    columns = capture.columns_of(connection, table)
    if not columns:
        raise Problem(
            f"The plan's table of {table} is missing.",
            "Another program has taken it out of the file.",
            "Restore a backup from the welcome page.",
        )
    if _missing_columns(catalogue, table, columns):
        return True
    wanted = capture.triggers(connection, catalogue, table)
    if capture.present_triggers(connection, table) != wanted:
        return True
    nameless = connection.execute(f'SELECT 1 FROM "{table}" WHERE uuid IS NULL LIMIT 1').fetchone()
    return nameless is not None


def _missing_columns(catalogue: Catalogue, table: str, columns: list[str]) -> list[tuple[str, str]]:
    spec = catalogue.by_table(table)
    wanted = (
        [("uuid", "TEXT"), *((name, kind) for name, kind, _ in schema.record_columns(spec))]
        if spec
        else [("uuid", "TEXT"), *schema.PEOPLE[table]]
    )
    return [(name, kind) for name, kind in wanted if name not in columns]


def _mend_table(connection: sqlite3.Connection, catalogue: Catalogue, table: str) -> Iterator[str]:
    spec = catalogue.by_table(table)
    had_all = _has_journal(connection, table)
    _drop_triggers(connection, table)
    for name, kind in _missing_columns(catalogue, table, capture.columns_of(connection, table)):
        connection.execute(f'ALTER TABLE "{table}" ADD COLUMN "{name}" {kind}')
    if spec:
        schema.describe_columns(connection, spec)
        _mend_rtree(connection, table)
        _mend_text(connection, catalogue, spec)
    _give_identities(connection, table)
    taken_in = _adopt(connection, table) if not had_all else 0
    for statement in capture.triggers(connection, catalogue, table).values():
        connection.execute(statement)
    if not had_all:
        name = spec.plural if spec else table.capitalize()
        yield f"Another program had switched off the history of {name}; it is on again."
        if taken_in:
            yield f"{taken_in} changes to {name} made meanwhile were taken into the history."


def _has_journal(connection: sqlite3.Connection, table: str) -> bool:
    present = capture.present_triggers(connection, table)
    return all(f"journal_{table}_{event}" in present for event in ("insert", "update", "delete"))


def _drop_triggers(connection: sqlite3.Connection, table: str) -> None:
    ours = (f"journal_{table}_", f"text_{table}_", f"rtree_{table}_geom_")
    for name in capture.present_triggers(connection, table):
        if name.startswith(ours):
            connection.execute(f'DROP TRIGGER "{name}"')


def _mend_rtree(connection: sqlite3.Connection, table: str) -> None:
    tree = f"rtree_{table}_geom"
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (tree,)).fetchone():
        connection.execute(f'CREATE VIRTUAL TABLE "{tree}" USING rtree(id, minx, maxx, miny, maxy)')
    connection.execute(f'DELETE FROM "{tree}"')
    connection.execute(
        f'INSERT INTO "{tree}" SELECT fid, ST_MinX(geom), ST_MaxX(geom), ST_MinY(geom), ST_MaxY(geom) '
        f'FROM "{table}" WHERE geom NOTNULL AND NOT ST_IsEmpty(geom)'
    )


def _mend_text(connection: sqlite3.Connection, catalogue: Catalogue, spec: KindSpec) -> None:
    """Index the words of a table again, by the very trigger that keeps them."""
    number = list(catalogue.kinds).index(spec.kind)
    connection.execute("DELETE FROM record_text WHERE rowid % 8 = ?", (number,))
    statement = capture.triggers(connection, catalogue, spec.table)[f"text_{spec.table}_update"]
    connection.execute(statement)
    connection.execute(f'UPDATE "{spec.table}" SET name = name')
    connection.execute(f'DROP TRIGGER "text_{spec.table}_update"')


def _give_identities(connection: sqlite3.Connection, table: str) -> None:
    connection.execute(f'UPDATE "{table}" SET uuid = {capture.NEW_UUID} WHERE uuid IS NULL')
    connection.execute(
        f'UPDATE "{table}" SET uuid = {capture.NEW_UUID} WHERE fid NOT IN '
        f'(SELECT min(fid) FROM "{table}" GROUP BY uuid)'
    )
    connection.execute(f'CREATE UNIQUE INDEX IF NOT EXISTS "{table}_by_uuid" ON "{table}"(uuid)')


def _adopt(connection: sqlite3.Connection, table: str) -> int:
    """Journal what happened while nobody wrote it down: rows that came, differ or went. Returns how many."""
    columns = capture.columns_of(connection, table)
    now = dict(
        connection.execute(
            f'SELECT t.uuid, {capture.row_as_json(table, columns, "t")} FROM "{table}" AS t'
        ).fetchall()
    )
    then = _as_journalled(connection, table)
    connection.execute(capture.TICK)
    count = 0
    for uuid, text in now.items():
        row = json.loads(text)
        known = then.get(uuid)
        if known is None:
            count += _note(connection, table, uuid, ROW, text)
        else:
            fields = [name for name in row if name not in capture.UNCAPTURED and row[name] != known.get(name)]
            count += bool(sum(_note(connection, table, uuid, name, row[name]) for name in fields))
    for uuid in set(then) - set(now):
        count += _note(connection, table, uuid, GONE, json.dumps(then[uuid]))
    return count


def _note(connection: sqlite3.Connection, table: str, uuid: str, field: str, value: object) -> int:
    connection.execute(
        f"INSERT INTO change SELECT ms, n, {capture.NEW_OP}, replica, ?, ?, ?, ?, {capture.base_of('?2', '?3')}, "
        "NULL FROM clock",
        (table, uuid, field, value),
    )
    return 1


def _as_journalled(connection: sqlite3.Connection, table: str) -> dict[str, dict[str, object]]:
    """Every living row of a table as the journal tells it."""
    living: dict[str, dict[str, object]] = {}
    query = "SELECT uuid, field, value FROM change WHERE tbl = ? ORDER BY ms, n, op"
    for uuid, field, value in connection.execute(query, (table,)):
        if field == ROW:
            living[uuid] = json.loads(value)
        elif field == GONE:
            living.pop(uuid, None)
        elif uuid in living:
            living[uuid][field] = value
    return living
