"""Somebody's home in every output: in the middle of its sector or neighbourhood, and its address nowhere."""

from __future__ import annotations

import datetime
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
import shapely
from msgspec.structs import replace
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.coordinates import EastingNorthing, grid_ref, to_lonlat
from placeplanner.domain.hiding import NO_SECTORS, Hiding, HomesShown
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.domain.record import Record
from placeplanner.exchange.homes import HOME
from placeplanner.gazetteer.sectors import PostcodeSectors
from placeplanner.profile.atlas import export_atlas
from placeplanner.profile.export import EVERY_FORMAT, export_profile
from placeplanner.profile.leaving_out import left_out
from placeplanner.profile.paper import print_map
from placeplanner.profile.released import released_to
from placeplanner.store.planfile import PlanFile
from tests.builders import HINDLEY, a_point, a_record
from tests.gazetteer.test_sectors import a_pack
from tests.profile.hindley import SHARED, a_plan_of_hindley, hindley_of

AT = (HINDLEY[0] + 123.4, HINDLEY[1] + 56.7)
NEXT_DOOR = (HINDLEY[0] + 141.8, HINDLEY[1] - 33.3)
SECTOR = "WN2 3"
SECTORS_AT = {SECTOR: (0.0, 300.0), "WN2 4": (9_000.0, 9_000.0)}  # from Hindley
WORDS = ("Quincunx", "Jabberwock", "7QQ", "Serendip", "Xanadu", "Kubla", "Ozymandias", HOME)
OUTSIDE = (Audience.PARTNERSHIP, Audience.PUBLIC)


def the_homes() -> list[Record]:
    """A nominated asset with an outline, a childminder next door, a story and a wish: all of them in one sector."""
    nominated = a_record(
        "asset",
        "Tool library",
        **SHARED,
        geometry=shapely.Point(*AT).buffer(9.0),
        notes="Ring twice at 7 Quincunx Street.",
        source="Kubla, www.xanadu.example",
        details={
            HOME: True,
            "address": "7 Quincunx Street, Hindley, WN2 7QQ",
            "nominate": True,
            "social_value": "People mend things",
            "current_use": "Tools to borrow, at WN2 7QQ",
            "owner_address": "Serendip House",
            "boundary": "House and garden of Xanadu",
            "website": "https://ozymandias.example",
        },
        origin="osm:node/Jabberwock",
    )
    minder = a_record(
        "asset",
        "Childminder of Quincunx Street",
        **SHARED,
        category="early_years",
        geometry=a_point(*NEXT_DOOR),
        details={HOME: True, "address": "9 Quincunx Street", "step_free": "yes"},
    )
    story = a_record(
        "heritage",
        "The weaver's cottage",
        **SHARED,
        category="memorial",
        geometry=shapely.LineString([AT, NEXT_DOOR]),
        details={
            HOME: True,
            "address": "Xanadu, Kubla Lane",
            "rarity": "Xanadu is the last one",
            "landmark_status": "All know it",
        },
    )
    wish = a_record(
        "priority",
        "A quiet evening",
        **SHARED,
        geometry=a_point(*AT),
        details={HOME: True, "aim": "keep", "said": f"At {grid_ref(EastingNorthing(*AT))}"},
    )
    return [nominated, minder, story, wish]


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[PlanFile]:
    with a_plan_of_hindley(tmp_path, the_homes()) as plan:
        yield plan


@pytest.fixture
def in_sectors(tmp_path: Path) -> Hiding:
    """Postcodes all around the homes, and in another sector far away: one of them at the very door."""
    east, north = HINDLEY[0] - 361_000.0, HINDLEY[1] - 404_000.0
    spots = {
        name: [
            (east + dx + x, north + dy + y)
            for x, y in ((-400, -300), (400, -250), (0, 350), (-350, 300), (123.4, -243.3))
        ]
        for name, (dx, dy) in SECTORS_AT.items()
    }
    return Hiding(HomesShown.SECTOR, PostcodeSectors.in_packs([a_pack(tmp_path, spots)]))


def positions(*spots: tuple[float, float]) -> Iterator[str]:
    """How a position may be written: metres, degrees, and references to a hundred metres and finer."""
    for spot in spots:
        at = EastingNorthing(*spot)
        yield from (f"{at.easting:.0f}", f"{int(at.easting)}.", f"{at.northing:.0f}", f"{int(at.northing)}.")
        lon, lat = to_lonlat(at)
        yield from (f"{lon:.7f}"[:-2], f"{lat:.7f}"[:-2])  # 1 m; boundaries pass within 11 m
        for digits in (8, 10):
            reference = grid_ref(at, digits)
            yield from (reference, reference.replace(" ", ""))


def all_of(file: Path) -> bytes:
    """A file's bytes, and all that is packed in it."""
    data = [file.read_bytes()]
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as parts:
            data += [parts.read(name) for name in parts.namelist()]
    if file.suffix == ".pdf":
        with pikepdf.open(file) as pdf:
            streams = (each for each in pdf.objects if isinstance(each, pikepdf.Stream))
            data += [_stream(each) for each in streams]
            data.append(pdf.trailer.unparse(resolved=False))
        document = pypdfium2.PdfDocument(file)
        data += [page.get_textpage().get_text_range().encode() for page in document]
        document.close()
    if file.suffix == ".gpkg":
        with closing(sqlite3.connect(file)) as connection:
            data.append("\n".join(connection.iterdump()).encode())
    return b"\n".join(data)


def _stream(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:  # a picture
        return stream.read_raw_bytes()


def everything(plan: Any, to: Path, audience: Audience, homes: Hiding) -> list[Path]:
    """Every file of every kind that can leave: for a town, for a neighbourhood, all places, and maps for paper."""
    town = hindley_of(plan)
    files = [*export_profile(plan, town, to / "town", audience=audience, formats=EVERY_FORMAT, homes=homes)]
    for place in plan.places.children(town.code):
        files += export_profile(plan, place, to / place.name, audience=audience, homes=homes)
    for ending in ("pdf", "svg", "png"):
        files.append(paper_map(plan, town, to / f"wall.{ending}", audience, homes))
    return files


def paper_map(plan: Any, town: Place, out: Path, audience: Audience, homes: Hiding) -> Path:
    from placeplanner.draw.paper_sizes import Wishes

    print_map(plan, town, out, audience, Wishes(), dpi=60, homes=homes)
    return out


@pytest.mark.qt
@pytest.mark.parametrize("audience", OUTSIDE)
@pytest.mark.parametrize("knows_sectors", [True, False])
def test_no_file_for_others_says_where_a_home_is(
    plan: PlanFile, tmp_path: Path, in_sectors: Hiding, audience: Audience, knows_sectors: bool
) -> None:
    homes = in_sectors if knows_sectors else NO_SECTORS
    files = everything(plan, tmp_path / "out", audience, homes)
    secrets = [*WORDS, *positions(AT, NEXT_DOOR)]
    for file in files:
        data = all_of(file)
        for secret in secrets:
            assert secret.encode() not in data, (file.name, secret)
            assert secret.encode("utf-16-le") not in data
    assert any(file.name == "hindley-acv-candidates.csv" for file in files)


@pytest.mark.qt
def test_the_secrets_are_found_where_they_may_be(plan: PlanFile, tmp_path: Path) -> None:
    """The group sees all; else the test above would prove nothing."""
    files = everything(plan, tmp_path / "out", Audience.GROUP, NO_SECTORS)
    found = {file.name: {word for word in WORDS if word.encode() in all_of(file)} for file in files}
    for name in ("profile.pdf", "profile.html", "records.csv", "records.xlsx", "records.gpkg"):
        assert {"Quincunx", "7QQ", "Xanadu"} <= found[f"hindley-{name}"], name
    where = set(positions(NEXT_DOOR))
    data = all_of(tmp_path / "out" / "town" / "hindley-records.csv").decode("utf-8", "replace")
    assert sum(each in data for each in where) >= 4


def test_all_places_at_once_say_no_more(plan: PlanFile, tmp_path: Path, in_sectors: Hiding) -> None:
    made = export_atlas(
        plan, tmp_path / "atlas", audience=Audience.PUBLIC, formats=["html"], homes=in_sectors
    )
    pages = {file.name: file.read_text("utf-8") for file in made.files}
    for name, page in pages.items():
        for secret in (*WORDS, *positions(AT, NEXT_DOOR)):
            assert secret not in page, (name, secret)
    told = {name for name, page in pages.items() if "Tool library" in page}
    home = released_to(plan, hindley_of(plan), Audience.PUBLIC, in_sectors)
    (record,) = (each for each in home.records if each.name == "Tool library")
    around = [plan.places.get(record.place), *plan.places.ancestors(record.place or "")]
    assert told == {f"{re.sub('[^a-z]+', '-', each.name.lower()).strip('-')}.html" for each in around if each}


def test_each_format_shows_it_in_the_middle_of_its_sector(
    plan: PlanFile, tmp_path: Path, in_sectors: Hiding
) -> None:
    formats = ("geojson", "acv", "local-list", "services", "csv", "html")
    files = export_profile(
        plan,
        hindley_of(plan),
        tmp_path / "out",
        formats=formats,
        audience=Audience.PUBLIC,
        homes=in_sectors,
    )
    geojson, acv, heritage, services, table, page, _ = (file.read_text("utf-8-sig") for file in files)
    found = {each["properties"].get("name", ""): each for each in json.loads(geojson)["features"]}
    spots = {
        tuple(each["geometry"]["coordinates"])
        for name, each in found.items()
        if name in ("Tool library", "", "The weaver's cottage", "A quiet evening")
    }
    assert len(spots) == 1
    assert found["Tool library"]["properties"]["address"] == f"{SECTOR} (postcode sector)"
    assert f"{SECTOR} (postcode sector)" in acv
    assert f"{SECTOR} (postcode sector)" in heritage
    locations = [
        each["service_at_locations"][0]["location"]
        for each in json.loads(services)["services"]
        if each.get("service_at_locations", [{}])[0]["location"].get("addresses", [{}])[0].get("address_1")
        == f"{SECTOR} (postcode sector)"
    ]
    assert len(locations) == 2
    for location in locations:
        where = [location["longitude"], location["latitude"]]
        assert where == pytest.approx(found["Tool library"]["geometry"]["coordinates"], abs=2e-6)
        assert location["addresses"][0]["postal_code"] == ""
    assert table.count(f"{SECTOR} (postcode sector)") == 3
    assert (
        "Somebody’s home is not shown where it is. Four records stand in the middle of postcode sector WN2 3: "
        in page
    )


def test_it_stands_inside_its_neighbourhood_and_the_group_sees_it_where_it_is(plan: PlanFile) -> None:
    for audience in Audience:
        records = released_to(plan, hindley_of(plan), audience).records
        (home,) = (record for record in records if record.name == "A quiet evening")
        place = plan.places.get(home.place)
        assert place is not None and place.kind is PlaceKind.NEIGHBOURHOOD
        assert shapely.contains(place.geometry, home.geometry)
        assert (home.geometry == a_point(*AT)) is (audience is Audience.GROUP)


class WithAHomeAt:
    """A plan in which one home is somewhere else, and nothing but that is different."""

    def __init__(self, plan: PlanFile, home: Record) -> None:
        self._plan, self._home = plan, home

    def records(self, *, place: str | None = None) -> tuple[Record, ...]:
        every = [self._home if each.id == self._home.id else each for each in self._plan.records()]
        return tuple(self._plan.places.holding(place, every)) if place else tuple(every)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plan, name)


def moved_to(plan: PlanFile, at: BaseGeometry) -> WithAHomeAt:
    (home,) = (each for each in plan.records() if each.name == "Childminder of Quincunx Street")
    place = plan.places.at(at)
    assert place is not None
    return WithAHomeAt(plan, replace(home, geometry=at, place=place.code))


def as_shown(file: Path) -> bytes:
    """A file's bytes; of a PDF, whose clock ticks on, the pages as they look and read."""
    if file.suffix != ".pdf":
        return file.read_bytes()
    document = pypdfium2.PdfDocument(file)
    pages = [
        page.render(scale=1.5).to_numpy().tobytes() + page.get_textpage().get_text_range().encode()
        for page in document
    ]
    document.close()
    return b"".join(pages)


@pytest.mark.parametrize(("dx", "dy"), [(-500.0, 800.0), (0.1, -0.1), (590.0, -290.0), (123.4, -243.3)])
def test_wherever_in_its_sector_a_home_is_every_byte_of_the_data_is_the_same(
    plan: PlanFile, tmp_path: Path, in_sectors: Hiding, dx: float, dy: float
) -> None:
    """In the profile of the town and of each of its neighbourhoods: none of them tells in which of them it is."""
    formats = ("csv", "geojson", "html", "acv", "services", "local-list", "report", "pdf")
    town, written = hindley_of(plan), []
    for number, reader in enumerate((plan, moved_to(plan, a_point(HINDLEY[0] + dx, HINDLEY[1] + dy)))):
        files: list[Path] = []
        for place in (town, *plan.places.children(town.code)):
            files += export_profile(
                reader,  # type: ignore[arg-type]
                place,
                tmp_path / str(number),
                formats=formats if place is town else ("csv", "geojson"),
                audience=Audience.PUBLIC,
                homes=in_sectors,
            )
        written.append({file.name: as_shown(file) for file in files})
    assert written[0].keys() == written[1].keys()
    assert [name for name in written[0] if written[0][name] != written[1][name]] == []


def test_the_preview_says_where_homes_went_and_why(plan: PlanFile, in_sectors: Hiding) -> None:
    town = hindley_of(plan)
    told = left_out(plan, town, Audience.PUBLIC, homes=in_sectors)
    reasons = {each.sentence: each.names for each in told.reasons}
    sentence = "4 records stand in the middle of their postcode sector: they are somebody’s home."
    assert sorted(reasons[sentence]) == [
        "A quiet evening: WN2 3",
        "Childminder of Quincunx Street: WN2 3",
        "The weaver's cottage: WN2 3",
        "Tool library: WN2 3",
    ]
    unknown = [each.sentence for each in left_out(plan, town, Audience.PUBLIC).reasons]
    assert any("no map pack that is in use knows one there" in each for each in unknown)
    chosen = left_out(plan, town, Audience.PUBLIC, homes=Hiding(HomesShown.NEIGHBOURHOOD))
    assert not any("map pack" in each.sentence for each in chosen.reasons)
    gone = left_out(plan, town, Audience.PUBLIC, homes=Hiding(HomesShown.LEFT_OUT))
    assert gone.records == left_out(plan, town, Audience.PUBLIC).records + 4


def test_a_home_that_is_told_in_another_place_is_named_to_the_person_at_the_machine_only(
    plan: PlanFile, in_sectors: Hiding
) -> None:
    homes = {each.id for each in plan.records() if each.details.get(HOME)}
    told = []
    for place in plan.places.of_kind(PlaceKind.NEIGHBOURHOOD):
        seen = released_to(plan, place, Audience.PUBLIC, in_sectors)
        told += [each.id for each in seen.records if each.id in homes]
        inside = {each.id for each in plan.records(place=place.code)} & homes
        elsewhere = inside - {each.id for each in seen.records}
        reasons = left_out(plan, place, Audience.PUBLIC, homes=in_sectors).reasons
        said = [each.names for each in reasons if "profile of another place" in each.sentence]
        assert [len(names) for names in said] == ([len(elsewhere)] if elsewhere else [])
        assert not any("another place" in each for each in seen.sentences)
    assert sorted(told) == sorted(homes)  # each in one neighbourhood


def test_figures_are_made_from_where_homes_are_shown(plan: PlanFile, in_sectors: Hiding) -> None:
    """A share of residents within a walk of a home, reckoned from its door, would be a way to find the door."""
    from placeplanner.domain.framework import load_framework
    from placeplanner.profile.content import grounds_of, insight_for

    on = datetime.date(2026, 6, 1)
    there = moved_to(plan, a_point(HINDLEY[0] - 350, HINDLEY[1] + 700))
    figures = []
    for reader in (plan, there):
        grounds = grounds_of(reader, Audience.PUBLIC, load_framework(), on, in_sectors)  # type: ignore[arg-type]
        town = hindley_of(plan)
        seen = released_to(reader, town, Audience.PUBLIC, in_sectors)  # type: ignore[arg-type]
        figures.append(insight_for(grounds, town, seen.records, Audience.PUBLIC, None, in_sectors))
    assert figures[0] == figures[1]


@pytest.mark.qt
def test_a_map_on_a_wall_says_how_many_homes_stand_where(
    plan: PlanFile, tmp_path: Path, in_sectors: Hiding
) -> None:
    made = paper_map(plan, hindley_of(plan), tmp_path / "wall.pdf", Audience.PUBLIC, in_sectors)
    document = pypdfium2.PdfDocument(made)
    words = " ".join(document[0].get_textpage().get_text_range().split())
    document.close()
    assert "Four homes shown in the middle of postcode sector WN2 3" in words


def test_the_profile_of_a_ward_does_not_even_say_that_there_are_homes_in_it(
    plan: PlanFile, in_sectors: Hiding
) -> None:
    """The town's profile names its homes: a count for one street would say which of them are there."""
    around = shapely.MultiPolygon([shapely.Point(*AT).buffer(60)])
    patch = Place(PlaceCode("patch-1"), "Our street", PlaceKind.PATCH, None, around)
    places = plan.places.replaced([patch])

    class WithAPatch:
        def __init__(self) -> None:
            self.places = places

        def records(self, *, place: str | None = None) -> tuple[Record, ...]:
            every = plan.records()
            return tuple(places.holding(place, every)) if place else every

        def __getattr__(self, name: str) -> Any:
            return getattr(plan, name)

    reader: Any = WithAPatch()
    assert any(record.details.get(HOME) for record in reader.records(place=patch.code))
    for homes in (in_sectors, NO_SECTORS, Hiding(HomesShown.LEFT_OUT)):
        seen = released_to(reader, patch, Audience.PUBLIC, homes)
        assert not any("home" in sentence for sentence in seen.sentences)
        assert not any(record.name in ("Tool library", "A quiet evening") for record in seen.records)
        reasons = {
            each.sentence: each.names
            for each in left_out(reader, patch, Audience.PUBLIC, homes=homes).reasons
        }
        (names,) = (each for sentence, each in reasons.items() if "too small to hide in" in sentence)
        assert "Tool library" in names
