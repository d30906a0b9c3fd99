"""Commands that show records: list and show."""

from __future__ import annotations

from pathlib import Path

import click

from placeplanner.cli import choosing
from placeplanner.cli.plans import file_argument, reading
from placeplanner.cli.printing import count, json_option, note, say, write_json, write_pairs, write_table
from placeplanner.cli.telling import Teller, short_ids
from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Record
from placeplanner.store.planfile import PlanFile


@click.command("list")
@file_argument
@click.option("--place", "place_name", metavar="PLACE", help="Only in this place and the places inside it.")
@click.option(
    "--kind", "kinds", type=choosing.KindWord(), multiple=True, help="Only of this kind; may be repeated."
)
@click.option("--category", "category_name", metavar="CATEGORY", help="Only of this category.")
@click.option("--session", "session_name", metavar="SESSION", help="Only those made in this session.")
@click.option("--text", default="", metavar="WORDS", help="Only those with words that begin so.")
@json_option
def list_records(
    file: Path,
    place_name: str | None,
    kinds: tuple[Kind, ...],
    category_name: str | None,
    session_name: str | None,
    text: str,
    as_json: bool,
) -> None:
    """List the records of a plan, by name.

    \b
    Examples:
      placeplanner list hindley.gpkg
      placeplanner list hindley.gpkg --place "Hindley West" --kind priority
      placeplanner list hindley.gpkg --category library --json
      placeplanner list hindley.gpkg --text "canal"
    """
    with reading(file) as plan:
        place = choosing.place(plan.places, place_name).code if place_name else None
        session = choosing.session(plan, session_name).id if session_name else None
        category = _category(plan, category_name, kinds) if category_name else None
        found = plan.records(
            kinds=kinds or tuple(Kind), place=place, category=category, session=session, text=text
        )
        teller = Teller(plan)
        if as_json:
            write_json([teller.as_json(record) for record in found])
            return
        _table(found, teller, short_ids(plan.records()))


def _category(plan: PlanFile, name: str, kinds: tuple[Kind, ...]) -> str:
    """The code that is meant: one that the plan uses, known or not, else a category of today's."""
    if any(record.category == name for record in plan.records(kinds=kinds or tuple(Kind))):
        return name
    return choosing.category(plan.catalogue, name, kinds)[1].code


def _table(found: tuple[Record, ...], teller: Teller, ids: dict[str, str]) -> None:
    if not found:
        note("No record is like that.")
        return
    rows = [
        (ids[record.id], record.kind.value, teller.category(record), teller.place(record), record.name)
        for record in found
    ]
    write_table(("Id", "Kind", "Category", "Place", "Name"), rows)
    say(f"\n{count(len(found), 'record')}.")


@click.command()
@file_argument
@click.argument("record_id", metavar="ID")
@json_option
def show(file: Path, record_id: str, as_json: bool) -> None:
    """Show everything in one record. The beginning of its id is enough, or its whole name.

    \b
    Examples:
      placeplanner show hindley.gpkg 1a2b3c4d
      placeplanner show hindley.gpkg "Hindley Library" --json
    """
    with reading(file) as plan:
        record = choosing.record(plan, record_id)
        teller = Teller(plan)
        if as_json:
            write_json(teller.as_json(record))
        else:
            write_pairs(teller.pairs(record))


COMMANDS: tuple[click.Command, ...] = (list_records, show)
