"""A wall map in sheets: together they show all of it, each overlaps the next by 10 mm, and streets meet."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import pikepdf
import pytest

from placeplanner.draw.paper_files import paper_bytes
from placeplanner.draw.paper_planning import planned
from placeplanner.draw.paper_sizes import PAPERS, Wishes
from placeplanner.draw.paper_tiles import EDGE_MM, FOOT_MM, OVERLAP_MM, cut_up
from placeplanner.errors import Problem
from tests.draw.test_paper import PLACE, SCENE, a_sheet, picture_of, sizes_of, words_of

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("paper", ["a4", "a3"])
@pytest.mark.parametrize("wall", [(841, 594), (594, 841), (1189, 841), (300, 200), (150, 100)])
def test_pieces_cover_the_wall_and_overlap_by_ten_millimetres(paper: str, wall: tuple[float, float]) -> None:
    tiling = cut_up(wall, paper)
    width, height = tiling.piece_mm
    pieces = list(tiling.pieces())
    assert len(pieces) == tiling.count
    assert (pieces[0].left, pieces[0].top) == (0, 0)
    assert (pieces[-1].left + width, pieces[-1].top + height) == pytest.approx(wall)
    for piece in pieces:
        right = next((p for p in pieces if (p.column, p.row) == (piece.column + 1, piece.row)), None)
        assert right is None or piece.left + width - right.left == pytest.approx(OVERLAP_MM)


@pytest.mark.parametrize("wall", [(841, 594), (1189, 841), (400, 1000)])
def test_every_piece_lies_where_a_printer_can_reach(wall: tuple[float, float]) -> None:
    tiling = cut_up(wall, "a4")
    (left, top), (width, height) = tiling.corner_mm, tiling.piece_mm
    assert left >= EDGE_MM - 1e-6 and top >= EDGE_MM - 1e-6
    assert left + width <= tiling.page_mm[0] - EDGE_MM + 1e-6
    assert top + height <= tiling.page_mm[1] - EDGE_MM - FOOT_MM + 1e-6


def test_sheets_are_called_by_letter_and_number() -> None:
    names = [piece.name for piece in cut_up((841, 594), "a4").pieces()]
    assert names[:2] == ["A1", "B1"] and names[-1] == cut_up((841, 594), "a4").last


def test_more_sheets_than_anybody_would_glue_are_refused() -> None:
    with pytest.raises(Problem, match="put so many together"):
        cut_up((4000, 4000), "a4")


def test_the_file_has_instructions_and_then_a_page_for_each_piece() -> None:
    tiling = cut_up((841, 594), "a4")
    written = paper_bytes(a_sheet(paper="a1", is_portrait=False), "pdf", tiles="a4")
    sizes = sizes_of(written)
    assert len(sizes) == tiling.count + 1
    assert all(size == pytest.approx(tiling.page_mm, abs=0.3) for size in sizes)
    cover = words_of(written)
    assert "How to put this map together" in cover and f"{tiling.count} sheets of A4" in cover
    assert "100 mm" in cover
    assert "Sheet B1" in words_of(written, 2) and f"2 of {tiling.count}" in words_of(written, 2)


def test_the_wall_is_in_the_file_once_however_many_sheets() -> None:
    whole = paper_bytes(a_sheet(paper="a1"), "pdf")
    pieces = paper_bytes(a_sheet(paper="a1"), "pdf", tiles="a4")
    assert len(pieces) < len(whole) + 150_000
    with pikepdf.open(BytesIO(pieces)) as file:
        assert str(file.Root.Lang) == "en-GB"
        assert len({page.Resources.XObject["/Wall"].objgen for page in file.pages}) == 1


def test_put_together_the_pieces_show_what_the_wall_map_shows() -> None:
    """Each page is turned into dots, cut at its lines, and compared with the same part of the whole."""
    dpi = 101.6  # four dots to a millimetre
    sheet = a_sheet(paper="a2", has_grid=True, is_portrait=False)
    wall = picture_of(paper_bytes(sheet, "pdf"), dpi=dpi)
    pieces = paper_bytes(sheet, "pdf", tiles="a4")
    tiling = cut_up(sheet.size_mm, "a4")
    for piece in tiling.pieces():
        shown = _cut(picture_of(pieces, piece.number, dpi), *tiling.corner_mm, *tiling.piece_mm)
        meant = _cut(wall, piece.left, piece.top, *tiling.piece_mm)
        rows, columns = min(len(shown), len(meant)), min(shown.shape[1], meant.shape[1])
        apart = np.abs(shown[:rows, :columns].astype(int) - meant[:rows, :columns])
        assert apart.mean() < 6, piece.name


def _cut(picture: Any, left: float, top: float, width: float, height: float) -> Any:
    inner = 1.0  # without the lines at the edges
    x, y = round((left + inner) * 4), round((top + inner) * 4)
    return picture[y : y + int((height - 2 * inner) * 4), x : x + int((width - 2 * inner) * 4)]


def test_with_a_scale_and_no_paper_the_map_is_as_large_as_the_place_needs() -> None:
    sheet = planned(SCENE, PLACE, Wishes(scale=2500, tiles="a4"))
    assert sheet.scale == 2500 and sheet.paper == ""
    assert 800 < min(sheet.size_mm) < 1000  # 2 km are 800 mm
    assert min(sheet.room_mm) >= 800 - 0.5
    assert "paper of" in sheet.scale_words


def test_with_neither_a_scale_nor_paper_the_wall_map_is_a1() -> None:
    assert planned(SCENE, PLACE, Wishes(tiles="a4")).paper == "A1"


def test_a_map_larger_than_any_wall_is_refused() -> None:
    with pytest.raises(Problem, match="wall has room"):
        planned(SCENE, PLACE, Wishes(scale=200, tiles="a3"))


@pytest.mark.parametrize("format", ["png", "svg"])
def test_pieces_need_pages_and_so_a_pdf(format: str) -> None:
    with pytest.raises(Problem, match="in pieces"):
        paper_bytes(a_sheet(), format, tiles="a4")


def test_a_small_map_is_one_sheet() -> None:
    assert cut_up((150, 100), "a4").count == 1
    assert cut_up((150, 100), "a4").page_mm in (PAPERS["a4"], PAPERS["a4"][::-1])


def test_the_instructions_speak_only_of_sheets_that_are_there() -> None:
    strip = planned(SCENE, PLACE, Wishes(scale=10_000, tiles="a3"))
    words = words_of(paper_bytes(strip, "pdf", tiles="a3"))
    assert cut_up(strip.size_mm, "a3").count == 1
    assert "Actual size" in words and "sheet B1" not in words and "sheet A2" not in words
