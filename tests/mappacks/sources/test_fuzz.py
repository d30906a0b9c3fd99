"""Whatever is in a file, only a `Problem` comes out, every feature is accounted for, and nothing stays behind."""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from pathlib import Path

import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placeplanner.errors import Problem
from placeplanner.mappacks.sources.recognise import recognise
from tests.mappacks.sources.files import EVERYWHERE, HINDLEY_LONLAT, a_layer, a_square, a_zip, quiet

LON, LAT = HINDLEY_LONLAT
_CAREFULLY = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
_HEADS = st.sampled_from(
    [
        b"",
        b"{",
        b'{"type":"FeatureCollection","features":[',
        b"PK\x03\x04",
        b"SQLite format 3\x00",
        b"\x00\x00\x27\x0a",
        b"fgb\x03",
        b"<?xml version='1.0'?><gpx>",
        b"<kml>",
        b"<gml:FeatureCollection xmlns:gml='http://www.opengis.net/gml'>",
        b"name,lat,lon\n",
        b"\xff\xfe",
        b"PMTiles",
        b"\x00\x00\x00\x0d\x0a\x09OSMHeader",
    ]
)
_NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(-3, -2),
    st.floats(53, 54),
    st.integers(),
    st.none(),
    st.text(max_size=3),
)
_COORDINATES = st.recursive(_NUMBERS, lambda inner: st.lists(inner, max_size=5), max_leaves=20)
_GEOMETRIES = st.fixed_dictionaries(
    {
        "type": st.sampled_from(
            ["Point", "LineString", "Polygon", "MultiPolygon", "GeometryCollection", "Circle"]
        ),
        "coordinates": _COORDINATES,
    }
)
_FEATURES = st.fixed_dictionaries(
    {
        "type": st.just("Feature"),
        "properties": st.dictionaries(
            st.sampled_from(
                ["name", "ListEntry", "Grade", "WD23CD", "WD23NM", "FEATCODE", "function", "atco"]
            ),
            st.one_of(st.none(), st.text(max_size=5), st.integers(), st.booleans()),
            max_size=4,
        ),
        "geometry": st.one_of(st.none(), _GEOMETRIES),
    }
)


def _try(path: Path) -> None:
    """Recognise and read a file; anything but a `Problem` fails the test."""
    with tempfile.TemporaryDirectory() as name:
        before = tempfile.tempdir
        tempfile.tempdir = name
        try:
            with suppress(Problem):
                for source in recognise(path):
                    for _ in source.read(EVERYWHERE, quiet):
                        pass
                    assert all(tally.is_balanced for tally in source.tallies)
        finally:
            tempfile.tempdir = before
        assert not list(Path(name).iterdir())


@given(head=_HEADS, rest=st.binary(max_size=600))
@_CAREFULLY
def test_random_bytes_do_no_harm(tmp_path: Path, head: bytes, rest: bytes) -> None:
    path = tmp_path / "any.geojson"
    path.write_bytes(head + rest)
    _try(path)


@given(features=st.lists(_FEATURES, max_size=6), after=st.sampled_from(["", "}", "\x00", "]"]))
@_CAREFULLY
def test_odd_geojson_does_no_harm(tmp_path: Path, features: list[object], after: str) -> None:
    path = tmp_path / "odd.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}) + after, "utf-8")
    _try(path)


@given(
    rows=st.lists(st.lists(st.one_of(st.text(max_size=8), st.floats().map(str)), max_size=5), max_size=8),
    header=st.sampled_from(["name,lat,lon", "x;y;z", "postcode,easting,northing", "wkt,name", "a\tb"]),
)
@_CAREFULLY
def test_odd_tables_do_no_harm(tmp_path: Path, rows: list[list[str]], header: str) -> None:
    path = tmp_path / "odd.csv"
    text = "\n".join([header, *(",".join(row) for row in rows)])
    path.write_bytes(text.encode("utf-8", errors="surrogatepass"))
    _try(path)


@given(
    at=st.floats(0, 1),
    new=st.binary(min_size=1, max_size=8),
    ending=st.sampled_from([".zip", ".gpkg", ".shp", ".fgb", ".gml", ".kml"]),
)
@_CAREFULLY
def test_files_with_a_few_bytes_changed_do_no_harm(
    tmp_path: Path, at: float, new: bytes, ending: str
) -> None:
    path = tmp_path / f"mutated{ending}"
    original = tmp_path / f"original{ending}"
    if not original.exists():
        if ending == ".zip":
            inside = a_layer(
                tmp_path / "inside.geojson",
                [shapely.Point(LON, LAT)] * 20,
                {"name": ["a"] * 20},
                crs="EPSG:4326",
            )
            a_zip(
                original, {"inside.geojson": inside, "other.csv": f"name,lat,lon\na,{LAT},{LON}\n".encode()}
            )
        else:
            a_layer(
                original,
                [a_square()] * 20,
                {"name": ["a"] * 20},
                crs="EPSG:4326" if ending == ".kml" else "EPSG:27700",
            )
    content = bytearray(original.read_bytes())
    start = int(at * len(content))
    content[start : start + len(new)] = new
    path.write_bytes(bytes(content))
    _try(path)
