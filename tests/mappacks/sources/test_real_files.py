"""Every file of public data about Wigan Borough, exactly as a person would be handed it."""

from __future__ import annotations

from pathlib import Path

import pytest

from placeplanner.domain.kinds import Kind
from placeplanner.domain.place import PlaceKind
from placeplanner.domain.streetmap import MapLayer
from placeplanner.errors import Problem
from placeplanner.gazetteer.name import NameKind
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.mappacks.sources.recognise import recognise
from tests.mappacks.sources.files import SHARED, reading

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the real files are not beside this checkout")

COUNTS = {
    "boundaries/wigan_borough_2023_bfc.geojson": ("Local authority districts (GeoJSON)", 1),
    "boundaries/wigan_lsoa_2021_bgc.geojson": ("Lower layer super output areas (GeoJSON)", 200),
    "boundaries/wigan_msoa_2021_bgc.geojson": ("Neighbourhoods (MSOA) (GeoJSON)", 40),
    "boundaries/wigan_wards_2023_bgc.geojson": ("Wards (GeoJSON)", 25),
    "gazetteer/wigan_postcodes_2018-08.csv": ("ONS Postcode Directory (table)", 9994),
    "greenspace/wigan_green_flag_parks_2021.geojson": ("Green Flag parks (GeoJSON)", 5),
    "greenspace/wigan_greenspace_access_points_os_2023.geojson": ("OS Open Greenspace (GeoJSON)", 1247),
    "heritage/wigan_listed_buildings_nhle.geojson": (
        "Listed buildings (National Heritage List for England) (GeoJSON)",
        354,
    ),
    "heritage/wigan_registered_parks_nhle.geojson": (
        "Registered parks and gardens (National Heritage List for England) (GeoJSON)",
        2,
    ),
    "heritage/wigan_scheduled_monuments_nhle.geojson": (
        "Scheduled monuments (National Heritage List for England) (GeoJSON)",
        12,
    ),
    "services/wigan_general_practices_2018.geojson": ("General practices (GeoJSON)", 78),
    "services/wigan_libraries_2018.geojson": ("Libraries (GeoJSON)", 15),
    "services/wigan_places_of_worship_os.geojson": ("OS OpenMap Local (GeoJSON)", 187),
    "services/wigan_primary_school_buildings_os_2018.geojson": ("OS OpenMap Local (GeoJSON)", 199),
    "transport/wigan_bus_stops_tfgm_2016.geojson": ("Bus stops (GeoJSON)", 1864),
    "transport/wigan_rail_stations.geojson": ("Railway stations (GeoJSON)", 16),
    "water/wigan_watercourses_os_2025.geojson": ("OS Open Rivers (GeoJSON)", 229),
}


@pytest.mark.parametrize(("name", "words", "count"), [(name, *said) for name, said in COUNTS.items()])
def test_each_is_recognised_and_nothing_of_it_is_lost(name: str, words: str, count: int) -> None:
    found = reading(SHARED / name)
    (source,) = found.sources
    assert source.file.format == words
    assert "OSTN15" in source.file.coordinates
    assert (found.tally.read, found.tally.kept) == (count, count)


@pytest.mark.parametrize("name", COUNTS)
def test_what_reaches_into_the_borough_is_kept_and_the_rest_is_clipped_away(name: str) -> None:
    borough = shipped_places().borough
    assert borough is not None
    found = reading(SHARED / name, Area("Wigan", borough.geometry))
    assert found.tally.read == COUNTS[name][1] and found.tally.kept > 0
    assert not found.tally.refused


def test_the_bad_ring_of_wigan_003b_is_mended_and_said(tmp_path: Path) -> None:
    tally = reading(SHARED / "boundaries/wigan_lsoa_2021_bgc.geojson").tally
    assert tally.repaired == {"its outline touched itself": 1}
    assert tally.notes == ["Wigan 003B: its outline touched itself; mended."]


def test_neighbourhoods_have_the_names_that_people_gave_them() -> None:
    places = reading(SHARED / "boundaries/wigan_msoa_2021_bgc.geojson").places
    assert {place.kind for place in places} == {PlaceKind.NEIGHBOURHOOD}
    assert "Standish North" in {place.name for place in places}
    assert {str(place.code) for place in places} == {
        str(place.code) for place in shipped_places().of_kind(PlaceKind.NEIGHBOURHOOD)
    }


def test_listed_buildings_are_proposed_with_what_the_list_says() -> None:
    things = reading(SHARED / "heritage/wigan_listed_buildings_nhle.geojson").things
    (viaduct,) = [thing for thing in things if thing.origin == "nhle:1061327"]
    assert (viaduct.kind, viaduct.category, viaduct.name) == (
        Kind.HERITAGE,
        "listed_building",
        "Adam Viaduct",
    )
    assert viaduct.details["grade"] == "II" and viaduct.details["designated_on"] == "2001-03-23"
    assert viaduct.details["nhle_entry"] == "1061327"


def test_a_registered_park_is_a_greenspace_that_is_protected() -> None:
    things = reading(SHARED / "heritage/wigan_registered_parks_nhle.geojson").things
    assert {(thing.kind, thing.name) for thing in things} >= {(Kind.GREENSPACE, "Mesnes Park")}
    assert {thing.details["protection"] for thing in things} == {"registered_park"}


def test_postcodes_are_found_whole_by_sector_and_by_district() -> None:
    kinds = [name.kind for name in reading(SHARED / "gazetteer/wigan_postcodes_2018-08.csv").names]
    assert kinds.count(NameKind.POSTCODE) == 9994
    assert kinds.count(NameKind.DISTRICT) > 5 and kinds.count(NameKind.SECTOR) > 20


def test_stops_and_stations_are_drawn_named_and_known() -> None:
    found = reading(SHARED / "transport/wigan_bus_stops_tfgm_2016.geojson")
    assert sum(len(drawn.geometries) for drawn in found.drawn(MapLayer.STOPS)) == 1864
    assert len({thing.origin for thing in found.things}) == 1864
    stations = reading(SHARED / "transport/wigan_rail_stations.geojson")
    assert "station:APB" in {thing.origin for thing in stations.things}
    assert stations.sources[0].file.credits.licence == "not stated in the file"


@pytest.mark.parametrize(
    "name", ["imd2025_lsoa21", "lsoa_msoa_ward_lookup", "lsoa_population", "msoa21_hcl_names"]
)
def test_a_table_of_figures_without_positions_says_so(name: str) -> None:
    with pytest.raises(Problem, match="does not say where anything is"):
        recognise(SHARED / "statistics" / f"wigan_{name}.csv")


def test_a_folder_gives_all_that_is_in_it_and_says_what_it_left() -> None:
    left: list[str] = []
    sources = recognise(SHARED, passed_over=lambda file, problem: left.append(file.name))
    assert len(sources) == len(COUNTS) + 2  # and two of OpenStreetMap
    assert sorted(left)[0] == "README.md" and len(left) == 5
