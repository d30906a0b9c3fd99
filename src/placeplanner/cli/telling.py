"""A record in words and as JSON: everything in it, positions as people give them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shapely.geometry.base import BaseGeometry

from placeplanner.cli.printing import local_time
from placeplanner.domain.coordinates import describe, grid_ref, to_lonlat
from placeplanner.domain.geometry import size_in_words
from placeplanner.domain.kinds import Shape
from placeplanner.domain.people import Contributor, Group, Session
from placeplanner.domain.place import PlaceKind
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Record
from placeplanner.errors import Problem
from placeplanner.exchange.geojson import geometry_of
from placeplanner.exchange.rows import middle_of, worded

SHORT_ID = 8


class Teller:
    """Knows the names behind the ids of one plan."""

    def __init__(self, plan: Reader) -> None:
        self._plan = plan
        self._groups: dict[str, Group] = {group.id: group for group in plan.groups()}
        self._people: dict[str, Contributor] = {person.id: person for person in plan.contributors()}
        self._sessions: dict[str, Session] = {session.id: session for session in plan.sessions()}

    def place(self, record: Record) -> str:
        """The neighbourhood and its town: “Hindley West, Hindley”."""
        place = self._plan.places.get(record.place)
        if place is None:
            return ""
        town = self.town(record)
        return place.name if place.name == town or not town else f"{place.name}, {town}"

    def town(self, record: Record) -> str:
        """The town a record lies in; empty outside all of them."""
        place = self._plan.places.get(record.place)
        around = (place, *self._plan.places.ancestors(place.code)) if place else ()
        return next((each.name for each in around if each.kind is PlaceKind.TOWN), "")

    def category(self, record: Record) -> str:
        """The category in words."""
        return self._plan.catalogue[record.kind].category_label(record.category)

    def as_json(self, record: Record) -> dict[str, Any]:
        """Everything in a record, positions in WGS 84 and as a grid reference. The keys are always there."""
        place = self._plan.places.get(record.place)
        return {
            "id": record.id,
            "kind": record.kind.value,
            "category": record.category,
            "category_label": self.category(record),
            "name": record.name,
            "place": {"code": place.code, "name": place.name} if place else None,
            "place_is_corrected": record.place_is_corrected,
            "town": self.town(record) or None,
            "shape": record.shape.value,
            **position_of(record.geometry),
            "notes": record.notes,
            "source": record.source,
            "group": _name(self._groups, record.group),
            "contributor": _name(self._people, record.contributor),
            "session": _name(self._sessions, record.session),
            "consent": record.consent.value,
            "sample": record.is_sample,
            "origin": record.origin,
            "details": dict(record.details),
            "photos": [photo.id for photo in self._plan.photos(record.id)],
            "created_at": record.created_at,
            "created_by": record.created_by,
            "changed_at": record.changed_at,
            "changed_by": record.changed_by,
        }

    def pairs(self, record: Record) -> Iterable[tuple[str, object]]:
        """Everything in a record, as labels and values in words."""
        spec = self._plan.catalogue[record.kind]
        yield "Name", record.name or "(no name yet)"
        yield "Id", record.id
        yield "Kind", spec.label
        yield "Category", self.category(record)
        yield "Place", self.place(record) or "outside all places"
        yield "Position", _position_in_words(record)
        if record.shape is not Shape.POINT:
            yield "Size", f"{record.shape.value}, {size_in_words(record.geometry)}"
        yield "Notes", record.notes
        for name, value in record.details.items():
            field = spec.field(name)
            said = worded(field, value) if field else value
            yield (
                (field.label if field else name),
                ("yes" if said else "no") if isinstance(said, bool) else said,
            )
        yield "Source", record.source
        yield "Group", _name(self._groups, record.group)
        yield "Contributor", _name(self._people, record.contributor)
        yield "Session", _name(self._sessions, record.session)
        yield "Who may see this", record.consent.label
        yield "Entry in a published list", record.origin
        yield "Sample data", "yes" if record.is_sample else ""
        for photo in self._plan.photos(record.id):
            yield "Photo", f"{photo.width} × {photo.height} {photo.caption}"
        yield "Created", _when(record.created_at, record.created_by)
        yield "Changed", _when(record.changed_at, record.changed_by)


def position_of(geometry: BaseGeometry) -> dict[str, Any]:
    """Where a shape is; nothing where another program put it beyond Great Britain."""
    middle = middle_of(geometry)
    try:
        lon, lat = to_lonlat(middle)
        return {
            "lat": round(lat, 7),
            "lon": round(lon, 7),
            "grid_ref": grid_ref(middle),
            "geometry": geometry_of(geometry),
        }
    except Problem:
        return {"lat": None, "lon": None, "grid_ref": None, "geometry": None}


def _position_in_words(record: Record) -> str:
    try:
        return describe(middle_of(record.geometry))
    except Problem as problem:
        return problem.what


def _name(things: Any, key: str | None) -> str | None:
    return things[key].name if key in things else key


def _when(at: str, by: str) -> str:
    return f"{local_time(at)} by {by}" if at and by else local_time(at) if at else ""


def short_ids(records: Iterable[Record]) -> dict[str, str]:
    """The beginning of each id that tells it from all others: eight letters, or more where they clash."""
    ids = [record.id for record in records]
    length = SHORT_ID
    while length < 36 and len({each[:length] for each in ids}) < len(ids):
        length += 1
    return {each: each[:length] for each in ids}
