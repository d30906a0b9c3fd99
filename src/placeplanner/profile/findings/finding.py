"""From numbers to blocks: a chart where there is something to see, else the table alone."""

from __future__ import annotations

from collections.abc import Iterable

from placeplanner.domain.place import Place
from placeplanner.profile.blocks import Block, Chart, Table
from placeplanner.profile.charts.plot import Plot, is_worth_drawing
from placeplanner.profile.glyphs import is_plain

_LONGEST_NAME = 30


def finding(
    title: str, caption: str, plot: Plot, alt: Iterable[str], table: Table, source: str
) -> list[Block]:
    """A chart and its table under the finding. `alt` is what the chart shows, a sentence each."""
    if not is_worth_drawing(plot):
        return [table]
    return [Chart(title, caption, plot, " ".join(alt), table, source)]


def name_in_chart(place: Place) -> str:
    """A place's name where letters are few: a group may have named its own area at length, or in any script."""
    return place.name if len(place.name) <= _LONGEST_NAME and is_plain(place.name) else "This place"


def numbers(rows: Iterable[tuple[str, str]]) -> str:
    """Labels and what they come to, as a sentence: "Income 5.1; crime 4.0."."""
    return f"{'; '.join(f'{label} {told}' for label, told in rows)}."
