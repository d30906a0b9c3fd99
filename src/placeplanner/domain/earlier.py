"""A profile that was made earlier, as the plan remembers it: so that the next one can say what has changed since."""

from __future__ import annotations

from msgspec import Struct

from placeplanner.domain.ids import EarlierId, PlaceCode
from placeplanner.domain.kinds import Audience
from placeplanner.domain.moment import Moment

ATLAS = "atlas"  # among the formats of a profile of every place


class EarlierProfile(Struct, frozen=True):
    """`revision` is the state of its records as the document itself prints it; `made_at` is in ISO 8601, UTC."""

    id: EarlierId
    place: PlaceCode
    audience: Audience
    made_at: str
    moment: Moment
    revision: str
    formats: tuple[str, ...]

    @property
    def is_of_every_place(self) -> bool:
        """Whether it was an atlas."""
        return ATLAS in self.formats

    def tells_of(self, place: PlaceCode) -> bool:
        """Whether the place had its profile then."""
        return self.place == place or self.is_of_every_place
