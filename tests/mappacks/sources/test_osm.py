"""OpenStreetMap extracts are recognised by what is in them, read whole, and every thing in them accounted for."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import numpy as np
import osmium
import pytest
import shapely

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.coordinates import to_easting_northing
from placeplanner.domain.grid import LonLat
from placeplanner.domain.kinds import Kind
from placeplanner.domain.streetmap import MapLayer
from placeplanner.errors import Problem
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.haul import Haul
from placeplanner.mappacks.sources.osm import recognised_osm
from placeplanner.mappacks.sources.osm_things import SORTS
from tests.mappacks.sources.osm_files import HINDLEY, STEP, OsmFile, read

REAL = Path(__file__).parents[3].parent / "shared" / "real" / "osm"


@pytest.fixture
def town() -> OsmFile:
    file = OsmFile()
    file.line((0, 0), (5, 0), highway="primary", name="Market Street", ref="A577")
    file.line((5, 0), (9, 0), highway="residential", name="Lord Street", ref="U123")
    file.square(0, 2, building="yes", amenity="place_of_worship", name="St Peter's")
    file.square(3, 2, leisure="park", name="Leyland Park")
    file.node(1, 1, place="town", name="Hindley")
    file.node(2, 1, railway="station", name="Hindley")
    return file


def box_around(x: float, y: float, size_m: float) -> Area:
    at = to_easting_northing(LonLat(HINDLEY[0] + x * STEP, HINDLEY[1] + y * STEP))
    return Area(
        "a box",
        shapely.box(at.easting - size_m, at.northing - size_m, at.easting + size_m, at.northing + size_m),
    )


@pytest.mark.parametrize("ending", ["osm.pbf", "osm", "osm.gz", "osm.bz2"])
def test_an_extract_is_recognised_whatever_its_name(town: OsmFile, tmp_path: Path, ending: str) -> None:
    path = town.write(tmp_path / f"town.{ending}").rename(tmp_path / "holiday.jpg")
    found = read(path)
    assert found.source.file.format.startswith("OpenStreetMap extract")
    assert len(found.looks()) == 5
    assert all(tally.is_balanced for tally in found.source.tallies)


def test_what_is_no_openstreetmap_file_is_left_to_others(tmp_path: Path) -> None:
    for name, content in {
        "empty.osm.pbf": b"",
        "page.osm": b"<html><osm></html>",
        "noise.pbf": bytes(range(256)),
        "packed.gz": gzip.compress(b"nothing of the kind"),
        "half.gz": gzip.compress(b"<osm></osm>")[:9],
    }.items():
        (tmp_path / name).write_bytes(content)
        assert recognised_osm(tmp_path / name) is None


def test_credits_name_the_contributors_their_licence_and_the_day(town: OsmFile, tmp_path: Path) -> None:
    source = recognised_osm(town.write(tmp_path / "town.osm.pbf"))
    assert source is not None
    said = source.file.credits
    assert said.attribution == "© OpenStreetMap contributors"
    assert (said.date, said.licence) == ("2026-01-31", "Open Database Licence (ODbL) 1.0")
    assert "OSTN15" in source.file.coordinates


def test_without_a_date_in_the_header_the_newest_thing_tells_it(tmp_path: Path) -> None:
    path = tmp_path / "dated.osm"
    path.write_text(
        '<osm version="0.6"><node id="1" version="1" timestamp="2024-03-05T10:00:00Z" lat="53.5" lon="-2.6">'
        '<tag k="place" v="town"/><tag k="name" v="Hindley"/></node>'
        '<node id="2" version="1" timestamp="2023-01-01T10:00:00Z" lat="53.5" lon="-2.6">'
        '<tag k="shop" v="books"/><tag k="name" v="Books"/></node></osm>'
    )
    found = read(path)
    assert found.source.file.credits.date == "2024-03-05"
    assert found.known[0].things[0].source == "OpenStreetMap contributors, OpenStreetMap, 2024-03-05"


def test_roads_are_named_and_numbered_as_signs_do(town: OsmFile, tmp_path: Path) -> None:
    town.line((0, 5), (5, 5), highway="motorway", ref="M6")
    looks = read(town.write(tmp_path / "town.osm.pbf")).looks()
    assert ("roads", "a_road", "Market Street (A577)") in looks
    assert ("roads", "street", "Lord Street") in looks
    assert ("roads", "motorway", "M6") in looks


@pytest.mark.parametrize(
    ("tags", "look"),
    [
        ({"highway": "secondary"}, ("roads", "b_road")),
        ({"highway": "tertiary"}, ("roads", "through")),
        ({"highway": "track"}, ("roads", "service")),
        ({"highway": "steps"}, ("roads", "path")),
        ({"railway": "rail"}, ("railways", "railway")),
        ({"railway": "abandoned"}, ("railways", "disused")),
        ({"waterway": "canal"}, ("waterways", "canal")),
        ({"waterway": "ditch"}, ("waterways", "stream")),
    ],
)
def test_lines_have_their_class(tmp_path: Path, tags: dict[str, str], look: tuple[str, str]) -> None:
    file = OsmFile()
    file.line((0, 0), (1, 0), (1, 1), **tags)
    assert read(file.write(tmp_path / "a.osm.pbf")).looks() == [(*look, "")]


@pytest.mark.parametrize(
    ("tags", "look"),
    [
        ({"natural": "water"}, ("water", "water")),
        ({"natural": "wetland"}, ("water", "wetland")),
        ({"landuse": "reservoir"}, ("water", "water")),
        ({"waterway": "riverbank"}, ("water", "water")),
        ({"landuse": "forest"}, ("woods", "wood")),
        ({"natural": "wood", "leisure": "park"}, ("woods", "wood")),
        ({"leisure": "playground"}, ("green", "play_space")),
        ({"landuse": "allotments"}, ("green", "allotments")),
        ({"leisure": "nature_reserve"}, ("green", "nature")),
        ({"amenity": "school"}, ("grounds", "education")),
        ({"landuse": "industrial"}, ("grounds", "industry")),
        ({"building": "yes"}, ("buildings", "building")),
        ({"building": "yes", "amenity": "school"}, ("buildings", "public")),
        ({"building": "church"}, ("buildings", "public")),
    ],
)
def test_areas_have_their_class(tmp_path: Path, tags: dict[str, str], look: tuple[str, str]) -> None:
    file = OsmFile()
    file.square(0, 0, **tags)
    found = read(file.write(tmp_path / "a.osm.pbf"))
    assert found.looks() == [(*look, "")]
    assert found.drawn[0].geometries[0].geom_type == "Polygon"


def test_a_roundabout_is_a_line_though_it_closes(tmp_path: Path) -> None:
    file = OsmFile()
    file.square(0, 0, highway="tertiary", junction="roundabout")
    assert read(file.write(tmp_path / "a.osm.pbf")).drawn[0].geometries[0].geom_type == "LineString"


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "footway", "footway": "sidewalk"},
        {"highway": "service", "service": "parking_aisle"},
        {"highway": "construction"},
        {"waterway": "stream", "tunnel": "culvert"},
        {"barrier": "wall"},
        {"power": "line"},
    ],
)
def test_what_would_crowd_the_map_is_left_out_and_said(tmp_path: Path, tags: dict[str, str]) -> None:
    file = OsmFile()
    file.line((0, 0), (1, 1), **tags)
    found = read(file.write(tmp_path / "a.osm.pbf"))
    assert found.looks() == []
    assert sum(tally.left_out.total() for tally in found.source.tallies) == 3


def test_a_hole_in_a_wood_stays_a_hole(tmp_path: Path) -> None:
    file = OsmFile()
    outer, inner = file.square(0, 0, 4), file.square(1, 1, 1)
    file.relation(
        ("w", outer, "outer"),
        ("w", inner, "inner"),
        type="multipolygon",
        natural="wood",
        name="Borsdane Wood",
    )
    found = read(file.write(tmp_path / "a.osm.pbf"))
    assert found.looks() == [("woods", "wood", "Borsdane Wood")]
    (wood,) = found.shapes(MapLayer.WOODS)
    assert sum(len(part.interiors) for part in shapely.get_parts(wood)) == 1
    assert found.things() == [("woodland", "Borsdane Wood", "osm:relation/1")]


def test_places_stations_and_buildings_can_be_looked_up(town: OsmFile, tmp_path: Path) -> None:
    names = read(town.write(tmp_path / "town.osm.pbf")).names()
    assert sorted(names) == [("building", "St Peter's"), ("station", "Hindley"), ("town", "Hindley")]


def test_a_park_of_which_only_a_point_is_known_can_still_be_found(tmp_path: Path) -> None:
    file = OsmFile()
    file.node(0, 0, leisure="park", name="Leyland Park")
    file.square(1, 1, landuse="farmyard", name="Top Farm")
    names = read(file.write(tmp_path / "a.osm.pbf")).names()
    assert sorted(names) == [("building", "Top Farm"), ("park", "Leyland Park")]


def test_things_people_use_are_known_with_what_is_told_of_them(tmp_path: Path) -> None:
    file = OsmFile()
    tags = {"addr__housenumber": "7", "addr__street": "Market Street", "addr__postcode": "WN2 3AA"}
    file.square(0, 0, building="yes", amenity="library", name="Hindley Library", wheelchair="limited", **tags)
    file.node(1, 1, highway="bus_stop", naptan__CommonName="Cross Street", route_ref="7;8")
    file.node(1, 2, shop="bakery")
    file.node(1, 3, historic="memorial", memorial="war_memorial", HE_ref="1234567")
    found = read(file.write(tmp_path / "a.osm.pbf"))
    assert sorted(found.things()) == [
        ("bus_or_rail_stop", "Cross Street", "osm:node/5"),
        ("library", "Hindley Library", "osm:way/1"),
        ("memorial", "War memorial", "osm:node/7"),
    ]
    details = {thing.category: thing.details for known in found.known for thing in known.things}
    assert details["library"] == {"address": "7 Market Street, WN2 3AA", "step_free": "partly"}
    assert details["bus_or_rail_stop"] == {"routes": "7, 8"}
    assert details["memorial"] == {"nhle_entry": "1234567"}


def test_every_sort_of_known_thing_is_a_category_that_forms_know() -> None:
    catalogue = load_catalogue()
    for values in SORTS.values():
        for sort in values.values():
            category = catalogue[sort.kind].category(sort.category)
            assert category is not None
            assert not sort.is_point or [shape.value for shape in category.shapes] == ["point"]
    assert {sort.kind for values in SORTS.values() for sort in values.values()} == {
        Kind.ASSET,
        Kind.GREENSPACE,
        Kind.HERITAGE,
    }


def test_only_what_reaches_into_the_area_is_kept(town: OsmFile, tmp_path: Path) -> None:
    town.line((-500, 0), (500, 0), highway="trunk", name="Long Lane")
    found = read(town.write(tmp_path / "town.osm.pbf"), box_around(1, 1, 120))
    assert {name for _, _, name in found.looks()} == {
        "Market Street (A577)",
        "Hindley",
        "Long Lane",
        "St Peter's",
    }
    assert max(shapely.length(np.array(found.shapes(MapLayer.ROADS)))) < 600
    assert sum(tally.clipped_away for tally in found.source.tallies) >= 2
    assert all(tally.is_balanced for tally in found.source.tallies)


def test_an_outline_that_crosses_itself_is_mended_and_said(tmp_path: Path) -> None:
    file = OsmFile()
    a, b, c, d, e = (file.node(*at) for at in ((0, 0), (6, 0), (6, 6), (5, 7), (0, 6)))
    crossing = file.node(6.2, 6.4)
    file.way([a, b, c, d, crossing, e, a], leisure="park", name="Bow Park")
    found = read(file.write(tmp_path / "a.osm.pbf"))
    (tally,) = [tally for tally in found.source.tallies if tally.layer == "Green places"]
    assert tally.kept == 1
    assert tally.repaired.total() == 1
    assert "Line 1 (Bow Park)" in tally.notes[0] and "mended" in tally.notes[0]
    assert all(shape.is_valid for shape in found.shapes(MapLayer.GREEN))


def test_single_broken_things_are_refused_by_name(tmp_path: Path) -> None:
    file = OsmFile()
    a = file.node(0, 0)
    file.way([a, 998, 999], highway="residential", name="Nowhere Street")
    file.way([a], highway="residential")
    b, c = file.node(1, 0), file.node(1, 1)
    file.way([a, b, c], building="yes")
    part = file.line((0, 0), (1, 1), (2, 0))
    file.relation(
        ("w", part, "outer"), ("w", 77, "outer"), type="multipolygon", natural="water", name="Half a lake"
    )
    file.relation(("w", part, "outer"), type="multipolygon", landuse="forest")
    found = read(file.write(tmp_path / "a.osm.pbf"))
    refused = sum((tally.refused for tally in found.source.tallies), Counter[str]())
    assert refused == {
        "some of its points are not in the file": 1,
        "it has too few corners": 1,
        "its outline is not closed": 1,
        "some of its outline is not in the file": 1,
        "its outlines do not fit together": 1,
    }
    assert any("Nowhere Street" in note for tally in found.source.tallies for note in tally.notes)
    assert found.drawn == []


def test_what_lies_abroad_is_refused_where_everything_is_wanted(tmp_path: Path) -> None:
    file = OsmFile()
    file.node(10_000, 0, place="town", name="Far East")
    file.node(0, 0, place="town", name="Hindley")
    found = read(file.write(tmp_path / "a.osm.pbf"))
    assert found.names() == [("town", "Hindley")]
    assert found.source.tallies[0].refused == {"it lies outside Great Britain": 1}


def test_reading_can_be_given_up_at_any_time(town: OsmFile, tmp_path: Path) -> None:
    class GivenUpError(Exception):
        pass

    def give_up(share: float | None, words: str) -> None:
        raise GivenUpError

    source = recognised_osm(town.write(tmp_path / "town.osm.pbf"))
    assert source is not None
    with pytest.raises(GivenUpError):
        list(source.read(Area("everything"), give_up))
    hauls: list[Haul] = list(source.read(Area("everything"), lambda share, words: None))
    assert hauls


def test_reading_twice_gives_the_same_account(town: OsmFile, tmp_path: Path) -> None:
    source = recognised_osm(town.write(tmp_path / "town.osm.pbf"))
    assert source is not None
    accounts = []
    for _ in range(2):
        list(source.read(Area("everything"), lambda share, words: None))
        accounts.append([(tally.layer, tally.read, tally.kept) for tally in source.tallies])
    assert accounts[0] == accounts[1]


@pytest.mark.parametrize("name", ["rutland-2018.osm.pbf", "stretford_kingsway-2024.osm"])
def test_every_thing_in_a_real_extract_is_accounted_for(name: str) -> None:
    path = REAL / name
    if not path.exists():
        pytest.skip("the real files are not beside the checkout")
    found = read(path)
    counted: Counter[str] = Counter(thing.type_str() for thing in osmium.FileProcessor(str(path)))
    assert sum(tally.read for tally in found.source.tallies) == counted.total()
    assert [tally.layer for tally in found.source.tallies if not tally.is_balanced] == []
    if name.startswith("rutland"):
        assert counted["w"] == 10_476
        assert ("town", "Oakham") in found.names()
    for drawn in found.drawn:
        assert shapely.is_valid(drawn.geometries).all()
        assert not shapely.is_empty(drawn.geometries).any()


def test_a_list_of_changes_is_no_map(tmp_path: Path) -> None:
    path = tmp_path / "today.osc"
    path.write_text('<?xml version="1.0"?>\n<osmChange version="0.6"></osmChange>')
    with pytest.raises(Problem, match="list of changes"):
        recognised_osm(path)


def test_a_history_is_no_map(town: OsmFile, tmp_path: Path) -> None:
    path = tmp_path / "all.osh.pbf"
    header = osmium.io.Header()
    header.has_multiple_object_versions = True
    with osmium.SimpleWriter(str(path), header=header) as writer:
        writer.add(town.nodes[0])
    with pytest.raises(Problem, match="history"):
        recognised_osm(path)
