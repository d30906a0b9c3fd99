"""Records as a plain GeoPackage: no journal, no photos' bytes, nothing that was held back.

A file made from nothing, so no trace of a withheld record can lie in its free pages. One layer a kind; a
kind drawn as points and as areas becomes two, since QGIS shows one type of shape a layer and hides the rest.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.kinds import FieldType, Kind, KindSpec, Shape
from placeplanner.domain.place import Place
from placeplanner.domain.record import Record
from placeplanner.exchange.rows import Column, Names, Value, columns_of
from placeplanner.store import gpkg

_SQL_TYPE = {FieldType.NUMBER: "DOUBLE", FieldType.WHOLE: "INTEGER", FieldType.YES_NO: "BOOLEAN"}
_TYPE_NAME = {Shape.POINT: "Point", Shape.LINE: "LineString", Shape.AREA: "Polygon"}
_MULTI: dict[Shape, Callable[..., BaseGeometry]] = {
    Shape.POINT: shapely.multipoints,
    Shape.LINE: shapely.multilinestrings,
    Shape.AREA: shapely.multipolygons,
}


def write_geopackage(
    path: Path, records: Iterable[Record], names: Names, *, places: Iterable[Place] = ()
) -> None:
    """Write a new GeoPackage 1.4 at `path`, which must not exist yet. Raises `OSError` or `sqlite3.Error`."""
    kept = tuple(records)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        gpkg.add_functions(connection)
        connection.execute(f"PRAGMA application_id = {gpkg.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {gpkg.USER_VERSION}")
        connection.execute("BEGIN")
        gpkg.create_core(connection)
        for kind in Kind:
            _write_kind(
                connection, names.catalogue[kind], [each for each in kept if each.kind is kind], names
            )
        _write_places(connection, tuple(places))
        connection.execute("COMMIT")


def _write_kind(connection: sqlite3.Connection, spec: KindSpec, records: list[Record], names: Names) -> None:
    columns = columns_of(spec, records)
    shapes = [shape for shape in Shape if any(record.shape is shape for record in records)]
    for shape in shapes or [Shape.POINT]:
        table = spec.table if len(shapes) < 2 else f"{spec.table}_{shape.value}s"
        title = spec.plural if len(shapes) < 2 else f"{spec.plural} – {shape.value}s"
        of_shape = [record for record in records if record.shape is shape]
        type_name, geometries = _alike([record.geometry for record in of_shape], shape)
        described = [(column.name, _SQL_TYPE.get(column.type, "TEXT"), column.label) for column in columns]
        _create_layer(connection, table, title, spec.hint, type_name, described)
        rows = [
            (gpkg.to_gpb(geometry), record.id, *(_stored(column, record, names) for column in columns))
            for record, geometry in zip(of_shape, geometries, strict=True)
        ]
        _fill(connection, table, ["uuid", *(column.name for column in columns)], rows)


def _alike(geometries: list[BaseGeometry], shape: Shape) -> tuple[str, list[BaseGeometry]]:
    """The one type that all the shapes of a layer have, and the shapes made so."""
    single = _TYPE_NAME[shape]
    if all(geometry.geom_type == single for geometry in geometries):
        return single.upper(), geometries
    return f"MULTI{single.upper()}", [_MULTI[shape](shapely.get_parts(geometry)) for geometry in geometries]


def _stored(column: Column, record: Record, names: Names) -> Value:
    value = column.value(record, names)
    return int(value) if isinstance(value, bool) else None if value == "" else value


def _create_layer(
    connection: sqlite3.Connection,
    table: str,
    title: str,
    description: str,
    type_name: str,
    columns: list[tuple[str, str, str]],
) -> None:
    body = ", ".join(f"{_quoted(name)} {sql_type}" for name, sql_type, _ in columns)
    connection.execute(
        f"CREATE TABLE {_quoted(table)} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
        f"geom {type_name}, uuid TEXT UNIQUE, {body})"
    )
    gpkg.register_features(connection, table, title=title, description=description, geometry_type=type_name)
    connection.executemany(
        "INSERT INTO gpkg_data_columns(table_name, column_name, name, title) VALUES (?,?,?,?)",
        [(table, name, name, label) for name, _, label in columns],
    )


def _fill(
    connection: sqlite3.Connection, table: str, names: list[str], rows: Sequence[tuple[object, ...]]
) -> None:
    listed = ", ".join(_quoted(name) for name in ("geom", *names))
    marks = ",".join("?" * (len(names) + 1))
    connection.executemany(f"INSERT INTO {_quoted(table)} ({listed}) VALUES ({marks})", rows)
    connection.execute(
        "UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) = "
        f"(SELECT min(minx), min(miny), max(maxx), max(maxy) FROM {_quoted(f'rtree_{table}_geom')}) "
        "WHERE table_name = ?",
        (table,),
    )


def _write_places(connection: sqlite3.Connection, places: tuple[Place, ...]) -> None:
    columns = [("name", "TEXT", "Name"), ("kind", "TEXT", "Kind"), ("source", "TEXT", "Source")]
    _create_layer(
        connection, "places", "Places", "This place and the places inside it", "MULTIPOLYGON", columns
    )
    rows = [
        (gpkg.to_gpb(place.geometry), place.code, place.name, place.kind.value, place.source)
        for place in places
    ]
    _fill(connection, "places", ["uuid", "name", "kind", "source"], rows)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
