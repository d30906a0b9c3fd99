"""Groups, contributors and sessions: who a record comes from."""

from __future__ import annotations

from msgspec import Struct

from placeplanner.domain.change import Change
from placeplanner.domain.people import Contributor, Group, Session
from placeplanner.domain.reader import Reader

Person = Group | Contributor | Session
_NOUN = {Group: "group", Contributor: "contributor", Session: "session"}


def _as_it_is(plan: Reader, person: Person) -> Person | None:
    everybody: tuple[Person, ...] = (*plan.groups(), *plan.contributors(), *plan.sessions())
    return next((one for one in everybody if one.id == person.id), None)


class KeepPerson(Struct, frozen=True):
    """Add a group, contributor or session, or change the one with the same id."""

    person: Person

    @property
    def label(self) -> str:
        return f"Noted the {_NOUN[type(self.person)]} “{self.person.name}”"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        before = _as_it_is(plan, self.person)
        return (Change(before, self.person),) if before != self.person else ()
