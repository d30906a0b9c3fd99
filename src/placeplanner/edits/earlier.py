"""Remembering that a profile was made. One that says what another one of the same day said takes its place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from msgspec import Struct
from msgspec.structs import replace

from placeplanner.domain.change import Change
from placeplanner.domain.earlier import EarlierProfile
from placeplanner.domain.ids import EarlierId, PlaceCode, new_id
from placeplanner.domain.kinds import Audience
from placeplanner.domain.moment import Moment
from placeplanner.domain.reader import Reader


def made_now(
    place: PlaceCode, audience: Audience, moment: Moment, revision: str, formats: Iterable[str]
) -> EarlierProfile:
    """A profile that has just been made. `moment` is the plan's state before it was read for it."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return EarlierProfile(EarlierId(new_id()), place, audience, at, moment, revision, tuple(formats))


class RememberProfile(Struct, frozen=True):
    """Keep in the plan that a profile was made, to be told from later."""

    profile: EarlierProfile

    label = "Made a profile"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        new = self.profile
        alike = [
            each
            for each in plan.earlier_profiles()
            if (each.place, each.audience, each.is_of_every_place)
            == (new.place, new.audience, new.is_of_every_place)
        ]
        before = next((each for each in alike[-1:] if _says(each) == _says(new)), None)
        if before is None:
            return (Change(None, new),)
        formats = tuple(dict.fromkeys((*before.formats, *new.formats)))
        return (Change(before, replace(new, id=before.id, formats=formats)),)


def _says(profile: EarlierProfile) -> tuple[date, str]:
    """The day that people know it by, and the state of its records."""
    return (profile.moment.told, profile.revision)
