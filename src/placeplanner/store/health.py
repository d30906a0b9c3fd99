"""Whether a plan is whole: what is amiss, in sentences. Touches nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress

from msgspec import Struct

from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Catalogue, Kind
from placeplanner.store import gpkg, mending
from placeplanner.store.connection import rows_of

_NAMED = 3  # how many names a sentence bears


class Finding(Struct, frozen=True):
    """Something amiss, and what to do about it."""

    what: str
    try_this: str


class Unplaced(Struct, frozen=True):
    """A record that cannot be drawn, since its shape is missing or is of a type that the app does not know."""

    id: RecordId
    kind: Kind
    name: str


def examine(connection: sqlite3.Connection, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Everything amiss in a plan: damage, lost triggers, photos without files, records that cannot be drawn."""
    if damage := tuple(_damage(connection)):
        return damage
    return (
        *_lost_triggers(connection, catalogue),
        *_photos(connection, catalogue),
        *_records(connection, catalogue),
    )


def _damage(connection: sqlite3.Connection) -> Iterator[Finding]:
    # From 3.44 on SQLite checks the full text too, against what this connection last knew of it: where another program
    # has written since, a healthy index looks damaged until it is asked for something.
    with suppress(sqlite3.DatabaseError):  # what is truly damaged is told below
        connection.execute("SELECT 1 FROM gpkg_pp_text WHERE gpkg_pp_text MATCH 'a' LIMIT 1").fetchone()
    for row in connection.execute("PRAGMA integrity_check(20)"):
        if row[0] != "ok":
            yield Finding(f"The file is damaged: {row[0]}.", "Restore a backup.")


def _lost_triggers(connection: sqlite3.Connection, catalogue: Catalogue) -> Iterator[Finding]:
    for table in mending.amiss(connection, catalogue):
        yield Finding(
            f"The history or an index of the table “{table}” has been changed by another program.",
            "Open the plan in Place Planner: it is put right and what happened meanwhile is taken in.",
        )


def _photos(connection: sqlite3.Connection, catalogue: Catalogue) -> Iterator[Finding]:
    query = "SELECT count(*) FROM photos WHERE sha256 IS NULL OR sha256 NOT IN (SELECT sha256 FROM gpkg_pp_photo_file)"
    if missing := connection.execute(query).fetchone()[0]:
        what = "1 photo has lost its image." if missing == 1 else f"{missing} photos have lost their images."
        yield Finding(what, "Restore a backup, or add the photos again.")
    tables = " UNION ALL ".join(f'SELECT uuid FROM "{spec.table}"' for spec in catalogue.kinds.values())
    query = f"SELECT count(*) FROM photos WHERE record_uuid NOT IN ({tables}) OR record_uuid IS NULL"
    if orphans := connection.execute(query).fetchone()[0]:
        what = (
            "1 photo belongs to a record that is gone."
            if orphans == 1
            else f"{orphans} photos belong to records that are gone."
        )
        yield Finding(what, "Undo the removal in the history.")


def _records(connection: sqlite3.Connection, catalogue: Catalogue) -> Iterator[Finding]:
    found = unplaced(connection, catalogue)
    if found:
        yield Finding(_told(found), "Give them a position in the program that made them, such as QGIS.")


def unplaced(connection: sqlite3.Connection, catalogue: Catalogue) -> tuple[Unplaced, ...]:
    """Every record that cannot be drawn; reads every shape."""
    found: list[Unplaced] = []
    for spec in catalogue.kinds.values():
        for row in rows_of(connection, f'SELECT uuid, name, geom FROM "{spec.table}"'):
            if gpkg.read_shape(row["geom"]) is None:
                found.append(Unplaced(RecordId(row["uuid"] or ""), spec.kind, row["name"] or ""))
    return tuple(found)


def out_of_sight(connection: sqlite3.Connection, catalogue: Catalogue) -> list[str]:
    """A sentence where records have no position, from the R-tree alone and so quickly."""
    found: list[Unplaced] = []
    for spec in catalogue.kinds.values():
        query = (
            f'SELECT uuid, name FROM "{spec.table}" WHERE fid NOT IN '
            f'(SELECT rowid FROM "rtree_{spec.table}_geom_rowid")'
        )
        rows = rows_of(connection, query)
        found += [Unplaced(RecordId(row["uuid"] or ""), spec.kind, row["name"] or "") for row in rows]
    return [_told(found)] if found else []


def _told(found: Sequence[Unplaced]) -> str:
    names = ", ".join(f"“{each.name or 'without a name'}”" for each in found[:_NAMED])
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    if len(found) == 1:
        return (
            f"1 record has no position that can be drawn, so it is in the plan but not on the map: {names}."
        )
    return (
        f"{len(found)} records have no position that can be drawn, so they are in the plan but not on the map: "
        f"{names}{more}."
    )
