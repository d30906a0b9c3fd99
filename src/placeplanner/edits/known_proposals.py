"""What published lists and a plan have to say to one another: what is new, what changed, what is there already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID, uuid5

import shapely
from msgspec import Struct

from placeplanner.domain.ids import DeclinedId, RecordId
from placeplanner.domain.known import Declined, KnownThing
from placeplanner.domain.record import Record
from placeplanner.edits.known_facts import Merged, merged, read
from placeplanner.edits.known_matching import alike, list_of

_IDS = UUID("2f0f6a5e-6a7b-5d0c-8a55-0c0ffee00015")  # the space of ids made from origins; any constant does
_ABOUT_M = 100.0  # how far beyond the things of a list it still speaks


def record_id(origin: str) -> RecordId:
    """The same in every plan, so that what two groups took from one list is one thing when plans are merged."""
    return RecordId(str(uuid5(_IDS, origin)))


def declined_id(origin: str) -> DeclinedId:
    """The same in every plan."""
    return DeclinedId(str(uuid5(_IDS, f"declined/{origin}")))


class Update(Struct, frozen=True):
    """A record that can follow its publisher: `merged` says what it would become."""

    thing: KnownThing
    record: Record
    merged: Merged

    @property
    def is_only_newer(self) -> bool:
        """Whether nothing is different but the date of the source."""
        return set(self.merged.taken) | set(self.merged.kept) <= {"source"}


class Match(Struct, frozen=True):
    """A thing that people have recorded already, by hand or from another list."""

    thing: KnownThing
    record: Record

    @property
    def can_link(self) -> bool:
        """Whether the record may be joined to the list: one record follows one list."""
        return not self.record.origin


class Proposals(Struct, frozen=True):
    """All that can be offered. `gone` are records whose thing is no longer in its list: told, never removed."""

    new: tuple[KnownThing, ...] = ()
    changed: tuple[Update, ...] = ()
    matched: tuple[Match, ...] = ()
    gone: tuple[Record, ...] = ()
    declined: tuple[Declined, ...] = ()
    unchanged: int = 0

    @property
    def count(self) -> int:
        """How many things wait for an answer."""
        return len(self.new) + len(self.changed) + len(self.matched)


def by_origin(records: Iterable[Record]) -> dict[str, Record]:
    """The record of each origin, also by the origins of its pieces.

    A copy made in another program has its original's origin: the record with the id made from it counts, else the older.
    """
    found: dict[str, Record] = {}
    with_origin = [record for record in records if record.origin]
    for record in sorted(with_origin, key=lambda one: (one.id != record_id(one.origin), one.created_at)):
        facts = read(record.imported) if '"also"' in record.imported else None
        for origin in (record.origin, *(facts.also if facts else ())):
            found.setdefault(origin, record)
    return found


def record_of(thing: KnownThing, known: Mapping[str, Record]) -> Record | None:
    """The record that a thing has become, looked up by any of its pieces."""
    origins = (thing.origin, *thing.also)
    return next((known[origin] for origin in origins if origin in known), None)


def proposals(
    things: Sequence[KnownThing], records: Iterable[Record], declined: Iterable[Declined] = ()
) -> Proposals:
    """Compare fitted things with a plan. Pure; nothing is changed by it."""
    every = tuple(records)
    refused = {one.origin for one in declined}
    known = by_origin(every)
    fresh: list[KnownThing] = []
    changed: list[Update] = []
    unchanged = 0
    for thing in things:
        record = record_of(thing, known)
        if record is None:
            if refused.isdisjoint((thing.origin, *thing.also)):
                fresh.append(thing)
        elif (found := merged(record, thing)) is not None:
            changed.append(Update(thing, record, found))
        else:
            unchanged += 1
    matches = _matches(fresh, every)
    there = {match.thing.origin for match in matches}
    return Proposals(
        new=tuple(thing for thing in fresh if thing.origin not in there),
        changed=tuple(sorted(changed, key=lambda update: update.is_only_newer)),
        matched=matches,
        gone=_gone(things, every, known),
        declined=tuple(declined),
        unchanged=unchanged,
    )


def _matches(things: list[KnownThing], records: tuple[Record, ...]) -> tuple[Match, ...]:
    """Things that somebody has recorded under no origin, or under that of another list."""
    by_list: dict[str, list[KnownThing]] = defaultdict(list)
    for thing in things:
        by_list[list_of(thing.origin)].append(thing)
    found: list[Match] = []
    for name, some in by_list.items():
        others = [record for record in records if list_of(record.origin) != name]
        found += [Match(some[i], others[j]) for i, j in alike(some, others).items()]
    return tuple(found)


def _gone(
    things: Sequence[KnownThing], records: tuple[Record, ...], known: Mapping[str, Record]
) -> tuple[Record, ...]:
    """Records from a list that is at hand, within the box that it speaks of, and not in it any more."""
    there = {record.id for thing in things if (record := record_of(thing, known))}
    lists: dict[tuple[str, str], list[KnownThing]] = defaultdict(list)
    for thing in things:
        lists[list_of(thing.origin), thing.category].append(thing)
    boxes = {
        key: shapely.box(*shapely.total_bounds([thing.geometry for thing in some])).buffer(_ABOUT_M)
        for key, some in lists.items()
    }
    return tuple(
        record
        for record in records
        if record.origin and record.id not in there
        if (box := boxes.get((list_of(record.origin), record.category))) is not None
        if box.intersects(record.geometry)
    )
