"""Who a record came from: a group, a contributor in it who may stay unnamed, a session in which it was said."""

from __future__ import annotations

from msgspec import Struct

from placeplanner.domain.ids import ContributorId, GroupId, PlaceCode, SessionId


class Group(Struct, frozen=True):
    """The community group or team that records come from."""

    id: GroupId
    name: str
    contact: str = ""  # never exported


class Contributor(Struct, frozen=True):
    """A person in a group. Without `may_be_named` the name never leaves the machine."""

    id: ContributorId
    name: str
    group: GroupId | None = None
    may_be_named: bool = False


class Session(Struct, frozen=True):
    """One workshop, walk or visit: a date, a place, a group, and whatever was recorded in it."""

    id: SessionId
    name: str
    date: str  # YYYY-MM-DD
    place: PlaceCode | None = None
    group: GroupId | None = None
    who_was_there: str = ""
