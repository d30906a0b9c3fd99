"""Records and places as they were at earlier moments, told from the journal.

A record that is gone keeps its last answers here, those of other plans' journals included: whoever withdrew it from
others withdrew it from its past too.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import Struct, field

from placeplanner.domain.ids import RecordId
from placeplanner.domain.instant import in_local_time, since_1970
from placeplanner.domain.kinds import Catalogue
from placeplanner.domain.moment import Clock, Course, Moment, Period
from placeplanner.domain.place import Places
from placeplanner.domain.record import Record
from placeplanner.store import rows
from placeplanner.store.capture import GONE, ROW, columns_of
from placeplanner.store.connection import rows_of
from placeplanner.store.journal import stored_value
from placeplanner.store.places import to_place
from placeplanner.store.schema import PLACES

_NEVER: Clock = (-1, -1)


class _Row(Struct):
    """What the ops of one record lead to."""

    table: str
    values: dict[str, Any] = field(default_factory=dict)
    is_there: bool = True


def courses(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    period: Period,
    now: Mapping[RecordId, Record],
) -> dict[RecordId, Course]:
    """Every record that anybody changed after a period began, at its start and end; `now` are those there are."""
    ops = _ops_of_changed(connection, catalogue, period.since)
    read = _reading(connection, catalogue)
    then = read(_folded(filter(_known_to(period.since), ops)))
    gone = read(_folded(op for op in ops if op["uuid"] not in now), keeps_gone=True)
    last = gone | {id_: now[id_] for op in ops if (id_ := RecordId(op["uuid"])) in now}
    until = period.until
    later = now if until is None else read(_folded(filter(_known_to(until), ops)))
    return {id_: Course(then.get(id_), later.get(id_), latest) for id_, latest in last.items()}


def heads_of(connection: sqlite3.Connection) -> tuple[tuple[str, Clock], ...]:
    """How far the journal of each copy of the plan has come."""
    query = (
        "SELECT c.replica, c.ms, max(c.n) FROM "
        "(SELECT replica, max(ms) AS ms FROM gpkg_pp_change GROUP BY replica) AS latest "
        "CROSS JOIN gpkg_pp_change AS c ON c.ms = latest.ms AND c.replica = latest.replica GROUP BY c.replica"
    )
    return tuple(sorted((replica, (ms, n)) for replica, ms, n in rows_of(connection, query)))


def first_day(connection: sqlite3.Connection) -> date | None:
    """The day of the first change of a record or place, in this computer's time."""
    ms = rows_of(connection, "SELECT min(ms) FROM gpkg_pp_change")[0][0]
    return in_local_time(since_1970(ms)).date() if ms else None


def places_before(connection: sqlite3.Connection, seen: Clock, now: Places) -> Places:
    """The places as they were before other programs changed them, after a clock; `now` are those there are."""
    is_new = "step IS NULL AND (ms, n) > (?, ?)"
    ops = rows_of(
        connection,
        f"SELECT tbl, uuid, field, value, {is_new} AS is_new FROM gpkg_pp_change WHERE tbl = 'places' AND uuid IN "
        f"(SELECT uuid FROM gpkg_pp_change WHERE tbl = 'places' AND {is_new}) ORDER BY uuid, ms, n, op",
        (*seen, *seen),
    )
    names = columns_of(connection, PLACES)
    old = _folded(op for op in ops if not op["is_new"])
    back = [
        place
        for uuid, row in old.items()
        if row.is_there and (place := to_place({name: _value(uuid, row.values, name) for name in names}))
    ]
    new = _folded(ops)
    codes = (row.values.get("code") for row in new.values())
    return now.replaced(
        back, gone=[code for code in codes if code and code not in {each.code for each in back}]
    )


def _ops_of_changed(connection: sqlite3.Connection, catalogue: Catalogue, since: Moment) -> list[sqlite3.Row]:
    """All ops of the records that have any which a moment does not know, in order."""
    tables = [spec.table for spec in catalogue.kinds.values()]
    unknown, values = _unknown_to(since)
    marks = ",".join("?" * len(tables))
    query = (
        "SELECT ms, n, replica, tbl, uuid, field, value FROM gpkg_pp_change WHERE uuid IN "
        f"(SELECT uuid FROM gpkg_pp_change WHERE {unknown} AND tbl IN ({marks})) AND tbl IN ({marks}) "
        "ORDER BY uuid, ms, n, op"
    )
    return rows_of(connection, query, (*values, *tables, *tables))


def _unknown_to(moment: Moment) -> tuple[str, list[Any]]:
    """A condition for ops that a moment does not know, and its values."""
    if moment.heads is None:
        return "(ms, n) > (?, ?)", list(moment.clock)
    whens = " ".join("WHEN ? THEN (ms, n) > (?, ?)" for _ in moment.heads)
    values = [value for replica, clock in moment.heads for value in (replica, *clock)]
    beyond = f"CASE replica {whens} ELSE 1 END" if whens else "1"
    return f"((ms, n) > (?, ?) OR {beyond})", [*moment.clock, *values]


def _known_to(moment: Moment) -> Callable[[sqlite3.Row], bool]:
    """Whether a moment knows an op."""
    heads = None if moment.heads is None else dict(moment.heads)

    def knows(op: sqlite3.Row) -> bool:
        clock = (op["ms"], op["n"])
        is_made = clock <= moment.clock
        return is_made and (heads is None or clock <= heads.get(op["replica"], _NEVER))

    return knows


def _folded(ops: Iterable[sqlite3.Row]) -> dict[str, _Row]:
    """The rows that ops in order lead to. One that is changed after it was removed is there again."""
    found: dict[str, _Row] = {}
    for op in ops:
        row = found.setdefault(op["uuid"], _Row(op["tbl"]))
        match op["field"]:
            case name if name == ROW:
                found[op["uuid"]] = _Row(op["tbl"], json.loads(op["value"]))
            case name if name == GONE:
                row.values = {**json.loads(op["value"]), **row.values}
                row.is_there = False
            case name:
                row.values[name] = op["value"]
                row.is_there = True
    return found


def _reading(connection: sqlite3.Connection, catalogue: Catalogue) -> Callable[..., dict[RecordId, Record]]:
    """A function from rows to the records in them."""
    columns = {spec.table: columns_of(connection, spec.table) for spec in catalogue.kinds.values()}

    def read(folded: Mapping[str, _Row], *, keeps_gone: bool = False) -> dict[RecordId, Record]:
        found: dict[RecordId, Record] = {}
        for spec in catalogue.kinds.values():
            names = columns[spec.table]
            full = [
                [_value(uuid, row.values, name) for name in names]
                for uuid, row in folded.items()
                if row.table == spec.table and (row.is_there or keeps_gone)
            ]
            found |= {record.id: record for record in rows.to_records(spec, names, full)}
        return found

    return read


def _value(uuid: str, row: Mapping[str, Any], name: str) -> Any:
    return uuid if name == "uuid" else stored_value(name, row.get(name))
