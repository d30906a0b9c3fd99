"""Greenspace: how much there is for everybody, who has it within reach, and what condition it is in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from msgspec import Struct

from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Kind, Shape
from placeplanner.domain.place import Place
from placeplanner.domain.record import Record
from placeplanner.insight.homes import Homes
from placeplanner.insight.nearness import Nearest, nearest_m
from placeplanner.insight.standards import Standards, Tier

_RESIDENTS = "residents_2021"
_TO_HA = 10_000.0


class Reach(Struct, frozen=True):
    """Who has a greenspace of one tier within reach. `share` of residents is None where nobody's home is known."""

    tier: Tier
    share: float | None
    residents: float
    records: tuple[RecordId, ...]  # those that are the nearest for somebody here, and within reach


class Amount(Struct, frozen=True):
    """How much greenspace a place holds, in hectares, nothing counted twice."""

    all_ha: float
    open_ha: float
    ha_per_1000: float | None  # open to everybody, for every 1,000 residents
    meets_capacity: bool | None
    records: tuple[RecordId, ...]
    without_outline: tuple[RecordId, ...]  # points and lines: they have no size


def amount_of(place: Place, records: Sequence[Record], standards: Standards) -> Amount:
    """The greenspace inside a place: overlaps counted once, what lies outside cut off."""
    greens = [record for record in records if record.kind is Kind.GREENSPACE]
    inside = [record for record in greens if record.geometry.intersects(place.geometry)]
    areas = [record for record in inside if record.shape is Shape.AREA]
    open_areas = [record for record in areas if standards.is_open(record)]
    open_ha = _area_within(place, open_areas)
    residents = place.figures.get(_RESIDENTS, 0.0)
    each = open_ha / residents * 1000 if residents else None
    return Amount(
        all_ha=_area_within(place, areas),
        open_ha=open_ha,
        ha_per_1000=each,
        meets_capacity=None if each is None else each >= standards.ha_per_1000,
        records=tuple(record.id for record in areas),
        without_outline=tuple(record.id for record in inside if record.shape is not Shape.AREA),
    )


def _area_within(place: Place, records: Sequence[Record]) -> float:
    if not records:
        return 0.0
    together = shapely.union_all([record.geometry for record in records])
    return float(shapely.intersection(together, place.geometry).area) / _TO_HA


def reach_of(
    homes: Homes, records: Sequence[Record], standards: Standards, nearest: Nearest = nearest_m
) -> tuple[Reach, ...]:
    """Who has greenspace within reach, tier by tier. `records` are all of the plan: parks know no boundaries.

    `nearest` measures: in a straight line, or along streets.
    """
    areas = [record for record in records if record.shape is Shape.AREA and standards.is_open(record)]
    sizes = np.array([record.geometry.area / _TO_HA for record in areas])
    reaches = []
    for tier in standards.tiers:
        large = [record for record, size in zip(areas, sizes, strict=True) if size >= tier.at_least_ha]
        distances, which = nearest(homes, [record.geometry for record in large])
        reached = distances <= tier.within_m
        used = tuple(large[index].id for index in np.unique(which[reached]).tolist())
        residents = float(homes.residents[reached].sum())
        reaches.append(Reach(tier, homes.share(reached), residents, used))
    return tuple(reaches)


class Condition(Struct, frozen=True):
    """How many were judged so, from 1 (very poor) to 5 (very good); `grade` None: nobody has judged them."""

    grade: int | None
    records: tuple[RecordId, ...]


def conditions_of(records: Sequence[Record], kind: Kind) -> tuple[Condition, ...]:
    """The condition of the records of a kind, worst first, the unjudged last."""
    told = {record.id: _grade(record) for record in records if record.kind is kind}
    grades: tuple[int | None, ...] = (1, 2, 3, 4, 5, None)
    found = (
        Condition(grade, tuple(id_ for id_, given in told.items() if given == grade)) for grade in grades
    )
    return tuple(condition for condition in found if condition.records)


def _grade(record: Record) -> int | None:
    told = str(record.details.get("condition", ""))
    return int(told) if told in {"1", "2", "3", "4", "5"} else None
