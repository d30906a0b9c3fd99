"""Files that are broken, cut short or not what they seem: one clear sentence each, and nothing left behind."""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path

import pytest
import shapely

from placeplanner.errors import Problem
from placeplanner.mappacks.sources.recognise import recognise
from tests.builders import a_plan
from tests.mappacks.sources.files import (
    EVERYWHERE,
    HINDLEY_LONLAT,
    a_layer,
    a_line,
    a_point,
    a_square,
    a_zip,
    geojson,
    quiet,
    reading,
)


@pytest.fixture(autouse=True)
def _tidy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


def _left_behind(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "temporary").iterdir())


def refused(path: Path) -> Problem:
    with pytest.raises(Problem) as caught:
        reading(path)
    problem = caught.value
    assert problem.what and problem.try_this, problem
    return problem


def test_binary_junk_is_not_geojson_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "wigan.geojson"
    path.write_bytes(bytes(range(256)) * 40)
    problem = refused(path)
    assert "OpenStreetMap" in problem.try_this and "GeoPackage" in problem.try_this


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    path = tmp_path / "wigan.gpkg"
    path.write_bytes(b"")
    assert "is empty" in refused(path).what


def test_a_file_that_is_gone_is_a_problem(tmp_path: Path) -> None:
    assert "cannot be opened" in refused(tmp_path / "gone.gpkg").what


def test_two_gigabytes_that_begin_like_geojson_are_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.geojson"
    with path.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","features":[')
        file.truncate(2_000_000_000)
        file.seek(0, 2)
        file.write(b"]}")
    assert "is not GeoJSON" in refused(path).what


def test_megabytes_of_numbers_are_no_geojson(tmp_path: Path) -> None:
    path = tmp_path / "numbers.geojson"
    path.write_bytes(b'{"type":"FeatureCollection","features":[' + b"1," * 2_000_000 + b"1]}")
    assert "is not GeoJSON" in refused(path).what


@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".shp", ".gml", ".kml"])
def test_a_file_that_is_cut_short_is_refused(tmp_path: Path, ending: str) -> None:
    shapes = [a_square(361900 + 30 * index) for index in range(400)]
    path = a_layer(
        tmp_path / f"whole{ending}",
        shapes,
        {"name": ["Some name"] * 400},
        crs="EPSG:4326" if ending == ".kml" else "EPSG:27700",
    )
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    assert "cut short" in refused(path).what


def test_a_flatgeobuf_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    shapes = [a_square(361900 + 30 * index) for index in range(400)]
    path = a_layer(tmp_path / "whole.fgb", shapes, {"name": ["Some name"] * 400})
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    refused(path)


def test_geojson_that_breaks_off_inside_is_refused(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", [(shapely.Point(HINDLEY_LONLAT), {"name": "a"})] * 50)
    text = path.read_text("utf-8")
    path.write_text(text[: len(text) // 2] + "}", "utf-8")
    refused(path)


def test_a_layer_without_features_is_said_to_be_empty(tmp_path: Path) -> None:
    assert "is empty" in refused(geojson(tmp_path / "none.geojson", [])).what


def test_a_geopackage_without_layers_has_no_map(tmp_path: Path) -> None:
    path = a_layer(tmp_path / "none.gpkg", [a_point()], {"a": ["b"]})
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM gpkg_contents")
    connection.execute("DELETE FROM gpkg_geometry_columns")
    connection.commit()
    connection.close()
    refused(path)


def test_a_plan_given_by_mistake_is_named_as_one(tmp_path: Path) -> None:
    a_plan(tmp_path, "ours.gpkg").close()
    problem = refused(tmp_path / "ours.gpkg")
    assert "is a plan" in problem.what and "Open plan" in problem.try_this


def test_a_pack_given_by_mistake_says_how_to_install_it(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "wigan.pack"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA application_id = 1347439952")
    connection.execute("CREATE TABLE info (key TEXT)")
    connection.commit()
    connection.close()
    assert "maps add" in refused(path).try_this


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(50)),
        ("book.pdf", b"%PDF-1.7\n" + bytes(50)),
        ("list.xls", b"\xd0\xcf\x11\xe0" + bytes(50)),
        ("page.gml", b"<!DOCTYPE html><html><body>Not found</body></html>"),
        ("roads.tar.gz", b"\x1f\x8b\x08" + bytes(50)),
        ("part.dbf", b"\x03\x00\x01\x02" + bytes(300)),
    ],
)
def test_what_is_no_map_says_what_to_do_instead(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert name in refused(tmp_path / name).what


@pytest.mark.parametrize(
    "content",
    [
        "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/etc/hosts</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        "<gml:FeatureCollection xmlns:gml='http://www.opengis.net/gml'><!-- <OGRVRTDataSource> --></gml:FeatureCollection>",
        "<OGRWFSDataSource><URL>http://example.org/</URL></OGRWFSDataSource>",
        '{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline read http://example.org"}',
        '<!DOCTYPE kml [<!ENTITY a "aaaa">]><kml>&a;</kml>',
    ],
)
def test_what_only_points_elsewhere_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "wigan.gml"
    path.write_text(content, "utf-8")
    assert "fetch one from" in refused(path).why


def test_shapes_without_sense_are_counted_and_the_rest_is_kept(tmp_path: Path) -> None:
    lon, lat = HINDLEY_LONLAT
    path = tmp_path / "mixed.geojson"
    features = [
        (shapely.Point(lon, lat), {"name": "right"}),
        (None, {"name": "nowhere"}),
        ({"type": "Point", "coordinates": []}, {"name": "empty"}),
        (shapely.Point(0, 0), {"name": "null island"}),
        (shapely.Point(-0.1, 48.0), {"name": "France"}),
        ({"type": "Polygon", "coordinates": [[[lon, lat], [lon + 0.01, lat]]]}, {"name": "two corners"}),
    ]
    tally = reading(geojson(path, features)).tally
    assert tally.read == 6 and tally.kept == 1
    assert tally.refused["it has no position"] >= 1
    assert tally.refused["its position is nought: nobody filled it in"] == 1
    assert tally.refused["it lies outside Great Britain"] == 1
    assert any("null island" in note for note in tally.notes)


def test_positions_that_are_not_numbers_are_refused_one_by_one(tmp_path: Path) -> None:
    shapes = [a_point(), shapely.Point(float("nan"), 1.0), shapely.Point(float("inf"), 1.0), None]
    tally = reading(a_layer(tmp_path / "a.gpkg", shapes, {"name": list("abcd")})).tally
    assert tally.read == 4 and tally.kept == 1 and tally.refused.total() == 3


def test_a_zip_that_reaches_outside_is_refused(tmp_path: Path) -> None:
    for name in ("../evil.geojson", "/etc/evil.geojson", "C:\\evil.geojson", "a/..\\..\\evil.geojson"):
        problem = refused(a_zip(tmp_path / "evil.zip", {name: b"{}"}))
        assert "may do harm" in problem.what
    assert not _left_behind(tmp_path)


def test_a_zip_with_a_link_in_it_is_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("wigan.geojson")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert "may do harm" in refused(tmp_path / "link.zip").what


def test_a_zip_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("a.geojson", "w") as file,
    ):
        for _ in range(150):
            file.write(bytes(1_000_000))
    assert "times as large" in refused(path).why
    assert not _left_behind(tmp_path)


def test_a_zip_of_too_many_files_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}.txt", b"")
    assert "10,001" in refused(tmp_path / "many.zip").why


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = a_zip(
        tmp_path / "liar.zip",
        {"a.geojson": json.dumps({"type": "FeatureCollection", "features": []}).encode()},
    )
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (5).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    refused(path)
    assert not _left_behind(tmp_path)


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "half.zip", {"a.csv": b"name,lat,lon\na,53.5,-2.6\n" * 100})
    path.write_bytes(path.read_bytes()[:60])
    assert "cannot be unpacked" in refused(path).what


def test_a_spreadsheet_says_to_save_it_as_csv(tmp_path: Path) -> None:
    assert "CSV" in refused(a_zip(tmp_path / "a.xlsx", {"[Content_Types].xml": b"<x/>"})).try_this


def test_a_zip_without_maps_says_what_is_read(tmp_path: Path) -> None:
    assert "GeoPackage" in refused(a_zip(tmp_path / "a.zip", {"readme.bin": bytes(range(256))})).try_this


def test_reading_from_a_zip_leaves_nothing_behind_even_when_it_is_cancelled(tmp_path: Path) -> None:
    file = geojson(tmp_path / "a.geojson", [(shapely.Point(HINDLEY_LONLAT), {"name": "a"})])
    path = a_zip(tmp_path / "a.zip", {"a.geojson": file})
    (source,) = recognise(path)
    assert source.file.inner == "a.geojson" and source.file.path == path
    assert not _left_behind(tmp_path)
    hauls = source.read(EVERYWHERE, quiet)
    next(hauls)
    assert _left_behind(tmp_path)
    hauls.close()
    assert not _left_behind(tmp_path)

    class CancelledError(Exception):
        pass

    def cancel(share: float | None, what: str) -> None:
        if share is not None:
            raise CancelledError

    with pytest.raises(CancelledError):
        list(source.read(EVERYWHERE, cancel))
    assert not _left_behind(tmp_path)


def test_nothing_is_written_beside_a_gml_file(tmp_path: Path) -> None:
    folder = tmp_path / "gml"
    folder.mkdir()
    path = a_layer(folder / "a.gml", [a_line()], {"name": ["a"]})
    for other in folder.iterdir():
        if other != path:
            other.unlink()
    reading(path)
    assert list(folder.iterdir()) == [path]
