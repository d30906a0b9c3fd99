"""The command that makes a profile with a foreword and a logo; what is given is kept in the plan for the next time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from placeplanner.cli import choosing
from placeplanner.cli.drawing import need_no_display
from placeplanner.cli.export_commands import (
    FORMATS,
    HANDED_ON,
    ON_PAPER,
    audience_option,
    place_option,
    write,
)
from placeplanner.cli.plans import changing, file_argument, reading
from placeplanner.cli.street_maps import street_map, street_options
from placeplanner.domain.kinds import Audience
from placeplanner.domain.shaping import Shaping
from placeplanner.edits.shaping import ShapeProfile, shaping_of
from placeplanner.errors import Problem

_EVERY = (*FORMATS, *ON_PAPER, *HANDED_ON)


def _formats(context: click.Context, parameter: click.Parameter, text: str | None) -> tuple[str, ...]:
    """Formats between commas."""
    wanted = tuple(part.strip().lower() for part in (text or "").split(",") if part.strip())
    for each in wanted:
        if each not in _EVERY:
            raise click.BadParameter(f"“{each}” is not one of {', '.join(_EVERY)}.")
    return wanted or FORMATS


@click.command()
@file_argument
@place_option
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    required=True,
    help="Where to write it.",
)
@click.option(
    "--format",
    "formats",
    callback=_formats,
    metavar="LIST",
    help=f"With commas between: {', '.join(_EVERY)}. Unless said: {','.join(FORMATS)}.",
)
@audience_option
@click.option(
    "--foreword",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A text to stand first; kept in the plan.",
)
@click.option(
    "--logo", type=click.Path(path_type=Path), metavar="FILE", help="A picture of the group’s logo; kept too."
)
@street_options
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]),
    help="The day of an earlier profile: say what has changed since.",
)
def profile(
    file: Path,
    place_name: str,
    folder: Path,
    formats: tuple[str, ...],
    audience: Audience,
    foreword: Path | None,
    logo: Path | None,
    pack: Path | None,
    no_streets: bool,
    since: datetime | None,
) -> None:
    """Make the profile of a place, as its group shaped it.

    On paper in full, easy to read (easy) and for a wall (poster), as a web page, and as data.

    \b
    Examples:
      placeplanner profile hindley.gpkg --place Hindley --out hindley/ --format pdf,easy,poster
      placeplanner profile hindley.gpkg --place Hindley --out out/ --audience public --foreword ours.txt
    """
    need_no_display()
    if foreword or logo:
        _shape(file, place_name, Audience(audience), foreword, logo)
    with reading(file) as plan, street_map(pack, no_streets=no_streets) as streets:
        place = choosing.place(plan.places, place_name)
        write(plan, place, folder, formats, Audience(audience), since, streets)


def _shape(file: Path, place_name: str, audience: Audience, foreword: Path | None, logo: Path | None) -> None:
    from placeplanner.fieldwork.photos import read_photo

    words = _read(foreword).decode("utf-8-sig", "replace") if foreword else ""
    picture = read_photo(_read(logo)) if logo else None
    with changing(file) as (plan, steps):
        place = choosing.place(plan.places, place_name)
        shaping = shaping_of(plan, Shaping.of(place.code, audience))
        if foreword:
            shaping = replace(shaping, foreword=words)
        if picture:
            shaping = replace(shaping, logo=picture.sha256)
        steps.perform(ShapeProfile(shaping, picture.data if picture else b""))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem(
            f"{path} cannot be read.", f"The computer says: {error.strerror or error}.", "Check its name."
        ) from error


COMMANDS: tuple[click.Command, ...] = (profile,)
