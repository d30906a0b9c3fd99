"""The page: whole in itself, safe whatever people wrote, and built for every reader."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]
from lxml.html import HtmlElement  # type: ignore[import-untyped]

from placeplanner.exchange.rows import Names
from placeplanner.profile.html import to_html
from placeplanner.profile.pictures import photos_of
from placeplanner.store.planfile import PlanFile
from tests.profile.hindley import (
    AWKWARD,
    SECRETS,
    a_plan_of_hindley,
    awkward_records,
    profile_of_hindley,
)

FETCHING = ("src", "srcset", "poster", "data", "action", "formaction", "background", "ping", "manifest")


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[PlanFile]:
    with a_plan_of_hindley(tmp_path, awkward_records()) as plan:
        yield plan


@pytest.fixture
def text(plan: PlanFile) -> str:
    profile = profile_of_hindley(plan)
    return to_html(profile, Names.of(plan), pictures=photos_of(plan, profile))


@pytest.fixture
def page(text: str) -> HtmlElement:
    return html.document_fromstring(text)


def scripts(text: str) -> list[str]:
    return re.findall(r"<script>(.*?)</script>", text, re.DOTALL)


def policy(page: HtmlElement) -> dict[str, list[str]]:
    content = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    return {name: values for name, *values in (part.split() for part in content.split(";"))}


def test_nothing_in_the_page_asks_the_net_for_anything(page: HtmlElement, text: str) -> None:
    assert page.xpath("//link | //iframe | //object | //embed | //base") == []
    for name in FETCHING:
        assert [value for value in page.xpath(f"//@{name}") if not value.startswith("data:")] == []
    for style in page.xpath("//style/text()"):
        assert re.findall(r"url\((?!data:)", style) == []
        assert "@import" not in style
    assert not any(
        name in text.lower() for name in ("cdn.", "jquery", "bootstrap", "fontawesome", "awesome-markers")
    )


def test_the_policy_bars_every_request_and_every_script_but_ours(page: HtmlElement, text: str) -> None:
    rules = policy(page)
    assert rules["default-src"] == ["'none'"]
    assert rules["img-src"] == ["data:"]
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}'"
        for each in scripts(text)
    }
    assert set(rules["script-src"]) == hashes
    assert not any("unsafe" in value for values in rules.values() for value in values)
    assert page.xpath("//@style") == []  # the policy would not let them through


def test_what_people_wrote_stays_text(page: HtmlElement) -> None:
    names = {element.text_content() for element in page.xpath("//main//span[@class='name']")}
    for awkward in AWKWARD:
        if "\x00" not in awkward:
            assert awkward in names
    assert len(page.xpath("//script")) == 3
    assert page.xpath("//@onerror") == []


def test_the_scripts_hold_no_markup_that_people_wrote(text: str) -> None:
    data = scripts(text)[-1]
    assert "</" not in data
    assert "<img" not in data
    assert "\\u003cscript\\u003e" in data


def test_the_page_has_a_language_a_title_landmarks_and_a_way_past_them(page: HtmlElement) -> None:
    assert page.get("lang") == "en-GB"
    assert page.findtext(".//title").startswith("Hindley: place profile, ")
    assert [len(page.xpath(f"//{name}")) for name in ("header", "nav", "main", "footer", "h1")] == [1] * 5
    assert page.xpath("//a[@href='#main']")[0].text == "Skip to the profile"
    assert page.xpath("//nav/@aria-label")


def test_headings_go_down_one_step_at_a_time(page: HtmlElement) -> None:
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_link_leads_somewhere_on_the_page_and_every_id_is_one_things(page: HtmlElement) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")} <= set(ids)


def test_every_picture_has_words_and_every_table_has_heads(page: HtmlElement) -> None:
    assert page.xpath("//img[not(@alt) or @alt='']") == []
    assert page.xpath("//img/@alt") == ["Photo: The spire at dusk"]
    assert page.xpath("//table[not(.//th[@scope='col'])]") == []
    words = "(@aria-hidden='true' or parent::*[@role='img' and @aria-label!=''] or @role='img' and @aria-labelledby)"
    assert page.xpath(f"//svg[not{words}]") == []


def test_every_chart_has_a_name_and_its_numbers_in_words_and_a_table_after_it(page: HtmlElement) -> None:
    charts = page.xpath("//figure[@class='plot']//svg")
    assert [chart.get("class") for chart in charts] == ["wide", "narrow"] * 3
    for chart in charts:
        (name,) = page.xpath(f"//*[@id='{chart.get('aria-labelledby')}']")
        (words,) = page.xpath(f"//*[@id='{chart.get('aria-describedby')}']")
        assert (name.tag, words.tag) == ("title", "desc")
        (heading, *_) = chart.xpath("ancestor::figure/preceding-sibling::h3[1]")
        assert heading.text == name.text
        (table,) = chart.xpath("ancestor::figure/following-sibling::div[1]/table")
        assert all(cell.text in words.text for cell in table.xpath("tbody/tr/td[1]"))


def test_no_chart_brings_a_style_or_a_script(page: HtmlElement) -> None:
    assert page.xpath("//figure[@class='plot']//*[@style or self::style or self::script]") == []


def test_each_record_of_the_map_is_in_the_lists_too(page: HtmlElement, plan: PlanFile) -> None:
    shown = {record.id for record in profile_of_hindley(plan).records}
    assert {each.removeprefix("record-") for each in page.xpath("//li/@id")} == shown


def test_no_secret_is_anywhere_in_the_page(text: str) -> None:
    assert [secret for secret in SECRETS if secret in text] == []


def test_the_same_profile_makes_the_same_page(plan: PlanFile) -> None:
    profile, names = profile_of_hindley(plan), Names.of(plan)
    assert to_html(profile, names) == to_html(profile, names)


def test_a_lost_photo_is_said_to_be_missing(plan: PlanFile) -> None:
    assert "This photo is missing from the plan." in to_html(profile_of_hindley(plan), Names.of(plan))


def test_the_page_is_small_without_photos(plan: PlanFile) -> None:
    assert len(to_html(profile_of_hindley(plan), Names.of(plan)).encode()) < 500_000


def test_the_legend_stands_below_the_map_for_paper_has_no_switches(page: HtmlElement) -> None:
    (legend,) = page.xpath("//figcaption/span[@class='legend']")
    told = " ".join(legend.text_content().split())
    assert told.startswith("Assets (14)") and told.endswith("Priorities (2)")
    assert len(legend.xpath(".//svg")) == told.count("(")
