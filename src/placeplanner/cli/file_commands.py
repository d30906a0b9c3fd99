"""Commands about the plan file as a whole: made, opened, looked over, backed up and brought back."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from pathlib import Path

import click

from placeplanner import paths, settings
from placeplanner.cli import choosing
from placeplanner.cli.checking import check
from placeplanner.cli.plans import SUFFIX, existing, file_argument, reading, to_be_made
from placeplanner.cli.printing import count, note, say, write_table
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.errors import Problem
from placeplanner.exchange.sample import make_sample_plan
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.store import backups as store_backups
from placeplanner.store.opening import look_at
from placeplanner.store.planfile import PlanFile

_SAMPLE = f"Sample plan{SUFFIX}"


@click.command()
@file_argument
@click.option("--name", default="", help="What the group calls its plan.")
@click.option(
    "--place", "place_name", default="", metavar="PLACE", help="The place that it opens on in the window."
)
def new(file: Path, name: str, place_name: str) -> None:
    """Make a new, empty plan of the borough. Never writes over a file.

    \b
    Examples:
      placeplanner new hindley.gpkg
      placeplanner new hindley.gpkg --name "Hindley, our plan" --place Hindley
    """
    everywhere = shipped_places()
    place = choosing.place(everywhere, place_name) if place_name else None
    path = to_be_made(file)
    with PlanFile.create(path, load_catalogue(), everywhere, name=name) as plan:
        if place:
            settings.save(settings.load().stood_in(plan.plan_id, place.code))
    say(f"Made the plan {path}{f', which opens on {place.name}' if place else ''}.")


@click.command()
@file_argument
def sample(file: Path) -> None:
    """Make a plan full of sample data.

    Real public places of all 14 towns, where they really are, with invented stories and wishes.

    \b
    Example:
      placeplanner sample sample.gpkg
    """
    path = to_be_made(file)
    with make_sample_plan(path, load_catalogue(), shipped_places()) as plan:
        records = count(len(plan.records()), "record")
    say(f"Made the sample plan {path} with {records}. All of it is sample data.")


@click.command("open")
@click.argument("file", type=click.Path(path_type=Path), metavar="[FILE]", required=False)
@click.option(
    "--sample", "is_sample", is_flag=True, help="Open your sample plan; it is made first where there is none."
)
def open_window(file: Path | None, is_sample: bool) -> None:
    """Open the window, on a plan or on the welcome page.

    \b
    Examples:
      placeplanner open
      placeplanner open hindley.gpkg
      placeplanner open --sample
    """
    if file and is_sample:
        raise click.UsageError("Give a FILE or --sample, not both.")
    path = users_sample() if is_sample else existing(file) if file else None
    if path:
        look_at(path)
    _check_display()
    try:
        from placeplanner.gui.shell.app import run_app
    except ImportError as error:
        raise Problem(
            "The window cannot be opened.",
            f"A part of it cannot be loaded: {error}.",
            "Install Place Planner again; “placeplanner demo --to DIR” shows what it makes without a window.",
        ) from error
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a window at rest would never hear of it otherwise
    click.get_current_context().exit(run_app(path))


def users_sample() -> Path:
    """The user's own sample plan, made where there is none."""
    path = paths.documents() / _SAMPLE
    if not path.exists():
        make_sample_plan(path, load_catalogue(), shipped_places()).close()
    return path


def _check_display() -> None:
    """Qt ends the whole process where there is no display, so it is asked before."""
    has_display = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if sys.platform.startswith("linux") and not has_display:
        raise Problem(
            "There is no display to open a window on.",
            "",
            "“placeplanner demo --to DIR” shows what it makes; “placeplanner --help” lists the rest.",
        )


@click.command()
@file_argument
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Another folder than the usual one.",
)
def backup(file: Path, folder: Path | None) -> None:
    """Copy a plan into the backup folder.

    The copy is whole even while the plan is open in the window.

    \b
    Examples:
      placeplanner backup hindley.gpkg
      placeplanner backup hindley.gpkg --to /media/stick
    """
    with reading(file) as plan:
        say(f"Backed up to {plan.back_up(folder)}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="[DIR]", required=False)
def backups(folder: Path | None) -> None:
    """List backups, newest first.

    Without a folder those of the usual one.

    \b
    Example:
      placeplanner backups
    """
    found = store_backups.backups_in(folder)
    if not found:
        note(f"There are no backups in {folder or paths.backups()}.")
        return
    rows = [
        (f"{each.at.astimezone():%Y-%m-%d %H:%M}", each.stem, each.why or "backup", each.path)
        for each in found
    ]
    write_table(("When", "Plan", "Why", "File"), rows)


@click.command()
@click.argument("backup", type=click.Path(path_type=Path), metavar="BACKUP")
@click.option(
    "--to",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    required=True,
    help="The plan to put it at.",
)
def restore(backup: Path, file: Path) -> None:
    """Put a backup in a plan's place.

    A plan that is there already is kept beside it, never written over.

    \b
    Example:
      placeplanner restore "~/backups/hindley-1a2b3c4d-20260312T190000Z.gpkg" --to hindley.gpkg
    """
    to = to_be_made(file)
    look_at(backup)
    if to.exists() and to.samefile(backup):
        raise Problem(
            "A backup cannot take its own place.", f"{to} is that very file.", "Choose another name."
        )
    if to.is_symlink():
        raise Problem(f"“{to}” only points to another file.", "", f"Restore to {to.resolve()} instead.")
    kept = _restore(backup, to)
    if kept:
        say(f"What was there before is kept as {kept}")
    say(f"Restored {to}")


def _restore(backup: Path, to: Path) -> Path | None:
    """Restore by way of a copy that is opened first, so that only a good plan takes the place of another."""
    with tempfile.TemporaryDirectory(prefix="placeplanner-") as folder:
        trial = Path(folder) / to.name
        store_backups.restore(backup, trial)
        with PlanFile.open(trial, load_catalogue()) as plan:
            for notice in plan.notices:
                note(notice)
        return store_backups.restore(trial, to)


COMMANDS: tuple[click.Command, ...] = (
    new,
    open_window,
    sample,
    check,
    backup,
    backups,
    restore,
)
