"""Places in the plan file: carried along, so that a plan makes sense on a laptop with another map.

They are journalled like records. A row is known by its code, since one that another program added has any uuid.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from placeplanner.domain.combining import as_multipolygon
from placeplanner.domain.ids import PlaceCode, StepId, new_id
from placeplanner.domain.kinds import Catalogue
from placeplanner.domain.place import Place, PlaceKind, Places, row_id
from placeplanner.store import capture, gpkg, journal
from placeplanner.store.journal import Step, StepKind
from placeplanner.store.schema import PLACES

_KINDS = {kind.value: kind for kind in PlaceKind}


def to_row(place: Place) -> dict[str, Any]:
    """Column values of a place, without fid and uuid."""
    return {
        "geom": gpkg.to_gpb(as_multipolygon(place.geometry)),
        "code": place.code,
        "name": place.name,
        "kind": place.kind.value,
        "parent": place.parent,
        "figures": json.dumps(dict(place.figures)),
        "source": place.source,
    }


def insert_places(connection: sqlite3.Connection, places: Iterable[Place]) -> None:
    """Write places into a new plan, inside the caller's transaction, as a step that nobody undoes."""
    rows = [{"uuid": place.id, **to_row(place)} for place in places]
    with_step = _step_of_our_own(connection, "Laid out the map")
    connection.executemany(
        "INSERT INTO places(uuid, geom, code, name, kind, parent, figures, source) "
        "VALUES (:uuid, :geom, :code, :name, :kind, :parent, :figures, :source)",
        rows,
    )
    if with_step:
        journal.close_step(connection)
    connection.execute(
        "UPDATE gpkg_contents SET min_x = b.x1, min_y = b.y1, max_x = b.x2, max_y = b.y2 FROM "
        "(SELECT min(minx) x1, min(miny) y1, max(maxx) x2, max(maxy) y2 FROM rtree_places_geom) AS b "
        "WHERE data_type = 'features' AND b.x1 IS NOT NULL"
    )


def _step_of_our_own(connection: sqlite3.Connection, label: str) -> bool:
    """Open a step for what follows; False in a plan in the making, which has no clock yet."""
    if connection.execute("SELECT 1 FROM gpkg_pp_clock").fetchone() is None:
        return False
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    journal.open_step(connection, Step(StepId(new_id()), StepKind.UPKEEP, label, at))
    return True


def give_history(connection: sqlite3.Connection, catalogue: Catalogue) -> None:
    """Let the places of an older plan be journalled from now on; its rows are where their history begins."""
    connection.execute("ALTER TABLE places ADD COLUMN uuid TEXT")
    codes = [row[0] for row in connection.execute("SELECT code FROM places")]
    connection.executemany(
        "UPDATE places SET uuid = ? WHERE code = ?",
        [(row_id(code), code) for code in codes],
    )
    connection.execute("CREATE UNIQUE INDEX places_by_uuid ON places(uuid)")
    if not _step_of_our_own(connection, "Took the map into the history"):
        return
    columns = capture.columns_of(connection, PLACES)
    connection.execute(capture.adoption(PLACES, columns, where="1"))
    journal.close_step(connection)
    present = capture.present_triggers(connection, PLACES)
    for name, statement in capture.triggers(connection, catalogue, PLACES).items():
        if name not in present:
            connection.execute(statement)


def read_places(connection: sqlite3.Connection) -> Places:
    """All places of the plan. A row that another program left without a code or a shape is none (yet).

    Raises:
        ValueError: a shape is damaged.
    """
    return Places(
        place
        for row in connection.execute("SELECT * FROM places ORDER BY fid").fetchall()
        if (place := to_place(row)) is not None
    )


def to_place(row: Mapping[str, Any] | sqlite3.Row) -> Place | None:
    """A place from its row; None where it has no code or no shape. Raises ValueError where its shape is damaged."""
    if not row["code"] or row["geom"] is None:
        return None
    outline = as_multipolygon(gpkg.from_gpb([row["geom"]])[0])
    if outline.is_empty:
        return None
    return Place(
        code=PlaceCode(row["code"]),
        name=row["name"] or row["code"],
        kind=_KINDS.get(
            row["kind"], PlaceKind.PATCH
        ),  # what was drawn in QGIS without a kind is a group's own
        parent=PlaceCode(row["parent"]) if row["parent"] else None,
        geometry=outline,
        figures=json.loads(row["figures"] or "{}"),
        source=row["source"] or "",
    )
