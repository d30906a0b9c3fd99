"""Who has a greenspace within reach, by the sizes and distances of Natural England's standards."""

from __future__ import annotations

from placeplanner.domain.place import Place
from placeplanner.insight.greenspace import Reach
from placeplanner.insight.insight import Insight
from placeplanner.profile.blocks import Block, Table
from placeplanner.profile.charts.plot import Axis, Bars, Look, Marks, Part, Row
from placeplanner.profile.findings.finding import finding
from placeplanner.profile.words import length, percent


def within_reach(
    insight: Insight, place: Place, beside: Insight | None, borough: Place | None, source: str
) -> list[Block]:
    """The five standards. `beside` is the insight of the borough, where the place is not the borough itself."""
    twins = _twins(insight, beside)
    other = borough.name if borough and beside else ""
    measured = "along the streets of the map" if insight.is_along_streets else "in a straight line"
    rows = tuple(_row(reach, twin, other) for reach, twin in zip(insight.reach, twins, strict=True))
    caption = (
        "The share of residents with such a greenspace, open to everybody, within so far of home "
        f"{measured}; {insight.basis}. Only greenspaces that people recorded and outlined can count."
    )
    alt = (
        f"A chart of who in {place.name} has a greenspace within reach, {measured}.",
        *(f"{row[0]}: {row[1]}, {row[2]} people{f'; {other} {row[3]}' if other else ''}." for row in rows),
    )
    heads = ("Greenspace", place.name, "Residents within reach", *((other,) if other else ()))
    table = Table("Who has greenspace within reach", heads, rows)
    return finding(
        _title(insight.reach[0]), caption, _plot(insight, twins, other, measured), alt, table, source
    )


def _plot(insight: Insight, twins: tuple[Reach | None, ...], other: str, measured: str) -> Bars:
    shares = tuple((reach.share or 0.0) * 100 for reach in insight.reach)
    marks = tuple(twin.share * 100 if twin and twin.share is not None else None for twin in twins)
    ticks = tuple((float(at), f"{at}%") for at in range(0, 101, 20))
    return Bars(
        "reach",
        tuple(_words(reach) for reach in insight.reach),
        (
            Part("Within reach", Look.SOLID, shares),
            Part("Not within reach", Look.EMPTY, tuple(100 - share for share in shares)),
        ),
        Axis(f"Share of residents, {measured}", 0.0, 100.0, ticks),
        Marks(f"Within reach in {other}", marks) if other else None,
    )


def _words(reach: Reach) -> Row:
    share = percent(reach.share or 0.0)
    return Row(
        reach.tier.label, _size(reach), f"{share}: {_residents(reach)} people" if reach.share else "nobody"
    )


def _row(reach: Reach, twin: Reach | None, other: str) -> tuple[str, ...]:
    here = (f"{reach.tier.label}: {_size(reach)}", percent(reach.share or 0.0), _residents(reach))
    return (*here, percent(twin.share or 0.0) if twin else "–") if other else here


def _size(reach: Reach) -> str:
    return f"{reach.tier.at_least_ha:g} hectares within {length(reach.tier.within_m)}"


def _residents(reach: Reach) -> str:
    """To ten: where people live is known by neighbourhood only."""
    return f"{round(reach.residents, -1):,.0f}"


def _twins(insight: Insight, beside: Insight | None) -> tuple[Reach | None, ...]:
    found = {reach.tier: reach for reach in beside.reach} if beside else {}
    return tuple(found.get(reach.tier) for reach in insight.reach)


def _title(nearest: Reach) -> str:
    what = nearest.tier.label[0].lower() + nearest.tier.label[1:]
    if not nearest.share:
        return f"Nobody has {what} on this map"
    return f"{percent(nearest.share)} of residents have {what} on this map".capitalize()
