"""Answers and shapes as they are typed."""

from __future__ import annotations

import click
import pytest
import shapely
from msgspec.structs import replace

from placeplanner.cli import answers
from placeplanner.cli.shapes import checked, typed_shape
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.kinds import Field, FieldType, Kind
from placeplanner.errors import Problem
from placeplanner.mappacks.shipped import shipped_places

ASSET, GREENSPACE, HERITAGE = (
    load_catalogue()[kind] for kind in (Kind.ASSET, Kind.GREENSPACE, Kind.HERITAGE)
)


def answered(category: str, **given: str) -> dict[str, object]:
    return dict(answers.details(HERITAGE, category, given))


def test_pairs_are_split_at_the_first_equals_sign() -> None:
    assert answers.pairs(["a=b=c", " d = e ", "f="]) == {"a": "b=c", "d": "e", "f": ""}


@pytest.mark.parametrize("text", ["a", "=b", ""])
def test_a_text_without_a_field_and_a_value_is_wrong_use(text: str) -> None:
    with pytest.raises(click.BadParameter):
        answers.pairs([text])


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("grade", "ii*", "II*"),
        ("grade", "II", "II"),
        ("built", "1907", "1907"),
        ("built", "1907-5", "1907-05"),
        ("built", "1907-05-21", "1907-05-21"),
        ("at_risk", "Yes", True),
        ("at_risk", "no", False),
        ("story", "Once, long ago; far away.", "Once, long ago; far away."),
        ("nhle_entry", "01228636", "01228636"),
        ("story", "", None),
    ],
)
def test_an_answer_is_kept_as_its_question_wants_it(name: str, typed: str, kept: object) -> None:
    assert answered("listed_building", **{name: typed}) == {name: kept}


def test_several_answers_are_kept_with_semicolons_and_once_each() -> None:
    assert answers.details(GREENSPACE, "woodland", {"facilities": "paths, seats;paths"}) == {
        "facilities": "paths;seats"
    }


def test_whole_numbers_are_numbers() -> None:
    assert answers.details(ASSET, "employer_or_business", {"jobs": "1,200"}) == {"jobs": 1200}


def test_a_decimal_number_is_a_number() -> None:
    spec = replace(ASSET, fields=(Field("width", "Width", FieldType.NUMBER),))
    assert answers.details(spec, "library", {"width": "2.5"}) == {"width": 2.5}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"grade": "V"}, "Choose from: I, II*, II"),
        ({"built": "1907-13"}, "is not a date"),
        ({"built": "21/5/1907"}, "Write 1907, 1907-05 or 1907-05-21"),
        ({"built": "1907-02-30"}, "is not a date"),
        ({"at_risk": "perhaps"}, "neither yes nor no"),
        ({"nots": "x"}, "Did you mean notes"),
        ({"zzzzzz": "x"}, "placeplanner kinds heritage"),
    ],
)
def test_a_wrong_answer_is_told_with_the_right_ones(given: dict[str, str], says: str) -> None:
    with pytest.raises(Problem) as told:
        answered("listed_building", **given)
    assert says in str(told.value)


def test_the_beginning_of_a_question_is_enough() -> None:
    assert answered("listed_building", grad="II") == {"grade": "II"}


def test_a_question_of_another_category_is_refused_and_says_so() -> None:
    with pytest.raises(Problem, match="asked of other categories only"):
        answered("story_or_memory", grade="II")


def test_a_wrong_number_is_told() -> None:
    with pytest.raises(Problem, match="not a whole number"):
        answers.details(ASSET, "employer_or_business", {"jobs": "many"})


def test_a_position_makes_a_point_in_metres() -> None:
    point = typed_shape(["SD 6178 0445"], None, None)
    assert point is not None and point.geom_type == "Point"
    assert point.coords[0] == (361780, 404450)


@pytest.mark.parametrize(("shape", "made"), [("line", "LineString"), ("area", "Polygon")])
def test_several_positions_make_a_line_or_an_area(shape: str, made: str) -> None:
    geometry = typed_shape(["53.53,-2.57", "53.54,-2.57", "53.54,-2.58"], shape, None)
    assert geometry is not None and geometry.geom_type == made


@pytest.mark.parametrize(
    ("positions", "shape", "wkt"),
    [
        (["53.53,-2.57", "53.54,-2.58"], None, None),
        (["53.53,-2.57"], "line", None),
        (["53.53,-2.57", "53.53,-2.57"], "line", None),
        (["53.53,-2.57", "53.54,-2.58"], "area", None),
        (["53.53,-2.57"], None, "POINT(-2.57 53.53)"),
    ],
)
def test_positions_that_make_no_shape_are_wrong_use(
    positions: list[str], shape: str | None, wkt: str | None
) -> None:
    with pytest.raises(click.UsageError):
        typed_shape(positions, shape, wkt)


def test_no_position_is_no_shape() -> None:
    assert typed_shape([], None, None) is None


@pytest.mark.parametrize("wkt", ["POINT(-2.57941 53.53370)", "SRID=4326;POINT Z(-2.57941 53.53370 12)"])
def test_well_known_text_in_degrees_has_longitude_first(wkt: str) -> None:
    point = typed_shape([], None, wkt)
    expected = typed_shape(["53.53370,-2.57941"], None, None)
    assert point is not None and expected is not None
    assert point.distance(expected) < 0.01
    assert not point.has_z


def test_well_known_text_in_metres_is_taken_as_it_is() -> None:
    assert typed_shape([], None, "POINT(361780 404450)") == shapely.Point(361780, 404450)


@pytest.mark.parametrize(
    ("wkt", "says"),
    [
        ("POINT(53.53 -2.57)", "wrong way round"),
        ("POINT(53.53", "not well-known text"),
        ("POINT EMPTY", "empty"),
        ("nonsense", "not well-known text"),
    ],
)
def test_well_known_text_that_cannot_be_meant_is_told(wkt: str, says: str) -> None:
    with pytest.raises(Problem) as told:
        typed_shape([], None, wkt)
    assert says in str(told.value)


BOW_TIE = shapely.Polygon([(361900, 404500), (362100, 404700), (362100, 404500), (361900, 404700)])


def test_a_shape_that_crosses_itself_is_refused_with_the_way_out() -> None:
    with pytest.raises(Problem, match="--mend"):
        checked(BOW_TIE, shipped_places(), GREENSPACE.category("woodland"), mend=False)


def test_a_shape_that_crosses_itself_is_mended_where_that_is_asked_for() -> None:
    mended = checked(BOW_TIE, shipped_places(), GREENSPACE.category("woodland"), mend=True)
    assert mended.is_valid and mended.area > 0


def test_a_shape_that_the_category_does_not_allow_is_refused() -> None:
    line = shapely.LineString([(361900, 404500), (362000, 404600)])
    with pytest.raises(Problem, match="drawn as a point or an area, and not as a line"):
        checked(line, shipped_places(), ASSET.category("library"), mend=False)


def test_a_shape_outside_the_borough_is_refused() -> None:
    with pytest.raises(Problem, match="outside the borough"):
        checked(shapely.Point(530000, 180000), shipped_places(), None, mend=True)
