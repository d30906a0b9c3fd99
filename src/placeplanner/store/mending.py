"""What other programs drop from a plan, put back: columns, triggers, indexes, identities, history.

`ogr2ogr -overwrite` and sqlite-utils' `transform()` make tables anew without our triggers; rows that came meanwhile
are adopted into the journal as made outside.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from placeplanner.domain.kinds import Catalogue, KindSpec
from placeplanner.errors import Problem
from placeplanner.store import capture, overwritten, schema
from placeplanner.store.capture import GONE, ROW
from placeplanner.store.connection import rows_of

_INNER = {
    "gpkg_pp_change",
    "gpkg_pp_clock",
    "gpkg_pp_step",
    "gpkg_pp_info",
    "gpkg_pp_photo_file",
    "gpkg_pp_text",
    "places",
    "rtree_places_geom",
}
_OF_THE_JOURNAL = {  # a rotten byte may change the name of a column
    "gpkg_pp_change": {"ms", "n", "op", "replica", "tbl", "uuid", "field", "value", "base", "step"},
    "gpkg_pp_step": {"id", "at", "kind", "label", "by", "session", "replica", "reverses", "ms", "n"},
    "gpkg_pp_clock": {"id", "ms", "n", "replica", "step", "by", "capture"},
    "gpkg_pp_info": {"key", "value"},
}
_NAMES = {
    schema.DECLINED: "things that people did not want",
    schema.SHAPING: "how people shaped their profiles",
    schema.EARLIER: "profiles that were made",
}
_CORE = {
    "gpkg_contents",
    "gpkg_geometry_columns",
    "gpkg_extensions",
    "gpkg_spatial_ref_sys",
    "gpkg_data_columns",
}


def check_tables(connection: sqlite3.Connection, path: Path, catalogue: Catalogue) -> None:
    """Raise `Problem` where a whole table is missing: that is more than can be put back."""
    query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
    present = {row[0] for row in connection.execute(query)}
    missing = sorted({*_INNER, *_CORE, *capture.captured_tables(catalogue)} - present)
    missing = missing or [
        table
        for table, columns in _OF_THE_JOURNAL.items()
        if not columns <= set(capture.columns_of(connection, table))
    ]
    if missing:
        raise Problem(
            f"A part of “{path.name}” is missing: “{missing[0]}”.",
            "Another program has taken it out of the file.",
            "Restore a backup from the welcome page.",
        )


def mend(connection: sqlite3.Connection, catalogue: Catalogue) -> tuple[str, ...]:
    """Put a plan right in a transaction of its own, if anything is amiss. Returns sentences on what was done."""
    if not _clock_is_amiss(connection) and not amiss(connection, catalogue):
        return ()
    connection.execute("PRAGMA query_only=OFF")
    try:
        connection.execute("BEGIN IMMEDIATE")
        notices = put_right(connection, catalogue)
        connection.execute("COMMIT")
        return notices
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("PRAGMA query_only=ON")


def put_right(connection: sqlite3.Connection, catalogue: Catalogue) -> tuple[str, ...]:
    """Put a plan right inside the caller's transaction, which has not begun a step yet."""
    if _clock_is_amiss(connection):
        _mend_clock(connection)
        tables = list(capture.captured_tables(catalogue))  # nobody knows what went by uncaptured
    else:
        tables = amiss(connection, catalogue)
    return tuple(notice for table in tables for notice in _mend_table(connection, catalogue, table))


def _clock_is_amiss(connection: sqlite3.Connection) -> bool:
    rows = connection.execute("SELECT step, by, capture FROM gpkg_pp_clock").fetchall()
    return [tuple(row) for row in rows] != [(None, None, 1)]


def _mend_clock(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO gpkg_pp_clock SELECT 1, coalesce(max(ms), 0), 0, "
        "coalesce((SELECT replica FROM gpkg_pp_step ORDER BY ms DESC, n DESC LIMIT 1), lower(hex(randomblob(16)))), NULL, NULL, 1 "
        "FROM gpkg_pp_change"
    )
    connection.execute("UPDATE gpkg_pp_clock SET step = NULL, by = NULL, capture = 1")


def amiss(connection: sqlite3.Connection, catalogue: Catalogue) -> list[str]:
    """The captured tables that lack something, or are indexed wrongly."""
    return [table for table in capture.captured_tables(catalogue) if _is_amiss(connection, catalogue, table)]


def _is_amiss(connection: sqlite3.Connection, catalogue: Catalogue, table: str) -> bool:
    columns = capture.columns_of(connection, table)
    if _missing_columns(catalogue, table, columns):
        return True
    wanted = capture.triggers(connection, catalogue, table)
    if capture.present_triggers(connection, table) != wanted:
        return True
    nameless = connection.execute(f'SELECT 1 FROM "{table}" WHERE uuid IS NULL LIMIT 1').fetchone()
    if nameless is not None:
        return True
    return schema.is_drawn(catalogue, table) and (
        overwritten.is_amiss(connection, table) or not indexes_fit(connection, catalogue, table)
    )


def indexes_fit(connection: sqlite3.Connection, catalogue: Catalogue, table: str) -> bool:
    """Whether R-tree and full text know the very rows that there are; an `INSERT OR REPLACE` leaves some behind."""
    fids = f'SELECT fid FROM "{table}"'
    in_tree = f'SELECT rowid FROM "rtree_{table}_geom_rowid"'
    in_text = fids  # places are not in the full text
    if catalogue.by_table(table):
        number = capture.text_number(catalogue, table)
        in_text = f"SELECT id / 8 FROM gpkg_pp_text_docsize WHERE id % 8 = {number}"
    if not _has_tree(connection, table):
        return False
    counts = "SELECT " + ", ".join(f"(SELECT count(*) FROM ({query}))" for query in (fids, in_tree, in_text))
    if len(set(connection.execute(counts).fetchone())) == 1:
        return True  # what would differ in equal numbers needs a trigger dropped, and that is seen elsewhere
    astray = (
        f"{in_tree} EXCEPT {fids} LIMIT 1",
        f"{in_text} EXCEPT {fids} LIMIT 1",
        f"{fids} EXCEPT {in_text} LIMIT 1",
        f"{fids} WHERE fid NOT IN ({in_tree}) AND geom NOTNULL AND NOT ST_IsEmpty(geom) LIMIT 1",
    )
    return not any(connection.execute(query).fetchone() for query in astray)


def has_our_columns(connection: sqlite3.Connection, catalogue: Catalogue) -> bool:
    """Whether every captured table can be read as it is."""
    return not any(
        _missing_columns(catalogue, table, capture.columns_of(connection, table))
        or (schema.is_drawn(catalogue, table) and not _has_tree(connection, table))
        for table in capture.captured_tables(catalogue)
    )


def _missing_columns(catalogue: Catalogue, table: str, columns: list[str]) -> list[tuple[str, str]]:
    ours = schema.columns_of_ours(catalogue, table)
    return [(name, kind) for name, kind in ours if name not in columns]


def _mend_table(connection: sqlite3.Connection, catalogue: Catalogue, table: str) -> Iterator[str]:
    spec = catalogue.by_table(table)
    had_all = _has_journal(connection, table)
    _drop_triggers(connection, table)
    is_drawn = schema.is_drawn(catalogue, table)
    names = [name for name, _ in schema.columns_of_ours(catalogue, table)]
    overwritten.give_our_names(connection, table, names, has_geometry=is_drawn)
    for name, kind in _missing_columns(catalogue, table, capture.columns_of(connection, table)):
        connection.execute(f'ALTER TABLE "{table}" ADD COLUMN "{name}" {kind}')
    title = spec.plural if spec else _NAMES.get(table, table.capitalize())
    if is_drawn:
        overwritten.register(connection, table, title, schema.description_of(catalogue, table))
        _mend_rtree(connection, table)
    if spec:
        schema.describe_columns(connection, spec)
        _mend_text(connection, catalogue, spec)
    _give_identities(connection, table)
    taken_in = _adopt(connection, table)
    for statement in capture.triggers(connection, catalogue, table).values():
        connection.execute(statement)
    if not had_all:
        yield f"Another program had switched off the history of {title}; it is on again."
    if taken_in:
        changes = "1 change" if taken_in == 1 else f"{taken_in} changes"
        yield f"{changes} to {title} made meanwhile {'was' if taken_in == 1 else 'were'} taken into the history."


def _has_journal(connection: sqlite3.Connection, table: str) -> bool:
    present = capture.present_triggers(connection, table)
    return all(f"journal_{table}_{event}" in present for event in ("insert", "update", "delete"))


def _drop_triggers(connection: sqlite3.Connection, table: str) -> None:
    ours = (f"journal_{table}_", f"text_{table}_", f"rtree_{table}_")
    for name in capture.present_triggers(connection, table):
        if name.startswith(ours):
            connection.execute(f"DROP TRIGGER {capture.named(name)}")


def _has_tree(connection: sqlite3.Connection, table: str) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE name = ?"
    return connection.execute(query, (f"rtree_{table}_geom",)).fetchone() is not None


def _mend_rtree(connection: sqlite3.Connection, table: str) -> None:
    tree = f"rtree_{table}_geom"
    if not _has_tree(connection, table):
        connection.execute(f'CREATE VIRTUAL TABLE "{tree}" USING rtree(id, minx, maxx, miny, maxy)')
    connection.execute(f'DELETE FROM "{tree}"')
    connection.execute(
        f'INSERT INTO "{tree}" SELECT fid, ST_MinX(geom), ST_MaxX(geom), ST_MinY(geom), ST_MaxY(geom) '
        f'FROM "{table}" WHERE geom NOTNULL AND NOT ST_IsEmpty(geom)'
    )


def _mend_text(connection: sqlite3.Connection, catalogue: Catalogue, spec: KindSpec) -> None:
    table = spec.table
    number = capture.text_number(catalogue, table)
    connection.execute("DELETE FROM gpkg_pp_text WHERE rowid % 8 = ?", (number,))
    row = capture.text_row(catalogue, table, capture.columns_of(connection, table), "t")
    connection.execute(f'INSERT INTO gpkg_pp_text(rowid, name, words) SELECT {row} FROM "{table}" AS t')


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
    query = f'SELECT t.uuid, {capture.row_as_json(columns, "t")} FROM "{table}" AS t'
    now = dict(tuple(row) for row in rows_of(connection, query))
    then = _as_journalled(connection, table)
    connection.execute(capture.TICK)
    count = 0
    for uuid, text in now.items():
        row = json.loads(text)
        known = then.get(uuid)
        if known is None:
            count += _note(connection, table, uuid, ROW, text)
        else:
            names = [name for name in columns if name not in capture.UNCAPTURED]
            fields = [name for name in names if not _is_same(row.get(name), known.get(name))]
            count += bool(sum(_note(connection, table, uuid, name, row.get(name)) for name in fields))
    for uuid in set(then) - set(now):
        count += _note(connection, table, uuid, GONE, json.dumps(then[uuid]))
    return count


def _is_same(now: object, then: object) -> bool:
    """Whether two values are the same but for what JSON loses: an empty text for nothing, the last digits."""
    if isinstance(now, float) and isinstance(then, float):
        return math.isclose(now, then, rel_tol=1e-12)
    if isinstance(then, bytes):
        then = f"{capture.BLOB}{then.hex().upper()}"
    return now == then or (now in (None, "") and then in (None, ""))


def _note(connection: sqlite3.Connection, table: str, uuid: str, field: str, value: object) -> int:
    connection.execute(
        f"INSERT INTO gpkg_pp_change SELECT ms, n, {capture.NEW_OP}, replica, ?, ?, ?, ?, {capture.base_of('?2', '?3')}, "
        "NULL FROM gpkg_pp_clock",
        (table, uuid, field, value),
    )
    return 1


def _as_journalled(connection: sqlite3.Connection, table: str) -> dict[str, dict[str, object]]:
    """Every living row of a table as the journal tells it."""
    living: dict[str, dict[str, object]] = {}
    query = "SELECT uuid, field, value FROM gpkg_pp_change WHERE tbl = ? ORDER BY ms, n, op"
    for uuid, field, value in rows_of(connection, query, (table,)):
        if field == ROW:
            living[uuid] = json.loads(value)
        elif field == GONE:
            living.pop(uuid, None)
        elif uuid in living:
            living[uuid][field] = value
    return living
