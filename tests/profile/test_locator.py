"""Where a place lies in the borough."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from placeplanner.domain.place import Places
from placeplanner.exchange.rows import Names
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.profile.html import to_html
from placeplanner.profile.locator import locator_of
from placeplanner.profile.pdf import to_pdf
from tests.profile.hindley import a_plan_of_hindley, profile_of_hindley
from tests.profile.test_pdf import elements


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("Tyldesley", "Tyldesley lies in the east of Wigan Borough."),
        ("Standish", "Standish lies in the north-west of Wigan Borough."),
        ("Orrell", "Orrell lies in the west of Wigan Borough."),
        ("Golborne", "Golborne lies in the south of Wigan Borough."),
        ("Abram", "Abram lies in the middle of Wigan Borough."),
    ],
)
def test_a_town_is_where_people_know_it_to_be(name: str, where: str) -> None:
    places = shipped_places()
    found = locator_of(places.get(f"town-{name.lower()}") or pytest.fail(name), places)
    assert found is not None and found.alt == where


def test_the_stamp_is_small_and_proper_svg_with_the_place_on_top(tmp_path: Path) -> None:
    places = shipped_places()
    hindley = places.get("town-hindley")
    assert hindley is not None
    found = locator_of(hindley, places)
    assert found is not None and len(found.svg) < 20_000
    paths = etree.fromstring(found.svg.encode()).findall("{http://www.w3.org/2000/svg}path")
    assert len(paths) == 14 + 2 and paths[-1].get("fill") == "#2e5e58"


def test_the_borough_lies_nowhere_in_itself() -> None:
    places = shipped_places()
    assert places.borough is not None
    assert locator_of(places.borough, places) is None
    assert locator_of(places.borough, Places([])) is None


def test_the_profile_shows_it_on_paper_and_on_the_page(tmp_path: Path) -> None:
    with a_plan_of_hindley(tmp_path, ()) as plan:
        profile = profile_of_hindley(plan)
        assert profile.locator is not None
        page = to_html(profile, Names.of(plan))
        assert f'role="img" aria-label="{profile.locator.alt}"' in page and profile.locator.svg in page
        with pikepdf.open(io.BytesIO(to_pdf(profile, plan.catalogue))) as document:
            told = [str(tag.get("/Alt", "")) for tag in elements(document.Root.StructTreeRoot)]
        assert profile.locator.alt in told
