"""Deprivation by domain: this place beside the borough and England."""

from __future__ import annotations

from placeplanner.domain.place import Place
from placeplanner.insight.deprivation import ENGLAND_MEAN_DECILE
from placeplanner.mappacks.manifest import Figure
from placeplanner.profile.blocks import Block, Table
from placeplanner.profile.charts.plot import Axis, Dots, Marks, Row
from placeplanner.profile.findings.finding import finding, name_in_chart
from placeplanner.profile.words import count_of

_SCALE = Axis(
    "Score: 1 is the most deprived tenth of England, 10 the least deprived",
    1.0,
    10.0,
    tuple((float(decile), str(decile)) for decile in range(1, 11)),
)


def deprivation(known: tuple[Figure, ...], place: Place, borough: Place | None) -> list[Block]:
    """`known` are the mean deciles that the place has, the overall one first; `borough` what it is compared with."""
    beside = borough if borough and all(figure.name in borough.figures for figure in known) else None
    rows = tuple(_row(figure, place, beside) for figure in known)
    heads = ("What is measured", place.name, *((beside.name,) if beside else ()), "England")
    plot = Dots(
        "deprivation",
        tuple(Row(row[0]) for row in rows),
        name_in_chart(place),
        tuple(place.figures[figure.name] for figure in known),
        tuple(row[1] for row in rows),
        _SCALE,
        (f"England, {ENGLAND_MEAN_DECILE:g}", ENGLAND_MEAN_DECILE),
        Marks(beside.name, tuple(beside.figures[figure.name] for figure in known)) if beside else None,
    )
    caption = (
        "Each score runs from 1, the most deprived tenth of England, to 10, the least deprived tenth. "
        "A higher score is better. Scores are the average of the people who live here."
    )
    alt = (
        f"A chart of the deprivation scores of {place.name}{f', each beside that of {beside.name}' if beside else ''}.",
        *(f"{row[0]}: {row[1]}{f', {beside.name} {row[2]}' if beside else ''}." for row in rows),
        f"England: {ENGLAND_MEAN_DECILE:g}.",
    )
    table = Table("How people here are doing", heads, rows)
    return finding(_title(known, place), caption, plot, alt, table, known[0].source)


def _row(figure: Figure, place: Place, borough: Place | None) -> tuple[str, ...]:
    scores = [place.figures[figure.name], *([borough.figures[figure.name]] if borough else [])]
    return (label_of(figure), *(f"{score:.1f}" for score in scores), f"{ENGLAND_MEAN_DECILE:g}")


def label_of(figure: Figure) -> str:
    """What a figure is about: "Health and disability"."""
    return figure.label.split(":")[0]


def _title(known: tuple[Figure, ...], place: Place) -> str:
    domains = known[1:]
    below = sum(place.figures[figure.name] < ENGLAND_MEAN_DECILE for figure in domains)
    if below in (0, len(domains)):
        word = "more" if below else "less"
        return f"{place.name} is {word} deprived than England on all {count_of(len(domains), 'measure')}"
    share = f"{count_of(below, 'of', 'of')} the {count_of(len(domains), 'measure')}"
    return f"{place.name} is more deprived than England on {share}"
