"""Products of the Ordnance Survey in the shape in which people fetch them: whole zips, odd corners and all."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from placeplanner.domain.kinds import Kind
from placeplanner.domain.streetmap import CLASSES, MapLayer
from placeplanner.gazetteer.name import NameKind
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.build import SourceReport
from placeplanner.mappacks.report import by_layer
from tests.mappacks.sources import ordnance_files as ordnance
from tests.mappacks.sources.files import a_layer, a_line, a_point, a_square, a_zip, reading

_SCHOOL = {
    "distinctiveName": "Hindley Primary School",
    "siteTheme": "Education",
    "classification": "Primary Education",
}


def test_a_square_of_openmap_local_in_gml_is_one_source_with_its_schools_and_names(tmp_path: Path) -> None:
    features = [
        ordnance.gml_feature(
            "Building", ordnance.gml_area(20, is_many=False), {"featureCode": "15014"}, number=1
        ),
        ordnance.gml_feature("FunctionalSite", ordnance.gml_area(with_hole=True), _SCHOOL, number=2),
        ordnance.gml_feature("SurfaceWater_Line", ordnance.gml_line(), {"featureCode": "15610"}, number=3),
        ordnance.gml_feature(
            "NamedPlace",
            ordnance.gml_point(),
            {
                "distinctiveName": "Hindley",
                "classification": "Populated Place",
                "fontHeight": "Small",
                "featureCode": "15801",
            },
            number=4,
        ),
        ordnance.gml_feature("Roundabout", ordnance.gml_point(), {"featureCode": "15602"}, number=5),
    ]
    inside = {
        "OSOpenMapLocal (GML 3) SD/data/SD.gml": ordnance.gml_of(ordnance.OPENMAP, features),
        "OSOpenMapLocal (GML 3) SD/doc/licence.txt": b"Open Government Licence",
    }
    found = reading(a_zip(tmp_path / "opmplc_gml3_sd.zip", inside))
    (source,) = found.sources
    assert source.file.format == "OS OpenMap Local (GML)"
    assert {drawn.layer for drawn in found.drawn()} == {
        MapLayer.BUILDINGS,
        MapLayer.GROUNDS,
        MapLayer.WATERWAYS,
    }
    assert ("Hindley Primary School", NameKind.SCHOOL) in {(name.text, name.kind) for name in found.names}
    assert [(thing.kind, thing.category) for thing in found.things] == [(Kind.ASSET, "school")]
    (grounds,) = found.drawn(MapLayer.GROUNDS)
    assert grounds.geometries[0].area == pytest.approx(60 * 60 - 15 * 15)


def test_functional_sites_of_the_national_geopackage_are_grounds_though_they_have_no_code(
    tmp_path: Path,
) -> None:
    path = a_layer(
        tmp_path / "opmplc_gb.gpkg",
        [a_square(size=90)],
        {
            "id": ["a"],
            "classification": ["Hospital"],
            "distinctive_name": ["Wigan Infirmary"],
            "site_theme": ["Medical Care"],
        },
        layer="functional_site",
    )
    a_layer(
        path,
        [a_point()],
        {"id": ["a"], "feature_code": [15801], "classification": ["Populated Place"],
         "distinctive_name": ["Hindley"], "font_height": ["Small"]},
        layer="named_places",
    )  # fmt: skip
    found = reading(path)
    (source,) = found.sources
    assert source.file.format == "OS OpenMap Local (GeoPackage)"
    (grounds,) = found.drawn(MapLayer.GROUNDS)
    assert CLASSES[MapLayer.GROUNDS][grounds.classes[0]] == "health"
    assert {name.text for name in found.names} == {"Wigan Infirmary", "Hindley"}


def test_roads_and_greenspace_are_known_in_the_gml_they_are_published_in(tmp_path: Path) -> None:
    road = ordnance.gml_feature(
        "RoadLink",
        ordnance.gml_line(),
        {"roadClassification": "B Road", "roadFunction": "B Road", "formOfWay": "Single Carriageway", "name1": "Atherton Road"},
        tag="net:centrelineGeometry",
    )  # fmt: skip
    park = ordnance.gml_feature(
        "GreenspaceSite",
        ordnance.gml_area(),
        {"function": "Public Park Or Garden", "distinctiveName1": "Leyland Park"},
    )
    way_in = ordnance.gml_feature(
        "AccessPoint",
        ordnance.gml_point(),
        {"accessType": "Pedestrian", "refToGreenspaceSite": "id00000001"},
        number=2,
    )
    roads = reading(
        a_zip(
            tmp_path / "oproad_gml3_gb.zip",
            {"data/OSOpenRoads_SD.gml": ordnance.gml_of(ordnance.ROADS, [road])},
        )
    )
    green = reading(
        a_zip(
            tmp_path / "opgrsp_gml3_sd.zip",
            {"data/OSOpenGreenspace_SD.gml": ordnance.gml_of(ordnance.GREENSPACE, [park, way_in])},
        )
    )
    assert [drawn.names for drawn in roads.drawn(MapLayer.ROADS)] == [("Atherton Road",)]
    assert [thing.name for thing in green.things] == ["Leyland Park"]
    assert {source.file.format for source in (*roads.sources, *green.sources)} == {
        "OS Open Roads (GML)",
        "OS Open Greenspace (GML)",
    }


@pytest.mark.parametrize(
    ("written", "said"), [("M1  1AA", "M1 1AA"), ("M46 0AB", "M46 0AB"), ("WN101AA", "WN10 1AA")]
)
def test_a_postcode_area_is_known_however_its_first_postcode_fills_seven_signs(
    tmp_path: Path, written: str, said: str
) -> None:
    lines = [ordnance.code_point_line(written), ordnance.code_point_line("M46 9ZZ")]
    found = reading(a_zip(tmp_path / "codepo_gb.zip", {"Data/CSV/m.csv": "\r\n".join([*lines, ""]).encode()}))
    assert said in {name.text for name in found.names if name.kind is NameKind.POSTCODE}
    assert "Royal Mail" in found.sources[0].file.credits.attribution


def test_what_boundary_line_has_besides_coded_areas_is_still_the_ordnance_surveys(tmp_path: Path) -> None:
    path = tmp_path / "bdline_gb.gpkg"
    a_layer(
        path,
        [a_square(size=500)],
        {"Name": ["Greater Manchester"], "Area_Description": ["Ceremonial County"]},
        layer="boundary_line_ceremonial_counties",
    )
    a_layer(
        path,
        [a_line()],
        {"Feature_Description": ["High water"], "Feature_Serial_Number": [1]},
        layer="high_water",
    )
    a_layer(
        path,
        [a_square()],
        {"PD_ID": ["AB"], "Wards": ["Abram Ward"]},
        layer="polling_districts_england",
    )
    found = reading(path)
    assert {drawn.reference for drawn in found.drawn(MapLayer.REFERENCE)} == {
        "Ceremonial counties",
        "High water",
        "Polling districts of England",
    }
    assert {source.file.credits.publisher for source in found.sources} == {"Ordnance Survey"}
    assert not found.places


def test_a_countrys_tables_are_told_in_a_few_rows(tmp_path: Path) -> None:
    here = {"Data/CSV/wn.csv": ordnance.code_point_line("WN2 3AA")}
    far = {
        f"Data/CSV/a{index}.csv": ordnance.code_point_line(f"AB{index} 1AA", 394235, 806529)
        for index in range(40)
    }
    path = a_zip(
        tmp_path / "codepo_gb.zip", {name: f"{line}\r\n".encode() for name, line in (here | far).items()}
    )
    found = reading(path, Area("Hindley", shapely.box(360000, 403000, 364000, 406000)))
    (source,) = found.sources
    rows = by_layer(SourceReport(source.file, tuple(source.tallies)))
    assert [row[0] for row in rows] == ["wn", "40 others, elsewhere", "together"]
    assert rows[-1][1:4] == ("41", "1", "40")
