"""The command that hands on the profile of a place."""

from __future__ import annotations

from pathlib import Path

import click

from placeplanner.cli import choosing
from placeplanner.cli.drawing import need_no_display
from placeplanner.cli.plans import file_argument, reading
from placeplanner.cli.profiles import (
    EVERY_FORMAT,
    FORMATS,
    Asked,
    asked_of_profiles,
    folder_option,
    place_option,
    write,
)


@click.command()
@file_argument
@place_option
@folder_option("--to")
@click.option(
    "--format",
    "formats",
    type=click.Choice(EVERY_FORMAT, case_sensitive=False),
    multiple=True,
    help="Only this one; may be repeated. Unless said, the first six: the last four follow other people's "
    "standards and bring a report of what is missing, and easy and poster are editions for paper.",
)
@asked_of_profiles
def export(file: Path, place_name: str, folder: Path, formats: tuple[str, ...], asked: Asked) -> None:
    """Export the profile of a place.

    For paper, for a browser without network, and as data.

    \b
    Examples:
      placeplanner export hindley.gpkg --place Hindley --to hindley/
      placeplanner export hindley.gpkg --place "Hindley West" --to out/ --format pdf --audience public
    """
    need_no_display()
    with reading(file) as plan:
        write(plan, choosing.place(plan.places, place_name), folder, formats or FORMATS, asked)


COMMANDS: tuple[click.Command, ...] = (export,)
