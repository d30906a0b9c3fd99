"""Somebody's home: outside the group nobody learns where it is, only in which neighbourhood."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.ids import PhotoId, PlaceCode, RecordId
from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.domain.record import Photo, Record
from placeplanner.exchange.redact import HOME, What, Why, redacted
from tests.builders import a_line, a_point, a_record, an_area

CATALOGUE = load_catalogue()
HERE = PlaceCode("n1")
WEST = Place(
    HERE, "Hindley West", PlaceKind.NEIGHBOURHOOD, None, MultiPolygon([an_area(361_000, 404_000, 900)])
)
PLACES = Places([WEST])
OUTSIDE = (Audience.PARTNERSHIP, Audience.PUBLIC)


def a_home(**values: object) -> Record:
    details = {HOME: True, "address": "12 Secret Street", "step_free": "yes"}
    given = {
        "consent": Audience.PUBLIC,
        "place": HERE,
        "details": details,
        "origin": "nhle:1",
        "imported": "{}",
    }
    return replace(a_record("asset", "Tool library"), **{**given, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize("audience", OUTSIDE)
def test_a_home_stands_in_the_middle_of_its_neighbourhood_without_its_address(audience: Audience) -> None:
    result = redacted([a_home()], [], audience, catalogue=CATALOGUE, places=PLACES)
    (shown,) = result.records
    assert shown.geometry == WEST.geometry.representative_point()
    assert (shown.details, shown.origin, shown.imported) == ({"step_free": "yes"}, "", "")
    assert result.sentences == (
        "1 answer is left out: it would give away somebody’s home.",
        "1 record stands in the middle of its neighbourhood: it is somebody’s home.",
    )


@pytest.mark.parametrize("place", [None, PlaceCode("unknown")])
def test_a_home_in_no_known_neighbourhood_is_left_out(place: PlaceCode | None) -> None:
    result = redacted([a_home(place=place)], [], Audience.PUBLIC, catalogue=CATALOGUE, places=PLACES)
    assert result.records == ()
    assert [(each.what, each.why) for each in result.held] == [(What.RECORD, Why.IS_A_HOME)]
    assert redacted([a_home()], [], Audience.PUBLIC, catalogue=CATALOGUE).records == ()


def test_its_own_group_sees_a_home_where_it_is() -> None:
    home = a_home()
    assert redacted([home], [], Audience.GROUP, catalogue=CATALOGUE, places=PLACES).records == (home,)


def test_a_photo_of_a_home_never_says_where_it_was_taken() -> None:
    home = a_home()
    photo = Photo(PhotoId("p"), home.id, "0" * 64, "image/jpeg", 9, 9, taken_lonlat=(-2.6, 53.5))
    photo = replace(photo, may_show_place=True, consent=Audience.PUBLIC)
    result = redacted([home], [photo], Audience.PUBLIC, catalogue=CATALOGUE, places=PLACES)
    assert result.photos[0].taken_lonlat is None
    assert "1 photo does not say where it was taken: that is somebody’s home." in result.sentences


_shapes = st.sampled_from([a_point(361_100, 404_100), a_line(), an_area(361_200, 404_200, 90)])
_records = st.builds(
    lambda number, is_home, consent, shape, place: a_home(
        id=RecordId(str(number)),
        consent=consent,
        geometry=shape,
        place=place,
        details={HOME: is_home, "address": "x"},
    ),
    st.integers(0, 10**9),
    st.booleans(),
    st.sampled_from(Audience),
    _shapes,
    st.sampled_from([None, HERE]),
)


@given(st.lists(_records, max_size=8, unique_by=lambda record: record.id), st.sampled_from(Audience))
def test_with_homes_too_redaction_only_ever_removes(records: list[Record], audience: Audience) -> None:
    result = redacted(records, [], audience, catalogue=CATALOGUE, places=PLACES)
    before = {record.id: record for record in records}
    middle = WEST.geometry.representative_point()
    for record in result.records:
        original = before[record.id]
        is_blurred = audience is not Audience.GROUP and bool(original.details[HOME])
        assert record.geometry == (middle if is_blurred else original.geometry)
        assert record.details.items() <= original.details.items()
        for field in fields(record):
            if field.name not in ("details", "geometry"):
                value = getattr(record, field.name)
                assert value == getattr(original, field.name) or value in ("", None)
    hidden = [each.record for each in result.held if each.what is What.RECORD]
    assert sorted([*hidden, *(record.id for record in result.records)]) == sorted(before)
    again = redacted(result.records, [], audience, catalogue=CATALOGUE, places=PLACES)
    assert again.records == result.records
