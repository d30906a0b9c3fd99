"""Records in GeoJSON, CSV and GeoPackage: the same rows, readable by others, harmless to open."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.coordinates import geometry_to_easting_northing
from placeplanner.domain.ids import GroupId, PlaceCode
from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Record
from placeplanner.edits.claims import OWN
from placeplanner.exchange.geojson import to_geojson
from placeplanner.exchange.geopackage import write_geopackage
from placeplanner.exchange.rows import Names, columns_of
from placeplanner.exchange.tables import safe_cell, to_csv
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.store.gpkg import from_gpb
from tests.builders import a_line, a_point, a_record, an_area
from tests.exchange.judges import judge

NAMES = Names(load_catalogue(), shipped_places(), {GroupId("g"): "Friends of Hindley"}, {})
AWKWARD = 'Café “Ünïcode”, "quoted"\nsecond line; 🌳 <script>alert(1)</script> שלום'


def some_records() -> list[Record]:
    return [
        a_record("asset", "Hindley Library", details={"step_free": "yes"}, group=GroupId("g")),
        a_record("asset", AWKWARD, geometry=an_area()),
        a_record(
            "greenspace", "Leyland Park", geometry=an_area(size=300), details={"facilities": "seats;paths"}
        ),
        a_record("heritage", "Canal", geometry=a_line(), details={"story": "Skated here."}),
        a_record("priority", "A bench", details={"aim": "create", "missions": "mission_2"}),
    ]


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


# GeoJSON


def test_geojson_is_one_collection_with_uuids_and_readable_answers() -> None:
    records = some_records()
    collection = json.loads(to_geojson(records, NAMES, about={"name": "Hindley"}))
    assert (collection["type"], collection["name"]) == ("FeatureCollection", "Hindley")
    assert {feature["id"] for feature in collection["features"]} == {record.id for record in records}
    park = next(each for each in collection["features"] if each["properties"]["name"] == "Leyland Park")
    assert park["properties"]["facilities"] == "Seats; Good paths"
    assert park["properties"]["kind"] == "Greenspace"


def test_geojson_is_wgs_84_with_seven_decimals_and_comes_back_to_the_centimetre() -> None:
    record = a_record(geometry=an_area())
    feature = json.loads(to_geojson([record], NAMES))["features"][0]
    corners = feature["geometry"]["coordinates"][0]
    assert all(-3 < lon < -2 and 53 < lat < 54 for lon, lat in corners)
    assert all(len(str(number).split(".")[1]) <= 7 for corner in corners for number in corner)
    again = geometry_to_easting_northing(shapely.from_geojson(json.dumps(feature["geometry"])))
    assert shapely.hausdorff_distance(again, record.geometry) < 0.02


def test_geojson_rings_go_round_as_rfc_7946_wants() -> None:
    clockwise = a_record(geometry=shapely.orient_polygons(an_area(), exterior_cw=True))
    ring = json.loads(to_geojson([clockwise], NAMES))["features"][0]["geometry"]["coordinates"][0]
    assert shapely.LinearRing(ring).is_ccw


def test_geojson_of_nothing_is_an_empty_collection() -> None:
    assert json.loads(to_geojson([], NAMES)) == {"type": "FeatureCollection", "features": []}


# CSV


def test_the_table_has_a_row_a_record_with_labels_and_positions() -> None:
    rows = read_csv(to_csv(some_records(), NAMES))
    assert len(rows) == 5
    library = next(row for row in rows if row["Name"] == "Hindley Library")
    assert library["Category"] == "Library"
    assert library["Group"] == "Friends of Hindley"
    assert library["Grid reference"].startswith("SD 61")
    assert float(library["Latitude"]) == pytest.approx(53.535, abs=0.02)
    assert float(library["Longitude"]) == pytest.approx(-2.575, abs=0.02)
    wkt = library["Shape (WKT, British National Grid, EPSG:27700)"]
    assert shapely.from_wkt(wkt).equals(a_point())


def test_awkward_text_comes_back_from_the_table_as_it_was() -> None:
    rows = read_csv(to_csv(some_records(), NAMES))
    assert AWKWARD in {row["Name"] for row in rows}


def test_the_table_has_crlf_and_a_mark_that_can_be_left_out() -> None:
    assert to_csv([], NAMES).startswith(b"\xef\xbb\xbfID,Kind")
    assert to_csv([], NAMES, with_bom=False).startswith(b"ID,Kind")
    assert to_csv([], NAMES).endswith(b"\r\n")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 1942",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1+1",
        "＝1+1",
        '=HYPERLINK("http://x")',
        "\x00=1",
    ],
)
def test_a_text_never_becomes_a_formula(text: str) -> None:
    name = read_csv(to_csv([a_record(name=text)], NAMES))[0]["Name"]
    assert name.startswith("'")


@given(st.text())
def test_no_cell_starts_like_a_formula(text: str) -> None:
    cell = str(safe_cell(text))
    assert cell.lstrip()[:1] not in ("=", "+", "-", "@") or cell == ""
    assert cell.endswith(text.translate(dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])))


def test_numbers_stay_numbers() -> None:
    assert safe_cell(-2.5) == -2.5


# GeoPackage


def layers(path: Path) -> dict[str, tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return {
            name: (title, shape)
            for name, title, shape in connection.execute(
                "SELECT c.table_name, c.identifier, g.geometry_type_name FROM gpkg_contents c "
                "JOIN gpkg_geometry_columns g USING (table_name)"
            )
        }


def test_the_geopackage_has_a_layer_a_kind_and_one_more_where_shapes_are_mixed(tmp_path: Path) -> None:
    path = tmp_path / "out.gpkg"
    write_geopackage(path, some_records(), NAMES, places=[NAMES.places.named("Hindley")[0]])
    assert layers(path) == {
        "assets_points": ("Assets – points", "POINT"),
        "assets_areas": ("Assets – areas", "POLYGON"),
        "greenspaces": ("Greenspaces", "POLYGON"),
        "heritage": ("Heritage", "LINESTRING"),
        "priorities": ("Priorities", "POINT"),
        "places": ("Places", "MULTIPOLYGON"),
    }


def test_the_geopackage_keeps_shapes_and_answers_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "out.gpkg"
    records = some_records()
    write_geopackage(path, records, NAMES)
    with closing(sqlite3.connect(path)) as connection:
        tables = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        uuid, blob, facilities = connection.execute(
            "SELECT uuid, geom, facilities FROM greenspaces"
        ).fetchone()
    assert not tables & {
        "change",
        "step",
        "gpkg_pp_photo_file",
        "contributors",
        "sessions",
        "groups",
        "photos",
    }
    assert (uuid, facilities) == (records[2].id, "Seats; Good paths")
    assert from_gpb([blob])[0].equals(records[2].geometry)


def test_single_and_multiple_shapes_of_a_kind_become_alike(tmp_path: Path) -> None:
    path = tmp_path / "out.gpkg"
    two = shapely.union(an_area(), an_area(362500))
    both = [a_record(geometry=an_area()), a_record(geometry=two)]
    write_geopackage(path, both, NAMES)
    assert layers(path)["assets"] == ("Assets", "MULTIPOLYGON")


def test_a_geopackage_of_nothing_still_opens(tmp_path: Path) -> None:
    path = tmp_path / "out.gpkg"
    write_geopackage(path, [], NAMES)
    assert set(layers(path)) == {"assets", "greenspaces", "heritage", "priorities", "places"}


@pytest.mark.judge
def test_gdal_reads_every_layer_without_a_word_of_warning(tmp_path: Path) -> None:
    path = tmp_path / "out.gpkg"
    write_geopackage(path, some_records(), NAMES, places=NAMES.places.children("E08000010"))
    told = subprocess.run([judge("ogrinfo"), "-al", "-so", path], capture_output=True, text=True, check=True)
    said = [line for line in told.stderr.splitlines() if "v1.4.0" not in line]  # GDAL before 3.7 knows 1.3
    assert said == []
    assert told.stdout.count("Feature Count: 1\n") == 5
    assert "Feature Count: 14" in told.stdout


@pytest.mark.judge
def test_what_a_group_calls_its_file_of_outlines_stays_in_the_plan(tmp_path: Path) -> None:
    hindley = NAMES.places.named("Hindley")[0]
    ours = [
        replace(hindley, code=PlaceCode("a"), source=f"{OWN}, “annes house.geojson”"),
        replace(hindley, code=PlaceCode("b"), source=f"{OWN}, “annes” house.kml”; ONS; best fit"),
    ]
    path = tmp_path / "out.gpkg"
    write_geopackage(path, some_records(), NAMES, places=ours)
    with closing(sqlite3.connect(path)) as connection:
        told = [source for (source,) in connection.execute("SELECT source FROM places ORDER BY rowid")]
    assert told == [OWN, f"{OWN}; ONS; best fit"]
    assert b"annes" not in path.read_bytes()


def test_gdal_reads_the_geojson(tmp_path: Path) -> None:
    path = tmp_path / "out.geojson"
    path.write_bytes(to_geojson(some_records(), NAMES))
    told = subprocess.run([judge("ogrinfo"), "-al", "-so", path], capture_output=True, text=True, check=True)
    assert told.stderr == ""
    assert "Feature Count: 5" in told.stdout


def test_an_export_says_which_entry_of_a_list_a_record_is_and_nothing_of_what_was_published_there() -> None:
    listed = a_record("heritage", "Mill", origin="nhle:1234567", imported='{"fields": {"name": "MILL"}}')
    columns = columns_of(load_catalogue()[Kind.HERITAGE], [listed])
    names = [column.name for column in columns]
    assert "origin" in names and "imported" not in names
    without = columns_of(load_catalogue()[Kind.HERITAGE], [a_record("heritage", "Mill")])
    assert "origin" not in [column.name for column in without]
