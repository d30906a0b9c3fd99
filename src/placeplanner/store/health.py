"""Whether a plan is whole: what is amiss, in sentences. Touches nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from placeplanner.domain.kinds import Catalogue
from placeplanner.store import capture


@dataclass(frozen=True, slots=True)
class Finding:
    """Something amiss, and what to do about it."""

    what: str
    try_this: str


def examine(connection: sqlite3.Connection, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Everything amiss in a plan: damage, lost triggers, photos without files, records that cannot be drawn."""
    return tuple(
        [
            *_damage(connection),
            *_lost_triggers(connection, catalogue),
            *_photos(connection, catalogue),
            *_records(connection, catalogue),
        ]
    )


def _damage(connection: sqlite3.Connection) -> Iterator[Finding]:
    for row in connection.execute("PRAGMA integrity_check(20)"):
        if row[0] != "ok":
            yield Finding(f"The file is damaged: {row[0]}.", "Restore a backup.")


def _lost_triggers(connection: sqlite3.Connection, catalogue: Catalogue) -> Iterator[Finding]:
    for table in capture.captured_tables(catalogue):
        if capture.present_triggers(connection, table) != capture.triggers(connection, catalogue, table):
            yield Finding(
                f"The history or the map index of the table “{table}” has been changed by another program.",
                "Open the plan in Place Planner: it is put right and what happened meanwhile is taken in.",
            )


def _photos(connection: sqlite3.Connection, catalogue: Catalogue) -> Iterator[Finding]:
    query = "SELECT count(*) FROM photos WHERE sha256 NOT IN (SELECT sha256 FROM photo_file)"
    if missing := connection.execute(query).fetchone()[0]:
        yield Finding(
            f"{missing} photos have lost their image.", "Restore a backup, or add the photos again."
        )
    tables = " UNION ALL ".join(f'SELECT uuid FROM "{spec.table}"' for spec in catalogue.kinds.values())
    query = f"SELECT count(*) FROM photos WHERE record_uuid NOT IN ({tables}) OR record_uuid IS NULL"
    if orphans := connection.execute(query).fetchone()[0]:
        yield Finding(
            f"{orphans} photos belong to records that are gone.", "Undo the removal in the history."
        )


def _records(connection: sqlite3.Connection, catalogue: Catalogue) -> Iterator[Finding]:
    for spec in catalogue.kinds.values():
        query = f'SELECT count(*) FROM "{spec.table}" WHERE geom IS NULL OR ST_IsEmpty(geom)'
        if count := connection.execute(query).fetchone()[0]:
            yield Finding(
                f"{count} of the {spec.plural.lower()} have no position and are not on the map.",
                "Give them one in the program that made them.",
            )
