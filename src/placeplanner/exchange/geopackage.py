"""Records as a plain GeoPackage: no journal, no photos' bytes, nothing that was held back.

A file made from nothing, so no trace of a withheld record can lie in its free pages. One layer a kind; a
kind drawn as points and as areas becomes two, since QGIS shows one type of shape a layer and hides the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.kinds import FieldType, Kind, KindSpec, Shape
from placeplanner.domain.place import Place
from placeplanner.domain.record import Record
from placeplanner.edits.claims import OWN
from placeplanner.exchange.rows import Column, Names, Value, columns_of
from placeplanner.store import gpkg
from placeplanner.store.connection import as_problem
from placeplanner.store.package import Package

_NAMED_FILE = re.compile(rf"{OWN}, “.*?”(?=$|[;,])")
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
    with as_problem(shown_as or path), closing(Package(path)) as package:
        for kind in Kind:
            _write_kind(package, names.catalogue[kind], [each for each in kept if each.kind is kind], names)
        _write_places(package, tuple(places))
        package.finish()


def _write_kind(package: Package, spec: KindSpec, records: list[Record], names: Names) -> None:
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


def _write_places(package: Package, places: tuple[Place, ...]) -> None:
    package.layer(
        "places",
        title="Places",
        description="This place and the places inside it",
        type_name="MULTIPOLYGON",
        columns=[("name", "TEXT", "Name"), ("kind", "TEXT", "Kind"), ("source", "TEXT", "Source")],
    )
    rows = [
        (gpkg.to_gpb(place.geometry), place.code, place.name, place.kind.value, _whose(place))
        for place in places
    ]
    package.fill("places", ["name", "kind", "source"], rows)


def _whose(place: Place) -> str:
    """Whose its outline is, without what a group calls its file: that may be a person's name or house."""
    return _NAMED_FILE.sub(OWN, place.source)


def _alike(geometries: list[BaseGeometry], shape: Shape) -> tuple[str, list[BaseGeometry]]:
    """The one type that all the shapes of a layer have, and the shapes made so."""
    single = _TYPE_NAME[shape]
    if all(geometry.geom_type == single for geometry in geometries):
        return single.upper(), geometries
    return f"MULTI{single.upper()}", [_MULTI[shape](shapely.get_parts(geometry)) for geometry in geometries]


def _stored(column: Column, record: Record, names: Names) -> Value:
    value = column.value(record, names)
    return int(value) if isinstance(value, bool) else None if value == "" else value
