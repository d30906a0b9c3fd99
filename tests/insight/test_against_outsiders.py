"""Areas, lengths and distances of real places against GDAL and SpatiaLite, which project and measure by themselves.

GDAL is given the degrees that a publisher hands out and brings them to the National Grid without OSTN15: up to 2 m to
one side of us, everything alike, so that what is measured must agree to a thousandth all the same.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from placeplanner.domain.coordinates import eastings_northings, geometry_to_easting_northing
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.insight.counting import counts_of
from placeplanner.insight.greenspace import amount_of, reach_of
from placeplanner.insight.homes import Homes
from placeplanner.insight.nearness import nearest_m
from placeplanner.insight.standards import load_standards
from tests.builders import a_record
from tests.exchange.judges import judge

pytestmark = pytest.mark.judge
REAL = Path(__file__).parents[2].parent / "shared" / "real"
WARDS = REAL / "boundaries/wigan_wards_2023_bgc.geojson"
BOROUGH = REAL / "boundaries/wigan_borough_2023_bfc.geojson"
RIVERS = REAL / "water/wigan_watercourses_os_2025.geojson"
PARKS = REAL / "heritage/wigan_registered_parks_nhle.geojson"
GROUNDS = REAL / "services/wigan_places_of_worship_os.geojson"
LIBRARIES = REAL / "services/wigan_libraries_2018.geojson"
POSTCODES = REAL / "gazetteer/wigan_postcodes_2018-08.csv"
GRID = "ST_Transform({}, 27700)"
A_THOUSANDTH = 1e-3


@pytest.fixture(autouse=True)
def _real_files() -> None:
    if not REAL.is_dir():
        pytest.skip("the real files are not beside this checkout")


def asked_of_gdal(file: Path, query: str, folder: Path) -> list[dict[str, str]]:
    """What a query to SpatiaLite over this file tells; its geometry is made a column `geometry` on the grid."""
    out = folder / "told.csv"
    out.unlink(missing_ok=True)
    command = [judge("ogr2ogr"), "-f", "CSV", out, file, "-dialect", "SQLITE", "-sql", query]
    subprocess.run(command, capture_output=True, text=True, check=True)
    return list(csv.DictReader(io.StringIO(out.read_text("utf-8"))))


def on_the_grid(file: Path) -> Iterator[shapely.Geometry]:
    """The shapes of a file as the app sees them."""
    for each in json.loads(file.read_text("utf-8"))["features"]:
        yield geometry_to_easting_northing(shape(each["geometry"]))


def greens(*files: Path) -> list:  # type: ignore[type-arg]
    """The shapes of these files as greenspaces open to everybody."""
    return [
        a_record("greenspace", "", category="public_park_or_garden", geometry=geometry)
        for file in files
        for geometry in on_the_grid(file)
    ]


def wards() -> list[Place]:
    names = [each["properties"]["area_code"] for each in json.loads(WARDS.read_text("utf-8"))["features"]]
    return [
        Place(PlaceCode(code), code, PlaceKind.NEIGHBOURHOOD, None, outline, {"residents_2021": 1000.0})
        for code, outline in zip(names, on_the_grid(WARDS), strict=True)
    ]


def homes() -> Homes:
    """Every postcode of the borough, with ten residents each."""
    with POSTCODES.open(encoding="utf-8") as file:
        degrees = [(float(row["lon"]), float(row["lat"])) for row in csv.DictReader(file)]
    return Homes(eastings_northings(np.array(degrees)), np.full(len(degrees), 10.0), "postcodes")


def postcodes_as_points(folder: Path) -> Path:
    """The same postcodes as a file that GDAL sees as points, in degrees."""
    out = folder / "postcodes.gpkg"
    place = ["-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat", "-a_srs", "EPSG:4326"]
    subprocess.run([judge("ogr2ogr"), out, POSTCODES, *place, "-nln", "postcodes"], check=True)
    for file in (LIBRARIES, PARKS):
        more = ["-update", "-nln", "parks" if file == PARKS else "libraries", "-nlt", "PROMOTE_TO_MULTI"]
        subprocess.run([judge("ogr2ogr"), out, file, *more], check=True)
    return out


def test_the_area_of_every_ward_is_gdal_s(tmp_path: Path) -> None:
    query = f"SELECT area_code, ST_Area({GRID.format('geometry')}) AS area FROM {WARDS.stem}"
    told = {row["area_code"]: float(row["area"]) for row in asked_of_gdal(WARDS, query, tmp_path)}
    ours = {ward.code: ward.geometry.area for ward in wards()}
    assert len(ours) == 25 and ours == pytest.approx(told, rel=A_THOUSANDTH)


def test_the_length_of_every_watercourse_is_gdal_s_and_its_publisher_s(tmp_path: Path) -> None:
    query = (
        f"SELECT length_in_metres AS said, ST_Length({GRID.format('geometry')}) AS length FROM {RIVERS.stem}"
    )
    rows = asked_of_gdal(RIVERS, query, tmp_path)
    rivers = list(on_the_grid(RIVERS))
    ours = [river.length for river in rivers]
    assert len(ours) == 229
    assert ours == pytest.approx([float(row["length"]) for row in rows], rel=A_THOUSANDTH)
    (borough,) = on_the_grid(BOROUGH)
    uncut = shapely.distance(np.array(rivers, dtype=object), borough.boundary) > 1
    said = [float(row["said"]) for row, is_whole in zip(rows, uncut, strict=True) if is_whole]
    assert len(said) > 100
    assert sum(np.array(ours)[uncut]) == pytest.approx(sum(said), rel=A_THOUSANDTH)


def test_the_ground_of_a_category_is_gdal_s_with_overlaps_counted_once(tmp_path: Path) -> None:
    query = f"SELECT ST_Area(ST_Union({GRID.format('geometry')})) AS area FROM {GROUNDS.stem}"
    (told,) = asked_of_gdal(GROUNDS, query, tmp_path)
    (count,) = counts_of([*greens(GROUNDS), *greens(GROUNDS)[:20]])
    assert len(count.records) == 207
    assert count.area_m2 == pytest.approx(float(told["area"]), rel=A_THOUSANDTH)


def test_the_greenspace_inside_every_ward_is_gdal_s(tmp_path: Path) -> None:
    both = tmp_path / "both.gpkg"
    subprocess.run([judge("ogr2ogr"), both, WARDS, "-nln", "wards", "-nlt", "PROMOTE_TO_MULTI"], check=True)
    for file in (PARKS, GROUNDS):
        more = ["-update", "-append", "-nln", "greens", "-nlt", "PROMOTE_TO_MULTI"]
        subprocess.run([judge("ogr2ogr"), both, file, *more], check=True)
    query = (
        "SELECT area_code, ST_Area(ST_Intersection(ST_Transform(wards.geom, 27700), united)) AS area FROM wards, "
        "(SELECT ST_Union(ST_Transform(geom, 27700)) AS united FROM greens)"
    )
    told = {row["area_code"]: float(row["area"] or 0) / 1e4 for row in asked_of_gdal(both, query, tmp_path)}
    records = greens(PARKS, GROUNDS)
    amounts = {ward.code: amount_of(ward, records, load_standards()).open_ha for ward in wards()}
    # A metre to one side, the edge of a ward cuts a churchyard a little differently: a square metre or two.
    assert sum(amounts.values()) > 19
    assert amounts == pytest.approx(told, rel=A_THOUSANDTH, abs=0.002)


def test_how_far_every_postcode_is_from_a_library_is_gdal_s(tmp_path: Path) -> None:
    file = postcodes_as_points(tmp_path)
    query = (
        "SELECT MIN(ST_Distance(ST_Transform(p.geom, 27700), spot)) AS far FROM postcodes p, "
        "(SELECT ST_Transform(geom, 27700) AS spot FROM libraries) GROUP BY p.fid ORDER BY p.fid"
    )
    told = np.array([float(row["far"]) for row in asked_of_gdal(file, query, tmp_path)])
    ours, _ = nearest_m(homes(), list(on_the_grid(LIBRARIES)))
    assert len(ours) == 9994
    np.testing.assert_allclose(ours, told, rtol=A_THOUSANDTH, atol=0.02)


def test_who_has_a_park_within_reach_is_gdal_s_by_buffers(tmp_path: Path) -> None:
    file = postcodes_as_points(tmp_path)
    reaches = reach_of(homes(), greens(PARKS), load_standards())
    for reach in reaches:
        query = (
            "SELECT COUNT(*) AS people FROM postcodes p, (SELECT ST_Union(ST_Buffer(ST_Transform(geom, 27700), "
            f"{reach.tier.within_m}, 90)) AS near FROM parks WHERE "
            f"ST_Area(ST_Transform(geom, 27700)) >= {reach.tier.at_least_ha * 1e4}) "
            "WHERE ST_Intersects(ST_Transform(p.geom, 27700), near)"
        )
        (told,) = asked_of_gdal(file, query, tmp_path)
        assert reach.residents / 10 == pytest.approx(float(told["people"]), rel=A_THOUSANDTH), reach.tier
    assert any(reach.residents for reach in reaches)
