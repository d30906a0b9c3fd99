"""Commands that change records: add, edit, remove. One command is one step of the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from placeplanner.cli import answers, choosing
from placeplanner.cli.plans import changing, file_argument
from placeplanner.cli.printing import json_option, note, say, write_json
from placeplanner.cli.shapes import checked, shape_options, typed_shape
from placeplanner.cli.telling import SHORT_ID, Teller
from placeplanner.domain.ids import PlaceCode, RecordId, new_id
from placeplanner.domain.kinds import Audience, Kind
from placeplanner.domain.record import Detail, Record
from placeplanner.edits.bulk import RemoveMany
from placeplanner.edits.records import AddRecord, ChangeRecord, RemoveRecord
from placeplanner.errors import Problem
from placeplanner.store.planfile import PlanFile


def _about_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What is asked about a record of any kind."""
    for option in (
        click.option(
            "--set",
            "answers_given",
            multiple=True,
            metavar="FIELD=VALUE",
            help="Answer a question of its kind.",
        ),
        click.option(
            "--place",
            metavar="PLACE",
            help="The place it belongs to, whatever its position; “auto” works it out.",
        ),
        click.option("--session", metavar="SESSION", help="The session it was made in."),
        click.option("--contributor", metavar="NAME", help="Who in the group it came from."),
        click.option("--group", metavar="GROUP", help="The group it came from."),
        click.option(
            "--consent", type=click.Choice(list(Audience), case_sensitive=False), help="Who may see it."
        ),
        click.option("--source", help="Where the knowledge comes from."),
        click.option("--notes", help="What there is to say about it."),
    ):
        command = option(command)
    return command


@click.command()
@file_argument
@click.option(
    "--kind", type=choosing.KindWord(), help="Its kind; may be left out where the category says it."
)
@click.option(
    "--category", metavar="CATEGORY", required=True, help="What exactly it is: library, woodland, memorial …"
)
@click.option("--name", required=True, help="What people call it.")
@shape_options
@_about_options
@json_option
def add(
    file: Path,
    kind: Kind | None,
    positions: tuple[str, ...],
    shape: str | None,
    wkt: str | None,
    mend: bool,
    answers_given: tuple[str, ...],
    as_json: bool,
    **about: str | None,
) -> None:
    """Put a record on the map.

    \b
    Examples:
      placeplanner add hindley.gpkg --kind asset --category library --name "Library" --at 53.5337,-2.5794
      placeplanner add hindley.gpkg --category memorial --name "Cenotaph" --at "SD 6178 0445" --set at_risk=no
      placeplanner add hindley.gpkg --category woodland --name "The copse" --as area
          --at 53.534,-2.579 --at 53.534,-2.577 --at 53.533,-2.578
    """
    geometry = typed_shape(positions, shape, wkt)
    if geometry is None:
        raise click.UsageError("Say where it is: --at LAT,LON, --at a grid reference, or --shape-wkt.")
    general, given = answers.split(answers.pairs(answers_given))
    with changing(file) as (plan, steps):
        kind, category = choosing.category(plan.catalogue, about["category"] or "", (kind,) if kind else ())
        values = _values(plan, kind, {**general, **_said(about), "category": None})
        record = Record(
            id=RecordId(new_id()),
            kind=kind,
            category=category.code,
            geometry=checked(geometry, plan.places, category, mend=mend),
            details=_without_none(answers.details(plan.catalogue[kind], category.code, given)),
            **values,
        )
        steps.perform(AddRecord(record))
        _tell_added(plan, record, as_json=as_json)


def _said(about: Mapping[str, str | None]) -> dict[str, str]:
    return {name: text for name, text in about.items() if text is not None}


def _without_none(details: Mapping[str, Detail | None]) -> dict[str, Detail]:
    return {name: value for name, value in details.items() if value is not None}


def _tell_added(plan: PlanFile, record: Record, *, as_json: bool) -> None:
    added = plan.record(record.id) or record
    teller = Teller(plan)
    if as_json:
        write_json(teller.as_json(added))
        return
    where = teller.place(added) or "a spot outside all places"
    what = f"{added.kind.value} “{added.name}” ({teller.category(added)})"
    say(f"Added the {what} in {where}. Id {added.id[:SHORT_ID]}")
    asked = plan.catalogue[added.kind].fields_for(added.category)
    if open_questions := [
        field.label for field in asked if field.is_required and field.name not in added.details
    ]:
        note(f"Still to be answered: {', '.join(open_questions)}.")


def _values(plan: PlanFile, kind: Kind, about: Mapping[str, str | None]) -> dict[str, Any]:
    """What was typed about a record, as attributes of `Record`; an empty text takes a reference away."""
    values: dict[str, Any] = {}
    for name, text in about.items():
        if text is None:
            continue
        match name:
            case "category":
                values[name] = choosing.category(plan.catalogue, text, (kind,))[1].code
            case "consent":
                values[name] = _consent(text)
            case "group":
                values[name] = choosing.group(plan, text).id if text else None
            case "contributor":
                values[name] = choosing.contributor(plan, text).id if text else None
            case "session":
                values[name] = choosing.session(plan, text).id if text else None
            case "place":
                values |= _place(plan, text)
            case "name":
                values[name] = _name(text)
            case _:
                values[name] = text
    return values


def _name(text: str) -> str:
    if not text.strip():
        raise Problem(
            "The name is empty.", "A record needs one, so that people can find it again.", "Give it a name."
        )
    return " ".join(text.split())


def _consent(text: str) -> Audience:
    try:
        return Audience(text.casefold())
    except ValueError:
        raise Problem(f"“{text}” is not a consent.", "", f"Choose from: {', '.join(Audience)}.") from None


def _place(plan: PlanFile, text: str) -> dict[str, Any]:
    if choosing.plain(text) in ("", "auto"):
        return {"place": None, "place_is_corrected": False}
    place = choosing.place(plan.places, text)
    if place.kind.overlaps:
        raise Problem(
            f"A record does not belong to {place.name}.",
            f"It is a {place.kind.value}, which lies across neighbourhoods: what is inside it is told by the map.",
            "Name a neighbourhood, or a town.",
        )
    return {"place": PlaceCode(place.code), "place_is_corrected": True}


@click.command()
@file_argument
@click.argument("record_id", metavar="ID")
@click.option("--name", help="Another name.")
@click.option("--category", metavar="CATEGORY", help="Another category of the same kind.")
@shape_options
@_about_options
@json_option
def edit(
    file: Path,
    record_id: str,
    positions: tuple[str, ...],
    shape: str | None,
    wkt: str | None,
    mend: bool,
    answers_given: tuple[str, ...],
    as_json: bool,
    **about: str | None,
) -> None:
    """Change what is said about a record, or where it is. An empty value takes an answer away.

    \b
    Examples:
      placeplanner edit hindley.gpkg 1a2b --name "Hindley Library and Museum" --consent public
      placeplanner edit hindley.gpkg 1a2b --set step_free=yes --set opening_times=
      placeplanner edit hindley.gpkg 1a2b --at "SD 6178 0445"
    """
    geometry = typed_shape(positions, shape, wkt)
    general, given = answers.split(answers.pairs(answers_given))
    asked = {**general, **_said(about)}
    if geometry is None and not given and not asked:
        raise click.UsageError("Say what to change: --name, --notes, --at, --set FIELD=VALUE …")
    with changing(file) as (plan, steps):
        before = choosing.record(plan, record_id)
        values = _values(plan, before.kind, asked)
        spec = plan.catalogue[before.kind]
        code = values.get("category", before.category)
        if geometry is not None:
            values["geometry"] = checked(geometry, plan.places, spec.category(code), mend=mend)
        done = steps.perform(ChangeRecord(before.id, values, answers.details(spec, code, given)))
        after = plan.record(before.id) or before
        if as_json:
            write_json(Teller(plan).as_json(after))
        elif done:
            say(f"Changed “{after.name}” ({after.id[:SHORT_ID]}).")
        else:
            say(f"Nothing changed: “{after.name}” was so already.")


@click.command()
@file_argument
@click.argument("record_ids", metavar="ID…", nargs=-1, required=True)
def remove(file: Path, record_ids: tuple[str, ...]) -> None:
    """Take records off the map, with their photos. Undo brings them back whole.

    \b
    Examples:
      placeplanner remove hindley.gpkg 1a2b3c4d
      placeplanner remove hindley.gpkg 1a2b 5e6f
    """
    with changing(file) as (plan, steps):
        found = {record.id: record for record in (choosing.record(plan, text) for text in record_ids)}
        many = tuple(found)
        steps.perform(RemoveRecord(many[0]) if len(many) == 1 else RemoveMany(many))
    names = ", ".join(f"“{record.name}”" for record in found.values())
    say(f"Removed {names}. To bring back: placeplanner undo {file}")


COMMANDS: tuple[click.Command, ...] = (add, edit, remove)
