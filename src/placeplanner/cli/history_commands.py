"""Commands about what was done: history, undo, redo. They reach back over every restart."""

from __future__ import annotations

from pathlib import Path

import click

from placeplanner.cli.plans import changing, file_argument, reading
from placeplanner.cli.printing import json_option, local_time, note, say, write_json, write_table
from placeplanner.edits.history import Done
from placeplanner.errors import Problem
from placeplanner.store.journal import Step

_times = click.option(
    "--times", type=click.IntRange(1, 1000), default=1, show_default=True, help="How many steps."
)


@click.command()
@file_argument
@click.option(
    "--limit", type=click.IntRange(1), default=50, show_default=True, help="How many steps at most."
)
@json_option
def history(file: Path, limit: int, as_json: bool) -> None:
    """List what was done in a plan, newest first, whoever did it.

    \b
    Example:
      placeplanner history hindley.gpkg --limit 10
    """
    with reading(file) as plan:
        steps = plan.steps(limit=limit)
    if as_json:
        write_json([_as_json(step) for step in steps])
    elif not steps:
        note("Nothing has been done in this plan yet.")
    else:
        rows = [(local_time(step.at), step.told, step.by, step.count, _state(step)) for step in steps]
        write_table(("When", "What", "By", "Touched", ""), rows, give=1)


def _state(step: Step) -> str:
    return "undone" if step.is_undone else "in another program" if step.is_outside else ""


def _as_json(step: Step) -> dict[str, object]:
    return {
        "id": step.id,
        "at": step.at,
        "label": step.label,
        "by": step.by,
        "count": step.count,
        "undone": step.is_undone,
        "outside": step.is_outside,
    }


@click.command()
@file_argument
@_times
def undo(file: Path, times: int) -> None:
    """Take back the last step.

    \b
    Examples:
      placeplanner undo hindley.gpkg
      placeplanner undo hindley.gpkg --times 3
    """
    with changing(file) as (_, steps):
        for i in range(times):
            if not _tell(steps.undo(), is_first=i == 0, nothing="There is nothing to undo in this plan."):
                break


@click.command()
@file_argument
@_times
def redo(file: Path, times: int) -> None:
    """Do again what was taken back last.

    \b
    Example:
      placeplanner redo hindley.gpkg
    """
    with changing(file) as (_, steps):
        for i in range(times):
            if not _tell(steps.redo(), is_first=i == 0, nothing="There is nothing to do again in this plan."):
                break


def _tell(done: Done | None, *, is_first: bool, nothing: str) -> bool:
    """Say what was done; raises `Problem` where nothing could be, unless something was before."""
    if done is None:
        if is_first:
            raise Problem(nothing)
        return False
    say(" ".join(part for part in (f"{done.label.removesuffix('.')}.", done.note) if part))
    return True


COMMANDS: tuple[click.Command, ...] = (history, undo, redo)
