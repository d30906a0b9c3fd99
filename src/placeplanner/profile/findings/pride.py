"""What a place can build on: its strengths, and its heritage and whether that is cared for."""

from __future__ import annotations

from collections.abc import Sequence

from placeplanner.insight.counting import Heritage, StrengthCount
from placeplanner.profile.blocks import Block, Table
from placeplanner.profile.charts.plot import Bars, Look, Part, Row, counting_axis
from placeplanner.profile.findings.finding import finding, numbers
from placeplanner.profile.words import count_of

_RECORDS = "records of this plan"
_MOST_NAMED = 3


def strengths(counts: Sequence[StrengthCount]) -> list[Block]:
    """The six kinds of assets of asset-based community development; nothing where there is none of any."""
    if not any(one.records for one in counts):
        return []
    sizes = tuple(len(one.records) for one in counts)
    rows = tuple((f"{one.strength.label}: {one.strength.text}", f"{len(one.records):,}") for one in counts)
    plot = Bars(
        "strengths",
        tuple(Row(one.strength.label, end=f"{len(one.records):,}") for one in counts),
        (Part("On the map", Look.SOLID, tuple(map(float, sizes))),),
        counting_axis("Records on the map", max(sizes)),
    )
    caption = (
        "Six kinds of strengths that every place has. A short bar may only mean that nobody has told yet."
    )
    told = numbers((row.label, row.end) for row in plot.rows)
    alt = ("A chart of how many records there are of each kind of strength.", told)
    table = Table("What this place can build on", ("Strength", "On the map"), rows)
    return finding(_strongest(counts), caption, plot, alt, table, _RECORDS)


def _strongest(counts: Sequence[StrengthCount]) -> str:
    most = max(len(one.records) for one in counts)
    top = [one.strength.label.lower() for one in counts if len(one.records) == most]
    missing = [one.strength.label.lower() for one in counts if not one.records]
    told = f"Most on the map: {'; '.join(top)}"
    if not missing:
        return f"{told}. There is something of every kind"
    if len(missing) > _MOST_NAMED:
        return f"{told}. Nothing yet of {count_of(len(missing), 'other kind')}"
    return f"{told}. Nothing yet: {'; '.join(missing)}"


def heritage(found: Sequence[Heritage]) -> list[Block]:
    """Heritage by grade and by whether it is cared for; nothing where nobody has judged any."""
    if not any(one.cared_for or one.neglected for one in found):
        return []
    counts = tuple(_counts(one) for one in found)
    names = tuple(_grade(one) for one in found)
    heads = ("Heritage", "All", "Cared for", "Fair", "Neglected or in danger", "Not judged yet")
    rows = tuple((name, *map(_told, (sum(each), *each))) for name, each in zip(names, counts, strict=True))
    looks = (Look.SOLID, Look.STRIPED, Look.CROSSED, Look.EMPTY)
    parts = tuple(
        Part(name, look, tuple(float(each[number]) for each in counts))
        for number, (name, look) in enumerate(zip(heads[2:], looks, strict=True))
    )
    most = max(map(sum, counts))
    rows_told = tuple(Row(name, end=f"{sum(each):,}") for name, each in zip(names, counts, strict=True))
    plot = Bars("care", rows_told, parts, counting_axis("Pieces of heritage", most), tells_parts=True)
    alt = (
        "A chart of the heritage on the map by grade and by whether it is cared for.",
        *(f"{row[0]}: {row[1]} in all, {_in_words(row[2:], heads[2:])}." for row in rows),
    )
    caption = "As people judged it from outside."
    return finding(_care(counts), caption, plot, alt, Table("Is it cared for?", heads, rows), _RECORDS)


def _counts(one: Heritage) -> tuple[int, int, int, int]:
    """Cared for, fair, neglected, not judged."""
    cared, neglected, unjudged = len(one.cared_for), len(one.neglected), len(one.unjudged)
    return cared, len(one.records) - cared - neglected - unjudged, neglected, unjudged


def _grade(one: Heritage) -> str:
    return f"Listed, Grade {one.grade}" if one.grade else "All other heritage"


def _care(counts: Sequence[tuple[int, int, int, int]]) -> str:
    neglected, unjudged = sum(each[2] for each in counts), sum(each[3] for each in counts)
    judged = sum(map(sum, counts)) - unjudged
    of_judged = (
        f"of {count_of(judged, 'piece', 'pieces')} of heritage that {'was' if judged == 1 else 'were'} judged"
    )
    if not neglected:
        return f"None {of_judged} is neglected or in danger"
    verb = "is" if neglected == 1 else "are"
    return f"{count_of(neglected, of_judged, of_judged)} {verb} neglected or in danger".capitalize()


def _in_words(cells: Sequence[str], heads: Sequence[str]) -> str:
    return ", ".join(f"{cell} {head.lower()}" for cell, head in zip(cells, heads, strict=True))


def _told(number: int) -> str:
    return f"{number:,}"
