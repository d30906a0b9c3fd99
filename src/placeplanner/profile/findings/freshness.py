"""How long ago somebody last looked at the records."""

from __future__ import annotations

from collections.abc import Sequence

from placeplanner.insight.quality import AGES, NOBODY_CAN_TELL, Freshness
from placeplanner.profile.blocks import Block, Table
from placeplanner.profile.charts.plot import Bars, Look, Part, Row, counting_axis
from placeplanner.profile.findings.finding import finding, numbers

_A_YEAR = tuple(age for age, most in AGES if most is not None and most <= 365)


def freshness(found: Sequence[Freshness]) -> list[Block]:
    """Records by age; nothing where there are none, or where all are of one age, which is said in the table of kinds."""
    told = [one for one in found if one.records or one.age != NOBODY_CAN_TELL]
    if sum(bool(one.records) for one in told) < 2:
        return []
    sizes = [len(one.records) for one in told]
    plot = Bars(
        "freshness",
        tuple(Row(one.age, end=f"{len(one.records):,}") for one in told),
        (Part("Records", Look.SOLID, tuple(map(float, sizes))),),
        counting_axis("Records", max(sizes)),
    )
    rows = tuple((one.age, f"{len(one.records):,}") for one in told)
    alt = ("A chart of how long ago somebody last looked at the records.", numbers(rows))
    caption = "Counted from the day on which somebody last judged or changed a record."
    table = Table("How fresh the records are", ("Age", "Records"), rows)
    return finding(_title(told, sum(sizes)), caption, plot, alt, table, "records of this plan")


def _title(told: Sequence[Freshness], number: int) -> str:
    fresh = sum(len(one.records) for one in told if one.age in _A_YEAR)
    if fresh == number:
        return "Somebody has looked at every record within a year"
    return f"Somebody has looked at {fresh:,} of {number:,} records within a year"
