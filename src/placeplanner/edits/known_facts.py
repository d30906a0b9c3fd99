"""What a publisher said about a thing, field by field, and a record brought up to date with it.

Kept in the record as JSON, so that a later list can be compared three ways: as it was published then, as it is
published now, as the record says. A field that people changed once stays theirs for good: that is kept here too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import shapely
from msgspec import Struct
from msgspec.structs import replace
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.known import KnownThing
from placeplanner.domain.record import Record

SHAPE = "shape"
DETAIL = "details."  # before the name of one of the kind's own fields
_SAME_M = 0.05  # shapes that differ by less are the same: published positions are rounded to the centimetre
_OWN = ("name", "category", "source")

Fields = Mapping[
    str, Any
]  # values by field: text, number or, under SHAPE, a geometry; what is empty is left out


class Facts(Struct, frozen=True):
    """What was published. `theirs` are the fields that people have changed, `also` the origins of other pieces."""

    fields: Fields
    also: tuple[str, ...] = ()
    theirs: frozenset[str] = frozenset()


class Merged(Struct, frozen=True):
    """A record brought up to date: `taken` are the fields that follow the publisher, `kept` those that stay people's."""

    record: Record
    taken: tuple[str, ...]
    kept: tuple[str, ...]


def published(thing: KnownThing) -> Fields:
    """What a publisher says about a thing."""
    return _fields(thing.name, thing.category, thing.source, thing.details, thing.geometry)


def said(record: Record) -> Fields:
    """What a record says about the same."""
    return _fields(record.name, record.category, record.source, record.details, record.geometry)


def _fields(
    name: str, category: str, source: str, details: Mapping[str, Any], geometry: BaseGeometry
) -> Fields:
    answers = {f"{DETAIL}{key}": value for key, value in details.items()}
    every = {"name": name, "category": category, "source": source, **answers}
    return {SHAPE: geometry, **{key: value for key, value in every.items() if value not in ("", None)}}


def write(facts: Facts) -> str:
    """Facts as JSON, positions to the centimetre."""
    shape = shapely.to_wkt(facts.fields[SHAPE], rounding_precision=2) if SHAPE in facts.fields else ""
    table = {
        "fields": {key: value for key, value in facts.fields.items() if key != SHAPE},
        "shape": shape,
        "also": list(facts.also),
        "theirs": sorted(facts.theirs),
    }
    return json.dumps({key: value for key, value in table.items() if value}, ensure_ascii=False)


def read(text: str) -> Facts | None:
    """Facts from JSON; None where there are none, or another program wrote something else there."""
    try:
        table: dict[str, Any] = json.loads(text or "{}")
        fields = dict(table["fields"])
        if table.get("shape"):
            fields[SHAPE] = shapely.from_wkt(table["shape"])
        return Facts(fields, tuple(table.get("also", ())), frozenset(table.get("theirs", ())))
    except (ValueError, TypeError, KeyError, AttributeError, shapely.GEOSException):
        return None


def is_same(one: Any, other: Any) -> bool:
    """Whether two values of a field say the same."""
    if isinstance(one, BaseGeometry) and isinstance(other, BaseGeometry):
        return _is_same_shape(one, other)
    return bool(one == other)


def _is_same_shape(one: BaseGeometry, other: BaseGeometry) -> bool:
    if one.geom_type != other.geom_type or one.is_empty or other.is_empty:
        return bool(one.equals(other))
    if bool(shapely.equals_exact(one, other, _SAME_M)):
        return True
    return bool(shapely.hausdorff_distance(one, other) <= _SAME_M)  # the same ring begun at another corner


def differing(one: Fields, other: Fields) -> frozenset[str]:
    """The fields in which two say different things."""
    return frozenset(key for key in one.keys() | other.keys() if not is_same(one.get(key), other.get(key)))


def merged(record: Record, thing: KnownThing) -> Merged | None:
    """The record with what the publisher says otherwise than before, but for what people changed; None if nothing is.

    A record whose facts are lost counts as people's own in every field that says something.
    """
    then, now = read(record.imported), published(thing)
    changed = differing(then.fields, now) if then else frozenset(now)
    if not changed:
        return None
    theirs = then.theirs | differing(then.fields, said(record)) if then else frozenset(said(record))
    taken = changed - theirs
    facts = Facts(now, thing.also, theirs)
    record = replace(_with(record, {key: now.get(key) for key in taken}), imported=write(facts))
    return Merged(record, _in_order(taken), _in_order(changed & theirs))


def linked(record: Record, thing: KnownThing) -> Record:
    """A record that people made by hand, from now on known as a publisher's thing: only what is blank is filled in."""
    theirs, now = frozenset(said(record)), published(thing)
    facts = Facts(now, thing.also, theirs)
    filled = _with(record, {key: value for key, value in now.items() if key not in theirs})
    return replace(filled, origin=thing.origin, imported=write(facts))


def _with(record: Record, values: Mapping[str, Any]) -> Record:
    """The record with some fields different; None empties a field."""
    own: dict[str, Any] = {key: values[key] or "" for key in _OWN if key in values}
    if values.get(SHAPE) is not None:
        own["geometry"] = values[SHAPE]
    answers = {key.removeprefix(DETAIL): value for key, value in values.items() if key.startswith(DETAIL)}
    details = {key: value for key, value in {**record.details, **answers}.items() if value is not None}
    return replace(record, **own, details=details)


def _in_order(fields: frozenset[str]) -> tuple[str, ...]:
    first = ("name", "category", SHAPE)
    return tuple(sorted(fields, key=lambda key: (key == "source", key not in first, key)))
