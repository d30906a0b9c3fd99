"""Commands to look things up: which places there are, and which kinds, categories and questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from placeplanner.cli import choosing
from placeplanner.cli.plans import reading
from placeplanner.cli.printing import json_option, say, write_json, write_table
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.kinds import Catalogue, Field, Kind, KindSpec
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


@click.command()
@click.argument("kind", type=choosing.KindWord(), required=False)
@json_option
def kinds(kind: Kind | None, as_json: bool) -> None:
    """List the kinds with their categories.

    Of one kind, its categories and the questions asked about it.

    \b
    Examples:
      placeplanner kinds
      placeplanner kinds heritage
    """
    catalogue = load_catalogue()
    if as_json:
        write_json([_kind_as_json(spec) for each, spec in catalogue.kinds.items() if kind in (None, each)])
    elif kind is None:
        rows = [(each.value, c.code, c.label) for each in Kind for c in catalogue[each].categories]
        write_table(("Kind", "Category", "In words"), rows)
        click.echo("\nplaceplanner kinds KIND shows the questions asked about one of them.")
    else:
        _tell_kind(catalogue, kind)


def _tell_kind(catalogue: Catalogue, kind: Kind) -> None:
    spec = catalogue[kind]
    say(f"{spec.plural}: {spec.hint}\n")
    rows = [(c.code, c.label, ", ".join(c.shapes), ", ".join(c.also_known_as)) for c in spec.categories]
    write_table(("Category", "In words", "Drawn as", "Also found by"), rows)
    click.echo("")
    write_table(
        ("Question", "In words", "Answer", "Asked of"),
        ((*_question(field), _asked_of(field, spec)) for field in spec.fields),
    )


def _question(field: Field) -> tuple[str, str, str]:
    answers = " | ".join(choice.code for choice in field.choices)
    how = {"choices": "some of ", "choice": ""}.get(field.type.value, "")
    return field.name, field.label, f"{how}{answers}" if answers else field.type.value.replace("_", " ")


def _asked_of(field: Field, spec: KindSpec) -> str:
    if not field.categories:
        return "all"
    left_out = [c.code for c in spec.categories if c.code not in field.categories]
    return (
        ", ".join(field.categories)
        if len(field.categories) <= len(left_out)
        else f"all but {', '.join(left_out)}"
    )


def _kind_as_json(spec: KindSpec) -> dict[str, Any]:
    return {
        "kind": spec.kind.value,
        "label": spec.label,
        "categories": [
            {"code": c.code, "label": c.label, "shapes": [shape.value for shape in c.shapes]}
            for c in spec.categories
        ],
        "fields": [
            {
                "name": field.name,
                "label": field.label,
                "type": field.type.value,
                "choices": [{"code": choice.code, "label": choice.label} for choice in field.choices],
                "categories": list(field.categories),
                "required": field.is_required,
                "privacy": field.privacy.value,
            }
            for field in spec.fields
        ],
    }
