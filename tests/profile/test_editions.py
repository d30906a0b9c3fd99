"""The easy-read edition and the poster: PDF/UA-1 like the profile, big letters, one page, in the order of reading."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from msgspec.structs import replace

from placeplanner.domain.kinds import Audience
from placeplanner.domain.shaping import Shaping
from placeplanner.profile.blocks import Listings, Voices
from placeplanner.profile.easy import easy_read, sentences
from placeplanner.profile.editions import set_in_type
from placeplanner.profile.large_print import most_wanted
from placeplanner.profile.pdf import MapPicture
from placeplanner.profile.poster import poster
from placeplanner.profile.preview import Preview, Wish
from placeplanner.store.planfile import PlanFile
from tests.builders import a_record
from tests.profile.hindley import (
    SECRETS,
    SHARED,
    a_plan_of_hindley,
    awkward_records,
    hindley_of,
    profile_of_hindley,
)
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
        assert all(figures) and figures[0].startswith("A map of Hindley.")
        assert "Photo: The spire at dusk" in figures or edition == "poster"
        assert figures[-1] == "Natural space: 20 ideas. Feeling safe: 10 ideas. Moving around: two ideas."
        assert len(figures) == (3 if edition == "easy" else 2)
        assert {"/H1", "/L", "/LI"} <= {str(tag.S) for tag in tags}


def test_what_people_speak_of_most_is_a_chart_only_where_the_profile_has_one(
    plan: PlanFile, tmp_path: Path
) -> None:
    profile = profile_of_hindley(plan)
    told = most_wanted(profile)
    assert told is not None and told.plot.parts[0].values == (20.0, 10.0, 2.0)
    assert most_wanted(replace(profile, sections=profile.sections[:3])) is None  # its section is switched off


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
        "Residents: ",
        "Listed building",
        "Library",
        "Wish",
        "About these pages",
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


def test_the_poster_has_five_figures_three_quotes_and_eight_priorities(plan: PlanFile) -> None:
    told = poster(profile_of_hindley(plan))
    assert (len(told["figures"]), len(told["quotes"]), len(told["priorities"])) == (5, 3, 8)
    assert told["figures"][0]["label"] == "Residents"
    assert all(len(each["said"]) <= 181 for each in told["quotes"])
    assert told["more"] == 31 - 8


def test_easy_ideas_are_short_and_have_their_kinds_symbol(plan: PlanFile) -> None:
    parts = easy_read(profile_of_hindley(plan), {})
    wishes = next(part for part in parts if part["title"] == "What people want")
    ideas = [idea for group in wishes["groups"] for idea in group["ideas"] if group["title"]]
    assert {idea["kind"] for idea in ideas} == {"priority"}
    assert all(len(idea["said"].split()) <= 25 for idea in ideas)
    assert ideas[-1]["text"].startswith("And ")
    assert sentences("One. Two! Three") == ["One.", "Two!", "Three"]


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
