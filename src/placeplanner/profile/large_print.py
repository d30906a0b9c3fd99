"""One chart in large letters, for a wall and for the easy-read edition: what people speak of most, as plain bars."""

from __future__ import annotations

from msgspec import Struct

from placeplanner.profile.blocks import Profile, charts_of
from placeplanner.profile.charts.plot import Bars
from placeplanner.profile.findings.wishes import WISHES
from placeplanner.profile.words import worded_label

_MOST_ROWS = 5


class LargePrint(Struct, frozen=True):
    """A chart as its rows: what each is called, how many ideas it has, and that in words."""

    title: str
    labels: tuple[str, ...]
    numbers: tuple[int, ...]
    lines: tuple[str, ...]

    def as_rows(self) -> dict[str, object]:
        """What a template sets as bars."""
        return {"title": self.title, "labels": list(self.labels), "numbers": list(self.numbers)}


def most_wanted(profile: Profile) -> LargePrint | None:
    """The themes with the most priorities; None where the profile itself draws none."""
    plot = next((chart.plot for chart in charts_of(profile) if chart.plot.key == WISHES), None)
    if not isinstance(plot, Bars):
        return None
    labels = tuple(row.label for row in plot.rows[:_MOST_ROWS])
    numbers = tuple(int(sum(part.values[row] for part in plot.parts)) for row in range(len(labels)))
    lines = tuple(
        f"{label}: {number:,} {worded_label(number, 'idea', 'ideas')}."
        for label, number in zip(labels, numbers, strict=True)
    )
    return LargePrint("What people speak of most", labels, numbers, lines)
