"""What people need near home, and who has none of it within a walk."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from placeplanner.domain.ids import RecordId
from placeplanner.domain.record import Record
from placeplanner.insight.homes import Homes
from placeplanner.insight.nearness import Nearest, nearest_m
from placeplanner.insight.standards import Need, Standards


class Access(Struct, frozen=True):
    """Who has a need met within a walk. `share` of residents and `typical_m` are None where they cannot be known."""

    need: Need
    share: float | None
    typical_m: float | None  # half of the residents have less far to go
    records: tuple[RecordId, ...]  # that are the nearest for somebody here and within the walk

    @property
    def is_missing(self) -> bool:
        """Whether nobody here is known to have it within a walk."""
        return not self.records


def access_of(
    homes: Homes, records: Sequence[Record], standards: Standards, nearest: Nearest = nearest_m
) -> tuple[Access, ...]:
    """Each need, and who has it met. `records` are all of the plan: a library over the boundary counts.

    `nearest` measures: in a straight line, or along streets.
    """
    return tuple(_access(need, homes, records, standards.walk_m, nearest) for need in standards.needs)


def _access(need: Need, homes: Homes, records: Sequence[Record], walk_m: float, nearest: Nearest) -> Access:
    meeting = [record for record in records if need.is_met_by(record)]
    distances, which = nearest(homes, [record.geometry for record in meeting])
    reached = distances <= walk_m
    return Access(
        need,
        homes.share(reached),
        _typical(distances, homes) if meeting else None,
        tuple(meeting[index].id for index in np.unique(which[reached]).tolist()),
    )


def _typical(distances: np.ndarray, homes: Homes) -> float | None:
    """The median distance, each home weighing as many as live there."""
    if not homes.total:
        return None
    order = np.argsort(distances)
    share = np.cumsum(homes.residents[order]) / homes.total
    return float(distances[order][np.searchsorted(share, 0.5)])
