"""Layers of a borough as plain arrays, and how they become one GeoPackage that QGIS opens as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from placeplanner.domain.streetmap import CLASSES, MapLayer

Geometries = NDArray[np.object_]
PLACES, WARDS = "places", "wards"  # the layers beside those of the map
_SHAPES = {0: "Point", 1: "LineString", 2: "Polygon"}


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One layer of the GeoPackage: geometries, their classes in words, and names ("" where there is none)."""

    layer: str
    dimension: int
    geometries: Geometries
    classes: Geometries
    names: Geometries


def table_of(
    layer: MapLayer, geometries: Geometries, classes: NDArray[np.int64], names: Geometries | None = None
) -> Table:
    """A table of a layer of the map; classes as numbers."""
    words = np.array(CLASSES[layer], dtype=object)
    if names is None:
        names = np.full(len(geometries), "", dtype=object)
    dimension = int(shapely.get_dimensions(geometries[0])) if len(geometries) else 2
    return Table(layer.value, dimension, geometries, words[classes], names)


def picked(table: Table, which: NDArray[np.int64]) -> Table:
    """Some of its rows."""
    return replace(
        table,
        geometries=table.geometries[which],
        classes=table.classes[which],
        names=table.names[which],
    )


def joined(first: Table, second: Table) -> Table:
    """The rows of both."""
    return replace(
        first,
        geometries=np.concatenate((first.geometries, second.geometries)),
        classes=np.concatenate((first.classes, second.classes)),
        names=np.concatenate((first.names, second.names)),
    )


def write_geopackage(tables: Sequence[Table], out: Path) -> None:
    """One layer a table, with the fields `class` and `name`. Replaces the file."""
    out.unlink(missing_ok=True)
    for table in tables:
        is_many = table.layer == WARDS
        pyogrio.raw.write(
            out,
            shapely.to_wkb(table.geometries),
            [table.classes, table.names],
            ["class", "name"],
            layer=table.layer,
            driver="GPKG",
            geometry_type=("Multi" if is_many else "") + _SHAPES[table.dimension],
            crs="EPSG:27700",
        )
