"""Places in the plan file: carried along, so that a plan makes sense on a laptop with another map."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

import shapely
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.store import gpkg


def insert_places(connection: sqlite3.Connection, places: Iterable[Place]) -> None:
    """Write places into a new plan, inside the caller's transaction."""
    rows = [
        (
            gpkg.to_gpb(_multi(place.geometry)),
            place.code,
            place.name,
            place.kind.value,
            place.parent,
            json.dumps(dict(place.figures)),
            place.source,
        )
        for place in places
    ]
    connection.executemany(
        "INSERT INTO places(geom, code, name, kind, parent, figures, source) VALUES (?,?,?,?,?,?,?)", rows
    )
    connection.execute(
        "UPDATE gpkg_contents SET min_x = b.x1, min_y = b.y1, max_x = b.x2, max_y = b.y2 FROM "
        "(SELECT min(minx) x1, min(miny) y1, max(maxx) x2, max(maxy) y2 FROM rtree_places_geom) AS b "
        "WHERE data_type = 'features' AND b.x1 IS NOT NULL"
    )


def _multi(geometry: BaseGeometry) -> MultiPolygon:
    return geometry if isinstance(geometry, MultiPolygon) else MultiPolygon(list(shapely.get_parts(geometry)))


def read_places(connection: sqlite3.Connection) -> Places:
    """All places of the plan."""
    rows = connection.execute("SELECT * FROM places ORDER BY fid").fetchall()
    geometries = gpkg.from_gpb([row["geom"] for row in rows])
    return Places(
        Place(
            code=PlaceCode(row["code"]),
            name=row["name"],
            kind=PlaceKind(row["kind"]),
            parent=PlaceCode(row["parent"]) if row["parent"] else None,
            geometry=_multi(geometry),
            figures=json.loads(row["figures"] or "{}"),
            source=row["source"] or "",
        )
        for row, geometry in zip(rows, geometries, strict=True)
    )
