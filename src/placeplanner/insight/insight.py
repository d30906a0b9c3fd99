"""All figures of a place together, and where they are kept until the plan changes."""

from __future__ import annotations

import datetime
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from placeplanner.domain.framework import Framework
from placeplanner.domain.ids import ContributorId, PlaceCode, RecordId
from placeplanner.domain.kinds import Catalogue, Kind
from placeplanner.domain.people import Session
from placeplanner.domain.place import Place, Places
from placeplanner.domain.record import Record
from placeplanner.domain.streetmap import StreetMap
from placeplanner.insight.counting import (
    Count,
    Heritage,
    StrengthCount,
    counts_of,
    heritage_of,
    strengths_of,
)
from placeplanner.insight.gaps import Gap, Theme, gaps_of, themes_of, untied_of
from placeplanner.insight.greenspace import Amount, Condition, Reach, amount_of, conditions_of, reach_of
from placeplanner.insight.homes import homes_of
from placeplanner.insight.nearness import nearest_m
from placeplanner.insight.quality import Freshness, Quality, freshness_of, quality_of
from placeplanner.insight.standards import Standards
from placeplanner.insight.streets import StreetNetwork
from placeplanner.insight.voices import Voices, voices_of
from placeplanner.insight.walking import Access, access_of

_KEPT = 128  # places


class Grounds(Struct, frozen=True):
    """What figures are made from. `records` are all that the audience may see, wherever they are in the plan.

    `who` told each record stands apart: people whose name is taken out of a record are counted all the same.
    """

    places: Places
    records: tuple[Record, ...]
    sessions: tuple[Session, ...]
    who: Mapping[RecordId, ContributorId]
    catalogue: Catalogue
    framework: Framework
    standards: Standards
    on: datetime.date


class Insight(Struct, frozen=True):
    """Every figure of one place. `basis` says how it was reckoned where people live."""

    place: PlaceCode
    basis: str
    is_along_streets: bool  # else distances are straight lines
    counts: tuple[Count, ...]
    green: Amount
    reach: tuple[Reach, ...]
    access: tuple[Access, ...]
    greenspace_condition: tuple[Condition, ...]
    heritage: tuple[Heritage, ...]
    strengths: tuple[StrengthCount, ...]
    gaps: tuple[Gap, ...]
    untied: tuple[RecordId, ...]
    themes: tuple[Theme, ...]
    voices: Voices
    quality: tuple[Quality, ...]
    freshness: tuple[Freshness, ...]


def insight_of(
    grounds: Grounds,
    place: Place,
    inside: Sequence[Record],
    known_homes: NDArray[np.float64] | None = None,
    streets: StreetMap | None = None,
) -> Insight:
    """All figures of a place. `inside` are its own records, among those of `grounds`.

    Distances are along the `streets` of a map where its lines make a network there, else straight.
    """
    homes = homes_of(place, grounds.places, known_homes)
    network = StreetNetwork.of(streets, place.geometry.bounds) if streets else None
    nearest = network.nearest_m if network else nearest_m
    return Insight(
        place=place.code,
        basis=homes.basis,
        is_along_streets=network is not None,
        counts=counts_of(inside),
        green=amount_of(place, grounds.records, grounds.standards),
        reach=reach_of(homes, grounds.records, grounds.standards, nearest),
        access=access_of(homes, grounds.records, grounds.standards, nearest),
        greenspace_condition=conditions_of(inside, Kind.GREENSPACE),
        heritage=heritage_of(inside),
        strengths=strengths_of(inside, grounds.standards),
        gaps=gaps_of(inside, grounds.framework),
        untied=untied_of(inside),
        themes=themes_of(inside),
        voices=voices_of(place, grounds.places, inside, grounds.sessions, grounds.who),
        quality=quality_of(inside, grounds.catalogue, grounds.on),
        freshness=freshness_of(inside, grounds.on),
    )


class Kept:
    """Insights kept by revision of the plan, place and whatever else they depend on; the oldest go first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], Insight] = OrderedDict()

    def get(self, key: tuple[object, ...], make: Callable[[], Insight]) -> Insight:
        """The insight kept under a key, or a new one."""
        if key not in self._kept:
            self._kept[key] = make()
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]
