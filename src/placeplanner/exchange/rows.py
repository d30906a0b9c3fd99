"""A record as a row: columns with a name for machines and a label for people, and values in plain words.

Every format writes the same columns, so that a spreadsheet, a web map and QGIS never disagree. A position is
given as a point of the record itself: the middle of a line, a point inside an area.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import shapely
from msgspec import Struct
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.domain.ids import ContributorId, GroupId
from placeplanner.domain.kinds import Catalogue, Field, FieldType, KindSpec
from placeplanner.domain.place import PlaceKind, Places
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Detail, Record

Value = str | int | float | bool | None


class Names(Struct, frozen=True):
    """What a record refers to by id, in words. `people` holds only those who may be named."""

    catalogue: Catalogue
    places: Places
    groups: Mapping[GroupId, str]
    people: Mapping[ContributorId, str]

    @classmethod
    def of(cls, reader: Reader) -> Names:
        """The words of a plan."""
        people = {person.id: person.name for person in reader.contributors() if person.may_be_named}
        return cls(
            reader.catalogue, reader.places, {group.id: group.name for group in reader.groups()}, people
        )

    def place(self, record: Record) -> str:
        """The name of the place a record lies in; empty outside all of them."""
        place = self.places.get(record.place)
        return place.name if place else ""

    def town(self, record: Record) -> str:
        """The town that the record's place belongs to; empty where there is none."""
        place = self.places.get(record.place)
        if place is None:
            return ""
        around = (place, *self.places.ancestors(place.code))
        return next((each.name for each in around if each.kind is PlaceKind.TOWN), "")


class Column(Struct, frozen=True):
    """One column of every format."""

    name: str
    label: str
    value: Callable[[Record, Names], Value]
    type: FieldType = FieldType.TEXT


BEFORE = (
    Column("kind", "Kind", lambda record, names: names.catalogue[record.kind].label),
    Column(
        "category",
        "Category",
        lambda record, names: names.catalogue[record.kind].category_label(record.category),
    ),
    Column("name", "Name", lambda record, names: record.name),
    Column("place", "Place", lambda record, names: names.place(record)),
    Column("town", "Town", lambda record, names: names.town(record)),
    Column("notes", "Notes", lambda record, names: record.notes, FieldType.LONG_TEXT),
)
AFTER = (
    Column("source", "Source", lambda record, names: record.source),
    Column(
        "group", "Group", lambda record, names: names.groups.get(record.group, "") if record.group else ""
    ),
    Column(
        "contributor",
        "Contributor",
        lambda record, names: names.people.get(record.contributor, "") if record.contributor else "",
    ),
    Column("consent", "Who may see this", lambda record, names: record.consent.label),
    Column("sample", "Sample data", lambda record, names: record.is_sample, FieldType.YES_NO),
    Column("created", "Created", lambda record, names: record.created_at),
    Column("changed", "Changed", lambda record, names: record.changed_at),
)


# Which entry of a published list it is; what was published there is for comparing only, and stays in the plan.
ORIGIN = Column("origin", "Entry in a published list", lambda record, names: record.origin)


def columns_of(spec: KindSpec, records: Iterable[Record]) -> tuple[Column, ...]:
    """The columns for records of one kind; a field that nobody has answered has none, nor has an origin."""
    records = tuple(records)
    answered = {name for record in records for name in record.details}
    taken = {"fid", "geom", "uuid", *(column.name for column in (*BEFORE, ORIGIN, *AFTER))}
    origin = (ORIGIN,) if any(record.origin for record in records) else ()
    fields = tuple(_column_of(field, taken) for field in spec.fields if field.name in answered)
    unknown = sorted(answered - {field.name for field in spec.fields})
    return (*BEFORE, *fields, *(_unknown_column(name, taken) for name in unknown), *origin, *AFTER)


def _column_of(field: Field, taken: set[str]) -> Column:
    name = f"{field.name}_" if field.name in taken else field.name
    return Column(
        name, field.label, lambda record, names: worded(field, record.details.get(field.name)), field.type
    )


def _unknown_column(field: str, taken: set[str]) -> Column:
    name = f"{field}_" if field in taken else field
    return Column(name, field, lambda record, names: record.details.get(field))


def worded(field: Field, value: Detail | None) -> Value:
    """An answer in words where it is stored as codes, as it is otherwise."""
    if value is None or field.type not in (FieldType.CHOICE, FieldType.CHOICES):
        return value
    codes = (
        [code.strip() for code in str(value).split(";")] if field.type is FieldType.CHOICES else [str(value)]
    )
    return "; ".join(field.label_of(code) for code in codes if code)


def middle_of(geometry: BaseGeometry) -> EastingNorthing:
    """One point that stands for a shape and lies on it. Undefined for an empty shape."""
    point = geometry.representative_point() if geometry.geom_type != "LineString" else _half_way(geometry)
    return EastingNorthing(point.x, point.y)


def _half_way(line: BaseGeometry) -> shapely.Point:
    point: shapely.Point = line.interpolate(0.5, normalized=True)
    return point
