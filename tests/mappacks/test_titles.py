"""A map that nobody named is called after its place, or after what is in it, and its name is not said twice."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from placeplanner.mappacks.area import Area
from placeplanner.mappacks.haul import Credits, SourceFile
from placeplanner.mappacks.titles import title_of, title_of_file

ALL = Area("all that the files hold")


def a_file(title: str, name: str = "data.geojson") -> SourceFile:
    return SourceFile(Path(name), "GeoJSON", Credits(title, "", "", "", ""), "")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("rutland-2018.osm.pbf", "Rutland 2018"),
        ("greater-manchester-latest.osm.pbf", "Greater Manchester"),
        ("stretford_kingsway-2024.osm", "Stretford Kingsway 2024"),
        ("OurPatch.geojson", "OurPatch"),
        ("___.osm", "___.osm"),
    ],
)
def test_a_files_name_is_made_a_title(name: str, title: str) -> None:
    assert title_of_file(Path(name)) == title


def test_a_map_of_a_place_is_called_after_it() -> None:
    assert (
        title_of(Area("the town of Leigh and 500 m around it", None, "Leigh"), [a_file("Wards")]) == "Leigh"
    )


def test_a_map_of_everything_is_called_after_what_is_in_it() -> None:
    osm = a_file("OpenStreetMap extract", "rutland-2018.osm.pbf")
    assert title_of(ALL, [osm]) == "Rutland 2018"
    assert title_of(ALL, [a_file("OS Open Rivers", "oprvrs_gb.zip")]) == "OS Open Rivers"
    assert title_of(ALL, [osm, a_file("Wards"), a_file("Wards")]) == "Rutland 2018 and Wards"
    assert title_of(ALL, [osm, a_file("Wards"), a_file("Parks")]) == "Rutland 2018 and 2 more"


def test_maps_of_two_boxes_of_one_file_do_not_bear_the_same_name() -> None:
    box = Area("361000, 404000 to 362000, 405000", shapely.box(361000, 404000, 362000, 405000))
    assert title_of(box, [a_file("Wards")]) == "Wards (361000, 404000 to 362000, 405000)"
