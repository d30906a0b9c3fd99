"""Records as they were at an earlier moment, told from the journal: only those that have changed since."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Catalogue, KindSpec
from placeplanner.domain.record import Record
from placeplanner.store import rows
from placeplanner.store.capture import GONE, ROW, columns_of
from placeplanner.store.connection import rows_of
from placeplanner.store.journal import stored_value


def records_as_at(
    connection: sqlite3.Connection, catalogue: Catalogue, ms: int
) -> dict[RecordId, Record | None]:
    """Every record that anybody changed after `ms` (milliseconds since 1970), as it was then; None: not there."""
    found: dict[RecordId, Record | None] = {}
    for spec in catalogue.kinds.values():
        found |= _of_kind(connection, spec, ms)
    return found


def _of_kind(connection: sqlite3.Connection, spec: KindSpec, ms: int) -> dict[RecordId, Record | None]:
    query = (
        "SELECT uuid, field, value FROM gpkg_pp_change WHERE ms <= ? AND uuid IN "
        "(SELECT DISTINCT uuid FROM gpkg_pp_change WHERE tbl = ? AND ms > ?) ORDER BY uuid, ms, n, op"
    )
    touched = rows_of(
        connection, "SELECT DISTINCT uuid FROM gpkg_pp_change WHERE tbl = ? AND ms > ?", (spec.table, ms)
    )
    then = _folded(rows_of(connection, query, (ms, spec.table, ms)))
    columns = columns_of(connection, spec.table)
    full = [[_value(uuid, row, name) for name in columns] for uuid, row in then.items()]
    read = rows.to_records(spec, columns, full)
    records: dict[RecordId, Record | None] = {RecordId(row["uuid"]): None for row in touched}
    return records | {record.id: record for record in read}


def _folded(ops: Iterable[sqlite3.Row]) -> dict[str, dict[str, Any]]:
    """The rows that ops in order lead to; those that were removed are not there."""
    found: dict[str, dict[str, Any]] = {}
    for op in ops:
        match op["field"]:
            case field if field == ROW:
                found[op["uuid"]] = json.loads(op["value"])
            case field if field == GONE:
                found.pop(op["uuid"], None)
            case field:
                found.setdefault(op["uuid"], {})[field] = op["value"]
    return found


def _value(uuid: str, row: Mapping[str, Any], name: str) -> Any:
    return uuid if name == "uuid" else stored_value(name, row.get(name))
