"""Which places there are, in a plan or on the map that ships: as a table and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from placeplanner.cli.plans import reading
from placeplanner.cli.printing import json_option, write_json, write_table
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.domain.record import Record
from placeplanner.mappacks.shipped import shipped_places


@click.command("list")
@click.argument("file", type=click.Path(path_type=Path), metavar="[FILE]", required=False)
@json_option
def list_places(file: Path | None, as_json: bool) -> None:
    """List the borough, its towns and neighbourhoods, wards and patches.

    With a plan, also how many records each has.

    \b
    Examples:
      placeplanner places
      placeplanner places hindley.gpkg
    """
    counts: Counter[str] | None = None
    everywhere = shipped_places()
    if file:
        with reading(file) as plan:
            everywhere = plan.places
            counts = _counted(everywhere, plan.records())
    ordered = list(_ordered(everywhere))
    if as_json:
        write_json([_place_as_json(place, counts) for place in ordered])
        return
    head = ("Place", "Code", "People", "Hectares", *(("Records",) if counts is not None else ()))
    write_table(head, (_place_row(place, counts) for place in ordered), give=0)


def _counted(everywhere: Places, records: Sequence[Record]) -> Counter[str]:
    """Records by place, each counted in all the places around it too; those in no place by the borough."""
    across = everywhere.across([record.geometry for record in records])
    counts: Counter[str] = Counter(code for codes in across for code in codes)
    for record in records:
        place = everywhere.get(record.place) or everywhere.borough
        if place:
            counts.update([place.code, *(around.code for around in everywhere.ancestors(place.code))])
    return counts


def _ordered(everywhere: Places) -> Iterable[Place]:
    """The borough, then each town and what lies in it, then the rest."""
    shown: set[str] = set()
    for top in (*everywhere.of_kind(PlaceKind.BOROUGH), *everywhere.of_kind(PlaceKind.TOWN)):
        inside = everywhere.children(top.code) if top.kind is PlaceKind.TOWN else ()
        for place in (top, *inside):
            shown.add(place.code)
            yield place
    yield from (place for place in everywhere if place.code not in shown)


_MARKS = {PlaceKind.NEIGHBOURHOOD: "· ", PlaceKind.WARD: "ward: ", PlaceKind.PATCH: "patch: "}


def _place_row(place: Place, counts: Counter[str] | None) -> tuple[object, ...]:
    people = place.figures.get("residents_2021")
    row = (
        f"{_MARKS.get(place.kind, '')}{place.name}",
        place.code,
        f"{people:,.0f}" if people else "",
        f"{place.area_m2 / 1e4:,.0f}",
    )
    return row if counts is None else (*row, counts[place.code])


def _place_as_json(place: Place, counts: Counter[str] | None) -> dict[str, Any]:
    return {
        "code": place.code,
        "name": place.name,
        "kind": place.kind.value,
        "parent": place.parent,
        "area_m2": round(place.area_m2),
        "figures": dict(place.figures),
        "records": None if counts is None else counts[place.code],
    }
