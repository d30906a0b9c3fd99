"""Records as a plain GeoPackage: no journal, no photos' bytes, nothing that was held back.

A file made from nothing, so no trace of a withheld record can lie in its free pages. One layer a kind; a
kind drawn as points and as areas becomes two, since QGIS shows one type of shape a layer and hides the rest.
"""

from __future__ import annotations

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
from placeplanner.store.connection import as_problem, connect

_SQL_TYPE = {FieldType.NUMBER: "DOUBLE", FieldType.WHOLE: "INTEGER", FieldType.YES_NO: "BOOLEAN"}
_TYPE_NAME = {Shape.POINT: "Point", Shape.LINE: "LineString", Shape.AREA: "Polygon"}
_MULTI: dict[Shape, Callable[..., BaseGeometry]] = {
    Shape.POINT: shapely.multipoints,
    Shape.LINE: shapely.multilinestrings,
    Shape.AREA: shapely.multipolygons,
}


def write_geopackage(
    path: Path,
    records: Iterable[Record],
    names: Names,
    *,
    places: Iterable[Place] = (),
    shown_as: Path | None = None,
) -> None:
    """Write a new GeoPackage 1.4 at `path`, which a `Problem` calls `shown_as`. The caller syncs it.

    Raises:
        Problem: the disk is full, or gone.
        FileExistsError: there is something at that path already.
    """
    kept = tuple(records)
    path.touch(exist_ok=False)
    with as_problem(shown_as or path), closing(_Package(path)) as package:
        for kind in Kind:
            _write_kind(package, names.catalogue[kind], [each for each in kept if each.kind is kind], names)
        _write_places(package, tuple(places))
        package.finish()


class _Package:
    """A GeoPackage being made, in one transaction."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path)
        self._connection.execute("PRAGMA query_only=OFF")
        self._connection.execute(f"PRAGMA application_id = {gpkg.APPLICATION_ID}")
        self._connection.execute(f"PRAGMA user_version = {gpkg.USER_VERSION}")
        self._connection.execute("BEGIN")
        gpkg.create_core(self._connection)

    def layer(
        self,
        table: str,
        *,
        title: str,
        description: str,
        type_name: str,
        columns: Sequence[tuple[str, str, str]],
    ) -> None:
        """A new layer; `columns` are names, SQL types and titles."""
        body = ", ".join(f"{_quoted(name)} {sql_type}" for name, sql_type, _ in columns)
        self._connection.execute(
            f"CREATE TABLE {_quoted(table)} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
            f"geom {type_name}, uuid TEXT UNIQUE, {body})"
        )
        gpkg.register_features(
            self._connection, table, title=title, description=description, geometry_type=type_name
        )
        self._connection.executemany(
            "INSERT INTO gpkg_data_columns(table_name, column_name, name, title) VALUES (?,?,?,?)",
            [(table, name, name, label) for name, _, label in columns],
        )

    def fill(self, table: str, names: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        """The rows of a layer: geometry blob, uuid, then the columns by `names`."""
        listed = ", ".join(_quoted(name) for name in ("geom", "uuid", *names))
        marks = ",".join("?" * (len(names) + 2))
        self._connection.executemany(f"INSERT INTO {_quoted(table)} ({listed}) VALUES ({marks})", rows)
        self._connection.execute(
            "UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) = "
            f"(SELECT min(minx), min(miny), max(maxx), max(maxy) FROM {_quoted(f'rtree_{table}_geom')}) "
            "WHERE table_name = ?",
            (table,),
        )

    def finish(self) -> None:
        """Everything is there."""
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file; what is not finished is gone."""
        self._connection.close()


def _write_kind(package: _Package, spec: KindSpec, records: list[Record], names: Names) -> None:
    columns = columns_of(spec, records)
    shapes = [shape for shape in Shape if any(record.shape is shape for record in records)]
    described = [(column.name, _SQL_TYPE.get(column.type, "TEXT"), column.label) for column in columns]
    for shape in shapes or [Shape.POINT]:
        table = spec.table if len(shapes) < 2 else f"{spec.table}_{shape.value}s"
        title = spec.plural if len(shapes) < 2 else f"{spec.plural} – {shape.value}s"
        of_shape = [record for record in records if record.shape is shape]
        type_name, geometries = _alike([record.geometry for record in of_shape], shape)
        package.layer(table, title=title, description=spec.hint, type_name=type_name, columns=described)
        rows = [
            (gpkg.to_gpb(geometry), record.id, *(_stored(column, record, names) for column in columns))
            for record, geometry in zip(of_shape, geometries, strict=True)
        ]
        package.fill(table, [column.name for column in columns], rows)


def _write_places(package: _Package, places: tuple[Place, ...]) -> None:
    package.layer(
        "places",
        title="Places",
        description="This place and the places inside it",
        type_name="MULTIPOLYGON",
        columns=[("name", "TEXT", "Name"), ("kind", "TEXT", "Kind"), ("source", "TEXT", "Source")],
    )
    rows = [
        (gpkg.to_gpb(place.geometry), place.code, place.name, place.kind.value, place.source)
        for place in places
    ]
    package.fill("places", ["name", "kind", "source"], rows)


def _alike(geometries: list[BaseGeometry], shape: Shape) -> tuple[str, list[BaseGeometry]]:
    """The one type that all the shapes of a layer have, and the shapes made so."""
    single = _TYPE_NAME[shape]
    if all(geometry.geom_type == single for geometry in geometries):
        return single.upper(), geometries
    return f"MULTI{single.upper()}", [_MULTI[shape](shapely.get_parts(geometry)) for geometry in geometries]


def _stored(column: Column, record: Record, names: Names) -> Value:
    value = column.value(record, names)
    return int(value) if isinstance(value, bool) else None if value == "" else value


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
