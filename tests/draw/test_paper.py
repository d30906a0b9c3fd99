"""Maps for paper: exact sizes and scales, grids, sheets to be put together. The small borough is 2 km square."""

from __future__ import annotations

import itertools
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from msgspec.structs import replace
from PySide6.QtGui import QImage, QPainter
from shapely import MultiPolygon

from placeplanner.domain.streetmap import MapLayer
from placeplanner.draw.paper_files import paper_bytes
from placeplanner.draw.paper_map import PaperMap
from placeplanner.draw.paper_planning import DoesNotFit, planned
from placeplanner.draw.paper_sizes import PAPERS, SCALES, Wishes, nice_scale
from placeplanner.draw.style import load_style
from placeplanner.draw.writing import Writer, width_of
from placeplanner.errors import Problem
from tests.builders import a_record
from tests.draw.scenes import a_box, a_point, a_scene, small_places, some_records
from tests.draw.streets import FakeStreets, shapes_of

PLACE = next(iter(small_places()))
SCENE = a_scene(some_records(), attribution="Contains OS data © Crown copyright 2021")
DATE = "22 November 2026"

pytestmark = pytest.mark.usefixtures("qapp")


def a_sheet(**wishes: Any) -> PaperMap:
    return planned(SCENE, PLACE, Wishes(**wishes), DATE)


def sizes_of(written: bytes) -> list[tuple[float, float]]:
    """Of its pages, in millimetres."""
    with pikepdf.open(BytesIO(written)) as file:
        boxes = [[float(side) for side in page.mediabox] for page in file.pages]
    return [((right - left) / 72 * 25.4, (top - low) / 72 * 25.4) for left, low, right, top in boxes]


def words_of(written: bytes, page: int = 0) -> str:
    document = pypdfium2.PdfDocument(written)
    words = document[page].get_textpage().get_text_range()
    document.close()
    return words


def picture_of(written: bytes, page: int = 0, dpi: int = 72) -> Any:
    """The page as an array of grey."""
    document = pypdfium2.PdfDocument(written)
    picture = document[page].render(scale=dpi / 72, grayscale=True).to_numpy().copy()
    document.close()
    return picture[..., 0] if picture.ndim == 3 else picture


@pytest.mark.parametrize("paper", PAPERS)
def test_a_page_is_as_large_as_its_paper(paper: str) -> None:
    written = paper_bytes(a_sheet(paper=paper, is_portrait=True), "pdf")
    assert sizes_of(written) == [pytest.approx(PAPERS[paper], abs=0.3)]
    document = pypdfium2.PdfDocument(written)
    assert document[0].get_size() == pytest.approx([side / 25.4 * 72 for side in PAPERS[paper]], abs=1)
    document.close()


def test_a_pdf_says_its_title_its_language_and_that_it_is_not_to_be_shrunk() -> None:
    with pikepdf.open(BytesIO(paper_bytes(a_sheet(title="Our patch"), "pdf"))) as file:
        assert not file.check_pdf_syntax()
        assert str(file.Root.Lang) == "en-GB"
        assert str(file.docinfo.Title) == "Our patch"
        assert str(file.Root.ViewerPreferences.PrintScaling) == "/None"


def test_its_words_are_text_with_the_typeface_inside() -> None:
    written = paper_bytes(a_sheet(note="What do you love?", has_grid=True), "pdf")
    words = words_of(written)
    for expected in (
        "The Borough",
        DATE,
        "What do you love?",
        "Greenspaces (1)",
        "Crown copyright",
        "361 000 E",
    ):
        assert expected in words
    with pikepdf.open(BytesIO(written)) as file:
        fonts = [
            each for each in file.objects if isinstance(each, pikepdf.Dictionary) and "/FontName" in each
        ]
        assert fonts and all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_the_scale_is_the_largest_nice_one_that_fits() -> None:
    sheet = a_sheet(paper="a1")
    next_larger = max(scale for scale in SCALES if scale < sheet.scale)
    assert 2000 / sheet.scale * 1000 <= min(sheet.room_mm) < 2000 / next_larger * 1000
    assert sheet.scale_words == "1:4,000 on A1 paper"


@pytest.mark.parametrize(("needed", "nice"), [(4210, 5000), (5000, 5000), (5001, 6000), (90_000, 100_000)])
def test_nice_scales_are_those_on_maps(needed: float, nice: int) -> None:
    assert nice_scale(needed) == nice


def test_a_kilometre_is_as_long_on_paper_as_the_scale_says() -> None:
    """Measured between two grid lines on the page, not taken from the code that draws it."""
    sheet = a_sheet(scale=20_000, has_grid=True, is_blank=True)
    picture = picture_of(paper_bytes(sheet, "pdf"), dpi=254)
    frame = sheet.frame
    left, right = (round(side / sheet.dots * 254) for side in (frame.left(), frame.right()))
    top = round((frame.top() + frame.height() * 0.3) / sheet.dots * 254)
    strip = picture[top : top + 60, left + 6 : right - 6].max(axis=0)  # a line is dark all the way
    dark = [at for at in range(len(strip)) if strip[at] < 235]
    lines = [at for at, before in zip(dark, [-9, *dark], strict=False) if at > before + 3]
    assert sheet.grid is not None and sheet.grid.spacing_m == 500
    steps = [b - a for a, b in itertools.pairwise(lines)]
    assert len(steps) >= 4
    assert steps == [pytest.approx(250, abs=1)] * len(steps)  # 500 m are 25 mm, at ten dots to one
    assert lines[-1] - lines[0] == pytest.approx(250 * len(steps), abs=1)  # a thousandth


def test_paper_lies_as_suits_the_place_unless_said() -> None:
    wide = small_places().get("W")
    assert wide is not None  # 1 km by 2 km
    assert planned(SCENE, wide, Wishes()).size_mm == (210, 297)
    assert planned(SCENE, wide, Wishes(is_portrait=False)).size_mm == (297, 210)


def test_paper_lies_as_the_place_does_where_the_scale_is_the_same_either_way() -> None:
    wide = replace(PLACE, geometry=MultiPolygon([a_box(0, 0, 21_500, 18_100)]))
    sheets = [planned(SCENE, wide, Wishes(is_portrait=is_portrait)) for is_portrait in (None, False, True)]
    assert len({sheet.scale for sheet in sheets}) == 1
    assert sheets[0].size_mm == (297, 210)


def test_a_place_too_large_for_the_scale_is_told_which_scale_would_do_and_of_sheets() -> None:
    with pytest.raises(DoesNotFit, match="does not fit on A3 paper at 1:5,000") as told:
        a_sheet(paper="a3", scale=5000)
    assert "1:10,000 fits" in str(told.value) and "sheets to put together" in str(told.value)
    assert a_sheet(paper="a3", scale=10_000).scale == 10_000


@pytest.mark.parametrize("scale", [1, 99, 600_000])
def test_an_absurd_scale_is_refused(scale: int) -> None:
    with pytest.raises(Problem, match="cannot be drawn at"):
        a_sheet(scale=scale)


def test_a_margin_stays_blank_on_all_sides() -> None:
    picture = picture_of(paper_bytes(a_sheet(paper="a3", margin_mm=50, has_grid=True), "pdf"), dpi=50.8)
    blank = 50 * 2 - 2
    assert picture[:blank].min() == picture[-blank:].min() == 255
    assert picture[:, :blank].min() == picture[:, -blank:].min() == 255
    assert picture.min() < 100


def test_a_margin_that_leaves_no_room_is_refused() -> None:
    with pytest.raises(Problem, match="leaves no room"):
        a_sheet(margin_mm=90)
    with pytest.raises(Problem, match="leaves no room"):
        a_sheet(margin_mm=-1)


def test_a_blank_map_shows_no_record_and_counts_none() -> None:
    words = words_of(paper_bytes(a_sheet(is_blank=True), "pdf"))
    assert "Draw on this map" in words and "(1)" not in words
    with_records = picture_of(paper_bytes(a_sheet(), "pdf"))
    assert (picture_of(paper_bytes(a_sheet(is_blank=True), "pdf")) != with_records).any()


def test_letters_are_larger_on_larger_paper() -> None:
    sizes = [25.4 / a_sheet(paper=paper).dots for paper in ("a4", "a3", "a2", "a1", "a0")]
    assert sizes == sorted(sizes) and sizes[-1] > 1.4 * sizes[0]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("scale", [5_000, 50_000])
def test_street_names_are_printed_in_no_less_than_seven_and_a_half_points(paper: str, scale: int) -> None:
    sheet = replace(a_sheet(paper=paper), scale=scale)
    names = sheet.style.streets.names
    for lettering in (names.road, names.main_road, names.park, names.water, names.stop):
        assert round(lettering.size) / sheet.dots * 72 >= 7.2
    assert round(names.road.size) / sheet.dots * 72 >= (8.2 if scale == 5_000 else 7.45)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_figures_of_the_scale_bar_do_not_touch(paper: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[tuple[float, float, str]] = []
    monkeypatch.setattr(
        Writer,
        "write",
        lambda _, at, told, font, **__: written.append((at.x(), at.x() + width_of(told, font), told)),
    )
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for scale in (1_000, 2_000, 5_000, 7_500, 10_000, 12_500, 15_000, 25_000, 40_000, 50_000, 125_000):
        written.clear()
        replace(a_sheet(paper=paper), scale=scale).draw_around(Writer(painter, load_style("paper")))
        first = next(at for at, (*_, told) in enumerate(written) if told == "0")
        figures = [each for each in written[first:] if each[2].endswith(("0", " m", " km"))]
        assert 2 <= len(figures) <= 3
        for (_, right, _), (left, _, told) in itertools.pairwise(figures):
            assert left - right > 3, (scale, told)
    painter.end()


def test_a_crowd_of_records_has_smaller_symbols_on_paper_and_a_few_have_large_ones() -> None:
    crowd = [
        a_record("asset", "", geometry=a_point(900 + 11 * (i % 20), 900 + 11 * (i // 20))) for i in range(400)
    ]
    many, few = (
        planned(a_scene(records), PLACE, Wishes(paper="a4"), DATE).style.marks.size
        for records in (crowd, some_records())
    )
    assert 8 <= many < 14 <= few


def test_the_legend_says_what_named_layers_are_on_the_map() -> None:
    pieces = [
        shapes_of(MapLayer.REFERENCE, [(a_point(900, 1000), 0)]),
        shapes_of(MapLayer.REFERENCE, [(a_box(1200, 1200, 1600, 1600), 1), (a_box(8000, 0, 9000, 900), 2)]),
    ]
    names = ("Bins \U0001f5d1 of ours", "Flood zone", "Far away")
    streets = FakeStreets({MapLayer.REFERENCE: pieces}, references=names)
    sheet = planned(SCENE.with_streets(streets), PLACE, Wishes(scale=15_000), DATE)
    words = words_of(paper_bytes(sheet, "pdf"))
    assert "Bins of ours" in words and "Flood zone" in words and "Far away" not in words
    assert "Flood zone" not in words_of(paper_bytes(a_sheet(scale=15_000), "pdf"))


def test_a_legend_of_many_named_layers_leaves_room_for_the_map() -> None:
    pieces = [shapes_of(MapLayer.REFERENCE, [(a_point(900, 1000), number)]) for number in range(60)]
    streets = FakeStreets(
        {MapLayer.REFERENCE: pieces}, references=tuple(f"Layer {n} " * 20 for n in range(60))
    )
    sheet = planned(SCENE.with_streets(streets), PLACE, Wishes(), DATE)
    assert sheet.frame.height() > a_sheet().frame.height() * 0.6


def test_a_picture_too_large_to_hold_is_refused_with_what_would_do() -> None:
    with pytest.raises(Problem, match="million dots") as told:
        paper_bytes(a_sheet(paper="a0"), "png", dpi=600)
    assert ".pdf" in str(told.value)


def test_a_png_has_the_dots_of_its_paper() -> None:
    image = QImage.fromData(paper_bytes(a_sheet(is_portrait=False), "png", dpi=100))
    assert (image.width(), image.height()) == pytest.approx((1169, 827), abs=1)
    last = [image.pixelColor(x, image.height() - 1).lightness() for x in range(image.width())]
    assert set(last) == {255}


def test_an_svg_says_its_paper() -> None:
    assert paper_bytes(a_sheet(has_grid=True), "svg").startswith(b"<?xml")


def test_a_large_map_stays_small_enough_to_send() -> None:
    assert len(paper_bytes(a_sheet(paper="a0", scale=5000, has_grid=True), "pdf")) < 2_000_000


def test_records_are_named_on_paper_further_out_than_on_a_screen() -> None:
    sheet = a_sheet(scale=40_000)
    nameless = planned(
        a_scene([replace(record, name="") for record in some_records()], attribution=SCENE.attribution),
        PLACE,
        Wishes(scale=40_000),
        DATE,
    )
    assert len(paper_bytes(sheet, "svg")) > len(paper_bytes(nameless, "svg")) + 2_000
