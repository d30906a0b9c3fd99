"""Taking known things into a plan, bringing them up to date, joining them to what people wrote, declining them.

What a publisher tells the world is public: records from lists may be seen by everyone, and nobody is their contributor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from placeplanner.domain.change import Change
from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Audience, Catalogue
from placeplanner.domain.known import Declined, KnownThing
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Record
from placeplanner.edits import known_facts
from placeplanner.edits.known_facts import Facts, published
from placeplanner.edits.known_proposals import by_origin, declined_id, record_id, record_of
from placeplanner.edits.known_words import publisher_of, several
from placeplanner.edits.records import existing, in_its_place


class AcceptKnown(Struct, frozen=True):
    """Put known things on the map, as `known_fitting.fit` made them; those that are there already are left alone."""

    things: tuple[KnownThing, ...]
    label: str = "Added things from a published list"

    @classmethod
    def of(cls, things: Sequence[KnownThing], catalogue: Catalogue) -> AcceptKnown:
        """With a label that says what is added: "Added 12 listed buildings from Historic England"."""
        return cls(tuple(things), _label("Added", things, catalogue, "from"))

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        records = plan.records()
        known, ids = by_origin(records), {record.id for record in records}
        new = {thing.origin: thing for thing in self.things if record_of(thing, known) is None}
        declined = {one.origin: one for one in plan.declined()}
        had_back = (
            declined[origin] for thing in new.values() for origin in _origins(thing) if origin in declined
        )
        return (
            *(Change(None, in_its_place(plan, _record(thing, ids))) for thing in new.values()),
            *(Change(one, None) for one in had_back),
        )


def _record(thing: KnownThing, taken: set[RecordId]) -> Record:
    own = record_id(thing.origin)
    number = 0
    while own in taken:  # a record whose origin another program has emptied
        number += 1
        own = record_id(f"{thing.origin}#{number}")
    taken.add(own)
    return Record(
        id=own,
        kind=thing.kind,
        category=thing.category,
        name=thing.name,
        geometry=thing.geometry,
        source=thing.source,
        consent=Audience.PUBLIC,
        details=thing.details,
        origin=thing.origin,
        imported=known_facts.write(Facts(published(thing), thing.also)),
    )


class UpdateKnown(Struct, frozen=True):
    """Let records follow what their publisher says now, but for what people have changed in them."""

    things: tuple[KnownThing, ...]
    label: str = "Brought things from a published list up to date"

    @classmethod
    def of(cls, things: Sequence[KnownThing], catalogue: Catalogue) -> UpdateKnown:
        """With a label that says what was updated."""
        return cls(tuple(things), _label("Updated", things, catalogue, "from"))

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        known = by_origin(plan.records())
        found: list[Change] = []
        for thing in self.things:
            before = record_of(thing, known)
            merged = known_facts.merged(before, thing) if before else None
            if before is not None and merged is not None:
                found.append(Change(before, in_its_place(plan, merged.record)))
        return tuple(found)


class LinkKnown(Struct, frozen=True):
    """Join a record that people made to a known thing: what they wrote stays, what they left blank is filled in."""

    record_id: RecordId
    thing: KnownThing

    @property
    def label(self) -> str:
        return f"Joined “{self.thing.name}” to what {publisher_of(self.thing.source)} says"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        before = existing(plan, self.record_id)
        if before.origin or record_of(self.thing, by_origin(plan.records(kinds=(self.thing.kind,)))):
            return ()
        return (Change(before, in_its_place(plan, known_facts.linked(before, self.thing))),)


class DeclineKnown(Struct, frozen=True):
    """Do not propose these again; the plan remembers it, whoever opens it."""

    things: tuple[KnownThing, ...]

    @property
    def label(self) -> str:
        if len(self.things) == 1:
            return f"Declined “{self.things[0].name or 'a thing without a name'}”"
        return f"Declined {len(self.things):,} things from published lists"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        refused = {one.origin for one in plan.declined()}
        wanted = {thing.origin: thing for thing in self.things if thing.origin not in refused}
        return tuple(
            Change(None, Declined(declined_id(origin), origin, thing.name, thing.kind.value, thing.category))
            for origin, thing in wanted.items()
        )


class ProposeAgain(Struct, frozen=True):
    """Have declined things back among the proposals."""

    origins: tuple[str, ...]

    @property
    def label(self) -> str:
        return "Had a declined thing back" if len(self.origins) == 1 else "Had declined things back"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        wanted = set(self.origins)
        return tuple(Change(one, None) for one in plan.declined() if one.origin in wanted)


def _origins(thing: KnownThing) -> tuple[str, ...]:
    return (thing.origin, *thing.also)


def _label(verb: str, things: Sequence[KnownThing], catalogue: Catalogue, where: str) -> str:
    """What was done to what from whom, as exactly as one line can say it."""
    publishers = list(dict.fromkeys(publisher_of(thing.source) for thing in things))
    source = f" {where} {publishers[0]}" if len(publishers) == 1 else ""
    if len(things) == 1:
        return f"{verb} “{things[0].name or 'a thing without a name'}”{source}"
    categories = Counter((thing.kind, thing.category) for thing in things)
    if len(categories) == 1:
        ((kind, code),) = categories
        noun = several(catalogue[kind].category_label(code)).lower()
        return f"{verb} {len(things):,} {noun}{source}"
    return f"{verb} {len(things):,} known things{source}"
