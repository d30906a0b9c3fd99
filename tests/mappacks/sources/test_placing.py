"""Coordinates put right, and said so; where that is not certain, refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.coordinates import eastings_northings
from placeplanner.errors import Problem
from placeplanner.mappacks.sources.placing import placing_of
from tests.mappacks.sources.files import HINDLEY, HINDLEY_LONLAT, Reading, a_layer, geojson, reading

LON, LAT = HINDLEY_LONLAT
AT = eastings_northings(np.array([[LON, LAT]]))[0]


def _at(found: Reading) -> tuple[float, float]:
    (drawn,) = found.drawn()
    x, y = shapely.get_coordinates(drawn.geometries)[0]
    return float(x), float(y)


def _placed(path: Path, position: tuple[float, float], crs: str | None) -> Reading:
    shapes: list[BaseGeometry] = [
        shapely.Point(position),
        shapely.Point(position[0] + 0.001, position[1] + 0.001),
    ]
    return reading(a_layer(path, shapes, {"name": ["a", "b"]}, crs=crs))


def test_latitude_and_longitude_pass_through_ostn15(tmp_path: Path) -> None:
    found = _placed(tmp_path / "a.gpkg", (LON, LAT), "EPSG:4326")
    assert _at(found) == pytest.approx(tuple(AT), abs=0.001)
    assert "OSTN15" in found.sources[0].file.coordinates and not found.tally.notes


def test_national_grid_is_taken_as_it_is(tmp_path: Path) -> None:
    found = _placed(tmp_path / "a.gpkg", HINDLEY, "EPSG:27700")
    assert _at(found) == HINDLEY
    assert "as they are" in found.sources[0].file.coordinates


def test_a_shapefile_that_spells_out_the_national_grid_is_known(tmp_path: Path) -> None:
    found = _placed(tmp_path / "a.shp", HINDLEY, "EPSG:27700")
    assert _at(found) == HINDLEY


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:32630", "EPSG:3035", "EPSG:4277"])
def test_any_other_system_comes_by_way_of_proj_and_says_how_exact_it_is(tmp_path: Path, crs: str) -> None:
    there = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(LON, LAT)
    found = _placed(tmp_path / "a.gpkg", there, crs)
    # OSGB36 degrees are held to the National Grid itself; PROJ's own way there from WGS 84 is 2 m out
    assert _at(found) == pytest.approx(tuple(AT), abs=3.0 if crs == "EPSG:4277" else 0.01)
    assert "National Grid" in found.sources[0].file.coordinates


def test_latitude_and_longitude_the_other_way_round_are_put_right_and_said(tmp_path: Path) -> None:
    found = reading(geojson(tmp_path / "a.geojson", [(shapely.Point(LAT, LON), {"name": "a"})]))
    assert _at(found) == pytest.approx(tuple(AT), abs=0.001)
    assert any("other way round" in note and "put right" in note for note in found.tally.notes)


def test_metres_in_a_file_that_says_degrees_are_put_right_and_said(tmp_path: Path) -> None:
    found = reading(geojson(tmp_path / "a.geojson", [(shapely.Point(HINDLEY), {"name": "a"})]))
    assert _at(found) == HINDLEY
    assert any("eastings and northings" in note for note in found.tally.notes)


def test_degrees_in_a_file_that_says_metres_are_put_right_and_said(tmp_path: Path) -> None:
    found = _placed(tmp_path / "a.gpkg", (LON, LAT), "EPSG:27700")
    assert _at(found) == pytest.approx(tuple(AT), abs=0.001)
    assert any("latitude and longitude" in note for note in found.tally.notes)


def test_metres_of_web_maps_in_a_file_that_says_degrees_are_put_right(tmp_path: Path) -> None:
    x, y = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True).transform(LON, LAT)
    found = reading(geojson(tmp_path / "a.geojson", [(shapely.Point(x, y), {"name": "a"})]))
    assert _at(found) == pytest.approx(tuple(AT), abs=0.01)


@pytest.mark.parametrize("position", [HINDLEY, HINDLEY_LONLAT, HINDLEY_LONLAT[::-1]])
def test_a_shapefile_without_its_prj_is_told_by_its_positions(
    tmp_path: Path, position: tuple[float, float]
) -> None:
    found = _placed(tmp_path / "a.shp", position, None)
    assert _at(found) == pytest.approx(HINDLEY if position == HINDLEY else tuple(AT), abs=0.01)
    assert any("does not say which coordinates" in note for note in found.tally.notes)


def test_what_is_nowhere_near_great_britain_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="nothing in Great Britain"):
        reading(geojson(tmp_path / "a.geojson", [(shapely.Point(151.2, -33.9), {"name": "Sydney"})]))


def test_positions_that_fit_nothing_are_refused_where_the_file_says_nothing(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="does not say which coordinates"):
        _placed(tmp_path / "a.shp", (5_000_000.0, 12.0), None)


def test_a_file_of_the_whole_world_is_taken_as_it_says() -> None:
    world = np.array([[151.2, -33.9], [2.35, 48.85], [LON, LAT], [-74.0, 40.7]])
    placed = placing_of("EPSG:4326", world, "cities").to_metres(world)
    assert np.isfinite(placed).all(axis=1).tolist() == [False, False, True, False]


def test_a_coordinate_system_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Problem, match="not known here"):
        placing_of("EPSG:999999", np.array([[1.0, 2.0]]), "layer")
