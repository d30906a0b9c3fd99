"""`placeplanner check`: whether a plan is whole, and whether everything in it hangs together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from placeplanner.cli.plans import existing, file_argument
from placeplanner.cli.printing import count, note, plain, say
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.checks import faults
from placeplanner.domain.record import Record
from placeplanner.store.planfile import PlanFile


@click.command()
@file_argument
def check(file: Path) -> None:
    """Look a plan over, without changing it.

    Damage, lost history, shapes that cannot be, records and photos that do not fit together. Ends with 1
    where something is amiss.

    \b
    Example:
      placeplanner check hindley.gpkg
    """
    path = existing(file)
    with PlanFile.open(path, load_catalogue(), read_only=True) as plan:
        findings = [f"{finding.what} {finding.try_this}" for finding in plan.examine()]
        records = plan.records()
        findings += [*_dangling(plan, records), *_ill_drawn(plan, records)]
    for finding in findings:
        note(plain(finding))
    if findings:
        note(f"{count(len(findings), 'thing')} amiss in {path}.")
        click.get_current_context().exit(1)
    say(f"{path} is whole: {count(len(records), 'record')}, nothing amiss.")


def _dangling(plan: PlanFile, records: tuple[Record, ...]) -> Iterator[str]:
    """What refers to something that is not there."""
    groups = {group.id for group in plan.groups()}
    people = {person.id for person in plan.contributors()}
    sessions = {session.id for session in plan.sessions()}
    for record in records:
        missing = [
            word
            for word, key, known in (
                ("group", record.group, groups),
                ("contributor", record.contributor, people),
                ("session", record.session, sessions),
            )
            if key is not None and key not in known
        ]
        if record.place is not None and plan.places.get(record.place) is None:
            missing.append("place")
        if missing:
            lost = " and a ".join(missing)
            yield f"{_named(record)} refers to a {lost} that is not in the plan. Choose another for it."
        if record.category and plan.catalogue[record.kind].category(record.category) is None:
            unknown = f"the category “{record.category}”, which is not known here"
            yield f"{_named(record)} has {unknown}. Choose another for it."


def _ill_drawn(plan: PlanFile, records: tuple[Record, ...]) -> Iterator[str]:
    borough = plan.places.borough.geometry if plan.places.borough else None
    for record in records:
        for fault in faults(record.geometry, borough):
            yield f"{_named(record)}: {fault.what} {fault.why} {fault.try_this}"


def _named(record: Record) -> str:
    return f"{record.kind.value.capitalize()} “{record.name}” ({record.id[:8]})"
