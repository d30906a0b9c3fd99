"""GeoPackage 1.4 as the OGC writes it down: core tables, geometry blobs, R-tree triggers (OGC 12-128r19).

The ST_ functions must be on every connection that writes; the R-tree triggers are those of 1.4, since
`update1` of 1.3 breaks on upsert.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence

import numpy
import shapely
from shapely.geometry.base import BaseGeometry

APPLICATION_ID = 0x47504B47
USER_VERSION = 10400
SRS_ID = 27700
RTREE_SPEC = "http://www.geopackage.org/spec120/#extension_rtree"
SCHEMA_SPEC = "http://www.geopackage.org/spec121/#extension_schema"

_DRAWN = tuple(range(7))  # shapely's type ids up to MultiPolygon; collections and curves are beyond
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)  # by envelope code, clause 2.1.3.1.1
_CORE = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY NOT NULL, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
  max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
  constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
"""


def script(connection: sqlite3.Connection, statements: str) -> None:
    """Run several plain statements inside the running transaction (`executescript` would commit it)."""
    for statement in statements.split(";\n"):
        if statement.strip():
            connection.execute(statement)


def create_core(connection: sqlite3.Connection) -> None:
    """The tables that make an empty SQLite file a GeoPackage 1.4. The caller has begun a transaction."""
    import pyproj  # slow to load, and needed only where a new plan is made

    script(connection, _CORE)
    rows = [
        (
            "Undefined Cartesian SRS",
            -1,
            "NONE",
            -1,
            "undefined",
            "undefined Cartesian coordinate reference system",
        ),
        (
            "Undefined geographic SRS",
            0,
            "NONE",
            0,
            "undefined",
            "undefined geographic coordinate reference system",
        ),
    ]
    for code in (4326, SRS_ID):
        crs = pyproj.CRS.from_epsg(code)
        rows.append((crs.name, code, "EPSG", code, crs.to_wkt("WKT1_GDAL"), crs.scope or crs.name))
    connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)", rows)
    for table in ("gpkg_data_columns", "gpkg_data_column_constraints"):
        connection.execute(
            "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')",
            (table, SCHEMA_SPEC),
        )


def register_features(
    connection: sqlite3.Connection,
    table: str,
    *,
    title: str,
    description: str,
    geometry_type: str = "GEOMETRY",
) -> None:
    """List a table with a `geom` column in the contents, and index it with an R-tree."""
    connection.execute(
        "INSERT INTO gpkg_contents(table_name, data_type, identifier, description, srs_id) VALUES (?,?,?,?,?)",
        (table, "features", title, description, SRS_ID),
    )
    register_geometry(connection, table, geometry_type=geometry_type)
    connection.execute(f'CREATE VIRTUAL TABLE "rtree_{table}_geom" USING rtree(id, minx, maxx, miny, maxy)')
    for statement in rtree_triggers(table).values():
        connection.execute(statement)


def register_geometry(connection: sqlite3.Connection, table: str, *, geometry_type: str = "GEOMETRY") -> None:
    """Say what a table's `geom` holds, and that it has an R-tree."""
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (table, geometry_type, SRS_ID)
    )
    connection.execute(
        "INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', ?, 'write-only')",
        (table, RTREE_SPEC),
    )


def register_attributes(connection: sqlite3.Connection, table: str, *, title: str, description: str) -> None:
    """List a table without geometry, so that GIS programs offer it, and hide what is not listed."""
    connection.execute(
        "INSERT INTO gpkg_contents(table_name, data_type, identifier, description) VALUES (?,'attributes',?,?)",
        (table, title, description),
    )


def rtree_triggers(table: str) -> dict[str, str]:
    """The seven triggers of extension F.3 in its 1.4 form, by name."""
    tree = f'"rtree_{table}_geom"'
    box = "ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)"
    has_new = "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))"
    has_old = "(OLD.geom NOTNULL AND NOT ST_IsEmpty(OLD.geom))"
    no_new = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))"
    no_old = "(OLD.geom ISNULL OR ST_IsEmpty(OLD.geom))"
    put = f"INSERT OR REPLACE INTO {tree} VALUES (NEW.fid, {box});"
    bodies = {
        "insert": ("INSERT", has_new, put),
        "update6": (
            "UPDATE OF geom",
            f"OLD.fid = NEW.fid AND {has_new} AND {has_old}",
            f"UPDATE {tree} SET minx = ST_MinX(NEW.geom), maxx = ST_MaxX(NEW.geom), miny = ST_MinY(NEW.geom), "
            "maxy = ST_MaxY(NEW.geom) WHERE id = NEW.fid;",
        ),
        "update7": (
            "UPDATE OF geom",
            f"OLD.fid = NEW.fid AND {has_new} AND {no_old}",
            f"INSERT INTO {tree} VALUES (NEW.fid, {box});",
        ),
        "update2": (
            "UPDATE OF geom",
            f"OLD.fid = NEW.fid AND {no_new}",
            f"DELETE FROM {tree} WHERE id = OLD.fid;",
        ),
        "update5": (
            "UPDATE",
            f"OLD.fid != NEW.fid AND {has_new}",
            f"DELETE FROM {tree} WHERE id = OLD.fid; {put}",
        ),
        "update4": (
            "UPDATE",
            f"OLD.fid != NEW.fid AND {no_new}",
            f"DELETE FROM {tree} WHERE id IN (OLD.fid, NEW.fid);",
        ),
        "delete": ("DELETE", "OLD.geom NOTNULL", f"DELETE FROM {tree} WHERE id = OLD.fid;"),
    }
    return {
        f"rtree_{table}_geom_{name}": f'CREATE TRIGGER "rtree_{table}_geom_{name}" AFTER {event} ON "{table}" '
        f"WHEN {condition} BEGIN {body} END"
        for name, (event, condition, body) in bodies.items()
    }


def to_gpb(geometry: BaseGeometry) -> bytes:
    """A geometry as GeoPackageBinary: points without an envelope, the rest with an XY one; heights are dropped."""
    flat = shapely.force_2d(geometry)
    wkb: bytes = shapely.to_wkb(flat, byte_order=1, include_srid=False)
    if flat.is_empty:
        return struct.pack("<2sBBi", b"GP", 0, 0b0001_0001, SRS_ID) + wkb
    if flat.geom_type == "Point":
        return struct.pack("<2sBBi", b"GP", 0, 0b0000_0001, SRS_ID) + wkb
    min_x, min_y, max_x, max_y = flat.bounds
    return struct.pack("<2sBBi4d", b"GP", 0, 0b0000_0011, SRS_ID, min_x, max_x, min_y, max_y) + wkb


def wkb_of(blob: bytes) -> bytes:
    """The well-known binary inside a GeoPackageBinary. Raises ValueError where it is none."""
    code = (blob[3] >> 1) & 0b111 if len(blob) > 8 and blob[:2] == b"GP" else 5
    if code > 4:
        raise ValueError("not a GeoPackage geometry")
    return blob[8 + _ENVELOPE_BYTES[code] :]


def from_gpb(blobs: Sequence[bytes]) -> list[BaseGeometry]:
    """Geometries from GeoPackageBinary, in bulk. Raises ValueError where one cannot be read."""
    try:
        return list(shapely.force_2d(shapely.from_wkb([wkb_of(blob) for blob in blobs])))
    except (shapely.errors.ShapelyError, NotImplementedError) as error:  # the latter of curves
        raise ValueError("a geometry cannot be read") from error


def are_drawable(shapes: Sequence[BaseGeometry]) -> bool:
    """Whether all of these can be drawn: points, lines and areas, single or multiple, and none empty."""
    is_known = numpy.isin(shapely.get_type_id(shapes), _DRAWN)
    return bool(is_known.all()) and not shapely.is_empty(shapes).any()


def read_shape(blob: object) -> BaseGeometry | None:
    """The shape in a blob; None where there is none, it is empty, or of a type that nothing here can draw."""
    if not isinstance(blob, bytes):
        return None
    try:
        shape = from_gpb([blob])[0]
    except ValueError:
        return None
    return shape if are_drawable([shape]) else None


def add_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that R-tree triggers call (F.3: ST_MinX … ST_IsEmpty)."""

    def bound(index: int) -> object:
        def read(blob: object) -> float | None:
            box = _bounds(blob)
            return box[index] if box else None

        return read

    for name, index in (("ST_MinX", 0), ("ST_MinY", 1), ("ST_MaxX", 2), ("ST_MaxY", 3)):
        connection.create_function(name, 1, bound(index), deterministic=True)  # type: ignore[arg-type]
    connection.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)


def _is_empty(blob: object) -> int | None:
    """1 for an empty shape, and for what is no shape at all, so that the R-tree lets go of it."""
    if blob is None:
        return None
    return int(_bounds(blob) is None)


def _bounds(blob: object) -> tuple[float, float, float, float] | None:
    """Least and greatest x and y (min x, min y, max x, max y); None for what is empty or no shape."""
    if not isinstance(blob, bytes) or len(blob) < 13 or blob[:2] != b"GP" or blob[3] & 0b0001_0000:
        return None
    order = "<" if blob[3] & 1 else ">"
    try:
        if (blob[3] >> 1) & 0b111:
            min_x, max_x, min_y, max_y = struct.unpack_from(f"{order}4d", blob, 8)
        elif blob[8:10] == b"\1\1" and len(blob) >= 29:  # a little-endian point: the common case
            min_x, min_y = max_x, max_y = struct.unpack_from("<2d", blob, 13)
        else:
            min_x, min_y, max_x, max_y = from_gpb([blob])[0].bounds
    except (struct.error, ValueError):
        return None
    return (min_x, min_y, max_x, max_y) if min_x <= max_x and min_y <= max_y else None
