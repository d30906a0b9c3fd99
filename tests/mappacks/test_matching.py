"""Which place an outline may be: by a name that is spelt otherwise, by the ground, and never one place for two."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.combining import as_multipolygon
from placeplanner.domain.outline import Outline
from placeplanner.mappacks.matching import MOST_LISTED, Suggestion, suggested, worth_listing
from placeplanner.mappacks.outlines import outlines_in
from placeplanner.mappacks.shipped import shipped_places
from tests.mappacks.own_outlines import shifted, tile, without_codes

PLACES = shipped_places()


def outlines(shapes: Mapping[str, BaseGeometry]) -> list[Outline]:
    return [Outline(name, as_multipolygon(shape)) for name, shape in shapes.items()]


def only(name: str, shape: BaseGeometry) -> Suggestion:
    (told,) = suggested(outlines({name: shape}), PLACES)
    return told


def place_of(told: Suggestion) -> str:
    place = PLACES.get(told.place)
    return place.name if place else ""


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("HINDLEY EAST", "Hindley East"),
        ("Hindly East", "Hindley East"),
        ("Hindley-East ward", "Hindley East"),
        ("East Hindley", "Hindley East"),
        ("Abram and Bickershaw", "Abram & Bickershaw"),
        ("Plattbridge and Springview", "Platt Bridge & Spring View"),
    ],
)
def test_a_name_spelt_otherwise_finds_its_place(name: str, place: str) -> None:
    told = only(name, shifted(tile(place).geometry, 250))
    assert place_of(told) == place and "of the same ground" in told.why


def test_east_is_not_west_however_like_they_are_spelt() -> None:
    told = only("Hindley West", tile("Hindley East").geometry)
    assert place_of(told) == "Hindley East" and told.why.startswith("Another name, but")


def test_another_name_finds_its_place_by_the_ground_alone() -> None:
    told = only("Our end of town", shifted(tile("Hindley East").geometry, 60))
    assert place_of(told) == "Hindley East" and told.why.startswith("Another name, but 8")


def test_a_namesake_elsewhere_is_not_suggested_and_that_is_said() -> None:
    hindley, orrell = tile("Hindley East").geometry, tile("Hindley Green").geometry
    told = only("Hindley East", shapely.union(hindley.centroid.buffer(400), orrell.centroid.buffer(1600)))
    assert told.place is None and told.why.startswith("Called like Hindley East, but only")


def test_a_town_is_explained_and_its_outline_offered_as_an_own_area_of_another_name() -> None:
    town = next(place for place in PLACES if place.name == "Hindley")
    told = only("Hindley", town.geometry)
    assert told.place is None and told.is_own and told.own_name == "Our Hindley"
    assert "is a town: it is made of its neighbourhoods" in told.why


def test_the_borough_is_known_by_either_of_its_names() -> None:
    borough = PLACES.borough
    assert borough is not None
    for name in ("Wigan", "Wigan Borough"):
        assert place_of(only(name, borough.geometry)) == borough.name


def test_one_place_is_suggested_for_one_outline_only() -> None:
    whole = tile("Hindley East").geometry
    told = suggested(outlines({"Hindley East": whole, "hindley east!": whole.simplify(30)}), PLACES)
    assert [place_of(one) for one in told] == ["Hindley East", ""]
    assert told[1].why == "“Hindley East” is more like Hindley East."


def test_few_outlines_that_are_like_no_place_may_be_our_own_and_of_many_none() -> None:
    spots = {
        f"Spot {n}": shifted(tile("Hindley East").geometry.centroid.buffer(50), 90 * n) for n in range(5)
    }
    assert not any(one.is_own for one in suggested(outlines(spots), PLACES))
    few = dict(list(spots.items())[:2])
    assert all(one.is_own for one in suggested(outlines(few), PLACES))


def test_of_thousands_those_that_are_like_places_are_listed_and_the_rest_counted() -> None:
    at = tile("Hindley East").geometry.centroid
    shapes: dict[str, BaseGeometry] = {
        f"Field {n}": shapely.box(at.x + n, at.y, at.x + n + 9, at.y + 9) for n in range(4_999)
    }
    listed, rest = worth_listing(
        suggested(outlines(shapes | {"Hindley East": tile("Hindley East").geometry}), PLACES)
    )
    assert len(listed) == MOST_LISTED and place_of(listed[0]) == "Hindley East"
    assert "5,000 outlines, more than anybody goes through" in rest and "other 4,940 stay a layer" in rest


@pytest.mark.parametrize(
    ("name", "found"),
    [("wigan_msoa_2021_bgc.geojson", 40), ("wigan_borough_2023_bfc.geojson", 1)],
)
def test_the_real_neighbourhoods_without_codes_find_their_places(
    name: str, found: int, tmp_path: Path
) -> None:
    told = suggested(
        outlines_in(str(without_codes(name, tmp_path / "x.geojson")), PLACES, quietly).outlines, PLACES
    )
    assert len(told) == found
    for one in told:
        assert place_of(one) in (one.outline.name, f"{one.outline.name} Borough")


def test_of_the_real_wards_only_those_that_cover_the_ground_of_a_namesake_are_suggested(
    tmp_path: Path,
) -> None:
    wards = outlines_in(
        str(without_codes("wigan_wards_2023_bgc.geojson", tmp_path / "x.geojson")), PLACES, quietly
    ).outlines
    told = {one.outline.name: one for one in suggested(wards, PLACES)}
    assert len(told) == 25 and place_of(told["Winstanley"]) == "Winstanley"
    assert told["Wigan Central"].place is None and "but only 21%" in told["Wigan Central"].why
    chosen = [one.place for one in told.values() if one.place]
    assert len(set(chosen)) == len(chosen)


def quietly(share: float | None, what: str) -> None:
    pass
