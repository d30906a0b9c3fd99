"""A table that another program made anew, made ours again: its names, its place in the contents, its frame.

`ogr2ogr -overwrite` takes the columns of its source: the key may be `ogc_fid`, the shape `geometry`, the frame WGS 84.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import numpy
import shapely
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.coordinates import geometry_to_easting_northing
from placeplanner.errors import Problem
from placeplanner.store import gpkg
from placeplanner.store.capture import named
from placeplanner.store.schema import geometry_type

if TYPE_CHECKING:
    import pyproj


def is_amiss(connection: sqlite3.Connection, table: str) -> bool:
    """Whether a drawn table is no longer listed as we list it."""
    query = "SELECT column_name, geometry_type_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?"
    listed = [tuple(row) for row in connection.execute(query, (table,))]
    query = "SELECT data_type, srs_id FROM gpkg_contents WHERE table_name = ?"
    contents = [tuple(row) for row in connection.execute(query, (table,))]
    query = (
        "SELECT column_name FROM gpkg_extensions WHERE table_name = ? AND extension_name = 'gpkg_rtree_index'"
    )
    extensions = [tuple(row) for row in connection.execute(query, (table,))]
    return (listed, contents, extensions) != (
        [("geom", geometry_type(table), gpkg.SRS_ID)],
        [("features", gpkg.SRS_ID)],
        [("geom",)],
    )


def give_our_names(
    connection: sqlite3.Connection, table: str, names: list[str], *, has_geometry: bool
) -> None:
    """Call the key `fid`, the shape `geom` and our columns as we do, where another program wrote them otherwise."""
    if has_geometry:
        _name_shape(connection, table)
    ours = {name.casefold(): name for name in names}
    columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    for row in columns:
        wanted = ours.get(row["name"].casefold(), row["name"])
        if wanted != row["name"]:
            connection.execute(f'ALTER TABLE "{table}" RENAME COLUMN {named(row["name"])} TO {named(wanted)}')
    kinds = {row["name"].casefold(): row["type"].upper() for row in columns}
    wanted_type = geometry_type(table)
    key = next((row["name"] for row in columns if row["pk"] and row["type"].upper() == "INTEGER"), "")
    if key.casefold() != "fid" or (has_geometry and kinds.get("geom", wanted_type) != wanted_type):
        _make_anew(connection, table, key)


def _make_anew(connection: sqlite3.Connection, table: str, key: str) -> None:
    """Copy a table into one with our key and our type of shape; values stay as they are."""
    columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    rest = [row["name"] for row in columns if row["name"].casefold() not in ("fid", key.casefold())]
    kinds = {row["name"]: geometry_type(table) if row["name"] == "geom" else row["type"] for row in columns}
    body = ", ".join(f"{named(name)} {kinds[name]}" for name in rest)
    to = ", ".join(named(name) for name in rest)
    connection.execute(
        f'CREATE TABLE "{table}_anew" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {body})'
    )
    into, whence = (f"fid, {to}", f"{named(key)}, {to}") if key else (to, to)
    connection.execute(f'INSERT INTO "{table}_anew" ({into}) SELECT {whence} FROM "{table}"')
    connection.execute(f'DROP TABLE "{table}"')
    connection.execute(f'ALTER TABLE "{table}_anew" RENAME TO "{table}"')


def _name_shape(connection: sqlite3.Connection, table: str) -> None:
    query = "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?"
    row = connection.execute(query, (table,)).fetchone()
    if row and row[0] != "geom":
        connection.execute(f"DROP TABLE IF EXISTS {named(f'rtree_{table}_{row[0]}')}")
        connection.execute(f'ALTER TABLE "{table}" RENAME COLUMN {named(row[0])} TO geom')


def register(connection: sqlite3.Connection, table: str, title: str, hint: str) -> None:
    """List a drawn table as we do, and bring its shapes into metres of the National Grid."""
    query = "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = ?"
    row = connection.execute(query, (table,)).fetchone()
    if row and row[0] > 0 and row[0] != gpkg.SRS_ID:
        _reframe(connection, table, row[0])
    if not is_amiss(connection, table):
        return
    for listing in ("gpkg_geometry_columns", "gpkg_extensions"):
        connection.execute(f"DELETE FROM {listing} WHERE table_name = ?", (table,))
    connection.execute("DELETE FROM gpkg_data_columns WHERE table_name = ?", (table,))
    connection.execute(
        "INSERT INTO gpkg_contents(table_name, data_type, identifier, description, srs_id) VALUES (?,?,?,?,?) "
        "ON CONFLICT(table_name) DO UPDATE SET data_type = excluded.data_type, srs_id = excluded.srs_id, "
        "min_x = NULL, min_y = NULL, max_x = NULL, max_y = NULL",
        (table, "features", title, hint, gpkg.SRS_ID),
    )
    gpkg.register_geometry(connection, table, geometry_type=geometry_type(table))


def _reframe(connection: sqlite3.Connection, table: str, srs_id: int) -> None:
    query = (
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?"
    )
    row = connection.execute(query, (srs_id,)).fetchone()
    frame = _frame(row["organization"], row["organization_coordsys_id"], row["definition"]) if row else None
    if frame is None:
        return
    import pyproj  # slow to load, and needed only after such a mishap

    to_lonlat = pyproj.Transformer.from_crs(frame, 4326, always_xy=True)
    rows = connection.execute(f'SELECT fid, geom FROM "{table}" WHERE geom NOTNULL').fetchall()
    for fid, blob in rows:
        geometry = _in_metres(blob, to_lonlat)
        if geometry is not None:
            connection.execute(f'UPDATE "{table}" SET geom = ? WHERE fid = ?', (gpkg.to_gpb(geometry), fid))


def _frame(organization: str, code: int, definition: str) -> pyproj.CRS | None:
    import pyproj

    try:
        return pyproj.CRS.from_user_input(f"EPSG:{code}" if organization.upper() == "EPSG" else definition)
    except pyproj.exceptions.CRSError:
        return None


def _in_metres(blob: bytes, to_lonlat: pyproj.Transformer) -> BaseGeometry | None:
    """The shape in metres; None where it is none, or lies outside Great Britain and stays as it is."""
    try:
        geometry = gpkg.from_gpb([blob])[0]
        corners = shapely.get_coordinates(geometry)
        lonlat = numpy.column_stack(to_lonlat.transform(corners[:, 0], corners[:, 1]))
        return geometry_to_easting_northing(shapely.set_coordinates(geometry, lonlat))
    except (ValueError, Problem):
        return None
