"""The paper: PDF/UA-1, in the right order, whatever people wrote."""

from __future__ import annotations

import base64
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
import typst
from PIL import Image

from placeplanner.profile import pdf as module
from placeplanner.profile.glyphs import for_paper, in_words
from placeplanner.profile.pdf import MapPicture, to_pdf
from placeplanner.profile.pictures import map_picture, photos_of
from placeplanner.store.planfile import PlanFile
from tests.builders import a_record
from tests.insight.test_streets import Roads
from tests.profile.hindley import (
    LONG_WORD,
    SECRETS,
    SHARED,
    a_picture,
    a_plan_of_hindley,
    awkward_records,
    profile_of_hindley,
)
from tests.profile.searching import found_in

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20"/></svg>'


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[PlanFile]:
    with a_plan_of_hindley(tmp_path, awkward_records()) as plan:
        yield plan


@pytest.fixture
def pdf(plan: PlanFile) -> bytes:
    profile = profile_of_hindley(plan)
    return to_pdf(
        profile, plan.catalogue, map_picture=MapPicture(SVG, "svg"), pictures=photos_of(plan, profile)
    )


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def test_the_file_says_that_it_is_pdf_ua_and_is_tagged_titled_and_in_english(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "en-GB"
        assert "/StructTreeRoot" in root
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Hindley: Place profile"


def test_every_figure_has_alternative_text_and_headings_are_tagged(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        tags = list(elements(document.Root.StructTreeRoot))
        figures = [tag for tag in tags if str(tag.S) == "/Figure"]
        told = [str(figure.get("/Alt", "")) for figure in figures]
        kinds = {str(tag.S) for tag in tags}
    assert len(figures) == 6
    assert all(told)
    charts = [words for words in told if words.startswith("A chart of")]
    assert len(charts) == 3
    assert "Health and disability: 3.2, Wigan Borough 3.6." in charts[0]
    assert told[0] == "Hindley lies in the middle of Wigan Borough."
    assert told[1].startswith("A map of Hindley.")
    assert {"/H1", "/H2", "/H3", "/L", "/LI", "/Table", "/TH", "/TD"} <= kinds


def test_fonts_are_inside(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        descriptors = [
            each
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
        ]
        assert descriptors
        assert all(any(f"/FontFile{kind}" in each for kind in ("", "2", "3")) for each in descriptors)


def test_the_text_comes_in_the_order_of_reading(pdf: bytes) -> None:
    text = text_of(pdf)
    order = [
        "Hindley in the words",
        "Know this place",
        "Crown copyright",
        "Residents",
        "How people here are doing",
        "Show our love and pride",
        "The whole town comes out.",
        "Connect to neighbourhoods",
        "Hindley Library",
        "Listen deeply",
        "Somewhere indoors",
        "See the person",
        "Do the right thing",
        "Fair opportunities",
        "Sources, dates",
        "Where it comes from",
    ]
    found = [text.index(words) for words in order]
    assert found == sorted(found)


def test_markup_of_typst_and_of_the_web_is_printed_as_it_was_written(pdf: bytes) -> None:
    text = "".join(text_of(pdf).replace("\u200b", "").split())
    assert "#panic()$x^2$*bold*_it_@ref<label>`raw`\\//no][}{" in text
    assert "<script>alert('owned')</script>" in text


def test_right_to_left_words_are_there(pdf: bytes) -> None:
    text = text_of(pdf)
    assert "ספרייה" in text or "הירפס" in text


def test_with_no_fonts_but_those_of_the_wheel_every_text_still_comes_out(
    plan: PlanFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "is_plain", lambda value: True)
    text = " ".join(text_of(to_pdf(profile_of_hindley(plan), plan.catalogue)).split())
    assert "Green [deciduous tree] and party [party popper]" in text
    assert "[words in CJK script]" in text
    assert "Words in square brackets stand for them" in text


def test_a_long_word_stays_on_the_page(pdf: bytes) -> None:
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            texts = page.get_textpage()
            boxes = [texts.get_rect(number) for number in range(texts.count_rects())]
            assert all(left > 40 and right < page.get_width() - 40 for left, _, right, _ in boxes)
    finally:
        document.close()
    assert LONG_WORD in "".join(text_of(pdf).replace("\u200b", "").split())


def test_no_secret_is_anywhere_in_the_file(pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "profile.pdf"
    file.write_bytes(pdf)
    assert found_in(file, SECRETS) == set() and found_in(file, ["sledging"])


def test_without_a_picture_the_map_is_told_in_words(plan: PlanFile) -> None:
    text = " ".join(text_of(to_pdf(profile_of_hindley(plan), plan.catalogue)).split())
    assert "The map could not be drawn on this computer" in text
    assert "The photo of “The spire at dusk” is missing from the plan." in text


def test_where_qt_is_not_installed_there_is_no_picture(
    plan: PlanFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "placeplanner.draw.sheet", None)
    assert map_picture(plan, profile_of_hindley(plan)) is None


@pytest.mark.qt
def test_the_map_is_painted_with_a_legend_below(plan: PlanFile) -> None:
    profile = profile_of_hindley(plan)
    drawn = map_picture(plan, profile, Roads([(361_000, 404_000), (362_000, 404_500)]))
    assert drawn is not None and drawn.suffix == "svg"
    inside = re.findall(rb'data:image/png;base64,([^"]+)"', drawn.data)
    assert len(inside) == 1 and drawn.data.count(b"<path") > 50, "streets are a picture, all else is lines"
    with Image.open(io.BytesIO(base64.b64decode(inside[0]))) as picture:
        assert picture.width > 1300
        assert 5 < len(picture.convert("RGB").getcolors(1 << 24) or ()) <= 128
    text = " ".join(text_of(to_pdf(profile, plan.catalogue, map_picture=drawn)).split())
    assert "Assets (14)" in text
    assert "Priorities (2)" in text


@pytest.mark.qt
def test_without_streets_the_map_is_lines_that_are_sharp_at_every_size(plan: PlanFile) -> None:
    profile = profile_of_hindley(plan)
    drawn = map_picture(plan, profile)
    assert drawn is not None and drawn.suffix == "svg"
    assert drawn.data.count(b"<path") > 50 and b"<text" not in drawn.data
    assert "Assets (14)" in " ".join(text_of(to_pdf(profile, plan.catalogue, map_picture=drawn)).split())


def test_a_picture_may_be_png_too(plan: PlanFile) -> None:
    png = io.BytesIO()
    Image.open(io.BytesIO(a_picture())).save(png, "PNG")
    assert to_pdf(profile_of_hindley(plan), plan.catalogue, map_picture=MapPicture(png.getvalue(), "png"))


def test_typst_refuses_a_page_that_is_not_pdf_ua() -> None:
    with pytest.raises(typst.TypstError, match="alt"):
        typst.compile(
            b'#set document(title: "x")\n#image(bytes("<svg xmlns=\'http://www.w3.org/2000/svg\' '
            b"width='9' height='9'></svg>\"), format: \"svg\")",
            format="pdf",
            pdf_standards=["ua-1"],
        )


def test_signs_without_a_glyph_become_their_names() -> None:
    missing = frozenset("🌳\ufe0f\u200d")
    assert in_words("A 🌳\ufe0f here", missing) == "A [deciduous tree] here"
    assert in_words("nothing odd", missing) == "nothing odd"


def test_words_in_a_script_without_a_font_are_said_to_be_there() -> None:
    assert in_words("Park 我们的 公园!", frozenset("我公")) == "Park [words in CJK script]"
    assert in_words("مكتبة هندلي today", frozenset("ة")) == "[words in Arabic script] today"


def test_fancy_letters_become_those_that_they_mean() -> None:
    assert in_words("𝕳𝖎𝖓𝖉𝖑𝖊𝖞 park", frozenset("𝕳𝖎𝖓𝖉𝖑𝖊𝖞")) == "Hindley park"
    assert in_words("ﷺ", frozenset("ﷺ") | frozenset("صلى")) == "[words in Arabic script]"
    assert in_words("½ and Å", frozenset()) == "½ and Å"


def test_control_characters_and_tricks_with_direction_are_taken_out() -> None:
    assert for_paper("\x00\x07bell\u202egnp.exe") == "bellgnp.exe"


def test_long_words_get_places_to_break_and_short_ones_none() -> None:
    assert for_paper("a" * 26).replace("\u200b", "") == "a" * 26
    assert "\u200b" in for_paper("a" * 26)
    assert "\u200b" not in for_paper("short words only, " * 20)


def test_a_long_list_says_on_each_page_what_it_is_of(tmp_path: Path) -> None:
    places = [
        a_record(name=f"Library {n}", **SHARED, category="library", notes="Told at length. " * 20)
        for n in range(30)
    ]
    with a_plan_of_hindley(tmp_path, places) as plan:
        made = to_pdf(profile_of_hindley(plan), plan.catalogue)
    document = pypdfium2.PdfDocument(made)
    pages = [page.get_textpage().get_text_range() for page in document]
    long = [text for text in pages if text.count("Told at length") > 20]
    assert len(long) > 2
    assert all(re.search(r"^Library\s*$", text, re.MULTILINE) for text in long)
    bookmarks = [item.get_title() for item in document.get_toc()]
    assert bookmarks.count("Library") == 1, "and is one list all the same"
