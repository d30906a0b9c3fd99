"""The triggers that keep the history, in built-in SQL only, so that an edit by any program is journalled too.

An insert is one op holding the row as JSON (without what is empty), an update one op a changed field, a delete one
op holding the row that went. `base` names the op that an op replaces; `ms, n` is a hybrid logical clock; `step` is
the edit it belongs to, or null where another program made it. See decisions 4 and 5 in the design notes.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

from placeplanner.domain.instant import since_1970
from placeplanner.domain.kinds import Catalogue, FieldType
from placeplanner.store import gpkg
from placeplanner.store.schema import OTHERS, is_drawn

OUTSIDE = "another program"
ROW = "_row"
GONE = "_del"
BLOB = "\x01blob:"  # before the hex of bytes that somebody put where JSON wants words
UNCAPTURED = {"fid", "uuid", "created_at", "created_by", "changed_at", "changed_by"}
_NOW_MS = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"
_BY = f"(SELECT coalesce(by, '{OUTSIDE}') FROM gpkg_pp_clock)"
_UUID_SHAPE = "????????-????-????-????-????????????"
_WORDY = (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.WEB, FieldType.EMAIL, FieldType.PHONE)
_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
_END_OF_TIME_MS = 253_402_300_000_000  # the year 9999
TICK = (
    f"UPDATE gpkg_pp_clock SET n = CASE WHEN {_NOW_MS} > ms THEN 0 ELSE n + 1 END, ms = max(ms, {_NOW_MS});"
)
NEW_OP = "lower(hex(randomblob(8)))"
NEW_UUID = (
    "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || "
    "substr('89ab', 1 + (abs(random()) % 4), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))"
)


def captured_tables(catalogue: Catalogue) -> tuple[str, ...]:
    """The tables whose every change is journalled."""
    return (*(spec.table for spec in catalogue.kinds.values()), *OTHERS)


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """The columns that a table really has, whoever added them."""
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


def row_as_json(columns: list[str], row: str) -> str:
    """An SQL expression for a row as JSON, geometry in hex; for use with NEW, OLD or a table's alias.

    Not `json_object`: SQLite allows a function no more than 127 arguments, and other people add columns. Not `VALUES`:
    with it in any trigger, no program can rename a column of any table.
    """
    pairs = [
        f"SELECT {_quoted(name)} AS k, {_value(row, name)} AS v"
        for name in columns
        if name not in ("fid", "uuid")
    ]
    value = (
        "CASE typeof(v) WHEN 'blob' THEN char(1) || 'blob:' || hex(v) "
        "WHEN 'real' THEN CASE WHEN abs(v) < 1.8e308 THEN v ELSE CAST(v AS TEXT) END ELSE v END"
    )
    return f"(SELECT json_group_object(k, {value}) FROM ({' UNION ALL '.join(pairs)}) WHERE v NOTNULL)"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def named(column: str) -> str:
    """A column's or table's name in SQL, whatever other people called it."""
    return '"' + column.replace('"', '""') + '"'


def _value(row: str, column: str) -> str:
    value = f"{row}.{named(column)}"
    return f"CASE WHEN {value} NOTNULL THEN hex({value}) END" if column == "geom" else value


def base_of(uuid: str, field: str) -> str:
    """An SQL expression for the op that a new op of a field replaces; both arguments are expressions."""
    return (
        f"(SELECT op FROM gpkg_pp_change WHERE uuid = {uuid} AND field IN ({field}, '{ROW}', '{GONE}') "
        "ORDER BY ms DESC, n DESC, op DESC LIMIT 1)"
    )


def _keeps_identity() -> str:
    """Whether a new row keeps its uuid and dates: ours, or brought along from another plan.

    A copy made in QGIS has the uuid of its original with "_1" behind it, and is a new thing.
    """
    return (
        f"(NEW.uuid GLOB '{_UUID_SHAPE}' OR (NEW.uuid NOTNULL AND (SELECT step FROM gpkg_pp_clock) NOTNULL))"
    )


def _supplied(columns: list[str]) -> list[str]:
    keeps = _keeps_identity()
    values = {
        "uuid": f"CASE WHEN {keeps} THEN uuid ELSE {NEW_UUID} END",
        "created_at": f"CASE WHEN {keeps} THEN coalesce(created_at, {_NOW}) ELSE {_NOW} END",
        "created_by": f"CASE WHEN {keeps} THEN coalesce(created_by, {_BY}) ELSE {_BY} END",
        "changed_at": f"CASE WHEN {keeps} THEN changed_at END",
        "changed_by": f"CASE WHEN {keeps} THEN changed_by END",
    }
    return [f"{name} = {value}" for name, value in values.items() if name in columns]


def _insert_trigger(table: str, columns: list[str]) -> str:
    return (
        f'CREATE TRIGGER "journal_{table}_insert" AFTER INSERT ON "{table}" WHEN (SELECT capture FROM gpkg_pp_clock) BEGIN '
        f'UPDATE "{table}" SET {", ".join(_supplied(columns))} WHERE fid = NEW.fid; {TICK} '
        f"{adoption(table, columns, where='t.fid = NEW.fid')}; END"
    )


def adoption(table: str, columns: list[str], *, where: str) -> str:
    """An INSERT that journals whole rows of a table as they stand now."""
    return (
        f"INSERT INTO gpkg_pp_change SELECT clock.ms, clock.n, {NEW_OP}, clock.replica, '{table}', t.uuid, '{ROW}', "
        f"{row_as_json(columns, 't')}, {base_of('t.uuid', _quoted(ROW))}, clock.step "
        f'FROM "{table}" AS t, gpkg_pp_clock AS clock WHERE {where}'
    )


def _update_trigger(table: str, columns: list[str]) -> str:
    captured = [name for name in columns if name not in UNCAPTURED]
    names = ", ".join(named(name) for name in captured)
    differs = " OR ".join(f"OLD.{named(name)} IS NOT NEW.{named(name)}" for name in captured)
    ops = " ".join(
        f"INSERT INTO gpkg_pp_change SELECT ms, n, {NEW_OP}, replica, '{table}', NEW.uuid, {_quoted(name)}, "
        f"{_value('NEW', name)}, {base_of('NEW.uuid', _quoted(name))}, step FROM gpkg_pp_clock "
        f"WHERE OLD.{named(name)} IS NOT NEW.{named(name)};"
        for name in captured
    )
    stamp = ", ".join(
        f"{name} = {value}" for name, value in (("changed_at", _NOW), ("changed_by", _BY)) if name in columns
    )
    stamped = f'UPDATE "{table}" SET {stamp} WHERE fid = NEW.fid; ' if stamp else ""
    return (
        f'CREATE TRIGGER "journal_{table}_update" AFTER UPDATE OF {names} ON "{table}" '
        f"WHEN (SELECT capture FROM gpkg_pp_clock) AND ({differs}) BEGIN {TICK} {ops} {stamped}END"
    )


def _delete_trigger(table: str, columns: list[str]) -> str:
    return (
        f'CREATE TRIGGER "journal_{table}_delete" AFTER DELETE ON "{table}" WHEN (SELECT capture FROM gpkg_pp_clock) BEGIN '
        f"{TICK} INSERT INTO gpkg_pp_change SELECT ms, n, {NEW_OP}, replica, '{table}', OLD.uuid, '{GONE}', "
        f"{row_as_json(columns, 'OLD')}, {base_of('OLD.uuid', _quoted(GONE))}, step FROM gpkg_pp_clock; END"
    )


def _identity_trigger(table: str) -> str:
    return (
        f'CREATE TRIGGER "journal_{table}_identity" BEFORE UPDATE OF uuid ON "{table}" '
        f"WHEN OLD.uuid GLOB '{_UUID_SHAPE}' AND NEW.uuid IS NOT OLD.uuid "
        "BEGIN SELECT RAISE(ABORT, 'the uuid of a record cannot be changed'); END"
    )


def text_number(catalogue: Catalogue, table: str) -> int:
    """What a table's rows are told apart by in the full-text index: its rowids are `fid * 8 + number`."""
    return [spec.table for spec in catalogue.kinds.values()].index(table)


def _wordy_columns(catalogue: Catalogue, table: str, columns: list[str]) -> list[str]:
    spec = catalogue.by_table(table)
    fields = [field.name for field in spec.fields if field.type in _WORDY] if spec else []
    return ["notes", *(name for name in fields if name in columns)]


def text_row(catalogue: Catalogue, table: str, columns: list[str], row: str) -> str:
    """SQL expressions for a record's row in the full-text index: rowid, name, words."""
    texts = _wordy_columns(catalogue, table, columns)
    words = " || ' ' || ".join(f"coalesce({row}.{named(name)}, '')" for name in texts)
    return f"{row}.fid * 8 + {text_number(catalogue, table)}, {row}.name, {words}"


def _text_triggers(catalogue: Catalogue, table: str, columns: list[str]) -> dict[str, str]:
    texts = ["fid", "name", *_wordy_columns(catalogue, table, columns)]
    names = ", ".join(named(name) for name in texts)
    put = (
        f"INSERT INTO gpkg_pp_text(rowid, name, words) VALUES ({text_row(catalogue, table, columns, 'NEW')});"
    )
    take = f"DELETE FROM gpkg_pp_text WHERE rowid = OLD.fid * 8 + {text_number(catalogue, table)};"
    return {
        f"text_{table}_insert": f'CREATE TRIGGER "text_{table}_insert" AFTER INSERT ON "{table}" BEGIN {put} END',
        f"text_{table}_update": f'CREATE TRIGGER "text_{table}_update" AFTER UPDATE OF {names} ON "{table}" '
        f"BEGIN {take} {put} END",
        f"text_{table}_delete": f'CREATE TRIGGER "text_{table}_delete" AFTER DELETE ON "{table}" BEGIN {take} END',
    }


def triggers(connection: sqlite3.Connection, catalogue: Catalogue, table: str) -> dict[str, str]:
    """Every trigger that a captured table must have now, by name."""
    columns = columns_of(connection, table)
    journal = {
        f"journal_{table}_insert": _insert_trigger(table, columns),
        f"journal_{table}_update": _update_trigger(table, columns),
        f"journal_{table}_delete": _delete_trigger(table, columns),
        f"journal_{table}_identity": _identity_trigger(table),
    }
    if not is_drawn(catalogue, table):
        return journal
    texts = _text_triggers(catalogue, table, columns) if catalogue.by_table(table) else {}
    return {**gpkg.rtree_triggers(table), **journal, **texts}


def present_triggers(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """The triggers that a table has, by name."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    return dict(connection.execute(query, (table,)).fetchall())


def latest_moment(connection: sqlite3.Connection) -> datetime | None:
    """The time up to which the journal's clock has gone; None before the first change."""
    ms = connection.execute("SELECT ms FROM gpkg_pp_clock").fetchone()[0]
    return since_1970(min(ms, _END_OF_TIME_MS)) if ms else None
