"""Somebody's home: outside the group nobody learns where it is, only in which neighbourhood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields, replace
from shapely import MultiPolygon, Point
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.hiding import Hiding, HomesShown, Sector
from placeplanner.domain.ids import PhotoId, PlaceCode, RecordId
from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.domain.record import Photo, Record
from placeplanner.exchange.homes import HOME, told_in
from placeplanner.exchange.redact import What, Why, redacted
from tests.builders import a_line, a_point, a_record, an_area

CATALOGUE = load_catalogue()
HERE = PlaceCode("n1")
WEST = Place(
    HERE, "Hindley West", PlaceKind.NEIGHBOURHOOD, None, MultiPolygon([an_area(361_000, 404_000, 900)])
)
EAST = replace(
    WEST,
    code=PlaceCode("n2"),
    name="Hindley East",
    geometry=MultiPolygon([an_area(361_900, 404_000, 900)]),
)
PLACES = Places([WEST, EAST])
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


class BySide:
    """Two sectors, west and east of a line that is not the one between the neighbourhoods; none far in the north."""

    LINE = 362_100.0
    WEST = Sector("WN2 3", EastingNorthing(361_500, 404_300))
    EAST = Sector("WN2 4", EastingNorthing(362_400, 404_400))

    def of(self, at: EastingNorthing) -> Sector | None:
        if at.northing > 404_800:
            return None
        return self.WEST if at.easting < self.LINE else self.EAST


IN_SECTORS = Hiding(HomesShown.SECTOR, BySide())


def shown(home: Record, homes: Hiding = IN_SECTORS, audience: Audience = Audience.PUBLIC) -> Record:
    (record,) = redacted([home], [], audience, catalogue=CATALOGUE, places=PLACES, homes=homes).records
    return record


@pytest.mark.parametrize("audience", OUTSIDE)
def test_a_home_stands_in_the_middle_of_its_sector_which_takes_the_place_of_its_address(
    audience: Audience,
) -> None:
    result = redacted([a_home()], [], audience, catalogue=CATALOGUE, places=PLACES, homes=IN_SECTORS)
    (home,) = result.records
    assert home.geometry == Point(361_500, 404_300)
    assert home.details == {"step_free": "yes", "address": "WN2 3 (postcode sector)"}
    assert (home.place, home.origin, home.imported) == (HERE, "", "")
    assert result.sentences == (
        "1 answer is left out: it would give away somebody’s home.",
        "1 record stands in the middle of its postcode sector: it is somebody’s home.",
    )
    assert [each.to for each in result.held if each.what is What.SECTOR] == ["WN2 3"]


def test_a_home_is_told_in_the_place_where_its_sector_lies() -> None:
    """Its own as well would leave only what the sector and the neighbourhood have in common."""
    in_the_east = a_home(place=EAST.code, geometry=a_point(362_000, 404_100))
    assert shown(in_the_east).place == WEST.code
    every = [in_the_east, a_home(), a_record(place=EAST.code)]
    told = {place.name: told_in(place, inside(place, every), every, PLACES, IN_SECTORS) for place in PLACES}
    assert told == {"Hindley West": (every[0], every[1]), "Hindley East": (every[2],)}
    for homes in (Hiding(), Hiding(HomesShown.NEIGHBOURHOOD, BySide()), Hiding(HomesShown.LEFT_OUT)):
        assert told_in(EAST, inside(EAST, every), every, PLACES, homes) == (every[0], every[2])


def inside(place: Place, records: list[Record]) -> list[Record]:
    return [record for record in records if record.place == place.code]


def test_where_no_sector_is_known_a_home_stands_in_its_neighbourhood() -> None:
    far_north = a_home(geometry=a_point(361_100, 404_850))
    assert shown(far_north).geometry == WEST.geometry.representative_point()
    assert "address" not in shown(far_north).details
    assert shown(a_home(), Hiding()).geometry == WEST.geometry.representative_point()


def test_homes_can_be_shown_in_their_neighbourhood_or_left_out_where_sectors_are_known() -> None:
    neighbourhood = Hiding(HomesShown.NEIGHBOURHOOD, BySide())
    assert shown(a_home(), neighbourhood).geometry == WEST.geometry.representative_point()
    result = redacted(
        [a_home(), a_home()],
        [],
        Audience.PUBLIC,
        catalogue=CATALOGUE,
        places=PLACES,
        homes=Hiding(HomesShown.LEFT_OUT, BySide()),
    )
    assert result.records == ()
    assert result.sentences == ("2 records are left out: they would give away somebody’s home.",)


def test_a_middle_beyond_the_border_is_told_in_the_nearest_neighbourhood() -> None:
    class Beyond:
        def of(self, at: EastingNorthing) -> Sector:
            return Sector("WA3 5", EastingNorthing(363_000, 404_500))

    assert shown(a_home(), Hiding(HomesShown.SECTOR, Beyond())).place == EAST.code


@pytest.mark.parametrize("shape", [a_line(361_200, 404_200), an_area(361_200, 404_200, 90)])
@pytest.mark.parametrize("homes", [IN_SECTORS, Hiding()])
def test_the_outline_of_a_home_never_leaves(shape: BaseGeometry, homes: Hiding) -> None:
    home = shown(a_home(geometry=shape), homes)
    assert home.geometry.geom_type == "Point"


_inside_west = st.builds(a_point, st.floats(361_000, 362_090), st.floats(404_000, 404_790))


@given(_inside_west, st.sampled_from([WEST.code, EAST.code]), st.sampled_from(["1 A Street", "2 B Road", ""]))
def test_wherever_in_a_sector_a_home_is_all_that_is_told_of_it_is_the_same(
    at: BaseGeometry, place: PlaceCode, address: str
) -> None:
    details = {HOME: True, "address": address, "step_free": "yes"}
    first = a_home(id=RecordId("home"))
    second = replace(first, geometry=at, place=place, details=details)
    assert shown(first) == shown(second)


@pytest.mark.parametrize(
    "text",
    [
        "Knock at 12 Secret Street.",
        "The one on Secret street with the red door",
        "WN2 3AB",
        "Post to wn23ab please",
        "Round the back of 14a Ladies Lane",
        "At SD 6190 0450",
        "at sd61900450",
        "SD 61900-04500",
        "WN2-3AB",
        "It is 14a ladies lane",
        "12 St Mary's Way",
        "53,53412 and -2,57551",
        "53° 32' N, 2° 34' W",
        "E361900 N404500",
        "53.53412, -2.57551",
        "361900, 404500",
        "See https://example.org/our-house",
        "///table.lamp.chair",
    ],
)
def test_a_text_that_leads_to_the_door_is_left_out_whole(text: str) -> None:
    home = a_home(name=text, notes=text, source=text)
    home = replace(home, details={**home.details, "current_use": text})
    photo = Photo(PhotoId("p"), home.id, "0" * 64, "image/jpeg", 9, 9, caption=text, consent=Audience.PUBLIC)
    result = redacted([home], [photo], Audience.PUBLIC, catalogue=CATALOGUE, places=PLACES, homes=IN_SECTORS)
    (told,) = result.records
    assert (told.name, told.notes, told.source, "current_use" in told.details) == ("", "", "", False)
    assert result.photos[0].caption == ""
    gone = {each.answer for each in result.held if each.what is What.ANSWER}
    assert gone == {"address", "name", "notes", "source", "current_use", "caption"}


@pytest.mark.parametrize(
    "text",
    [
        "Open on the 3rd of May, 10 minutes from Hindley station",
        "She lends drills to 3 streets around",
        "Since 1998; costs 2.50",
        "Ring 20 minutes before",
        "Built in 1998 2004, of 400 200 bricks",
        "20 minutes drive, then 5 from the main road",
        "3 community gardens; it is 20°C in there, and 1,250 people came on May 12,2026",
    ],
)
def test_a_text_that_leads_to_no_door_stays(text: str) -> None:
    address = "12 Secret Street, Hindley, Wigan"
    home = a_home(notes=text, details={HOME: True, "address": address})
    assert shown(home).notes == text


def test_what_people_wrote_stays_as_it_is_where_it_is_no_home() -> None:
    library = a_home(notes="At 12 Secret Street, WN2 3AB", details={"address": "12 Secret Street"})
    assert shown(library).notes == library.notes
    assert shown(library).details == library.details
