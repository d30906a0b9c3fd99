"""Somebody's home in every output: in the middle of its sector or neighbourhood, and its address nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest

from placeplanner.domain.hiding import NO_SECTORS, Hiding
from placeplanner.domain.kinds import Audience
from placeplanner.profile.atlas import export_atlas
from placeplanner.profile.export import EVERY_FORMAT, export_profile
from placeplanner.profile.released import released_to
from placeplanner.store.planfile import PlanFile
from tests.builders import HINDLEY, a_point
from tests.profile.hindley import a_plan_of_hindley, hindley_of, only_hindley
from tests.profile.homes import (
    AT,
    NEXT_DOOR,
    SECTOR,
    WORDS,
    hidden_in_sectors,
    moved_to,
    paper_map,
    positions,
    the_homes,
)
from tests.profile.searching import found_in

OUTSIDE = (Audience.PARTNERSHIP, Audience.PUBLIC)
SECRETS = (*WORDS, *positions(AT, NEXT_DOOR))


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[PlanFile]:
    with a_plan_of_hindley(tmp_path, the_homes()) as plan:
        yield plan


@pytest.fixture
def in_sectors(tmp_path: Path) -> Hiding:
    return hidden_in_sectors(tmp_path)


def everything(plan: Any, to: Path, audience: Audience, homes: Hiding) -> list[Path]:
    """Every file of every kind that can leave: for a town, for a neighbourhood, all places, and maps for paper."""
    town = hindley_of(plan)
    files = [*export_profile(plan, town, to / "town", audience=audience, formats=EVERY_FORMAT, homes=homes)]
    for place in plan.places.children(town.code):
        files += export_profile(plan, place, to / place.name, audience=audience, homes=homes)
    for ending in ("pdf", "svg", "png"):
        files.append(paper_map(plan, town, to / f"wall.{ending}", audience, homes))
    return files


@pytest.mark.qt
@pytest.mark.parametrize("audience", OUTSIDE)
@pytest.mark.parametrize("knows_sectors", [True, False])
def test_no_file_for_others_says_where_a_home_is(
    plan: PlanFile, tmp_path: Path, in_sectors: Hiding, audience: Audience, knows_sectors: bool
) -> None:
    homes = in_sectors if knows_sectors else NO_SECTORS
    files = everything(plan, tmp_path / "out", audience, homes)
    for file in files:
        assert found_in(file, SECRETS) == set(), file.name
    assert any(file.name == "hindley-acv-candidates.csv" for file in files)


@pytest.mark.qt
def test_the_secrets_are_found_where_they_may_be(plan: PlanFile, tmp_path: Path) -> None:
    """The group sees all; else the test above would prove nothing."""
    files = everything(plan, tmp_path / "out", Audience.GROUP, NO_SECTORS)
    found = {file.name: found_in(file, WORDS) for file in files}
    for name in ("profile.pdf", "profile.html", "records.csv", "records.xlsx", "records.gpkg"):
        assert {"Quincunx", "N2 7QQ", "Xanadu"} <= found[f"hindley-{name}"], name
    where = set(positions(NEXT_DOOR))
    assert len(found_in(tmp_path / "out" / "town" / "hindley-records.csv", where)) >= 4


def test_all_places_at_once_say_no_more(plan: PlanFile, tmp_path: Path, in_sectors: Hiding) -> None:
    made = export_atlas(
        plan, tmp_path / "atlas", audience=Audience.PUBLIC, formats=["html"], homes=in_sectors
    )
    for file in made.files:
        assert found_in(file, SECRETS) == set(), file.name
    told = {file.name for file in made.files if "Tool library" in file.read_text("utf-8")}
    home = released_to(plan, hindley_of(plan), Audience.PUBLIC, in_sectors)
    (record,) = (each for each in home.records if each.name == "Tool library")
    around = [plan.places.get(record.place), *plan.places.ancestors(record.place or "")]
    assert told == {f"{re.sub('[^a-z]+', '-', each.name.lower()).strip('-')}.html" for each in around if each}


@pytest.mark.qt
@pytest.mark.parametrize("audience", Audience)
def test_nor_does_an_atlas_on_paper(
    plan: PlanFile, tmp_path: Path, in_sectors: Hiding, monkeypatch: pytest.MonkeyPatch, audience: Audience
) -> None:
    only_hindley(monkeypatch)
    (made,) = export_atlas(plan, tmp_path, audience=audience, formats=["pdf"], homes=in_sectors).files
    found = found_in(made, [*SECRETS, "Tool library"])
    if audience is Audience.GROUP:
        assert {"Tool library", "Quincunx", "N2 7QQ", "Xanadu"} <= found
    else:
        assert found == {"Tool library"}


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
