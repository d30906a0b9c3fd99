"""How people have shaped the profile of a place for an audience: kept in the plan, so that it is there next time.

Each audience has words of its own: what was written for the group never meets the public by itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from msgspec import Struct, field

from placeplanner.domain.ids import PhotoId, PlaceCode, ShapingId
from placeplanner.domain.kinds import Audience

_OURS = uuid.UUID("7b1d2f0e-52a4-4c55-9d3e-0a6a2f1c9b71")


class Shaping(Struct, frozen=True):
    """What is not said stays as the profile has it by itself.

    `order` names sections by their keys; those that it leaves out follow in their own order. `leads` are the opening
    words of sections, edited. `photos` are the chosen ones in their order; None where nobody has chosen.
    """

    id: ShapingId
    place: PlaceCode
    audience: Audience
    title: str = ""
    foreword: str = ""
    logo: str = ""  # the SHA-256 of an image file in the plan
    logo_of: str = ""  # whose it is, for those who do not see it
    photos: tuple[PhotoId, ...] | None = None
    order: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    leads: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, place: PlaceCode, audience: Audience) -> Shaping:
        """A profile that nobody has shaped yet; the same identity on every computer."""
        return cls(ShapingId(str(uuid.uuid5(_OURS, f"{place} {audience.value}"))), place, audience)
