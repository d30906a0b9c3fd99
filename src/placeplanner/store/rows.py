"""Domain values to rows of the plan file and back. Rows made by other programs may lack anything: they still read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from shapely.geometry.base import BaseGeometry

from placeplanner.domain.change import Entity
from placeplanner.domain.earlier import EarlierProfile
from placeplanner.domain.ids import (
    ContributorId,
    DeclinedId,
    GroupId,
    PhotoId,
    PlaceCode,
    RecordId,
    SessionId,
)
from placeplanner.domain.kinds import Audience, Catalogue, FieldType, Kind, KindSpec
from placeplanner.domain.known import Declined
from placeplanner.domain.people import Contributor, Group, Session
from placeplanner.domain.place import Place
from placeplanner.domain.record import Detail, Photo, Record
from placeplanner.domain.shaping import Shaping
from placeplanner.store import earlier_rows, gpkg, places, schema, shaping_rows

_OWN_COLUMNS = {
    "fid",
    "geom",
    "uuid",
    *(name for name, _, _ in (*schema.BEFORE_FIELDS, *schema.AFTER_FIELDS)),
}
_IN_ORDER = ("uuid", *(name for name, _, _ in (*schema.BEFORE_FIELDS, *schema.AFTER_FIELDS)))
_TABLES = {
    Photo: "photos",
    Group: "groups",
    Contributor: "contributors",
    Session: "sessions",
    Declined: schema.DECLINED,
    Shaping: schema.SHAPING,
    EarlierProfile: schema.EARLIER,
    Place: schema.PLACES,
}
_AUDIENCES: dict[str | None, Audience] = {audience.value: audience for audience in Audience}


def table_of(entity: Entity, catalogue: Catalogue) -> str:
    """The table that keeps a thing."""
    if isinstance(entity, Record):
        return catalogue[entity.kind].table
    return _TABLES[type(entity)]


def to_row(entity: Entity) -> dict[str, Any]:
    """Column values of a thing, without fid, uuid and what the file itself supplies."""
    return {
        name: writable(value) if isinstance(value, str) else value
        for name, value in _values_of(entity).items()
    }


def writable(text: str) -> str:
    """Text as every program reads it: no NUL, at which many stop, and no halves of letters, which none can store."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _values_of(entity: Entity) -> dict[str, Any]:
    match entity:
        case Record():
            return _record_row(entity)
        case Photo():
            lon, lat = entity.taken_lonlat or (None, None)
            return {
                "record_uuid": entity.record,
                "sha256": entity.sha256,
                "media_type": entity.media_type,
                "width": entity.width,
                "height": entity.height,
                "caption": entity.caption,
                "credit": entity.credit,
                "taken_at": entity.taken_at,
                "taken_lon": lon,
                "taken_lat": lat,
                "may_show_place": int(entity.may_show_place),
                "consent": entity.consent.value,
            }
        case Group():
            return {"name": entity.name, "contact": entity.contact}
        case Contributor():
            return {
                "name": entity.name,
                "group_uuid": entity.group,
                "may_be_named": int(entity.may_be_named),
            }
        case Session():
            return {
                "name": entity.name,
                "date": entity.date,
                "place": entity.place,
                "group_uuid": entity.group,
                "who_was_there": entity.who_was_there,
            }
        case Place():
            return places.to_row(entity)
        case Shaping():
            return shaping_rows.to_row(entity)
        case EarlierProfile():
            return earlier_rows.to_row(entity)
        case Declined():
            return {
                "origin": entity.origin,
                "name": entity.name,
                "kind": entity.kind,
                "category": entity.category,
            }


def _record_row(record: Record) -> dict[str, Any]:
    details = {
        name: int(value) if value is True or value is False else value
        for name, value in record.details.items()
    }
    return {
        "geom": gpkg.to_gpb(record.geometry),
        "name": record.name,
        "category": record.category,
        "place": record.place,
        "place_corrected": int(record.place_is_corrected),
        "notes": record.notes,
        "source": record.source,
        "consent": record.consent.value,
        "group_uuid": record.group,
        "contributor_uuid": record.contributor,
        "session_uuid": record.session,
        "sample": int(record.is_sample),
        "origin": record.origin or None,
        "imported": record.imported or None,
        **details,
    }


def differing(before: Entity | None, after: Entity) -> dict[str, Any]:
    """The columns that a change writes: all of a new thing, else only those that differ."""
    new = to_row(after)
    if before is None:
        return new
    old = to_row(before)
    gone = {name: None for name in old if name not in new}
    return {name: value for name, value in {**gone, **new}.items() if old.get(name) != value}


def to_records(spec: KindSpec, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Record]:
    """Records from full rows of a kind's table; rows without a shape that can be drawn are left out.

    `health.unplaced` names those, so that nothing disappears in silence. By position, since ten thousand records
    are to be read while nobody notices.
    """
    at = {name: position for position, name in enumerate(columns)}
    uuid, geom = at["uuid"], at["geom"]
    drawn = [row for row in rows if row[geom] and row[uuid]]
    shapes = _shapes([row[geom] for row in drawn])
    details_of = _details_of(spec, columns)
    own = itemgetter(*(at[name] for name in _IN_ORDER))
    kind = spec.kind
    return [
        _record(kind, shape, details_of(row), own(row))
        for row, shape in zip(drawn, shapes, strict=True)
        if shape is not None
    ]


def _shapes(blobs: list[Any]) -> Sequence[BaseGeometry | None]:
    """Shapes of blobs at once; one by one where another program wrote something odd."""
    if not blobs:
        return []
    try:
        shapes = gpkg.from_gpb(blobs)
    except (ValueError, TypeError):
        return [gpkg.read_shape(blob) for blob in blobs]
    if gpkg.are_drawable(shapes):
        return shapes
    return [gpkg.read_shape(blob) for blob in blobs]


def _details_of(spec: KindSpec, columns: Sequence[str]) -> Callable[[Sequence[Any]], dict[str, Detail]]:
    """A function from a row to the answers in it, whoever added their columns; bytes are no answer."""
    names = [name for name in columns if name not in _OWN_COLUMNS]
    answers = _getter([columns.index(name) for name in names])
    fields = {field.name: field for field in spec.fields}
    odd = [
        (name, name in fields and fields[name].type is FieldType.YES_NO)
        for name in names
        if name not in fields or fields[name].type is FieldType.YES_NO
    ]

    def details(row: Sequence[Any]) -> dict[str, Detail]:
        found = {
            name: value
            for name, value in zip(names, answers(row), strict=True)
            if value is not None and value != ""
        }
        for name, is_yes_no in odd:
            if name in found:
                if is_yes_no:
                    found[name] = bool(found[name])
                elif isinstance(found[name], bytes):
                    del found[name]
        return found

    return details


def _getter(positions: Sequence[int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Values at positions; `itemgetter` alone would give one value bare."""
    if len(positions) > 1:
        return itemgetter(*positions)
    return lambda row: [row[position] for position in positions]


def _record(kind: Kind, shape: BaseGeometry, details: dict[str, Detail], own: Sequence[Any]) -> Record:
    uuid, name, category, place, is_corrected, notes, source, consent, group, contributor, session, *rest = (
        own
    )
    is_sample, origin, imported, created_at, created_by, changed_at, changed_by = rest
    return Record(
        RecordId(uuid),
        kind,
        category if category.__class__ is str else _text(category),
        name if name.__class__ is str else _text(name),
        shape,
        PlaceCode(place) if place else None,
        bool(is_corrected),
        notes if notes.__class__ is str else _text(notes),
        source if source.__class__ is str else _text(source),
        GroupId(group) if group else None,
        ContributorId(contributor) if contributor else None,
        SessionId(session) if session else None,
        audience(consent),
        bool(is_sample),
        details,
        created_at if created_at.__class__ is str else _text(created_at),
        created_by if created_by.__class__ is str else _text(created_by),
        changed_at or "",
        changed_by or "",
        _text(origin) if origin else "",
        _text(imported) if imported else "",
    )


def _text(value: Any) -> str:
    """What stands in a text column, whatever another program put there."""
    if value is None:
        return ""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def audience(code: str | None) -> Audience:
    """A stored consent; anything unknown means the smallest circle."""
    return _AUDIENCES.get(code, Audience.GROUP)


def to_photo(row: sqlite3.Row) -> Photo:
    """A photo from its row."""
    has_place = row["taken_lon"] is not None and row["taken_lat"] is not None
    return Photo(
        id=PhotoId(row["uuid"]),
        record=RecordId(row["record_uuid"] or ""),
        sha256=row["sha256"] or "",
        media_type=row["media_type"] or "",
        width=row["width"] or 0,
        height=row["height"] or 0,
        caption=row["caption"] or "",
        credit=row["credit"] or "",
        taken_at=row["taken_at"] or "",
        taken_lonlat=(row["taken_lon"], row["taken_lat"]) if has_place else None,
        may_show_place=bool(row["may_show_place"]),
        consent=audience(row["consent"]),
    )


def to_group(row: sqlite3.Row) -> Group:
    """A group from its row."""
    return Group(GroupId(row["uuid"]), row["name"] or "", row["contact"] or "")


def to_contributor(row: sqlite3.Row) -> Contributor:
    """A contributor from their row."""
    group = GroupId(row["group_uuid"]) if row["group_uuid"] else None
    return Contributor(ContributorId(row["uuid"]), row["name"] or "", group, bool(row["may_be_named"]))


def to_session(row: sqlite3.Row) -> Session:
    """A session from its row."""
    return Session(
        id=SessionId(row["uuid"]),
        name=row["name"] or "",
        date=row["date"] or "",
        place=PlaceCode(row["place"]) if row["place"] else None,
        group=GroupId(row["group_uuid"]) if row["group_uuid"] else None,
        who_was_there=row["who_was_there"] or "",
    )


def to_declined(row: sqlite3.Row) -> Declined:
    """A known thing that people did not want, from its row."""
    values = (row[name] or "" for name in ("origin", "name", "kind", "category"))
    return Declined(DeclinedId(row["uuid"]), *values)
