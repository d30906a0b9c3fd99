"""Sets of map tiles, made here, are recognised, read where they touch the area, and told where they are damaged."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from placeplanner.domain.coordinates import to_easting_northing
from placeplanner.domain.grid import LonLat
from placeplanner.domain.streetmap import CLASSES
from placeplanner.errors import Problem
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.haul import Drawn, Haul, Named, Pictured
from placeplanner.mappacks.sources.source import Source
from placeplanner.mappacks.sources.tile_files import tile_range
from placeplanner.mappacks.sources.tiles import recognised_tiles

HINDLEY = LonLat(-2.58, 53.53)
ZOOMS = (10, 12, 14)


def a_picture(format_: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 8), (200, 220, 200)).save(file, format_)
    return file.getvalue()


def tiles_around(zoom: int) -> list[tuple[int, int, int]]:
    """Five by five tiles around Hindley."""
    lon, lat = HINDLEY
    x, y, _, _ = tile_range((lon, lat, lon, lat), zoom)
    return [(zoom, x + dx, y + dy) for dx in range(-2, 3) for dy in range(-2, 3)]


def mbtiles(path: Path, picture: bytes | None = None, **metadata: str) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        connection.execute(
            "CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)"
        )
        said = {"name": "Old map", "format": "png", "attribution": '<a href="x">© Somebody</a>', **metadata}
        connection.executemany("INSERT INTO metadata VALUES (?, ?)", said.items())
        connection.executemany(
            "INSERT INTO tiles VALUES (?, ?, ?, ?)",
            [
                (z, x, (1 << z) - 1 - y, picture or a_picture())
                for zoom in ZOOMS
                for z, x, y in tiles_around(zoom)
            ],
        )
    return path


def pmtiles(path: Path, picture: bytes | None = None) -> Path:
    with path.open("wb") as file:
        writer = Writer(file)
        for number in sorted(zxy_to_tileid(*tile) for zoom in ZOOMS for tile in tiles_around(zoom)):
            writer.write_tile(number, (picture or a_picture()) + number.to_bytes(8, "big"))
        degrees = dict.fromkeys(
            ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7", "center_lon_e7", "center_lat_e7"), 0
        )
        header = {
            "tile_type": TileType.PNG,
            "tile_compression": Compression.NONE,
            "center_zoom": 0,
            **degrees,
        }
        writer.finalize(header, {"name": "Old map", "attribution": "© OpenStreetMap contributors"})
    return path


def a_box(size_m: float) -> Area:
    at = to_easting_northing(HINDLEY)
    return Area(
        "a box",
        shapely.box(at.easting - size_m, at.northing - size_m, at.easting + size_m, at.northing + size_m),
    )


def read(path: Path, area: Area | None = None) -> tuple[Source, list[Haul]]:
    source = recognised_tiles(path)
    assert source is not None
    return source, list(source.read(area or Area("everything"), lambda share, words: None))


def pictures(hauls: list[Haul]) -> list[tuple[int, int, int]]:
    return sorted(tile[:3] for haul in hauls if isinstance(haul, Pictured) for tile in haul.tiles)


@pytest.mark.parametrize("make", [mbtiles, pmtiles])
def test_every_picture_is_where_it_was_whatever_the_file_is_called(tmp_path: Path, make) -> None:
    source, hauls = read(make(tmp_path / "map.jpg"))
    assert pictures(hauls) == sorted(tile for zoom in ZOOMS for tile in tiles_around(zoom))
    assert source.tallies[0].kept == 75
    assert source.tallies[0].is_balanced


@pytest.mark.parametrize("make", [mbtiles, pmtiles])
def test_only_pictures_that_touch_the_area_are_taken(tmp_path: Path, make) -> None:
    source, hauls = read(make(tmp_path / "map"), a_box(50))
    found = pictures(hauls)
    assert {zoom for zoom, _, _ in found} == set(ZOOMS)
    assert 3 <= len(found) <= 12
    assert source.tallies[0].clipped_away == 75 - len(found)
    assert source.tallies[0].is_balanced


def test_credits_come_from_the_file_without_its_links(tmp_path: Path) -> None:
    source, _ = read(mbtiles(tmp_path / "a", date="2019-05-01"))
    assert source.file.credits.attribution == "© Somebody"
    assert (source.file.credits.title, source.file.credits.date) == ("Old map", "2019-05-01")
    source, _ = read(pmtiles(tmp_path / "b"))
    assert "ODbL" in source.file.credits.licence


def test_what_is_no_picture_is_refused_and_counted(tmp_path: Path) -> None:
    source, hauls = read(mbtiles(tmp_path / "a", b"<html>not found</html>"))
    assert hauls == []
    assert source.tallies[0].refused == {"no picture in PNG, JPEG or WebP": 75}


@pytest.mark.parametrize("format_", ["JPEG", "WEBP"])
def test_photographs_are_pictures_too(tmp_path: Path, format_: str) -> None:
    source, _ = read(mbtiles(tmp_path / "a", a_picture(format_)))
    assert source.tallies[0].kept == 75


def test_a_database_of_something_else_is_left_to_others(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection, connection:
        connection.execute("CREATE TABLE tiles (id INT)")
    (tmp_path / "noise").write_bytes(b"nothing")
    (tmp_path / "empty").write_bytes(b"")
    assert all(recognised_tiles(path) is None for path in tmp_path.iterdir() if path.is_file())


def vectors(
    path: Path, driver: str, layer: str, shapes: list[shapely.Geometry], **columns: list[str]
) -> Path:
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(shapes, dtype=object)),
        [np.array(values, dtype=object) for values in columns.values()],
        list(columns),
        layer=layer,
        driver=driver,
        geometry_type=shapes[0].geom_type,
        crs="EPSG:3857",
        dataset_options={"MINZOOM": "13", "MAXZOOM": "14"},
    )
    return path


WEST, SOUTH = -287_900, 7_080_100  # EPSG:3857, in Hindley


def looks(hauls: list[Haul]) -> set[tuple[str, str, str]]:
    return {
        (haul.layer.value, CLASSES[haul.layer][number], haul.names[i] if haul.names else "")
        for haul in hauls
        if isinstance(haul, Drawn)
        for i, number in enumerate(haul.classes)
    }


@pytest.mark.parametrize(("driver", "ending"), [("MBTiles", "mbtiles"), ("PMTiles", "pmtiles")])
def test_vector_roads_are_drawn_as_ours(tmp_path: Path, driver: str, ending: str) -> None:
    lines = [shapely.LineString([(WEST, SOUTH + 50 * i), (WEST + 500, SOUTH + 50 * i)]) for i in range(3)]
    path = vectors(
        tmp_path / f"a.{ending}",
        driver,
        "transportation",
        lines,
        **{"class": ["primary", "minor", "rail"], "name": ["Market Street", "Lord Street", ""]},
    )
    source, hauls = read(path.rename(tmp_path / "renamed"))
    assert looks(hauls) == {
        ("roads", "a_road", "Market Street"),
        ("roads", "street", "Lord Street"),
        ("railways", "railway", ""),
    }
    assert all(tally.is_balanced for tally in source.tallies)


def test_vector_water_and_land_are_drawn_as_ours(tmp_path: Path) -> None:
    squares = [shapely.box(WEST + 200 * i, SOUTH, WEST + 200 * i + 100, SOUTH + 100) for i in range(3)]
    water = vectors(tmp_path / "w.mbtiles", "MBTiles", "water_polygons", squares, kind=["water"] * 3)
    land = vectors(tmp_path / "l.mbtiles", "MBTiles", "land", squares, kind=["forest", "park", "residential"])
    assert looks(read(water)[1]) == {("water", "water", "")}
    source, hauls = read(land)
    assert looks(hauls) == {("woods", "wood", ""), ("green", "park", "")}
    assert source.tallies[0].left_out.total() >= 1


def test_vector_places_can_be_looked_up(tmp_path: Path) -> None:
    path = vectors(
        tmp_path / "p.mbtiles",
        "MBTiles",
        "place_labels",
        [shapely.Point(WEST, SOUTH)],
        kind=["town"],
        name=["Hindley"],
    )
    names = [name for haul in read(path)[1] if isinstance(haul, Named) for name in haul.names]
    assert [(name.text, name.kind.value) for name in names] == [("Hindley", "town")]


def test_vectors_of_another_schema_become_reference_layers(tmp_path: Path) -> None:
    path = vectors(
        tmp_path / "b.mbtiles",
        "MBTiles",
        "bin_rounds",
        [shapely.box(WEST, SOUTH, WEST + 90, SOUTH + 90)],
        day=["Mon"],
    )
    _, hauls = read(path)
    assert [haul.reference for haul in hauls if isinstance(haul, Drawn)][:1] == ["bin rounds"]


def tell(path: Path) -> None:
    with suppress(Problem):
        source = recognised_tiles(path)
        if source is not None:
            list(source.read(Area("everything"), lambda share, words: None))
            assert all(tally.is_balanced for tally in source.tallies)


@pytest.mark.parametrize("make", [mbtiles, pmtiles])
def test_a_set_of_tiles_cut_short_is_told(tmp_path: Path, make) -> None:
    whole = make(tmp_path / "whole").read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Problem, match="damaged"):
        read(tmp_path / "cut")


def test_a_directory_that_leads_to_itself_ends(tmp_path: Path) -> None:
    from pmtiles.tile import Entry, serialize_directory, serialize_header

    root = serialize_directory([Entry(0, 0, 40, 0)])
    metadata = json.dumps({}).encode()
    fields = (
        "min_lon_e7 min_lat_e7 max_lon_e7 max_lat_e7 center_lon_e7 center_lat_e7 center_zoom min_zoom max_zoom"
        " addressed_tiles_count tile_entries_count tile_contents_count tile_data_length"
    )
    header = dict.fromkeys(fields.split(), 0) | {
        "version": 3,
        "root_offset": 127,
        "root_length": len(root),
        "leaf_directory_offset": 127,
        "leaf_directory_length": len(root),
        "metadata_offset": 127 + len(root),
        "metadata_length": len(metadata),
        "tile_data_offset": 127,
        "clustered": True,
        "internal_compression": Compression.NONE,
        "tile_compression": Compression.NONE,
        "tile_type": TileType.PNG,
    }
    looped = serialize_directory([Entry(0, 0, len(root), 0)])
    (tmp_path / "loop").write_bytes(serialize_header(header) + looped + metadata)
    tell(tmp_path / "loop")


@pytest.mark.parametrize("make", [mbtiles, pmtiles])
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_flipped_bits_and_cuts_are_told_or_harmless(tmp_path: Path, make, data: st.DataObject) -> None:
    whole_path = tmp_path / "whole"
    whole = bytearray((whole_path if whole_path.exists() else make(whole_path)).read_bytes())
    for _ in range(data.draw(st.integers(0, 4))):
        whole[data.draw(st.integers(0, min(len(whole), 6000) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    (tmp_path / "broken").write_bytes(whole[: data.draw(st.integers(len(whole) // 3, len(whole)))])
    tell(tmp_path / "broken")
