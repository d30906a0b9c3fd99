"""What can be answered about known things, one by one: each offer is one row of the list and one card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.ids import PlaceCode, RecordId
from placeplanner.domain.kinds import Audience, Catalogue, Kind
from placeplanner.domain.known import Declined, KnownThing
from placeplanner.domain.place import Places
from placeplanner.domain.record import Record
from placeplanner.edits.known_proposals import Match, Proposals, Update
from placeplanner.edits.known_words import field_words, publisher_of, several

_PROPOSED = "proposed:"  # before an origin: the id that a thing has on the map while it is no record


class State(StrEnum):
    """Where a thing stands with the plan."""

    NEW = "new"
    CHANGED = "changed"
    MATCHED = "matched"
    GONE = "gone"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        """The words people choose from."""
        return {
            State.NEW: "Not in the plan yet",
            State.CHANGED: "Newer in the list",
            State.MATCHED: "Already recorded",
            State.GONE: "No longer in the list",
            State.DECLINED: "Declined",
        }[self]


Type = tuple[Kind, str]  # kind and category


class Offer(Struct, frozen=True):
    """One thing that waits for an answer, or had one. `geometry` is None where only the name is remembered."""

    key: str
    state: State
    name: str
    kind: Kind
    category: str
    geometry: BaseGeometry | None
    place: PlaceCode | None
    thing: KnownThing | None = None
    record: Record | None = None
    update: Update | None = None
    match: Match | None = None

    @property
    def type(self) -> Type:
        """What it is."""
        return self.kind, self.category

    @property
    def title(self) -> str:
        """Its name, or words that say that it has none."""
        return self.name or "Without a name"

    @property
    def id_on_map(self) -> RecordId:
        """Under which id the map shows it: a record's own, or one that no record can have."""
        return self.record.id if self.record else RecordId(f"{_PROPOSED}{self.key}")

    def as_drawn(self) -> Record | None:
        """What the map draws hollow; None for what has its symbol already, or is nowhere."""
        if self.thing is None or self.record is not None:
            return None
        thing = self.thing
        return Record(
            self.id_on_map, thing.kind, thing.category, thing.name, thing.geometry, consent=Audience.PUBLIC
        )


def offers(
    found: Proposals, things: Mapping[str, KnownThing], where: Mapping[str, PlaceCode | None]
) -> tuple[Offer, ...]:
    """Everything as offers. `things` by origin, also those declined; `where` each thing lies, by origin."""
    every = [
        *(_of_thing(State.NEW, thing, where) for thing in found.new),
        *(_of_thing(State.CHANGED, one.thing, where, record=one.record, update=one) for one in found.changed),
        *(_of_thing(State.MATCHED, one.thing, where, match=one) for one in found.matched),
        *(_of_record(record) for record in found.gone),
        *_of_declined(found.declined, things, where),
    ]
    return tuple(sorted(every, key=lambda offer: (not offer.name, offer.name.casefold(), offer.key)))


def _of_thing(
    state: State,
    thing: KnownThing,
    where: Mapping[str, PlaceCode | None],
    *,
    record: Record | None = None,
    update: Update | None = None,
    match: Match | None = None,
) -> Offer:
    place = record.place if record else where.get(thing.origin)
    return Offer(
        thing.origin, state, thing.name, thing.kind, thing.category, thing.geometry, place, thing, record,
        update, match,
    )  # fmt: skip


def _of_record(record: Record) -> Offer:
    return Offer(
        record.origin, State.GONE, record.name, record.kind, record.category, record.geometry, record.place,
        record=record,
    )  # fmt: skip


def _of_declined(
    declined: Iterable[Declined],
    things: Mapping[str, KnownThing],
    where: Mapping[str, PlaceCode | None],
) -> Iterator[Offer]:
    for one in declined:
        if (thing := things.get(one.origin)) is not None:
            yield _of_thing(State.DECLINED, thing, where)
        elif one.kind in set(Kind):
            yield Offer(one.origin, State.DECLINED, one.name, Kind(one.kind), one.category, None, None)


def types_of(every: Iterable[Offer], catalogue: Catalogue) -> list[tuple[str, Type, int]]:
    """The types that occur, in words, with how many there are of each: the catalogue's order."""
    counts = Counter(offer.type for offer in every)
    order = [(kind, category.code) for kind, spec in catalogue.kinds.items() for category in spec.categories]
    known = [each for each in order if each in counts]
    known += sorted(set(counts) - set(order))
    return [
        (several(catalogue[kind].category_label(code)), (kind, code), counts[kind, code])
        for kind, code in known
    ]


def below(offer: Offer, catalogue: Catalogue, places: Places, *, with_type: bool = True) -> str:
    """The quieter line under its name: what is different, or what it is, where, and who says so."""
    spec = catalogue[offer.kind]
    place = places.get(offer.place)
    if offer.update is not None:
        fields = offer.update.merged.taken or offer.update.merged.kept
        return ", ".join(field_words(spec, field) for field in fields)
    if offer.match is not None:
        return f"Like “{offer.match.record.name}”"
    label = spec.category_label(offer.category) if with_type else ""
    who = publisher_of(offer.thing.source) if offer.thing else ""
    return " · ".join(part for part in (label, place.name if place else "", who) if part)
