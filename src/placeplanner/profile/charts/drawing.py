"""A plot as an SVG drawing. The same plot always gives the same bytes, so paper, page and preview share one."""

from __future__ import annotations

from functools import lru_cache
from typing import assert_never

from placeplanner.profile.charts.bars import draw_bars
from placeplanner.profile.charts.cleaning import cleaned
from placeplanner.profile.charts.dots import draw_dots
from placeplanner.profile.charts.plot import Bars, Dots, Plot, Sheet
from placeplanner.profile.charts.press import pressing

_KEPT = 512  # an atlas draws each for its page and for its paper


@lru_cache(maxsize=_KEPT)
def svg_of(plot: Plot, sheet: Sheet = Sheet.WIDE) -> str:
    """The chart: letters as letters, colours as attributes with a class each."""
    key = f"{plot.key}-{sheet.value}"
    with pressing(key):
        match plot:
            case Bars():
                written = draw_bars(plot, sheet)
            case Dots():
                written = draw_dots(plot, sheet)
            case _:
                assert_never(plot)
    return cleaned(written, key)
