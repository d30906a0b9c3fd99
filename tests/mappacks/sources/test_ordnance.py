"""The Ordnance Survey's open products, by the schemas that they are published with, in each of their formats."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from placeplanner.domain.kinds import Kind
from placeplanner.domain.place import PlaceKind
from placeplanner.domain.streetmap import CLASSES, MapLayer
from placeplanner.gazetteer.name import NameKind
from tests.mappacks.sources.files import a_layer, a_line, a_point, a_square, a_zip, reading

FORMATS = (".gpkg", ".shp", ".gml")


def _class(layer: MapLayer, number: int) -> str:
    return CLASSES[layer][number]


@pytest.mark.parametrize("ending", FORMATS)
def test_buildings_of_openmap_local_are_buildings(tmp_path: Path, ending: str) -> None:
    path = a_layer(
        tmp_path / f"SD_Building{ending}",
        [a_square(), a_square(362000)],
        {"ID": ["a", "b"], "FEATCODE": [15014, 15014]},
    )
    found = reading(path)
    (drawn,) = found.drawn(MapLayer.BUILDINGS)
    assert drawn.classes.tolist() == [0, 0]
    assert found.sources[0].file.format.startswith("OS OpenMap Local")
    assert "National Grid" in found.sources[0].file.coordinates


def test_a_geopackage_of_openmap_local_is_one_source_with_all_its_layers(tmp_path: Path) -> None:
    path = tmp_path / "opmplc_gb_2024-04.gpkg"
    mark = {"id": ["a"], "feature_code": [1]}
    a_layer(path, [a_square()], mark, layer="opmplc_building")
    a_layer(path, [a_square()], mark, layer="woodland")
    a_layer(path, [a_square()], mark, layer="surface_water_area")
    a_layer(path, [a_square()], mark, layer="tidal_water")
    a_layer(path, [a_square()], mark, layer="foreshore")
    a_layer(path, [a_square()], mark, layer="glasshouse")
    a_layer(path, [a_line()], mark, layer="surface_water_line")
    a_layer(path, [a_line()], mark, layer="electricity_transmission_line")
    a_layer(path, [a_point()], {**mark, "junction_number": ["26"]}, layer="motorway_junction")
    a_layer(path, [a_line()], mark, layer="road_tunnel")
    a_layer(path, [a_line()], {**mark, "classification": ["Multi Track"]}, layer="railway_track")
    found = reading(path)
    (source,) = found.sources
    assert source.file.credits.date == "2024-04" and "2024" in source.file.credits.attribution
    assert len(source.tallies) == 11
    assert {haul.layer for haul in found.drawn()} == {
        MapLayer.BUILDINGS,
        MapLayer.WOODS,
        MapLayer.WATER,
        MapLayer.WATERWAYS,
        MapLayer.RAILWAYS,
    }
    left = [tally.layer for tally in source.tallies if tally.left_out]
    assert left == ["electricity_transmission_line", "motorway_junction", "road_tunnel"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Motorway", "motorway"),
        ("Primary Road", "a_road"),
        ("A Road, Collapsed Dual Carriageway", "a_road"),
        ("B Road", "b_road"),
        ("Minor Road", "through"),
        ("Local Road", "street"),
        ("Restricted Local Access Road", "service"),
        ("Private Road Publicly Accessible", "service"),
        ("Pedestrianised Street", "street"),
    ],
)
def test_a_road_is_of_the_class_that_is_said(tmp_path: Path, said: str, shown: str) -> None:
    path = a_layer(
        tmp_path / "SD_Road.shp",
        [a_line(), a_line()],
        {
            "ID": ["a", "b"],
            "DISTNAME": ["Market Street", None],
            "ROADNUMBER": ["A577", "A577"],
            "CLASSIFICA": [said, said],
            "FEATCODE": [1, 1],
        },
    )
    (drawn,) = reading(path).drawn(MapLayer.ROADS)
    assert [_class(MapLayer.ROADS, number) for number in drawn.classes] == [shown, shown]
    assert drawn.names == ("Market Street", "A577")


def test_a_school_of_many_buildings_is_drawn_as_they_are_and_known_once(tmp_path: Path) -> None:
    path = a_layer(
        tmp_path / "buildings.shp",
        [a_square(), a_square(361960), a_square(380000)],
        {
            "ID": ["a", "b", "c"],
            "DISTNAME": ["St Peter's School", "St Peter's School", "St Peter's School"],
            "BUILDGTHEM": ["Education"] * 3,
            "CLASSIFICA": ["Primary Education"] * 3,
            "FEATCODE": [15019] * 3,
        },
    )
    found = reading(path)
    assert sum(len(drawn.geometries) for drawn in found.drawn(MapLayer.BUILDINGS)) == 3
    here, there = sorted(found.things, key=lambda thing: thing.geometry.bounds)
    assert here.category == there.category == "school" and here.kind is Kind.ASSET
    assert len(shapely.get_parts(here.geometry)) == 2
    assert here.origin == "building:st-peters-school@361,404" and there.origin != here.origin
    assert [name.kind for name in found.names] == [NameKind.SCHOOL, NameKind.SCHOOL]


def test_grounds_stations_and_place_names_come_with_their_names(tmp_path: Path) -> None:
    path = tmp_path / "opmplc_gb.gpkg"
    mark = {"id": ["a"], "feature_code": [1]}
    a_layer(
        path,
        [a_square(size=200)],
        {
            **mark,
            "distinctive_name": ["Wigan Infirmary"],
            "site_theme": ["Medical Care"],
            "classification": ["Hospital"],
        },
        layer="functional_site",
    )
    a_layer(
        path,
        [a_point()],
        {**mark, "distinctive_name": ["HINDLEY STATION"], "classification": ["Railway Station"]},
        layer="railway_station",
    )
    a_layer(
        path,
        [a_point(), a_point(), a_point()],
        {
            "id": ["a", "b", "c"],
            "feature_code": [1, 1, 1],
            "distinctive_name": ["Hindley", "Nowhere", None],
            "classification": ["Town", "Antiquity", "Town"],
        },
        layer="named_place",
    )
    found = reading(path)
    (grounds,) = found.drawn(MapLayer.GROUNDS)
    assert _class(MapLayer.GROUNDS, grounds.classes[0]) == "health"
    assert {(name.text, name.kind) for name in found.names} == {
        ("Wigan Infirmary", NameKind.HEALTH),
        ("Hindley Station", NameKind.STATION),
        ("Hindley", NameKind.TOWN),
    }
    (places,) = [tally for tally in found.tallies if tally.layer == "named_place"]
    assert places.kept == 1 and places.left_out.total() == 2


@pytest.mark.parametrize(("ending", "column", "name"), [
    (".gpkg", "function", "distinctive_name_1"),
    (".gml", "function", "distinctiveName1"),
    (".shp", "function_", "distName1"),
])  # fmt: skip
def test_greenspace_is_drawn_and_known_by_its_function(
    tmp_path: Path, ending: str, column: str, name: str
) -> None:
    path = a_layer(
        tmp_path / f"GreenspaceSite{ending}",
        [a_square(), a_square(362000)],
        {
            "id": ["a", "b"],
            column: ["Play Space", "Allotments Or Community Growing Spaces"],
            name: ["Park Road", None],
        },
    )
    found = reading(path)
    (drawn,) = found.drawn(MapLayer.GREEN)
    assert [_class(MapLayer.GREEN, number) for number in drawn.classes] == ["play_space", "allotments"]
    (thing,) = found.things
    assert (thing.kind, thing.category, thing.name) == (Kind.GREENSPACE, "play_space", "Park Road")
    assert thing.source.startswith("Ordnance Survey, OS Open Greenspace")


@pytest.mark.parametrize("columns", [
    {"id": "a", "road_function": "B Road", "road_classification": "B Road", "form_of_way": "Single Carriageway", "name_1": "Atherton Road"},
    {"identifier": "a", "function": "B Road", "class": "B Road", "formOfWay": "Single Carriageway", "name1": "Atherton Road"},
])  # fmt: skip
def test_links_of_open_roads_are_roads(tmp_path: Path, columns: dict[str, str]) -> None:
    path = a_layer(
        tmp_path / "oproad.gpkg", [a_line()], {k: [v] for k, v in columns.items()}, layer="road_link"
    )
    a_layer(path, [a_point()], {"id": ["n"], "form_of_road_node": ["junction"]}, layer="road_node")
    found = reading(path)
    (drawn,) = found.drawn(MapLayer.ROADS)
    assert _class(MapLayer.ROADS, drawn.classes[0]) == "b_road" and drawn.names == ("Atherton Road",)
    assert [tally.left_out.total() for tally in found.tallies] == [0, 1]


def test_links_of_open_rivers_are_waterways(tmp_path: Path) -> None:
    path = a_layer(
        tmp_path / "WatercourseLink.shp",
        [a_line(), a_line(), a_line()],
        {"identifier": ["a", "b", "c"], "form": ["inlandRiver", "canal", "inlandRiver"], "name1": ["River Douglas", "Leigh Branch", "Borsdane Brook"]},
    )  # fmt: skip
    (drawn,) = reading(path).drawn(MapLayer.WATERWAYS)
    assert [_class(MapLayer.WATERWAYS, number) for number in drawn.classes] == ["river", "canal", "stream"]


def test_boundary_line_gives_wards_and_boroughs_and_draws_parishes(tmp_path: Path) -> None:
    path = tmp_path / "bdline_gb.gpkg"
    for layer, code, name in (
        ("district_borough_unitary", "E08000010", "Wigan District (B)"),
        ("district_borough_unitary_ward", "E05014989", "Abram Ward"),
        ("parish", "E04000239", "Haigh CP"),
    ):
        a_layer(
            path,
            [a_square(size=500)],
            {"Name": [name], "Census_Code": [code], "Area_Description": ["?"]},
            layer=layer,
        )
    found = reading(path)
    assert {(place.kind, place.code) for place in found.places} == {
        (PlaceKind.BOROUGH, "E08000010"),
        (PlaceKind.WARD, "E05014989"),
    }
    assert [drawn.reference for drawn in found.drawn(MapLayer.REFERENCE)] == ["Parishes"]
    assert {source.file.credits.publisher for source in found.sources} == {"Ordnance Survey"}


def test_open_names_without_headings_are_known_by_their_columns(tmp_path: Path) -> None:
    def line(name: str, kind: str, local: str) -> str:
        cells = [""] * 34
        cells[0], cells[1], cells[2] = "osgb1", "http://data.ordnancesurvey.co.uk/id/1", name
        cells[6], cells[7], cells[8], cells[9] = kind, local, "361900", "404500"
        cells[12:16] = ["361000", "404000", "362000", "405000"]
        cells[18], cells[21] = "Hindley", "Wigan"
        return ",".join(cells)

    inside = "\n".join(
        [
            line("Hindley", "populatedPlace", "Town"),
            line("Atherton Road", "transportNetwork", "Named Road"),
            line("Borsdane Wood", "landcover", "Woodland Or Forest"),
            line("Somewhere", "other", "Antiquity"),
        ]
    )
    found = reading(a_zip(tmp_path / "opname_csv_gb.zip", {"Data/SD60.csv": (inside + "\n").encode()}))
    assert [(name.text, name.kind, name.within) for name in found.names] == [
        ("Hindley", NameKind.TOWN, ""),
        ("Atherton Road", NameKind.STREET, "Hindley"),
        ("Borsdane Wood", NameKind.WOOD, "Hindley"),
    ]
    assert found.names[0].box == (361000, 404000, 362000, 405000)
    assert found.sources[0].file.format == "OS Open Names (table)"


def test_code_point_open_without_headings_gives_units_sectors_and_districts(tmp_path: Path) -> None:
    rows = [
        '"WN2 3AA",10,361900,404500,"E92000001","E19000001","E18000002","","E08000010","E05014989"',
        '"WN2 3AB",10,361950,404500,"E92000001","E19000001","E18000002","","E08000010","E05014989"',
        '"WN2 4AB",90,0,0,"E92000001","E19000001","E18000002","","E08000010","E05014989"',
    ]
    found = reading(a_zip(tmp_path / "codepo_gb.zip", {"Data/CSV/wn.csv": "\r\n".join([*rows, ""]).encode()}))
    assert {(name.text, name.kind) for name in found.names} == {
        ("WN2 3AA", NameKind.POSTCODE),
        ("WN2 3AB", NameKind.POSTCODE),
        ("WN2 3", NameKind.SECTOR),
        ("WN2", NameKind.DISTRICT),
    }
    assert found.tally.refused.total() == 1
    assert "Royal Mail" in found.sources[0].file.credits.attribution


def test_shapefiles_of_one_product_in_a_zip_are_one_source(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    a_layer(folder / "SD_Building.shp", [a_square()], {"ID": ["a"], "FEATCODE": [15014]})
    a_layer(folder / "SD_Woodland.shp", [a_square()], {"ID": ["a"], "FEATCODE": [15402]})
    inside = {f"OSOpenMapLocal (ESRI Shape File) SD/data/{file.name}": file for file in folder.iterdir()}
    found = reading(a_zip(tmp_path / "opmplc_essh_sd.zip", inside))
    (source,) = found.sources
    assert (
        source.file.format == "OS OpenMap Local (Shapefile)" and source.file.path.name == "opmplc_essh_sd.zip"
    )
    assert {drawn.layer for drawn in found.drawn()} == {MapLayer.BUILDINGS, MapLayer.WOODS}
