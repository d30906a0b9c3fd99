"""Domain values to rows of the plan file and back. Rows made by other programs may lack anything: they still read."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from shapely.geometry.base import BaseGeometry

from placeplanner.domain.change import Entity
from placeplanner.domain.ids import ContributorId, GroupId, PhotoId, PlaceCode, RecordId, SessionId
from placeplanner.domain.kinds import Audience, Catalogue, FieldType, KindSpec
from placeplanner.domain.people import Contributor, Group, Session
from placeplanner.domain.record import Detail, Photo, Record
from placeplanner.store import gpkg, schema

Row = Mapping[str, Any]
_OWN_COLUMNS = {
    "fid",
    "geom",
    "uuid",
    *(name for name, _, _ in (*schema.BEFORE_FIELDS, *schema.AFTER_FIELDS)),
}


def table_of(entity: Entity, catalogue: Catalogue) -> str:
    """The table that keeps a thing."""
    if isinstance(entity, Record):
        return catalogue[entity.kind].table
    return {Photo: "photos", Group: "groups", Contributor: "contributors", Session: "sessions"}[type(entity)]


def to_row(entity: Entity) -> dict[str, Any]:
    """Column values of a thing, without fid, uuid and what the file itself supplies."""
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


def to_records(spec: KindSpec, rows: Sequence[sqlite3.Row]) -> list[Record]:
    """Records from full rows of a kind's table; rows without a readable shape are left out.

    `unreadable` in `checks` names those, so that nothing disappears in silence.
    """
    readable = [row for row in rows if row["geom"] and row["uuid"]]
    geometries = _geometries([row["geom"] for row in readable])
    names = [name for name in (rows[0].keys() if rows else ()) if name not in _OWN_COLUMNS]
    yes_no = {field.name for field in spec.fields if field.type is FieldType.YES_NO}
    return [
        _record(spec, row, geometry, _details(row, names, yes_no))
        for row, geometry in zip(readable, geometries, strict=True)
        if geometry is not None and not geometry.is_empty
    ]


def _geometries(blobs: list[bytes]) -> Sequence[BaseGeometry | None]:
    try:
        return gpkg.from_gpb(blobs)
    except ValueError:
        return [_one_geometry(blob) for blob in blobs]


def _one_geometry(blob: bytes) -> BaseGeometry | None:
    try:
        return gpkg.from_gpb([blob])[0]
    except ValueError:
        return None


def _details(row: sqlite3.Row, names: Sequence[str], yes_no: set[str]) -> dict[str, Detail]:
    found = ((name, row[name]) for name in names)
    return {
        name: bool(value) if name in yes_no else value for name, value in found if value not in (None, "")
    }


def _record(spec: KindSpec, row: sqlite3.Row, geometry: BaseGeometry, details: dict[str, Detail]) -> Record:
    return Record(
        id=RecordId(row["uuid"]),
        kind=spec.kind,
        category=row["category"] or "",
        name=row["name"] or "",
        geometry=geometry,
        place=PlaceCode(row["place"]) if row["place"] else None,
        place_is_corrected=bool(row["place_corrected"]),
        notes=row["notes"] or "",
        source=row["source"] or "",
        group=GroupId(row["group_uuid"]) if row["group_uuid"] else None,
        contributor=ContributorId(row["contributor_uuid"]) if row["contributor_uuid"] else None,
        session=SessionId(row["session_uuid"]) if row["session_uuid"] else None,
        consent=audience(row["consent"]),
        is_sample=bool(row["sample"]),
        details=details,
        created_at=row["created_at"] or "",
        created_by=row["created_by"] or "",
        changed_at=row["changed_at"] or "",
        changed_by=row["changed_by"] or "",
    )


def audience(code: str | None) -> Audience:
    """A stored consent; anything unknown means the smallest circle."""
    return Audience(code) if code in set(Audience) else Audience.GROUP


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
