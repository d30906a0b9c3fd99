"""Features on their way into a pack: mended, cut to the area, each accounted for; and layers of no known schema."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from placeplanner.domain.place import PlaceKind
from placeplanner.domain.streetmap import MapLayer
from placeplanner.errors import Problem
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.sources.mending import mended
from placeplanner.mappacks.sources.recognise import recognise
from tests.mappacks.sources.files import (
    HINDLEY,
    HINDLEY_LONLAT,
    a_layer,
    a_line,
    a_point,
    a_square,
    a_zip,
    geojson,
    reading,
)

X, Y = HINDLEY
AREA = Area("Hindley", shapely.box(X - 1000, Y - 1000, X + 1000, Y + 1000))


def _shapes(*wkt: str) -> np.ndarray:
    return shapely.from_wkt(np.array(wkt, dtype=object))


def test_an_outline_that_crosses_itself_is_mended_by_name(tmp_path: Path) -> None:
    crossed = shapely.Polygon([(X, Y), (X + 100, Y), (X + 100, Y + 100), (X + 45, Y - 5), (X, Y + 100)])
    path = a_layer(tmp_path / "parks.gpkg", [crossed, a_square()], {"name": ["Amberswood", "b"]})
    tally = reading(path).tally
    assert tally.notes == ["Amberswood: its outline crossed itself; mended."]
    assert tally.repaired.total() == 1 and tally.kept == 2


def test_a_bow_tie_is_refused_since_nobody_knows_what_it_was() -> None:
    done = mended(_shapes("POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))"), frozenset({2}))
    assert "more than half" in done.refused[0] and done.geometries[0] is None


def test_a_hole_outside_its_area_is_mended() -> None:
    done = mended(
        _shapes("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (20 20, 21 20, 21 21, 20 20))"), frozenset({2})
    )
    assert done.repaired == {0: "a hole lay outside it"} and shapely.is_valid(done.geometries[0])


def test_a_line_without_length_is_refused() -> None:
    done = mended(_shapes("LINESTRING (1 1, 1 1)"), frozenset({1}))
    assert done.refused == {0: "it has too few corners"}


def test_shapes_of_another_dimension_are_refused() -> None:
    done = mended(_shapes("POINT (1 1)", "POLYGON ((0 0, 1 0, 1 1, 0 0))"), frozenset({2}))
    assert done.refused == {0: "it is of points, and this layer is of areas"}


def test_of_a_mixture_the_areas_are_kept() -> None:
    done = mended(_shapes("GEOMETRYCOLLECTION (POINT (1 1), POLYGON ((0 0, 1 0, 1 1, 0 0)))"), frozenset({2}))
    assert not done.refused and done.geometries[0].geom_type == "Polygon"


def test_lines_are_cut_a_little_beyond_the_area(tmp_path: Path) -> None:
    path = a_layer(tmp_path / "paths.gpkg", [a_line(length=50_000), a_line(X + 5000)], {"name": ["a", "b"]})
    found = reading(path, AREA)
    (drawn,) = found.drawn()
    assert drawn.geometries[0].bounds == (X, Y, X + 1100, Y)
    assert (found.tally.kept, found.tally.clipped_away) == (1, 1)


def test_points_are_cut_at_the_outline_itself(tmp_path: Path) -> None:
    area = Area("triangle", shapely.Polygon([(X, Y), (X + 1000, Y), (X, Y + 1000)]))
    path = a_layer(
        tmp_path / "a.gpkg", [a_point(X + 100, Y + 100), a_point(X + 900, Y + 900)], {"name": ["a", "b"]}
    )
    assert reading(path, area).tally.clipped_away == 1


def test_a_neighbour_that_only_shares_an_edge_is_no_place_of_the_area(tmp_path: Path) -> None:
    wards = [a_square(X - 1000, Y - 1000, 2000), a_square(X + 1000, Y - 1000, 2000)]
    path = a_layer(
        tmp_path / "w.gpkg", wards, {"WD23CD": ["E05000001", "E05000002"], "WD23NM": ["Here", "There"]}
    )
    found = reading(path, AREA)
    assert [(place.name, place.kind) for place in found.places] == [("Here", PlaceKind.WARD)]
    assert found.places[0].geometry.equals(wards[0]) and found.places[0].geometry.geom_type == "MultiPolygon"
    assert found.tally.clipped_away == 1


def test_the_place_that_the_area_lies_in_is_kept_whole(tmp_path: Path) -> None:
    path = a_layer(
        tmp_path / "l.gpkg",
        [a_square(X - 5000, Y - 5000, 10000)],
        {"LAD23CD": ["E08000010"], "LAD23NM": ["Wigan"]},
    )
    (place,) = reading(path, AREA).places
    assert place.kind is PlaceKind.BOROUGH and place.area_m2 == 1e8


def test_a_big_layer_is_asked_only_for_what_is_in_the_area_and_still_adds_up(tmp_path: Path) -> None:
    count = 40_000
    shapes = [a_point(X + 10 * (index % 200), Y + 10 * (index // 200)) for index in range(count)]
    path = a_layer(tmp_path / "big.gpkg", shapes, {"name": [str(index) for index in range(count)]})
    found = reading(path, Area("corner", shapely.box(X - 1, Y - 1, X + 99, Y + 99)))
    assert found.tally.read == count and found.tally.kept == 100
    assert found.tally.clipped_away == count - 100


def test_a_big_layer_comes_in_several_batches(tmp_path: Path) -> None:
    shapes = [a_point(X + index % 100, Y + index // 100) for index in range(45_000)]
    found = reading(a_layer(tmp_path / "big.gpkg", shapes, {"name": ["a"] * 45_000}))
    assert [len(drawn.geometries) for drawn in found.drawn()] == [20_000, 20_000, 5_000]


@pytest.mark.parametrize("ending", [".gpkg", ".shp", ".fgb", ".gml", ".geojson", ".kml"])
def test_any_layer_is_a_reference_layer_under_its_own_name(tmp_path: Path, ending: str) -> None:
    lon, lat = HINDLEY_LONLAT
    is_lonlat = ending in (".geojson", ".kml")
    shape = shapely.Point(lon, lat) if is_lonlat else a_point()
    path = a_layer(
        tmp_path / f"dog_bins{ending}",
        [shape],
        {"Site_Name": ["By the gate"]},
        crs="EPSG:4326" if is_lonlat else "EPSG:27700",
    )
    found = reading(path)
    (drawn,) = found.drawn()
    assert drawn.layer is MapLayer.REFERENCE and drawn.reference == "dog bins"
    assert ending == ".kml" or drawn.names == ("By the gate",)
    assert found.sources[0].file.format.startswith("Reference layer (")


def test_a_gps_track_is_a_reference_layer(tmp_path: Path) -> None:
    lon, lat = HINDLEY_LONLAT
    (tmp_path / "walk.gpx").write_text(
        '<?xml version="1.0"?><gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">'
        f'<wpt lat="{lat}" lon="{lon}"><name>Stile</name></wpt><trk><name>Walk</name><trkseg>'
        f'<trkpt lat="{lat}" lon="{lon}"/><trkpt lat="{lat + 0.01}" lon="{lon}"/></trkseg></trk></gpx>',
        "utf-8",
    )
    found = reading(tmp_path / "walk.gpx")
    names = {name for drawn in found.drawn() for name in drawn.names}
    assert {"Stile", "Walk"} <= names


def test_a_zipped_kml_is_read(tmp_path: Path) -> None:
    lon, lat = HINDLEY_LONLAT
    kml = (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Sites</name>'
        f"<Placemark><name>Mill</name><Point><coordinates>{lon},{lat},0</coordinates></Point></Placemark></Document></kml>"
    )
    found = reading(a_zip(tmp_path / "sites.kmz", {"doc.kml": kml.encode()}))
    assert found.drawn()[0].names == ("Mill",)


def test_points_lines_and_areas_of_one_layer_are_drawn_apart(tmp_path: Path) -> None:
    lon, lat = HINDLEY_LONLAT
    shapes = [
        shapely.Point(lon, lat),
        shapely.LineString([(lon, lat), (lon + 0.01, lat)]),
        shapely.box(lon, lat, lon + 0.01, lat + 0.01),
    ]
    found = reading(geojson(tmp_path / "mix.geojson", [(shape, {"name": "a"}) for shape in shapes]))
    assert len(found.drawn()) == 3 and found.tally.kept == 3


def test_layers_of_a_geopackage_are_reference_layers_one_by_one(tmp_path: Path) -> None:
    path = a_layer(tmp_path / "ours.gpkg", [a_point()], {"name": ["a"]}, layer="benches")
    a_layer(path, [a_line()], {"name": ["b"]}, layer="paths")
    assert [source.file.credits.title for source in recognise(path)] == ["benches", "paths"]


def test_a_source_can_be_read_twice_and_counts_anew(tmp_path: Path) -> None:
    path = a_layer(tmp_path / "a.gpkg", [a_point()], {"name": ["a"]})
    (source,) = recognise(path)
    for _ in range(2):
        list(source.read(AREA, lambda share, what: None))
        assert [tally.read for tally in source.tallies] == [1]


def test_progress_goes_from_nothing_to_all_and_says_what_is_read(tmp_path: Path) -> None:
    path = a_layer(tmp_path / "benches.gpkg", [a_point()] * 5, {"name": ["a"] * 5})
    told: list[tuple[float | None, str]] = []
    (source,) = recognise(path)
    list(source.read(AREA, lambda share, what: told.append((share, what))))
    shares = [share for share, _ in told]
    assert shares[0] == 0 and shares[-1] == 1 and "benches" in told[0][1]


def test_a_file_that_was_changed_meanwhile_is_a_problem(tmp_path: Path) -> None:
    path = a_layer(tmp_path / "a.gpkg", [a_point()], {"name": ["a"]})
    (source,) = recognise(path)
    path.unlink()
    with pytest.raises(Problem):
        list(source.read(AREA, lambda share, what: None))
