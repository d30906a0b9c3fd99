"""The easy-read edition and the poster: PDF/UA-1 like the profile, big letters, one page, in the order of reading."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from msgspec.structs import replace

from placeplanner.domain.kinds import Audience
from placeplanner.domain.shaping import Shaping
from placeplanner.profile.blocks import Listings, Voices
from placeplanner.profile.easy import easy_read, sentences
from placeplanner.profile.easy_words import WHOM_FOR, left_out
from placeplanner.profile.editions import set_in_type
from placeplanner.profile.large_print import most_wanted
from placeplanner.profile.pdf import MapPicture
from placeplanner.profile.poster import poster
from placeplanner.profile.preview import Preview, Wish
from placeplanner.store.planfile import PlanFile
from tests.builders import a_plan, a_record
from tests.profile.hindley import (
    SECRETS,
    SHARED,
    a_plan_of_hindley,
    awkward_records,
    hindley_of,
    profile_of_hindley,
)
from tests.profile.test_pages_for_everyone import a_full_plan
from tests.profile.test_pdf import SVG, elements, text_of

MAP = MapPicture(SVG, "svg")


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[PlanFile]:
    wishes = [
        a_record(
            "priority",
            f"Wish {n} " + "of many words " * 12,
            **SHARED,
            category="natural_space" if n % 3 else "feeling_safe",
            details={"aim": "create", "said": "We need it. " * 40},
        )
        for n in range(30)
    ]
    with a_plan_of_hindley(tmp_path, [*awkward_records(), *wishes]) as plan:
        yield plan


def made(plan: PlanFile, edition: str, drawn: MapPicture | None = MAP) -> bytes:
    return set_in_type(edition, profile_of_hindley(plan), plan, drawn)


@pytest.mark.parametrize(
    ("edition", "title"), [("easy", "Hindley: easy read"), ("poster", "Hindley: poster")]
)
def test_each_edition_is_pdf_ua_tagged_titled_and_its_figures_are_told(
    plan: PlanFile, edition: str, title: str
) -> None:
    with pikepdf.open(io.BytesIO(made(plan, edition))) as document:
        root = document.Root
        assert bool(root.MarkInfo.Marked) and str(root.Lang) == "en-GB"
        with document.open_metadata() as metadata:
            assert (metadata["pdfuaid:part"], metadata["dc:title"]) == ("1", title)
        tags = list(elements(root.StructTreeRoot))
        figures = [str(tag.get("/Alt", "")) for tag in tags if str(tag.S) == "/Figure"]
        assert all(figures) and any(alt.startswith("A map of Hindley.") for alt in figures)
        assert "Photo: The spire at dusk" in figures
        assert len(figures) == 2
        assert {"/H1", "/L", "/LI"} <= {str(tag.S) for tag in tags}


def test_what_people_speak_of_most_is_a_chart_only_where_the_profile_has_one(
    plan: PlanFile, tmp_path: Path
) -> None:
    profile = profile_of_hindley(plan)
    told = most_wanted(profile)
    assert told is not None and told.numbers == (20, 10, 2)
    assert told.lines == ("Natural space: 20 ideas.", "Feeling safe: 10 ideas.", "Moving around: 2 ideas.")
    assert most_wanted(replace(profile, sections=profile.sections[:3])) is None  # its section is switched off


def test_photos_say_who_took_them(plan: PlanFile) -> None:
    told = {each: " ".join(text_of(made(plan, each)).split()) for each in ("easy", "poster")}
    assert "The spire at dusk. Photo by Ann Openly." in told["easy"]
    assert "The spire at dusk Photo: Ann Openly" in told["poster"]


@pytest.mark.parametrize("edition", ["easy", "poster"])
def test_each_edition_comes_out_without_a_map_and_without_secrets(plan: PlanFile, edition: str) -> None:
    text = text_of(made(plan, edition, None))
    assert "could not be drawn" in " ".join(text.split())
    assert [secret for secret in SECRETS if secret in text] == []


def test_the_easy_edition_is_read_in_its_order(plan: PlanFile) -> None:
    text = text_of(made(plan, "easy"))
    order = [
        "This is about Hindley",
        "What is in here",
        "About these pages",
        "people live here",
        "Listed building",
        "Library: ",
        "Natural space: 20 ideas.",
        "Wish",
        "We want to hear from everybody",
        "Where the facts come from",
    ]
    found = [text.index(words) for words in order]
    assert found == sorted(found)


def size_of_letter(texts: pypdfium2.PdfTextPage, number: int) -> float:
    """In points on paper: a chart is drawn small and set large."""
    size = pypdfium2.raw.FPDFText_GetFontSize(texts.raw, number)
    matrix = pypdfium2.raw.FS_MATRIX()
    found = pypdfium2.raw.FPDFText_GetMatrix(texts.raw, number, matrix)
    return float(size * math.hypot(matrix.b, matrix.d)) if found and size > 1 else float(size)


def test_no_letter_of_the_easy_edition_is_smaller_than_16_points(plan: PlanFile) -> None:
    document = pypdfium2.PdfDocument(made(plan, "easy"))
    try:
        for page in document:
            texts = page.get_textpage()
            sizes = {size_of_letter(texts, number) for number in range(texts.count_chars())}
            assert min(sizes - {0.0, 1.0}, default=16.0) >= 16.0  # 1: line ends that pdfium puts in
    finally:
        document.close()


def test_the_poster_is_one_a3_page_whatever_people_wrote(plan: PlanFile) -> None:
    document = pypdfium2.PdfDocument(made(plan, "poster"))
    try:
        assert len(document) == 1
        width, height = document[0].get_size()
        assert (round(width), round(height)) == (1191, 842)
    finally:
        document.close()


@pytest.mark.parametrize("kept", [(), ("listen",), ("know", "pride")])
def test_a_poster_of_some_sections_is_full_and_says_what_the_marks_of_its_map_are(
    plan: PlanFile, kept: tuple[str, ...]
) -> None:
    whole = profile_of_hindley(plan)
    title = "Hindley, Hindley Green and the streets between Market Street and Borsdane Wood"
    part = replace(whole, title=title, sections=tuple(each for each in whole.sections if each.key in kept))
    document = pypdfium2.PdfDocument(set_in_type("poster", part, plan, MAP))
    try:
        assert len(document) == 1 and filled(document[0]) > 0.85
        assert "Heritage (" in document[0].get_textpage().get_text_range()
    finally:
        document.close()


def test_the_poster_has_five_figures_three_quotes_and_eight_priorities(plan: PlanFile) -> None:
    told = poster(profile_of_hindley(plan), {})
    assert (len(told["figures"]), len(told["quotes"]), len(told["priorities"])) == (5, 3, 8)
    assert told["figures"][0]["label"] == "Residents"
    assert all(len(each["said"]) <= 141 for each in told["quotes"])
    assert told["wishes"] == 31


def test_easy_ideas_are_short_and_have_their_categorys_icon(plan: PlanFile) -> None:
    parts = easy_read(profile_of_hindley(plan), {}, plan.catalogue)
    wishes = next(part for part in parts if part["title"] == "What people want")["ideas"]
    assert {idea["kind"] for idea in wishes} == {"priority"}
    assert {idea["icon"] for idea in wishes} >= {"mdi6.leaf", "mdi6.dots-horizontal"}
    assert all(len(idea["said"].split()) <= 25 for idea in wishes)
    assert wishes[-1]["text"] == "There are 19 more in the full profile."
    assert sentences("One. Two! Three") == ["One.", "Two!", "Three"]


def our_sentences(parts: list[dict[str, Any]]) -> Iterator[str]:
    """What we say, without what people have written: names and their own words."""
    for part in parts:
        yield from sentences(f"{part['title']}. {part['lead']}")
        for idea in (*part["legend"], *part["ideas"]):
            yield from sentences(idea["text"])


@pytest.mark.parametrize("audience", list(Audience))
def test_no_easy_sentence_of_ours_is_long_or_has_a_percentage(plan: PlanFile, audience: Audience) -> None:
    profile = profile_of_hindley(plan, audience)
    told = [*our_sentences(easy_read(profile, {}, plan.catalogue)), *WHOM_FOR.values()]
    told += [line for words in profile.withheld for line in left_out(words)]
    assert len(told) > 25
    assert [line for line in told if len(line.split()) > 15 or "%" in line] == []


def test_every_easy_idea_has_a_picture_beside_it(plan: PlanFile) -> None:
    from placeplanner.draw.icon_font import letter_of

    for part in easy_read(profile_of_hindley(plan), {}, plan.catalogue):
        assert all(letter_of(idea["icon"]) for idea in (part, *part["legend"], *part["ideas"]))


def filled(page: pypdfium2.PdfPage) -> float:
    """How far down a page its words and pictures reach, from 0 to 1, without the line at its foot."""
    drawn = page.render(scale=0.5, grayscale=True).to_numpy()
    drawn = drawn.reshape(drawn.shape[:2])
    rows = np.flatnonzero((drawn[: int(len(drawn) * 0.92)] < 200).any(axis=1))
    return float(rows.max() / len(drawn)) if len(rows) else 0.0


def plans_of_all_sizes(folder: Path) -> Iterator[PlanFile]:
    with a_plan(folder, "empty.gpkg") as plan:
        yield plan
    with a_plan_of_hindley(folder) as plan:
        yield plan
    with a_full_plan(folder) as plan:
        yield plan


def test_no_page_of_the_easy_edition_is_mostly_empty(tmp_path: Path) -> None:
    for plan in plans_of_all_sizes(tmp_path):
        document = pypdfium2.PdfDocument(made(plan, "easy"))
        try:
            assert [round(filled(page), 2) for page in document if filled(page) < 0.6] == []
        finally:
            document.close()


def test_the_poster_fills_one_a3_page_whatever_the_records(tmp_path: Path) -> None:
    for plan in plans_of_all_sizes(tmp_path):
        document = pypdfium2.PdfDocument(made(plan, "poster"))
        try:
            assert len(document) == 1
            assert [round(side) for side in document[0].get_size()] == [1191, 842]
            assert filled(document[0]) > 0.85
        finally:
            document.close()


@pytest.mark.qt
def test_a_preview_is_the_pdf_page_by_page_and_kept_while_nothing_changes(plan: PlanFile) -> None:
    preview, place = Preview(), hindley_of(plan)
    wish = Wish(place, Audience.PUBLIC, "easy", Shaping.of(place.code, Audience.PUBLIC), plan.revision)
    first = preview.page(wish, 0, 0.5, plan, None)
    assert first is not None and first.page.count > 2
    assert len(first.page.rgb) == first.page.width * first.page.height * 3
    assert "This is about Hindley" in first.page.text
    assert [part.key for part in first.parts] == ["know", "pride", "connect", "listen", "person", "right"]
    last = preview.kept(wish, 99, 0.5)
    assert last is not None and last.page.number == last.page.count - 1
    assert preview.kept(Wish(place, Audience.GROUP, "easy", wish.shaping, ""), 0, 1) is None
    assert (
        preview.page(Wish(place, Audience.GROUP, "easy", wish.shaping, ""), 0, 1, plan, None, lambda: True)
        is None
    )


def test_where_nobody_told_anything_the_easy_edition_does_not_say_that_they_did(plan: PlanFile) -> None:
    full = profile_of_hindley(plan)
    bare = replace(
        full,
        records=(),
        sections=tuple(
            replace(section, blocks=tuple(b for b in section.blocks if not isinstance(b, Listings | Voices)))
            for section in full.sections
        ),
    )
    text = " ".join(text_of(set_in_type("easy", bare, plan, MAP)).split())
    assert "Nobody has told us anything about it yet." in text and "made with what people told us" not in text
    assert "Nobody has told us yet what should be better." in text and "People told us" not in text
    assert "It is made with what people told us." in " ".join(text_of(made(plan, "easy")).split())
