"""The borough that the benchmarks are run on: the same every time, whole, and as large as it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from placeplanner.domain.streetmap import CLASSES, MapLayer
from placeplanner.mappacks.shipped import shipped_places
from tests.benchmarks.synthetic_borough import Size, borough_tables
from tests.benchmarks.synthetic_tables import Table, write_geopackage

SMALL = Size(buildings=200, streets=120, greens=12, stops=40, names=30, wards=4)


@pytest.fixture(scope="module")
def tables() -> dict[str, Table]:
    return {table.layer: table for table in borough_tables(SMALL)}


def test_the_same_seed_makes_the_same_borough(tables: dict[str, Table]) -> None:
    for again in borough_tables(SMALL):
        first = tables[again.layer]
        assert np.array_equal(shapely.to_wkb(first.geometries), shapely.to_wkb(again.geometries))
        assert (
            first.names.tolist() == again.names.tolist() and first.classes.tolist() == again.classes.tolist()
        )


def test_another_seed_makes_another_borough(tables: dict[str, Table]) -> None:
    other = {table.layer: table for table in borough_tables(SMALL, seed=4)}
    assert not np.array_equal(other["buildings"].geometries, tables["buildings"].geometries)


def test_it_is_as_large_as_it_says(tables: dict[str, Table]) -> None:
    counts = {layer: len(table.geometries) for layer, table in tables.items()}
    assert counts["buildings"] == 200 and counts["roads"] == 120
    assert counts["green"] == 12 and counts["stops"] == 40 and counts["wards"] == 4


def test_every_shape_is_valid_and_of_a_known_class(tables: dict[str, Table]) -> None:
    for table in tables.values():
        assert shapely.is_valid(table.geometries).all(), table.layer
        assert len(table.classes) == len(table.names) == len(table.geometries)
        if table.layer in {layer.value for layer in MapLayer}:
            assert set(table.classes) <= set(CLASSES[MapLayer(table.layer)])


def test_buildings_stand_in_the_borough_with_four_to_ten_corners(tables: dict[str, Table]) -> None:
    borough = shipped_places().borough
    assert borough is not None
    buildings = tables["buildings"].geometries
    corners = shapely.get_num_coordinates(buildings) - 1
    assert corners.min() >= 4 and corners.max() <= 10 and len(set(corners.tolist())) > 2
    assert shapely.intersects(borough.geometry, buildings).all()


def test_it_becomes_a_geopackage_with_every_layer(tables: dict[str, Table], tmp_path: Path) -> None:
    file = tmp_path / "borough.gpkg"
    write_geopackage(tuple(tables.values()), file)
    assert dict(pyogrio.list_layers(file)).keys() == tables.keys()
    for layer, table in tables.items():
        told = pyogrio.read_info(file, layer=layer)
        assert told["features"] == len(table.geometries) and told["crs"] == "EPSG:27700"
