"""Between metres and degrees: right to the millimetre, or refused in words."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
import shapely.affinity
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon

from placeplanner.domain.coordinates import (
    EastingNorthing,
    LonLat,
    describe,
    eastings_northings,
    geometry_to_easting_northing,
    geometry_to_lonlat,
    lonlats,
    parse_position,
    to_easting_northing,
    to_lonlat,
)
from placeplanner.errors import Problem

# The 40 points that the Ordnance Survey publishes with OSTN15, to test programs like this one.
with Path(__file__).with_name("ostn15_points.csv").open(newline="", encoding="utf-8") as _file:
    OFFICIAL = [
        (float(r["lon"]), float(r["lat"]), float(r["easting"]), float(r["northing"]))
        for r in csv.DictReader(_file)
    ]
LONLATS = np.array([row[:2] for row in OFFICIAL])
METRES = np.array([row[2:] for row in OFFICIAL])

eastings = st.floats(345_000, 375_000)
northings = st.floats(390_000, 420_000)


def test_the_official_points_come_out_to_the_millimetre() -> None:
    assert len(OFFICIAL) == 40
    assert np.abs(eastings_northings(LONLATS) - METRES).max() <= 0.00101


def test_the_official_points_go_back_to_the_same_degrees() -> None:
    off = np.abs(lonlats(METRES) - LONLATS) * [65_000, 111_000]
    assert off.max() <= 0.006  # the publisher's own programs differ by 4 mm at St Kilda


@given(eastings, northings)
def test_there_and_back_again_is_within_two_millimetres(easting: float, northing: float) -> None:
    there = to_easting_northing(to_lonlat(EastingNorthing(easting, northing)))
    assert math.dist(there, (easting, northing)) <= 0.002


@given(eastings, northings)
def test_the_rough_conversion_of_pyproj_is_never_far_away_but_never_used(
    easting: float, northing: float
) -> None:
    rough = pyproj.Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True, only_best=False)
    lonlat = to_lonlat(EastingNorthing(easting, northing))
    away = eastings_northings(np.array([rough.transform(easting, northing), lonlat]))
    assert math.dist(away[0], away[1]) < 3


@pytest.mark.parametrize(
    "lonlat",
    [LonLat(-20, 53), LonLat(2.35, 48.85), LonLat(math.nan, 53.5), LonLat(-2.6, math.inf), LonLat(0, 0)],
)
def test_outside_great_britain_is_refused_in_words(lonlat: LonLat) -> None:
    with pytest.raises(Problem, match="not in Great Britain"):
        to_easting_northing(lonlat)


def test_metres_off_the_grid_are_refused_in_words() -> None:
    with pytest.raises(Problem, match="not in Great Britain"):
        to_lonlat(EastingNorthing(-5, 400_000))


@pytest.mark.parametrize(
    "shape",
    [
        Point(231.5, 535.25),
        LineString([(0, 0), (100, 50)]),
        Polygon([(0, 0), (90, 0), (90, 90)], [[(50, 20), (80, 20), (80, 50)]]),
    ],
)
def test_shapes_keep_their_form_there_and_back(shape: shapely.geometry.base.BaseGeometry) -> None:
    moved = shapely.affinity.translate(shape, 358_000, 405_000)
    back = geometry_to_easting_northing(geometry_to_lonlat(moved))
    assert back.geom_type == moved.geom_type
    assert shapely.equals_exact(back, moved, tolerance=0.002)


def test_a_shape_partly_outside_is_refused_as_a_whole() -> None:
    with pytest.raises(Problem):
        geometry_to_easting_northing(LineString([(-2.6, 53.5), (-30, 53.5)]))


def test_an_empty_shape_stays_empty() -> None:
    assert geometry_to_lonlat(Polygon()).is_empty


def test_a_position_is_described_both_ways() -> None:
    assert describe(EastingNorthing(357_180, 405_120)) == "SD 5718 0512 · 53.54098, -2.64761"


@pytest.mark.parametrize(
    "text",
    [
        "53.5448, -2.6318",
        "53.5448,-2.6318",
        "53.5448 -2.6318",
        "  (53.5448; −2.6318) ",
        "53.5448N 2.6318W",
        "53.5448° N, 2.6318° W",
        "2.6318W 53.5448N",
        "n53.5448 w2.6318",
        "53°32'41.28\"N 2°37'54.48\"W",
        "53° 32′ 41.28″ N, 2° 37′ 54.48″ W",
        "53 32 41.28 -2 37 54.48",
        "N 53 32.688 W 2 37.908",
        "53d 32m 41.28s N 2d 37m 54.48s W",
    ],
)
def test_latitude_and_longitude_are_understood_however_they_are_written(text: str) -> None:
    assert math.dist(parse_position(text), (358_231.741, 405_535.327)) < 0.01


@pytest.mark.parametrize(
    "text",
    [
        "SD 5718 0512",
        "sd57180512",
        "SD 57180 05120",
        "357180 405120",
        "357180,405120",
        "357180.0, 405120.0",
        "E 357180 N 405120",
        "405120 N, 357180 E",
    ],
)
def test_grid_references_and_metres_are_understood(text: str) -> None:
    assert parse_position(text) == (357_180, 405_120)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no position"),
        ("hello", "not a position"),
        ("53.5448", "not a position"),
        ("53.5448, -2.6318, 12", "not a position"),
        ("nan, nan", "not a position"),
        ("53.5448x, -2.6318", "not a position"),
        ("-2.6318, 53.5448", "Write 53.5448, -2.6318"),
        ("53.5448, 2.6318", "Write 53.5448, -2.6318"),
        ("48.85, 2.35", "not in Great Britain"),
        ("53 75 0 N 2 37 0 W", "0 to 59"),
        ("53.5448N 53.1N", "one part north"),
        ("SD 571 0512", "as many figures"),
        ("SD", "2 to 10 figures"),
        ("SD 571805 051205", "2 to 10 figures"),
        ("ZZ 5718 0512", "grid letters ZZ"),
        ("9999999 9999999", "not in Great Britain"),
    ],
)
def test_what_cannot_be_understood_is_explained(text: str, says: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_position(text)
    assert says in str(caught.value)


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_a_position_or_a_problem(text: str) -> None:
    try:
        position = parse_position(text)
    except Problem:
        return
    assert all(map(math.isfinite, position))


@given(eastings, northings)
def test_what_is_shown_can_be_typed_in_again(easting: float, northing: float) -> None:
    reference, degrees = describe(EastingNorthing(easting, northing)).split(" · ")
    assert math.dist(parse_position(reference), (easting, northing)) < 15
    assert math.dist(parse_position(degrees), (easting, northing)) < 1
