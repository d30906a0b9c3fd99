"""What the map implies, as blocks of a profile: reach of greenspace, walks, strengths, care, trust in the records.

Where nothing was recorded that a figure could stand on, the profile says so; it never shows an empty chart.
"""

from __future__ import annotations

from collections.abc import Iterable

from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Catalogue, Kind
from placeplanner.insight.insight import Insight
from placeplanner.insight.walking import Access
from placeplanner.profile.blocks import Block, Paragraph, Table, Unknown
from placeplanner.profile.findings.freshness import freshness
from placeplanner.profile.findings.greenspace import within_reach
from placeplanner.profile.telling import Gathered
from placeplanner.profile.words import count_of, length, listed, percent

_ALMOST_ALL = 0.95
_FEWEST_IN_TABLE = 4  # of wishes beside 16 parts of the plan: fewer leave a table of dashes
_CONDITIONS = {1: "Very poor", 2: "Poor", 3: "Fair", 4: "Good", 5: "Very good", None: "Not judged yet"}


def greenspace_blocks(gathered: Gathered, insight: Insight, beside: Insight | None) -> list[Block]:
    """How much greenspace there is for everybody, and who has it within reach."""
    blocks = [*_amount(gathered, insight), *_condition(insight)]
    standards = gathered.standards
    if not any(reach.records for reach in insight.reach) or insight.reach[0].share is None:
        return [
            *blocks,
            Unknown(
                "Who has a greenspace within reach cannot be told before greenspaces that anybody may use are "
                "drawn with their outline."
            ),
        ]
    source = f"{standards.source}; records of this plan"
    return [*blocks, *within_reach(insight, gathered.place, beside, gathered.borough, source)]


def _amount(gathered: Gathered, insight: Insight) -> list[Block]:
    green, standards = insight.green, gathered.standards
    # what lies across the border is a neighbour's: listed there, and here counted as far as it reaches in
    listed_here = {record.id for record in gathered.of_kind(Kind.GREENSPACE)}
    whose = "" if listed_here else " and reach in from next door"
    said = []
    if green.open_ha and green.ha_per_1000 is not None:
        verdict = "meets" if green.meets_capacity else "falls short of"
        said.append(
            f"{green.open_ha:,.1f} hectares that anybody may use lie inside the boundary{whose}, or "
            f"{green.ha_per_1000:,.1f} hectares for every 1,000 people. That {verdict} the {standards.ha_per_1000:g} hectares that Natural England "
            "asks for."
        )
    if bare := listed_here.intersection(green.without_outline):
        number = count_of(len(bare), "greenspace has", "greenspaces have")
        said.append(f"{number.capitalize()} no outline yet and cannot be counted.")
    return [Paragraph(" ".join(said))] if said else []


def _condition(insight: Insight) -> list[Block]:
    judged = [condition for condition in insight.greenspace_condition if condition.grade is not None]
    if not judged:
        return []
    rows = tuple((_CONDITIONS[each.grade], f"{len(each.records):,}") for each in insight.greenspace_condition)
    return [Table("What condition the greenspaces are in", ("Condition", "Greenspaces"), rows)]


def walking_blocks(gathered: Gathered, insight: Insight) -> list[Block]:
    """What people need near home, and who has none of it within a walk."""
    known = [access for access in insight.access if access.typical_m is not None and access.share is not None]
    if not known:
        return [
            Unknown("What is missing within a ten-minute walk cannot be told before services are on the map.")
        ]
    walk = f"{gathered.standards.walk_m:,.0f} metres"
    rows = tuple(
        (access.need.label, percent(access.share or 0.0), length(access.typical_m or 0.0)) for access in known
    )
    heads = ("What people need", f"Residents with one within {walk}", "Half live nearer than")
    title = "What is within a ten-minute walk"
    return [Table(title, heads, rows), *_missing(gathered, insight.access, walk, insight.is_along_streets)]


def _missing(gathered: Gathered, found: Iterable[Access], walk: str, is_along_streets: bool) -> list[Block]:
    missing = [access.need.label.lower() for access in found if access.is_missing]
    some = [access.need.label.lower() for access in found if 0 < (access.share or 0) < _ALMOST_ALL]
    said = []
    if missing:
        said.append(
            f"No record shows any of these within {walk} of a home in {gathered.place.name}: "
            f"{listed(missing)}. Either there is none, or nobody has put it on the map."
        )
    if some:
        said.append(f"Some people are further than that from: {listed(some)}.")
    said.append(
        "Distances are along the streets of the map."
        if is_along_streets
        else "Distances are straight lines; along streets it is further."
    )
    return [Paragraph(" ".join(said))]


def gap_blocks(insight: Insight) -> list[Block]:
    """What the borough's plan names, beside what people want of it; and what nobody has asked for.

    A few wishes need no table: the lists below name them.
    """
    wishes = {each for gap in insight.gaps for each in gap.records}
    if not wishes:
        return []
    aims = (("keep", "Keep"), ("improve", "Improve"), ("create", "Create"), ("", "Not said"))
    rows = tuple(
        (gap.item.label, *(_counted(dict(gap.by_aim).get(aim, ())) for aim, _ in aims))
        for gap in insight.gaps
    )
    heads = ("Part of the plan", *(words for _, words in aims))
    missing = [gap.item.label for gap in insight.gaps if gap.is_gap]
    told = (
        f"Nobody here has tied a wish to: {listed(missing)}." if missing else "Every part of it has a wish."
    )
    table = (
        [Table("The plan and the wishes, side by side", heads, rows)]
        if len(wishes) >= _FEWEST_IN_TABLE
        else []
    )
    return [*table, Paragraph(told)]


def _counted(records: tuple[RecordId, ...]) -> str:
    return f"{len(records):,}" if records else "–"


def trust_blocks(insight: Insight, catalogue: Catalogue) -> list[Block]:
    """How complete and how fresh the records behind the profile are."""
    if not insight.quality:
        return []
    rows = tuple(
        (
            catalogue[one.kind].plural,
            f"{len(one.records):,}",
            percent(one.filled) if one.filled is not None else "–",
            _told(one.without_source),
            _told(one.stale),
        )
        for one in insight.quality
    )
    heads = ("Records", "All", "Questions answered", "Without a source", "Older than two years")
    return [Table("How far these records can be trusted", heads, rows), *freshness(insight.freshness)]


def _told(records: tuple[RecordId, ...]) -> str:
    return f"{len(records):,}" if records else "none"
