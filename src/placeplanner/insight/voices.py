"""Who has been heard: sessions, groups, people and parts of the place. Few people are never told as a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from placeplanner.domain.ids import ContributorId, GroupId, PlaceCode, RecordId, SessionId
from placeplanner.domain.kinds import Kind
from placeplanner.domain.people import Session
from placeplanner.domain.place import Place, Places
from placeplanner.domain.record import Record

FEWEST_PEOPLE = 5  # ONS practice: a count of people below this could point at somebody


class PartHeard(Struct, frozen=True):
    """One part of a place and the priorities that came from it."""

    place: PlaceCode
    records: tuple[RecordId, ...]


class Voices(Struct, frozen=True):
    """Who has been heard. `people` is None where some spoke, but too few to give a number."""

    people: int | None
    groups: tuple[GroupId, ...]
    sessions: tuple[SessionId, ...]
    parts: tuple[PartHeard, ...]

    @property
    def silent(self) -> tuple[PlaceCode, ...]:
        """Parts of the place that no priority came from."""
        return tuple(part.place for part in self.parts if not part.records)


def voices_of(
    place: Place,
    places: Places,
    records: Sequence[Record],
    sessions: Sequence[Session],
    who: Mapping[RecordId, ContributorId],
) -> Voices:
    """Who has been heard in the records of a place. `who` told each of them counts, whether or not they may be named."""
    people = len({who[record.id] for record in records if record.id in who})
    held = {record.session for record in records if record.session}
    priorities = [record for record in records if record.kind is Kind.PRIORITY]
    return Voices(
        people=None if 0 < people < FEWEST_PEOPLE else people,
        groups=tuple(sorted({record.group for record in records if record.group})),
        sessions=tuple(session.id for session in sessions if session.id in held),
        parts=tuple(_part(child, places, priorities) for child in places.children(place.code)),
    )


def _part(child: Place, places: Places, priorities: Sequence[Record]) -> PartHeard:
    inside = places.within(child.code)
    return PartHeard(child.code, tuple(record.id for record in priorities if record.place in inside))
