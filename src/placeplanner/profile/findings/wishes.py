"""What people want by theme: to keep, to improve, to create."""

from __future__ import annotations

from collections.abc import Sequence

from placeplanner.domain.kinds import KindSpec
from placeplanner.insight.gaps import Theme
from placeplanner.profile.blocks import Block, Table
from placeplanner.profile.charts.plot import FEWEST_ROWS, Bars, Look, Part, Row, counting_axis
from placeplanner.profile.findings.finding import finding
from placeplanner.profile.words import count_of

WISHES = "wishes"  # the key of this chart
_AIMS = (
    ("keep", "Keep", Look.SOLID),
    ("improve", "Improve", Look.STRIPED),
    ("create", "Create", Look.LINED),
    ("", "Not said", Look.EMPTY),
)


def wishes(themes: Sequence[Theme], priority: KindSpec) -> list[Block]:
    """Priorities by theme, most first; nothing where one theme has all or each has one, since the list says it."""
    if len(themes) < FEWEST_ROWS or themes[0].number == 1:
        return []
    names = [priority.category_label(theme.category) for theme in themes]
    counts = [[len(dict(theme.by_aim).get(aim, ())) for aim, _, _ in _AIMS] for theme in themes]
    plot = Bars(
        WISHES,
        tuple(Row(name, end=f"{theme.number:,}") for name, theme in zip(names, themes, strict=True)),
        tuple(
            Part(name, look, tuple(float(each[number]) for each in counts))
            for number, (_, name, look) in enumerate(_AIMS)
        ),
        counting_axis("Priorities", max(theme.number for theme in themes)),
        tells_parts=True,
    )
    heads = ("Theme", "All", *(name for _, name, _ in _AIMS))
    rows = tuple(
        (name, f"{theme.number:,}", *(f"{number:,}" if number else "–" for number in each))
        for name, theme, each in zip(names, themes, counts, strict=True)
    )
    alt = (
        "A chart of the priorities by theme and by what people want.",
        *(f"{name}: {_in_words(each)}." for name, each in zip(names, counts, strict=True)),
    )
    caption = "Each priority is counted once, under the theme that people gave it."
    table = Table("What people want, by theme", heads, rows)
    return finding(_title(themes, names), caption, plot, alt, table, "records of this plan")


def _in_words(counts: Sequence[int]) -> str:
    told = [f"{name.lower()} {count:,}" for (_, name, _), count in zip(_AIMS, counts, strict=True) if count]
    return ", ".join(told)


def _title(themes: Sequence[Theme], names: Sequence[str]) -> str:
    number = sum(theme.number for theme in themes)
    most = themes[0].number
    if most == themes[1].number:
        return f"People want {count_of(number, 'thing')}, on {count_of(len(themes), 'theme')}"
    return f"People speak most of {names[0].lower()}: {most:,} of {number:,} priorities"
