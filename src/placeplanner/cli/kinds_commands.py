"""The command `kinds`: which kinds there are, with their categories and the questions asked about each."""

from __future__ import annotations

from typing import Any

import click

from placeplanner.cli import choosing
from placeplanner.cli.printing import json_option, say, write_json, write_table
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.kinds import Catalogue, Field, Kind, KindSpec


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


COMMANDS: tuple[click.Command, ...] = (kinds,)
