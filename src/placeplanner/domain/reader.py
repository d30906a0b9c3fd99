"""What edits, profiles and panels may ask of a plan. The plan file answers; nothing here can write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from placeplanner.domain.earlier import EarlierProfile
from placeplanner.domain.ids import GroupId, PhotoId, RecordId, SessionId
from placeplanner.domain.kinds import Catalogue, Kind
from placeplanner.domain.known import Declined
from placeplanner.domain.moment import Course, Moment, Period
from placeplanner.domain.people import Contributor, Group, Session
from placeplanner.domain.place import Places
from placeplanner.domain.record import Photo, Record
from placeplanner.domain.shaping import Shaping


class Reader(Protocol):
    """A plan, to be read."""

    @property
    def catalogue(self) -> Catalogue:
        """The kinds and categories in use."""

    @property
    def places(self) -> Places:
        """The borough, towns and neighbourhoods of this plan."""

    def record(self, record_id: RecordId) -> Record | None:
        """The record, or None where there is none (any more)."""

    def records(
        self,
        *,
        kinds: Iterable[Kind] = tuple(Kind),
        place: str | None = None,
        category: str | None = None,
        session: SessionId | None = None,
        text: str = "",
    ) -> tuple[Record, ...]:
        """Records that meet every condition, by name; `place` takes in the places inside it.

        `text` matches the beginnings of words in names, notes and fields, accents and case aside.
        """

    def courses(self, period: Period) -> Mapping[RecordId, Course]:
        """Every record that anybody changed after a period began, as it was then, at its end, and at last."""

    def moment(self) -> Moment:
        """The state in which the plan is now, to come back to later."""

    def began_on(self) -> date | None:
        """The day on which the first thing was put into the plan, in this computer's time; None in an empty one."""

    def photos(self, record_id: RecordId) -> tuple[Photo, ...]:
        """The photos of a record, oldest first."""

    def photo(self, photo_id: PhotoId) -> Photo | None:
        """One photo, or None."""

    def photo_bytes(self, sha256: str) -> bytes:
        """The image file itself; raises `Problem` where it is missing or damaged."""

    def groups(self) -> tuple[Group, ...]:
        """All groups, by name."""

    def group(self, group_id: GroupId) -> Group | None:
        """One group, or None."""

    def contributors(self) -> tuple[Contributor, ...]:
        """All contributors, by name."""

    def sessions(self) -> tuple[Session, ...]:
        """All sessions, newest first."""

    def declined(self) -> tuple[Declined, ...]:
        """The known things that people do not want, by name."""

    def earlier_profiles(self) -> tuple[EarlierProfile, ...]:
        """The profiles that have been made, oldest first."""

    def shapings(self) -> tuple[Shaping, ...]:
        """How profiles have been shaped, for every place and audience that anybody has done so for."""
