"""Known things as rows and as JSON: where each stands with the plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from placeplanner.cli.telling import position_of
from placeplanner.domain.kinds import Catalogue, Kind
from placeplanner.domain.known import KnownThing
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Record
from placeplanner.edits.known_proposals import Proposals
from placeplanner.edits.known_words import several

Type = tuple[Kind, str]


class KnownRow(Struct, frozen=True):
    """One thing: `state` is new, changed, recorded, gone or declined."""

    state: str
    origin: str
    name: str
    type: Type
    thing: KnownThing | None = None
    record: Record | None = None
    taken: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def several_of(catalogue: Catalogue, type_: Type) -> tuple[str, ...]:
    """The words for a type, the best first: "Listed buildings", "Listed building", its code and other names."""
    kind, code = type_
    category = catalogue[kind].category(code)
    label = catalogue[kind].category_label(code)
    return (several(label), label, code, *(category.also_known_as if category else ()))


def rows_of(
    found: Proposals, things: Sequence[KnownThing], is_meant: Callable[[KnownThing], bool]
) -> list[KnownRow]:
    """Everything that waits for an answer or had one, by state and name; what left its list only beside all others."""
    by_origin = {thing.origin: thing for thing in things}
    refused = (by_origin[one.origin] for one in found.declined if one.origin in by_origin)
    rows = [
        *(_row("new", thing) for thing in found.new if is_meant(thing)),
        *(
            _row("changed", one.thing, one.record, one.merged.taken, one.merged.kept)
            for one in found.changed
            if is_meant(one.thing)
        ),
        *(_row("recorded", one.thing, one.record) for one in found.matched if is_meant(one.thing)),
        *(_row("declined", thing) for thing in refused if is_meant(thing)),
        *(_gone(record) for record in found.gone if is_meant(_as_thing(record))),
    ]
    order = ("new", "changed", "recorded", "gone", "declined")
    return sorted(rows, key=lambda row: (order.index(row.state), row.name.casefold(), row.origin))


def _row(
    state: str,
    thing: KnownThing,
    record: Record | None = None,
    taken: tuple[str, ...] = (),
    kept: tuple[str, ...] = (),
) -> KnownRow:
    return KnownRow(state, thing.origin, thing.name, (thing.kind, thing.category), thing, record, taken, kept)


def _gone(record: Record) -> KnownRow:
    return KnownRow("gone", record.origin, record.name, (record.kind, record.category), record=record)


def _as_thing(record: Record) -> KnownThing:
    return KnownThing(
        record.origin, record.kind, record.category, record.name, record.geometry, record.source
    )


def told_as_json(row: KnownRow, plan: Reader) -> dict[str, Any]:
    """Everything about one thing. The keys are always there."""
    geometry = row.thing.geometry if row.thing else row.record.geometry if row.record else None
    place = plan.places.at(geometry) if geometry is not None else None
    kind, category = row.type
    return {
        "origin": row.origin,
        "state": row.state,
        "kind": kind.value,
        "category": category,
        "name": row.name,
        "place": {"code": place.code, "name": place.name} if place else None,
        **(position_of(geometry) if geometry is not None else {"lat": None, "lon": None}),
        "source": row.thing.source if row.thing else row.record.source if row.record else "",
        "details": dict(row.thing.details) if row.thing else {},
        "record": row.record.id if row.record else None,
        "would_change": list(row.taken),
        "stays_as_people_wrote_it": list(row.kept),
    }
