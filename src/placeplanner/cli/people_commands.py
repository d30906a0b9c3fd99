"""Commands about who records come from: groups, contributors, sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from placeplanner.cli import choosing
from placeplanner.cli.plans import changing, file_argument, reading
from placeplanner.cli.printing import json_option, note, say, write_json, write_table
from placeplanner.domain.ids import ContributorId, GroupId, SessionId, new_id
from placeplanner.domain.people import Contributor, Group, Session
from placeplanner.edits.people import KeepPerson, Person
from placeplanner.errors import Problem


@click.command()
@file_argument
@click.option("--add", "name", metavar="NAME", help="Add a group of this name.")
@click.option("--contact", default="", help="How to reach it; never exported.")
@json_option
def groups(file: Path, name: str | None, contact: str, as_json: bool) -> None:
    """List the groups of a plan, or add one.

    \b
    Examples:
      placeplanner groups hindley.gpkg
      placeplanner groups hindley.gpkg --add "Friends of Leyland Park"
    """
    if name is not None:
        _keep(file, Group(GroupId(new_id()), name.strip(), contact))
        return
    with reading(file) as plan:
        found = plan.groups()
    if as_json:
        write_json([{"id": group.id, "name": group.name, "contact": group.contact} for group in found])
        return
    _table(("Name", "Contact"), [(group.name, group.contact) for group in found], "groups")


@click.command()
@file_argument
@click.option("--add", "name", metavar="NAME", help="Add a contributor of this name.")
@click.option("--group", "group_name", metavar="GROUP", help="The group they are in.")
@click.option("--may-be-named", is_flag=True, help="They agreed to be named in what is handed on.")
@json_option
def contributors(
    file: Path, name: str | None, group_name: str | None, may_be_named: bool, as_json: bool
) -> None:
    """List the contributors of a plan, or add one. Without their consent a name never leaves the machine.

    \b
    Examples:
      placeplanner contributors hindley.gpkg
      placeplanner contributors hindley.gpkg --add "Sam" --group "Friends of Leyland Park" --may-be-named
    """
    if name is not None:
        with reading(file) as plan:
            group = choosing.group(plan, group_name).id if group_name else None
        _keep(file, Contributor(ContributorId(new_id()), name.strip(), group, may_be_named))
        return
    with reading(file) as plan:
        of = {group.id: group.name for group in plan.groups()}
        found = plan.contributors()
    rows = [(each.name, of.get(each.group, "") if each.group else "", each.may_be_named) for each in found]
    if as_json:
        write_json(
            [
                {"id": each.id, "name": name, "group": group or None, "may_be_named": may}
                for each, (name, group, may) in zip(found, rows, strict=True)
            ]
        )
        return
    words = [(name, group, "yes" if may else "no") for name, group, may in rows]
    _table(("Name", "Group", "May be named"), words, "contributors")


@click.command()
@file_argument
@click.option("--add", "name", metavar="NAME", help="Add a session of this name.")
@click.option("--date", "day", metavar="YYYY-MM-DD", help="When it was; today unless said.")
@click.option("--place", "place_name", metavar="PLACE", help="Where it was, or what it was about.")
@click.option("--group", "group_name", metavar="GROUP", help="The group whose session it was.")
@click.option("--who", default="", help="Who was there, in words.")
@json_option
def sessions(
    file: Path,
    name: str | None,
    day: str | None,
    place_name: str | None,
    group_name: str | None,
    who: str,
    as_json: bool,
) -> None:
    """List the sessions of a plan, or add one: a workshop, a walk, a visit.

    \b
    Examples:
      placeplanner sessions hindley.gpkg
      placeplanner sessions hindley.gpkg --add "Spring walk" --date 2026-04-18 --place Hindley
    """
    if name is not None:
        with reading(file) as plan:
            place = choosing.place(plan.places, place_name).code if place_name else None
            group = choosing.group(plan, group_name).id if group_name else None
        _keep(file, Session(SessionId(new_id()), name.strip(), _day(day), place, group, who))
        return
    with reading(file) as plan:
        found = plan.sessions()
        names = [at.name if (at := plan.places.get(each.place)) else "" for each in found]
    if as_json:
        write_json(
            [
                {
                    "id": each.id,
                    "name": each.name,
                    "date": each.date,
                    "place": name or None,
                    "who_was_there": each.who_was_there,
                }
                for each, name in zip(found, names, strict=True)
            ]
        )
        return
    _table(
        ("Date", "Name", "Place"),
        [(s.date, s.name, n) for s, n in zip(found, names, strict=True)],
        "sessions",
    )


def _day(text: str | None) -> str:
    if text is None:
        return date.today().isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise click.BadParameter(f"“{text}” is not a day like 2026-03-12.", param_hint="--date") from None


def _keep(file: Path, person: Person) -> None:
    if not person.name:
        raise click.BadParameter("The name is empty.", param_hint="--add")
    with changing(file) as (plan, steps):
        known: Sequence[Person] = (*plan.groups(), *plan.contributors(), *plan.sessions())
        known = [each for each in known if type(each) is type(person)]
        if any(choosing.plain(each.name) == choosing.plain(person.name) for each in known):
            raise Problem(
                f"“{person.name}” is in the plan already.", "", "Use that one, or choose another name."
            )
        done = steps.perform(KeepPerson(person))
    if done:
        say(f"{done.label}.")


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], nouns: str) -> None:
    if rows:
        write_table(head, rows)
    else:
        note(f"This plan knows no {nouns} yet.")


COMMANDS: tuple[click.Command, ...] = (groups, contributors, sessions)
