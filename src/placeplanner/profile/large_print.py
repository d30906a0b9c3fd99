"""One chart in large letters, for a wall and for the easy-read edition: what people speak of most, as plain bars."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from placeplanner.profile.blocks import Profile, charts_of
from placeplanner.profile.charts.drawing import svg_of
from placeplanner.profile.charts.plot import Bars, Look, Part, Sheet
from placeplanner.profile.findings.wishes import WISHES
from placeplanner.profile.words import count_of

_MOST_ROWS = 5
_FILE = "wishes.svg"


class LargePrint(Struct, frozen=True):
    """A chart and what it shows in words, a line each."""

    title: str
    plot: Bars
    lines: tuple[str, ...]

    def put_into(self, folder: Path) -> dict[str, object]:
        """Draw it into a folder, and give what a template sets."""
        (folder / _FILE).write_text(svg_of(self.plot, Sheet.NARROW), encoding="utf-8")
        return {"title": self.title, "file": _FILE, "alt": " ".join(self.lines), "lines": list(self.lines)}


def most_wanted(profile: Profile) -> LargePrint | None:
    """The themes with the most priorities; None where the profile itself draws none."""
    plot = next((chart.plot for chart in charts_of(profile) if chart.plot.key == WISHES), None)
    if not isinstance(plot, Bars):
        return None
    rows = plot.rows[:_MOST_ROWS]
    sums = tuple(sum(part.values[row] for part in plot.parts) for row in range(len(rows)))
    whole = replace(plot, rows=rows, parts=(Part("All", Look.SOLID, sums),), tells_parts=False)
    lines = (f"{row.label}: {count_of(int(number), 'idea')}." for row, number in zip(rows, sums, strict=True))
    axis = replace(plot.axis, title="Number of ideas")
    return LargePrint("What people speak of most", replace(whole, axis=axis), tuple(lines))
