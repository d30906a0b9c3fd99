"""Charts as they are drawn: for paper and page alike, the same each time, readable without colour, nothing cut off."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from lxml import etree  # type: ignore[import-untyped]

from placeplanner import paths
from placeplanner.profile.charts.drawing import svg_of
from placeplanner.profile.charts.inks import FILLS, NAMES, PAPER
from placeplanner.profile.charts.page import inline
from placeplanner.profile.charts.plot import Plot, Sheet, counting_axis, is_worth_drawing
from placeplanner.profile.charts.press import pressing, width_of
from tests.colours import contrast
from tests.profile.charts.plots import dotted, reach, stacked

PLOTS = [
    stacked((2, 1, 5), (1, 4, 1), (0, 3, 1)),
    reach(9.4, 49.0, 0.0, 100.0, label="A wider neighbourhood greenspace, as the standards call it"),
    dotted(1.0, 10.0, 5.5, 4.8, name="Ashton-in-Makerfield"),
]
SMALLEST = 8.0  # points


def read(plot: Plot, sheet: Sheet = Sheet.WIDE) -> etree._Element:
    return etree.fromstring(svg_of(plot, sheet))


def words_of(svg: etree._Element) -> list[str]:
    return [each.text for each in svg.iterfind("{*}text")]


def edges(svg: etree._Element) -> Iterator[tuple[float, float]]:
    """Where words begin and end, measured in letters that are wider than any a reader will see."""
    for each in svg.iterfind("{*}text"):
        x = float(each.get("x"))
        with pressing("test"):
            wide = width_of(
                each.text, float(each.get("font-size")), is_strong=each.get("font-weight") == "700"
            )
        start = {"end": x - wide, "middle": x - wide / 2}.get(each.get("text-anchor"), x)
        yield start, start + wide


@pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.key)
def test_a_chart_is_shapes_and_letters_and_nothing_else(plot: Plot) -> None:
    svg = read(plot)
    assert {etree.QName(each).localname for each in svg.iter()} <= {
        "svg",
        "defs",
        "pattern",
        "rect",
        "path",
        "text",
    }
    told = svg_of(plot)
    assert "style" not in told and "http" not in told.replace("http://www.w3.org/2000/svg", "")
    assert "atplotlib" not in told and "<!--" not in told


@pytest.mark.parametrize("sheet", Sheet)
@pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.key)
def test_nothing_is_cut_off_and_nothing_is_too_small_to_read(plot: Plot, sheet: Sheet) -> None:
    svg = read(plot, sheet)
    assert all(start > -0.1 and end < sheet.width for start, end in edges(svg))
    assert min(float(each.get("font-size")) for each in svg.iterfind("{*}text")) >= SMALLEST
    height = float(svg.get("viewBox").split()[3])
    assert all(4 < float(each.get("y")) < height - 2 for each in svg.iterfind("{*}text"))


def test_ids_begin_with_the_charts_own_key_and_lead_somewhere() -> None:
    svg = svg_of(PLOTS[0])
    ids = re.findall(r' id="([^"]+)"', svg)
    assert ids == ["wishes-wide-hatch-0", "wishes-wide-hatch-1"]
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) == set(ids)


def test_the_same_plot_is_the_same_bytes_in_another_process() -> None:
    script = (
        "from tests.profile.charts.test_drawing import PLOTS, svg_of; import sys\n"
        "sys.stdout.buffer.write(''.join(map(svg_of, PLOTS)).encode())"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=Path.cwd())
    assert told.stdout.decode() == "".join(map(svg_of, PLOTS))


def test_parts_are_told_apart_without_colour() -> None:
    hatched = [fill.hatch for fill in FILLS.values() if fill.hatch]
    assert len(set(hatched)) == len(hatched)
    bare = [fill.ground for fill in FILLS.values() if not fill.hatch]
    assert all(contrast(one, other) >= 3 for one, other in combinations(bare, 2))


def test_words_and_bars_stand_out_from_the_paper() -> None:
    for colour in (colour for colour, name in NAMES.items() if name in ("ink", "soft", "here", "warm")):
        assert contrast(colour, PAPER) >= 4.5


def test_every_colour_has_a_name_that_the_page_knows_by_day_and_by_night() -> None:
    css = (paths.resources() / "templates" / "profile.css").read_text("utf-8")
    used = {name for plot in PLOTS for each in read(plot).iter() for name in each.get("class", "").split()}
    assert {f"fill-{name}" for name in ("ink", "soft", "here", "paper", "tint")} <= used
    assert [name for name in used if f".plot .{name} {{" not in css] == []


def test_numbers_stand_in_the_parts_that_have_room_and_totals_at_the_ends() -> None:
    told = words_of(read(stacked((1, 99, 0), (50, 20, 30))))
    assert told.count("1") == 0  # no room: the table says it
    assert {"99", "50", "20", "30"} <= set(told) and told.count("100") == 3  # two ends and the scale


def test_a_dollar_in_a_name_is_a_dollar() -> None:
    assert "The $5 and $10 park" in words_of(read(dotted(2.0, 3.0, name="The $5 and $10 park")))


def test_markup_in_a_name_is_letters() -> None:
    plot = dotted(2.0, 3.0, name='<b onload="x">&')
    assert '<b onload="x">&' in words_of(read(plot))
    told = inline(plot, "<i>Title</i>", "<i>Words</i>")
    assert (
        "<i>" not in told and "<b" not in told and '<title id="deprivation-wide-name">&lt;i&gt;Title' in told
    )


def test_one_bar_is_no_chart() -> None:
    assert not is_worth_drawing(stacked((1, 2, 3)))
    assert not is_worth_drawing(stacked((1, 2, 3), (0, 0, 0)))
    assert not is_worth_drawing(dotted(3.0))
    assert is_worth_drawing(stacked((1, 2, 3), (0, 0, 1)))


@pytest.mark.parametrize(("most", "ticks"), [(0, 2), (1, 2), (5, 6), (7, 5), (77, 5), (135, 4), (4321, 6)])
def test_a_scale_of_whole_things_has_few_round_numbers(most: int, ticks: int) -> None:
    axis = counting_axis("Records", most)
    assert len(axis.ticks) == ticks and axis.last >= most and axis.ticks[-1][0] == axis.last
