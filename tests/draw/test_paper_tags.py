"""A map for paper is heard as well as seen: tags, titles, words for the pictures, and every record on it by name.

What PDF/UA-1 asks for (ISO 14289-1, and the rules that validators check) is asked of the file as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from msgspec.structs import replace

from placeplanner.draw.lettering import lacking
from placeplanner.draw.paper_files import paper_bytes
from placeplanner.draw.paper_planning import planned
from placeplanner.draw.paper_sizes import PAPERS, Wishes
from placeplanner.draw.sheet import Sheet, sheet_bytes
from tests.draw.scenes import a_scene, some_records
from tests.draw.test_paper import DATE, PLACE, SCENE, a_sheet, sizes_of, words_of

pytestmark = pytest.mark.usefixtures("qapp")


def opened(written: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(written))


def elements(of: Any) -> Iterator[Any]:
    """Every part of a document, in the order in which it is read."""
    for kid in of.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary):
            yield kid
            yield from elements(kid)


def roles(file: pikepdf.Pdf) -> list[str]:
    return [str(each.S)[1:] for each in elements(file.Root.StructTreeRoot)]


def pictures_in_words(file: pikepdf.Pdf) -> list[str]:
    return [str(each.Alt) for each in elements(file.Root.StructTreeRoot) if each.S == "/Figure"]


def claims_to_conform(file: pikepdf.Pdf) -> bool:
    return b"<pdfuaid:part>1</pdfuaid:part>" in file.Root.Metadata.read_bytes()


def heard(file: pikepdf.Pdf) -> list[str]:
    """The text of each part that has any, in the order in which it is read, as the tags and the typefaces say."""
    said = [_texts_on(page) for page in file.pages]
    numbers = {page.objgen: number for number, page in enumerate(file.pages)}
    found = []
    for each in elements(file.Root.StructTreeRoot):
        texts = [said[numbers[each.Pg.objgen]].get(kid, "") for kid in each.K if isinstance(kid, int)]
        if each.S != "/Figure" and "".join(texts):
            found.append("".join(texts))
    return found


def _texts_on(page: pikepdf.Page) -> dict[int, str]:
    letters = {name: _letters(font.ToUnicode.read_bytes()) for name, font in page.Resources.Font.items()}
    texts: dict[int, str] = {}
    number, font = -1, ""
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                number = int(operands[1].MCID)
            case "BMC":
                number = -1
            case "Tf":
                font = str(operands[0])
            case "Tj":
                shape = int.from_bytes(bytes(operands[0]), "big")
                texts[number] = texts.get(number, "") + letters[font][shape]
    return texts


def _letters(names: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for first, listed in re.findall(rb"<(\w{4})> <\w{4}> \[([^]]*)\]", names):
        for step, letter in enumerate(re.findall(rb"<(\w+)>", listed)):
            found[int(first, 16) + step] = bytes.fromhex(letter.decode()).decode("utf-16-be")
    return found


@pytest.mark.parametrize("tiles", [None, "a4", "a3"])
def test_all_that_is_painted_is_tagged_or_decoration_and_nothing_is_both(tiles: str | None) -> None:
    sheet = a_sheet(paper="a2", has_grid=True, note="What do you love?")
    with opened(paper_bytes(sheet, "pdf", tiles=tiles)) as file:
        assert not file.check_pdf_syntax()
        tree = file.Root.StructTreeRoot
        rows = [list(row) for row in tree.ParentTree.Nums if isinstance(row, pikepdf.Array)]
        assert len(rows) == len(file.pages)
        for page, row in zip(file.pages, rows, strict=True):
            assert _numbers_on(page) == list(range(len(row)))
            for number, part in enumerate(row):
                assert number in list(part.K) and part.Pg.objgen == page.objgen
        for part in elements(tree):
            assert all(kid.P.objgen == part.objgen for kid in part.K if isinstance(kid, pikepdf.Dictionary))


def _numbers_on(page: pikepdf.Page) -> list[int]:
    """The numbers of what is marked. All else must be decoration, and nothing be marked within a mark or a text."""
    numbers, depth, saved, in_text = [], 0, 0, False
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                assert depth == 0 and not in_text
                depth += 1
                if str(operator) == "BDC":
                    numbers.append(int(operands[1].MCID))
            case "EMC":
                depth -= 1
            case "BT" | "ET":
                in_text = str(operator) == "BT"
            case "q":
                saved += 1
            case "Q":
                saved -= 1
                assert saved >= 0
            case "f" | "f*" | "S" | "B" | "Tj" | "Do":
                assert depth == 1
    assert depth == saved == 0
    return sorted(numbers)


def test_it_says_that_it_is_tagged_what_it_is_called_and_in_which_language() -> None:
    with opened(paper_bytes(a_sheet(title="Our <patch> & yours"), "pdf")) as file:
        assert file.Root.MarkInfo.Marked and file.Root.ViewerPreferences.DisplayDocTitle
        assert str(file.Root.Lang) == "en-GB"
        assert claims_to_conform(file)
        with file.open_metadata() as said:
            assert said["dc:title"] == "Our <patch> & yours"
            assert said["pdfuaid:part"] == "1"
            assert str(said["dc:description"]).startswith("Map of The Borough at")
        assert all(page.Tabs == "/S" for page in file.pages)


def test_every_letter_is_in_the_file_and_has_a_name() -> None:
    with opened(paper_bytes(a_sheet(note="an office floor", has_grid=True), "pdf")) as file:
        assert "an office floor" in heard(file)
        for font in file.pages[0].Resources.Font.values():
            within = font.DescendantFonts[0]
            outlines = within.FontDescriptor
            assert "/FontFile3" in outlines or ("/FontFile2" in outlines and "/CIDToGIDMap" in within)
            names = _letters(font.ToUnicode.read_bytes())
            assert all(letters.isprintable() and letters for shape, letters in names.items() if shape)


def test_a_sheet_is_read_from_its_title_to_its_credits() -> None:
    with opened(paper_bytes(a_sheet(note="What do you love?", has_grid=True), "pdf")) as file:
        said = heard(file)
        assert said[:4] == ["The Borough", "What do you love?", DATE, "On this map:"]
        assert said[-1] == SCENE.attribution
        assert "Greenspaces (1)" in said and "Squares of 500 m, National Grid" in said
        names = roles(file)
        assert names[:5] == ["Document", "H1", "P", "P", "Figure"]
        assert names.count("H1") == 1 and names.count("L") == 2


def test_the_map_is_told_in_words() -> None:
    with opened(paper_bytes(a_sheet(paper="a3", has_grid=True), "pdf")) as file:
        told, bar = pictures_in_words(file)
    assert told.startswith("Map of The Borough at 1:10,000 on A3 paper, with north at the top:")
    assert "greenspaces (1)" in told and "km from west to east" in told
    assert "columns A to" in told and "rows 1 to" in told
    assert bar == "Scale bar of 500 m. North is at the top."


def test_every_record_on_the_map_is_in_a_list_with_its_square() -> None:
    sheet = a_sheet(has_grid=True)
    with opened(paper_bytes(sheet, "pdf")) as file:
        said = heard(file)
    assert len(sheet.marked) > 3
    for each in sheet.marked:
        assert sheet.in_words(each) in said
    assert any(re.search(r", square [A-Z]+\d+$", each) for each in said)


def test_what_is_only_to_be_heard_is_not_seen() -> None:
    with opened(paper_bytes(a_sheet(), "pdf")) as file:
        modes = [int(each[0]) for each, op in pikepdf.parse_content_stream(file.pages[0]) if str(op) == "Tr"]
        listed = roles(file).count("LBody") - 4 + 1  # without the legend, with the line above the list
    assert modes == [3, 0] * listed


def test_a_blank_map_lists_nothing() -> None:
    with opened(paper_bytes(a_sheet(is_blank=True), "pdf")) as file:
        assert "No records are on it." in pictures_in_words(file)[0]
        assert "On this map:" not in heard(file)


def test_sheets_are_named_and_tell_what_is_on_them() -> None:
    sheet = a_sheet(paper="a2", is_portrait=False, has_grid=True)
    with opened(paper_bytes(sheet, "pdf", tiles="a4")) as file:
        told, said, named = pictures_in_words(file), heard(file), roles(file)
        with file.open_outline() as outline:
            titles = [entry.title for entry in outline.root]
    pages = len(titles)
    assert titles[:3] == ["How to put this map together", "Sheet A1", "Sheet B1"]
    assert named.count("H1") == 1 and named.count("H2") == pages - 1
    whole = next(each for each in told if each.startswith("The whole map, cut into sheets A1 to"))
    assert SCENE.attribution in whole and "greenspaces (1)" in whole
    pieces = [each for each in told if each.startswith("Sheet ")]
    assert pieces[1].startswith(f"Sheet B1, 2 of {pages - 1}: part of the map of The Borough at 1:")
    listed = [each for each in said if each in {sheet.in_words(one) for one in sheet.marked}]
    assert len(listed) == len(sheet.marked)  # each on one sheet, none on two
    assert sum("no records" not in each for each in pieces) <= len(listed)


def test_the_steps_are_a_numbered_list() -> None:
    with opened(paper_bytes(a_sheet(paper="a2"), "pdf", tiles="a4")) as file:
        steps = next(each for each in elements(file.Root.StructTreeRoot) if each.S == "/L")
        assert steps.A.ListNumbering == "/Decimal"
        assert all([str(part.S) for part in step.K] == ["/Lbl", "/LBody"] for step in steps.K)


def test_a_script_without_a_typeface_does_not_pretend() -> None:
    """Where the caller could not have it said in words: tagged, read as far as it can be, but without the claim."""
    missing = "\U0010fffd"
    assert lacking([f"a{missing}"]) == {missing}
    with opened(paper_bytes(a_sheet(title=f"Our patch {missing}"), "pdf")) as file:
        assert not claims_to_conform(file)
        assert file.Root.MarkInfo.Marked


@pytest.mark.parametrize("title", ["𝕳indley", "Hindley 🌳", "H 𐅀 indley"])
def test_letters_that_qt_gives_no_name_are_not_claimed_to_be_heard(title: str) -> None:
    """Whichever of the typefaces here has them: their shapes are in the file, but no program knows what they mean."""
    with opened(paper_bytes(a_sheet(title=title), "pdf")) as file:
        assert not claims_to_conform(file)


def test_a_record_at_the_edge_is_heard_whole() -> None:
    records = [
        replace(each, name="A name that is much longer than what is left of the map")
        for each in some_records()
    ]
    sheet = planned(a_scene(records), PLACE, Wishes(scale=20_000, is_portrait=True), DATE)
    assert words_of(paper_bytes(sheet, "pdf")).count("what is left of the map") >= len(sheet.marked)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_page_is_its_paper_to_a_tenth_of_a_millimetre(paper: str) -> None:
    for tiles in (None, "a3"):
        size = PAPERS[paper] if tiles is None else PAPERS["a3"]
        for page in sizes_of(paper_bytes(a_sheet(paper=paper, is_portrait=True), "pdf", tiles=tiles)):
            assert sorted(page) == pytest.approx(sorted(size), abs=0.01)


def test_a_map_for_a_page_of_its_own_is_tagged_too() -> None:
    with opened(sheet_bytes(Sheet(SCENE, PLACE), "pdf")) as file:
        assert claims_to_conform(file)
        assert pictures_in_words(file) == ["Map of The Borough, with north at the top."]
