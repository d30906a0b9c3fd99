"""How a record is told: the catalogue's labels and the record's answers, as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.framework import Framework
from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Field, FieldType, Kind, Shape
from placeplanner.domain.place import Place
from placeplanner.domain.record import Photo, Record
from placeplanner.exchange.rows import Names, worded
from placeplanner.insight.gaps import LISTS
from placeplanner.insight.insight import Insight
from placeplanner.insight.standards import Standards
from placeplanner.mappacks.manifest import Manifest
from placeplanner.profile.blocks import Entry, Fact, Listing, Listings
from placeplanner.profile.changes_section import Changes
from placeplanner.profile.words import count_of, day_of, hectares, length

AIM = "aim"
KEEP = "keep"  # the aim of a priority that asks for nothing to change
_IN_PEOPLES_WORDS = {Kind.PRIORITY: "said", Kind.HERITAGE: "story"}
_AS_A_TAG = {Kind.PRIORITY: AIM, Kind.HERITAGE: "grade"}
_TOLD_OTHERWISE = ("said", "story", "grade", AIM, *LISTS)


class Gathered(Struct, frozen=True):
    """All that the sections of a profile are made from, already without what the audience may not see."""

    place: Place
    names: Names
    framework: Framework
    manifest: Manifest
    records: tuple[Record, ...]
    photos: tuple[Photo, ...]
    insight: Insight
    beside: Insight | None  # the borough's
    standards: Standards
    changes: Changes | None = None
    pictures: tuple[Photo, ...] = ()  # those of the photos that are shown
    homes: tuple[tuple[str, tuple[Record, ...]], ...] = ()  # by where they are shown instead

    def of_kind(self, kind: Kind) -> tuple[Record, ...]:
        """The records of one kind, by name."""
        return tuple(record for record in self.records if record.kind is kind)

    @property
    def borough(self) -> Place | None:
        """What the place is compared with; None where the place is the borough itself."""
        borough = self.names.places.borough
        return None if borough is None or borough.code == self.place.code else borough

    @property
    def is_from_several_groups(self) -> bool:
        """Whether it needs saying which group told what."""
        return len({record.group for record in self.records if record.group}) > 1

    def counts(self) -> list[str]:
        """How many records of each kind there are, in words, without those that there are none of."""
        nouns = {
            Kind.ASSET: ("asset", "assets"),
            Kind.GREENSPACE: ("greenspace", "greenspaces"),
            Kind.HERITAGE: ("piece of heritage", "pieces of heritage"),
            Kind.PRIORITY: ("priority", "priorities"),
        }
        numbers = ((len(self.of_kind(kind)), nouns[kind]) for kind in Kind)
        return [count_of(number, *noun) for number, noun in numbers if number]

    @property
    def children(self) -> tuple[Place, ...]:
        """The places right inside this one."""
        return self.names.places.children(self.place.code)

    def answer(self, record: Record, name: str) -> str:
        """One of a record's answers in words; empty where there is none."""
        field = self.names.catalogue[record.kind].field(name)
        value = record.details.get(name)
        if value is None:
            return ""
        return answered(field, value) if field else str(value)

    def entry(self, record: Record) -> Entry:
        """A record as it is told."""
        spec = self.names.catalogue[record.kind]
        place = self.names.place(record)
        return Entry(
            id=record.id,
            name=record.name.strip() or f"{spec.label} without a name",
            kind=record.kind.value,
            category=spec.category_label(record.category),
            where=place if place != self.place.name else "",
            text=record.notes.strip(),
            said=self.answer(record, _IN_PEOPLES_WORDS.get(record.kind, "")),
            tag=self.answer(record, _AS_A_TAG.get(record.kind, "")),
            facts=tuple(self._facts(record)),
            is_sample=record.is_sample,
        )

    def _facts(self, record: Record) -> Iterable[Fact]:
        size = size_of(record.geometry, record.shape)
        if size and record.kind in (Kind.GREENSPACE, Kind.HERITAGE):
            yield Fact("Size", size)
        for field in self.names.catalogue[record.kind].fields:
            value = record.details.get(field.name)
            if value is not None and value != "" and field.name not in _TOLD_OTHERWISE:
                yield Fact(field.label, answered(field, value))
        group = (
            self.names.groups.get(record.group, "") if record.group and self.is_from_several_groups else ""
        )
        person = self.names.people.get(record.contributor, "") if record.contributor else ""
        if person or group:
            yield Fact("Told by", ", ".join(name for name in (person, group) if name))


def answered(field: Field, value: str | int | float | bool) -> str:
    """An answer as a person would write it."""
    said = worded(field, value)
    if field.type is FieldType.YES_NO:
        return "Yes" if value else "No"
    if field.type is FieldType.DATE:
        return day_of(str(value))
    if isinstance(said, float):
        return f"{said:,.6g}"
    return f"{said:,}" if isinstance(said, int) and not isinstance(said, bool) and said > 9999 else str(said)


def size_of(geometry: BaseGeometry, shape: Shape) -> str:
    """How big a drawn shape is, in words; nothing for a point."""
    if shape is Shape.AREA:
        return hectares(geometry.area)
    return length(geometry.length) if shape is Shape.LINE else ""


def by_category(gathered: Gathered, title: str, records: tuple[Record, ...]) -> tuple[Listings, ...]:
    """Records of one kind under their categories, in the catalogue's order; nothing where there are none."""
    if not records:
        return ()
    kind = records[0].kind
    spec = gathered.names.catalogue[kind]
    order = [category.code for category in spec.categories]
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.category, []).append(record)
    codes = sorted(found, key=lambda code: (order.index(code) if code in order else len(order), code))
    listings = tuple(
        Listing(spec.category_label(code), tuple(map(gathered.entry, found[code]))) for code in codes
    )
    return (Listings(title, kind.value, listings),)


def ids_of(records: Iterable[Record]) -> tuple[RecordId, ...]:
    """The ids behind a figure."""
    return tuple(record.id for record in records)
