"""A change to a plan: what one thing was and what it becomes. Everything that people do ends as some of these."""

from __future__ import annotations

from msgspec import Struct

from placeplanner.domain.earlier import EarlierProfile
from placeplanner.domain.known import Declined
from placeplanner.domain.people import Contributor, Group, Session
from placeplanner.domain.place import Place
from placeplanner.domain.record import Photo, Record
from placeplanner.domain.shaping import Shaping

Entity = Record | Photo | Group | Contributor | Session | Declined | Shaping | EarlierProfile | Place


class Change(Struct, frozen=True):
    """One thing before and after; `before` is None where it is new, `after` where it goes."""

    before: Entity | None
    after: Entity | None

    def __post_init__(self) -> None:
        if self.before is None and self.after is None:
            raise ValueError("a change needs a before or an after")
        if self.before is not None and self.after is not None and self.before.id != self.after.id:
            raise ValueError("a change keeps the identity of what it changes")

    @property
    def subject(self) -> Entity:
        """The thing that changes, as it is afterwards if it still is."""
        subject = self.after if self.after is not None else self.before
        assert subject is not None
        return subject
