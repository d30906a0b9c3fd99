"""The map that ships: whole, without gaps, and with figures that add up."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from shapely import Point
from shapely.geometry import shape

from placeplanner import paths
from placeplanner.domain.coordinates import eastings_northings
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.mappacks.shipped import shipped_manifest, shipped_places, town_code

NEIGHBOURHOODS = shipped_places().of_kind(PlaceKind.NEIGHBOURHOOD)
TOWNS = shipped_places().of_kind(PlaceKind.TOWN)


def _borough() -> Place:
    borough = shipped_places().borough
    assert borough is not None
    return borough


def test_there_are_one_borough_14_towns_and_40_neighbourhoods() -> None:
    assert len(shipped_places()) == 55
    assert (len(TOWNS), len(NEIGHBOURHOODS)) == (14, 40)
    assert (_borough().code, _borough().name) == ("E08000010", "Wigan Borough")


def test_the_towns_are_spelt_as_they_spell_themselves() -> None:
    assert [town.name for town in TOWNS] == [
        "Abram",
        "Ashton-in-Makerfield",
        "Aspull",
        "Atherton",
        "Billinge and Winstanley",
        "Golborne",
        "Hindley",
        "Ince-in-Makerfield",
        "Leigh",
        "Orrell",
        "Standish",
        "Tyldesley",
        "Wigan",
        "Wigan Rural District",
    ]
    assert town_code("Billinge and Winstanley") == "town-billinge-and-winstanley"


def test_the_borough_is_as_large_as_it_should_be() -> None:
    assert _borough().area_m2 == pytest.approx(187.6e6, rel=0.005)


def test_the_neighbourhoods_fill_the_borough_without_gaps_or_overlaps() -> None:
    outlines = [place.geometry for place in NEIGHBOURHOODS]
    assert shapely.coverage_is_valid(outlines, gap_width=50)
    assert sum(place.area_m2 for place in NEIGHBOURHOODS) == pytest.approx(_borough().area_m2, abs=0.01)
    assert len(_borough().geometry.geoms) == 1
    assert len(_borough().geometry.geoms[0].interiors) == 0


def test_the_outlines_in_metres_are_those_that_were_published() -> None:
    published = json.loads((paths.maps() / "neighbourhoods.geojson").read_text(encoding="utf-8"))
    assert len(published["features"]) == len(NEIGHBOURHOODS)
    for feature in published["features"]:
        converted = shapely.transform(shape(feature["geometry"]), eastings_northings)
        place = shipped_places().get(feature["properties"]["code"])
        assert place is not None
        ours = place.geometry
        assert shapely.get_num_coordinates(ours) == shapely.get_num_coordinates(converted)
        assert shapely.hausdorff_distance(ours, converted) < 0.001


def test_neighbours_share_their_edges() -> None:
    borders = sum(place.geometry.length for place in NEIGHBOURHOODS)
    outer = _borough().geometry.length
    edges = shapely.union_all([place.geometry.boundary for place in NEIGHBOURHOODS]).length
    assert borders - edges == pytest.approx(
        edges - outer, abs=0.01
    )  # every inner edge is there exactly twice


@pytest.mark.parametrize("place", list(shipped_places()), ids=lambda place: str(place.name))
def test_every_outline_is_whole_and_oriented(place: Place) -> None:
    assert place.geometry.geom_type == "MultiPolygon"
    assert shapely.is_valid(place.geometry)
    for part in place.geometry.geoms:
        assert shapely.is_ccw(part.exterior)
        assert part.area > 100_000, "a sliver"
        assert not list(part.interiors)


@pytest.mark.parametrize("town", TOWNS, ids=lambda town: str(town.name))
def test_a_town_is_what_its_neighbourhoods_are(town: Place) -> None:
    inside = shipped_places().children(town.code)
    assert town.parent == _borough().code
    assert town.area_m2 == pytest.approx(sum(place.area_m2 for place in inside))
    for name in ("residents_2021", "households_2021", "lsoas"):
        assert town.figures[name] == sum(place.figures[name] for place in inside)
    weights = [place.figures["residents_2021"] for place in inside]
    deciles = [place.figures["imd_2025_mean_decile"] for place in inside]
    assert town.figures["imd_2025_mean_decile"] == pytest.approx(
        np.average(deciles, weights=weights), abs=0.0001
    )


def test_the_borough_has_the_census_residents() -> None:
    assert _borough().figures["residents_2021"] == 329_352
    assert _borough().figures["lsoas"] == 200


def test_every_place_has_every_figure_that_the_manifest_explains() -> None:
    names = [figure.name for figure in shipped_manifest().figures]
    assert all(list(place.figures) == names for place in shipped_places())


def test_wigan_town_hall_lies_in_wigan_central() -> None:
    found = shipped_places().at(Point(358_370, 405_700))
    assert found is not None
    assert found.name == "Wigan Central"
    assert [place.name for place in shipped_places().ancestors(found.code)] == ["Wigan", "Wigan Borough"]


def test_the_manifest_says_where_the_map_comes_from() -> None:
    manifest = shipped_manifest()
    assert "Open Government Licence v3.0" in manifest.attribution
    assert "Office for National Statistics" in manifest.publisher
    assert any("200 m" in note for note in manifest.notes)
    assert any("best fit" in note for note in manifest.notes)
    assert "\n" not in manifest.attribution
    assert "Crown copyright" in manifest.short_attribution
    assert len(manifest.short_attribution) < 120
