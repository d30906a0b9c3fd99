"""The triggers that keep the history, in built-in SQL only, so that an edit by any program is journalled too.

An insert is one op holding the row as JSON, an update one op a changed field, a delete one op holding the row that
went. `base` names the op that an op replaces; `ms, n` is a hybrid logical clock; `step` is the edit it belongs to,
or null where another program made it. See decisions 4 and 5 in the design notes.
"""

from __future__ import annotations

import sqlite3

from placeplanner.domain.kinds import Catalogue, FieldType
from placeplanner.store import gpkg
from placeplanner.store.schema import PEOPLE

OUTSIDE = "another program"
ROW = "_row"
GONE = "_del"
UNCAPTURED = {"fid", "uuid", "created_at", "created_by", "changed_at", "changed_by"}
_NOW_MS = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"
_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
TICK = f"UPDATE clock SET n = CASE WHEN {_NOW_MS} > ms THEN 0 ELSE n + 1 END, ms = max(ms, {_NOW_MS});"
NEW_OP = "lower(hex(randomblob(8)))"
NEW_UUID = (
    "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || "
    "substr('89ab', 1 + (abs(random()) % 4), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))"
)


def captured_tables(catalogue: Catalogue) -> tuple[str, ...]:
    """The tables whose every change is journalled."""
    return (*(spec.table for spec in catalogue.kinds.values()), *PEOPLE)


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """The columns that a table really has, whoever added them."""
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


def row_as_json(table: str, columns: list[str], row: str) -> str:
    """An SQL expression for a row as JSON, geometry in hex; for use with NEW, OLD or a table's name."""
    pairs = [f"'{name}', {_value(row, name)}" for name in columns if name not in ("fid", "uuid")]
    return f"json_object({', '.join(pairs)})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _value(row: str, column: str) -> str:
    return f"hex({row}.geom)" if column == "geom" else f'{row}."{column}"'


def base_of(uuid: str, field: str) -> str:
    """An SQL expression for the op that a new op of a field replaces; both arguments are expressions."""
    return (
        f"(SELECT op FROM change WHERE uuid = {uuid} AND field IN ({field}, '{ROW}', '{GONE}') "
        "ORDER BY ms DESC, n DESC, op DESC LIMIT 1)"
    )


def _who_and_when(columns: list[str], prefix: str, *, only_if_empty: bool) -> list[str]:
    values = {f"{prefix}_at": _NOW, f"{prefix}_by": f"(SELECT coalesce(by, '{OUTSIDE}') FROM clock)"}
    return [
        f"{name} = coalesce({name}, {value})" if only_if_empty else f"{name} = {value}"
        for name, value in values.items()
        if name in columns
    ]


def _insert_trigger(table: str, columns: list[str]) -> str:
    supplied = [f"uuid = coalesce(uuid, {NEW_UUID})", *_who_and_when(columns, "created", only_if_empty=True)]
    return (
        f'CREATE TRIGGER "journal_{table}_insert" AFTER INSERT ON "{table}" WHEN (SELECT capture FROM clock) BEGIN '
        f'UPDATE "{table}" SET {", ".join(supplied)} WHERE fid = NEW.fid; {TICK} '
        f"{adoption(table, columns, where='t.fid = NEW.fid')}; END"
    )


def adoption(table: str, columns: list[str], *, where: str) -> str:
    """An INSERT that journals whole rows of a table as they stand now."""
    return (
        f"INSERT INTO change SELECT clock.ms, clock.n, {NEW_OP}, clock.replica, '{table}', t.uuid, '{ROW}', "
        f"{row_as_json(table, columns, 't')}, {base_of('t.uuid', _quoted(ROW))}, clock.step "
        f'FROM "{table}" AS t, clock WHERE {where}'
    )


def _update_trigger(table: str, columns: list[str]) -> str:
    captured = [name for name in columns if name not in UNCAPTURED]
    names = ", ".join(f'"{name}"' for name in captured)
    differs = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in captured)
    ops = " ".join(
        f"INSERT INTO change SELECT ms, n, {NEW_OP}, replica, '{table}', NEW.uuid, '{name}', {_value('NEW', name)}, "
        f'{base_of("NEW.uuid", _quoted(name))}, step FROM clock WHERE OLD."{name}" IS NOT NEW."{name}";'
        for name in captured
    )
    stamp = ", ".join(_who_and_when(columns, "changed", only_if_empty=False))
    stamped = f'UPDATE "{table}" SET {stamp} WHERE fid = NEW.fid; ' if stamp else ""
    return (
        f'CREATE TRIGGER "journal_{table}_update" AFTER UPDATE OF {names} ON "{table}" '
        f"WHEN (SELECT capture FROM clock) AND ({differs}) BEGIN {TICK} {ops} {stamped}END"
    )


def _delete_trigger(table: str, columns: list[str]) -> str:
    return (
        f'CREATE TRIGGER "journal_{table}_delete" AFTER DELETE ON "{table}" WHEN (SELECT capture FROM clock) BEGIN '
        f"{TICK} INSERT INTO change SELECT ms, n, {NEW_OP}, replica, '{table}', OLD.uuid, '{GONE}', "
        f"{row_as_json(table, columns, 'OLD')}, {base_of('OLD.uuid', _quoted(GONE))}, step FROM clock; END"
    )


def _identity_trigger(table: str) -> str:
    return (
        f'CREATE TRIGGER "journal_{table}_identity" BEFORE UPDATE OF uuid ON "{table}" '
        "WHEN OLD.uuid IS NOT NULL AND NEW.uuid IS NOT OLD.uuid "
        "BEGIN SELECT RAISE(ABORT, 'the uuid of a record cannot be changed'); END"
    )


def _text_triggers(catalogue: Catalogue, table: str, columns: list[str]) -> dict[str, str]:
    spec = catalogue.by_table(table)
    if spec is None:
        return {}
    number = list(catalogue.kinds).index(spec.kind)
    wordy = (FieldType.TEXT, FieldType.LONG_TEXT)
    fields = [field.name for field in spec.fields if field.type in wordy and field.name in columns]
    texts = ["notes", *fields]
    words = " || ' ' || ".join(f"coalesce(NEW.\"{name}\", '')" for name in texts)
    names = ", ".join(f'"{name}"' for name in ("name", *texts))
    put = f"INSERT INTO record_text(rowid, name, words) VALUES (NEW.fid * 8 + {number}, NEW.name, {words});"
    take = f"DELETE FROM record_text WHERE rowid = OLD.fid * 8 + {number};"
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
    spatial = gpkg.rtree_triggers(table) if catalogue.by_table(table) else {}
    return {**spatial, **journal, **_text_triggers(catalogue, table, columns)}


def present_triggers(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """The triggers that a table has, by name."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    return dict(connection.execute(query, (table,)).fetchall())
