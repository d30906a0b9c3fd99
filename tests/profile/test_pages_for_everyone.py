"""Pages for everyone: axe-core in Chromium finds nothing, a narrow window and a keyboard do, and nothing is fetched.

axe-core's rules for WCAG 2.0, 2.1 and 2.2 at A and AA and its best practices are run by the browser's own tools on the
pages as people get them, Content-Security-Policy and all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from lxml import html  # type: ignore[import-untyped]

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.change import Change
from placeplanner.domain.kinds import Audience
from placeplanner.domain.record import Record
from placeplanner.edits.records import in_its_place
from placeplanner.exchange.sample import make_sample_plan
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.profile.atlas import export_atlas
from placeplanner.profile.export import export_profile
from placeplanner.store.planfile import PlanFile
from tests.builders import HINDLEY, a_plan, a_point, a_record, an_area
from tests.profile.chromium import Chromium, chromium

pytestmark = [pytest.mark.judge, pytest.mark.slow]
LARGEST = 1_500_000  # bytes of a page without photos


@dataclass(frozen=True)
class Pages:
    """What people get: profiles of a town, the borough, an empty town and a full one, and an atlas."""

    town: Path
    borough: Path
    empty: Path
    full: Path
    atlas: Path

    def __getitem__(self, name: str) -> Path:
        return self.atlas / name if name.endswith(".html") else getattr(self, name)  # type: ignore[no-any-return]


def five_hundred() -> Iterator[Record]:
    """Records of every kind all over a town, with as much text as people write."""
    catalogue = load_catalogue()
    kinds = tuple(catalogue.kinds.values())
    for number in range(500):
        spec = kinds[number % len(kinds)]
        category = spec.categories[number // len(kinds) % len(spec.categories)]
        at = HINDLEY[0] + number % 25 * 37 - 400, HINDLEY[1] + number // 25 * 61 - 600
        is_area = spec.kind.value == "greenspace"
        yield a_record(
            spec.kind.value,
            f"{category.label} number {number}",
            category=category.code,
            geometry=an_area(*at, 60) if is_area else a_point(*at),
            consent=Audience.PUBLIC,
            notes=f"Somebody told us this at the {number}th stall of the summer fair, and more than that. "
            * 3,
            source="Summer fair, 4 July 2026",
        )


def a_full_plan(folder: Path) -> PlanFile:
    """Hindley with five hundred records."""
    plan = a_plan(folder, "full.gpkg")
    with plan.step("Filled in", by="Sam") as writing:
        for record in five_hundred():
            writing.write(Change(None, in_its_place(plan, record)))
    return plan


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    folder = tmp_path_factory.mktemp("pages")

    def page(plan: PlanFile, name: str, to: str) -> Path:
        return export_profile(plan, plan.places.named(name)[0], folder / to, formats=["html"])[0]

    with a_plan(folder) as plan:
        empty = page(plan, "Hindley", "empty")
    with a_full_plan(folder) as plan:
        full = page(plan, "Hindley", "full")
    with make_sample_plan(folder / "sample.gpkg", load_catalogue(), shipped_places()) as plan:
        export_atlas(plan, folder / "atlas", formats=["html"])
        town, borough = page(plan, "Hindley", "sample"), page(plan, "Wigan Borough", "sample")
    return Pages(town, borough, empty, full, folder / "atlas")


@pytest.fixture(scope="module")
def _browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with chromium(tmp_path_factory.mktemp("browser")) as browser:
        yield browser


@pytest.fixture
def browser(_browser: Chromium) -> Chromium:
    """The browser with a clean slate: a wide window by day, nothing refused, nothing complained of."""
    _browser.refused.clear()
    _browser.complaints.clear()
    _browser.look()
    return _browser


def assert_quiet(browser: Chromium) -> None:
    assert (browser.refused, browser.complaints) == ([], [])


@pytest.mark.parametrize(
    ("name", "width", "dark"),
    [
        ("town", 1280, False),
        ("town", 320, True),
        ("borough", 1280, True),
        ("empty", 320, False),
        ("index.html", 1280, False),
        ("index.html", 320, True),
        ("hindley.html", 1280, True),
    ],
)
def test_axe_finds_nothing_wrong(browser: Chromium, pages: Pages, name: str, width: int, dark: bool) -> None:
    browser.look(width=width, dark=dark)
    browser.open(pages[name])
    assert browser.violations() == []
    assert browser.run("document.documentElement.scrollWidth") <= width
    assert_quiet(browser)


def test_the_judge_sees_what_is_wrong_and_what_is_fetched(browser: Chromium, tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text(
        '<!doctype html><title>x</title><p style="color:#ccc">pale</p><img src="http://example.invalid/x.png">'
        '<table><tr><th></th><td>1</td></tr></table><a href="x"></a><script>throw Error("ouch")</script>'
        + "<p>text</p>"
        * 3
    )
    browser.open(page)
    rules = {line.split(":")[0] for line in browser.violations()}
    assert {"html-has-lang", "color-contrast", "image-alt", "link-name"} <= rules
    assert browser.refused == ["http://example.invalid/x.png"]
    assert any("ouch" in line for line in browser.complaints)


def test_a_town_with_500_records_is_a_light_page(pages: Pages) -> None:
    text = pages.full.read_text("utf-8")
    assert len(html.document_fromstring(text).xpath("//li[starts-with(@id, 'record-')]")) == 500
    assert pages.full.stat().st_size <= LARGEST


def test_no_symbol_of_a_crowded_map_is_hard_to_hit(browser: Chromium, pages: Pages) -> None:
    browser.open(pages.full)
    assert browser.violations(".map-figure") == []
    shown = "[...document.querySelectorAll('.symbol')].filter(each => each.style.display !== 'none').length"
    joined = "[...document.querySelectorAll('.several')].reduce((sum, each) => sum + +each.textContent, 0)"
    assert browser.run(f"{shown} + {joined}") == 500
    assert_quiet(browser)


def test_a_keyboard_starts_with_the_way_past_the_top_and_always_sees_where_it_is(
    browser: Chromium, pages: Pages
) -> None:
    browser.open(pages.town)
    browser.press("Tab", 9)
    first = "[document.activeElement.textContent, document.activeElement.getBoundingClientRect().left >= 0]"
    assert browser.run(first) == ["Skip to the profile", True]
    browser.press("Enter", 13)
    assert browser.run("document.activeElement.id") == "main"
    marked = (
        "(e => { const s = getComputedStyle(e); return e === document.body || "
        "s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 || e.className === 'skip' })(document.activeElement)"
    )
    for _ in range(60):
        browser.press("Tab", 9)
        assert browser.run(marked), browser.run("document.activeElement.outerHTML.slice(0, 300)")


def test_symbols_that_lie_together_tell_their_names_to_a_keyboard(browser: Chromium, pages: Pages) -> None:
    browser.open(pages.town)
    joined = "document.querySelector('.several')"
    number = int(browser.run(f"{joined}.textContent"))
    assert browser.run(f"{joined}.getAttribute('aria-label')") == f"{number} records close together"
    browser.run(f"{joined}.focus()")
    browser.press("Enter", 13)
    links = browser.run("[...document.querySelectorAll('.popup-names a')].map(a => a.getAttribute('href'))")
    assert len(links) == number
    assert browser.run("document.activeElement.getAttribute('href')") == links[0]
    assert browser.run(f"{links!r}.every(link => document.querySelector(link))")
    assert browser.violations() == []
    browser.press("Escape", 27)
    assert browser.run(f"document.activeElement === {joined}")
    assert browser.run("document.querySelectorAll('.leaflet-popup:not([style*=\"opacity: 0\"])').length") == 0
    assert_quiet(browser)


def test_on_paper_the_map_shows_the_whole_place_and_then_what_was_on_the_screen(
    browser: Chromium, pages: Pages
) -> None:
    browser.open(pages.town)
    where = "JSON.stringify(document.querySelector('.symbol, .several').getBoundingClientRect())"
    before = browser.run(where)
    browser.run("window.dispatchEvent(new Event('beforeprint'))")
    is_whole = (
        "(() => { const box = document.querySelector('.folium-map').getBoundingClientRect(); "
        "const place = document.querySelector('path.boundary.place').getBoundingClientRect(); return box.width < 700 && "
        "place.left >= box.left && place.right <= box.right && place.top >= box.top && place.bottom <= box.bottom })()"
    )
    assert browser.run(is_whole)
    browser.run("window.dispatchEvent(new Event('afterprint'))")
    assert browser.run(where) == before
    assert_quiet(browser)


def test_a_map_without_records_offers_no_layers_to_choose(browser: Chromium, pages: Pages) -> None:
    browser.open(pages.empty)
    assert browser.run("document.querySelectorAll('.leaflet-control-layers').length") == 0
    assert_quiet(browser)


def test_on_a_telephone_the_towns_of_the_map_are_numbered_and_listed(browser: Chromium, pages: Pages) -> None:
    browser.look(width=390)
    browser.open(pages["index.html"])
    shown = "each => getComputedStyle(each).display !== 'none'"
    numbers = (
        f"[...document.querySelectorAll('.index-map text')].filter({shown}).map(each => each.textContent)"
    )
    assert browser.run(numbers) == [str(number + 1) for number in range(14)]
    listed = "[...document.querySelectorAll('.towns a')].map(each => each.getAttribute('href'))"
    linked = "[...document.querySelectorAll('.index-map a')].map(each => each.getAttribute('href'))"
    assert browser.run("document.querySelector('.towns').offsetHeight") > 0
    assert browser.run(listed) == browser.run(linked)


def test_what_the_map_shows_is_in_a_list_too(browser: Chromium, pages: Pages) -> None:
    browser.open(pages.town)
    shown = browser.run("[...document.querySelectorAll('.symbol')].map(each => each.title).sort()")
    listed = browser.run(
        "[...document.querySelectorAll('li[id^=record-] > .name')].map(each => each.textContent).sort()"
    )
    assert shown and set(shown) == set(listed)


def test_every_link_of_an_atlas_leads_somewhere(pages: Pages) -> None:
    read = {page.name: html.parse(str(page)).getroot() for page in pages.atlas.glob("*.html")}
    ids = {name: set(page.xpath("//@id")) for name, page in read.items()}
    assert len(read) == 56
    for name, page in read.items():
        for link in page.xpath("//a/@href"):
            file, mark = urldefrag(link)
            assert file == "" or file in read, f"{name}: {link}"
            assert mark == "" or mark in ids[file or name], f"{name}: {link}"


def test_one_goes_from_the_map_to_a_town_and_back_without_a_network(browser: Chromium, pages: Pages) -> None:
    browser.open(pages["index.html"])
    to = browser.run("document.querySelector('.index-map a[aria-label=Leigh]').getAttribute('href')")
    browser.run("document.querySelector('.index-map a[aria-label=Leigh]').focus()")
    browser.go(lambda: browser.press("Enter", 13))
    assert browser.run("location.href").endswith(f"/{to}") and browser.run("document.title").startswith(
        "Leigh"
    )
    browser.go(lambda: browser.run("document.querySelector('nav a').click()"))
    assert browser.run("location.href").endswith("/index.html")
    assert_quiet(browser)
