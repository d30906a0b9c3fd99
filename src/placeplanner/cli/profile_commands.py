"""The command that makes a profile with a foreword and a logo; what is given is kept in the plan for the next time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
from msgspec.structs import replace

from placeplanner.cli import choosing
from placeplanner.cli.drawing import need_no_display
from placeplanner.cli.plans import changing, file_argument, reading
from placeplanner.cli.printing import json_option, local_time, note, write_json, write_table
from placeplanner.cli.profiles import (
    EVERY_FORMAT,
    FORMATS,
    Asked,
    asked_of_profiles,
    folder_option,
    place_option,
    write,
)
from placeplanner.domain.earlier import EarlierProfile
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.kinds import Audience
from placeplanner.domain.shaping import Shaping
from placeplanner.edits.shaping import ShapeProfile, shaping_of
from placeplanner.errors import Problem, said_by


def _formats(context: click.Context, parameter: click.Parameter, text: str | None) -> tuple[str, ...]:
    """Formats between commas."""
    wanted = tuple(part.strip().lower() for part in (text or "").split(",") if part.strip())
    for each in wanted:
        if each not in EVERY_FORMAT:
            raise click.BadParameter(f"“{each}” is not one of {', '.join(EVERY_FORMAT)}.")
    return wanted or FORMATS


@click.command()
@file_argument
@place_option
@folder_option("--out")
@click.option(
    "--format",
    "formats",
    callback=_formats,
    metavar="LIST",
    help=f"With commas between: {', '.join(EVERY_FORMAT)}. Unless said: {','.join(FORMATS)}.",
)
@click.option(
    "--foreword",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A text to stand first; kept in the plan.",
)
@click.option(
    "--logo", type=click.Path(path_type=Path), metavar="FILE", help="A picture of the group’s logo; kept too."
)
@asked_of_profiles
def profile(
    file: Path,
    place_name: str,
    folder: Path,
    formats: tuple[str, ...],
    foreword: Path | None,
    logo: Path | None,
    asked: Asked,
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
        _shape(file, place_name, asked.audience, foreword, logo)
    with reading(file) as plan:
        write(plan, choosing.place(plan.places, place_name), folder, formats, asked)


@click.command()
@file_argument
@click.option("--place", "place_name", metavar="PLACE", help="Only those of this place.")
@json_option
def profiles(file: Path, place_name: str | None, as_json: bool) -> None:
    """List the profiles that have been made, oldest first.

    Their numbers are what --since and --until of `profile`, `export` and `atlas` take.

    \b
    Examples:
      placeplanner profiles hindley.gpkg
      placeplanner profile hindley.gpkg --place Hindley --out out/ --since 3 --until 5
    """
    with reading(file) as plan:
        place = choosing.place(plan.places, place_name) if place_name else None
        numbered = [
            (number, each)
            for number, each in enumerate(plan.earlier_profiles(), 1)
            if place is None or each.tells_of(place.code)
        ]
        names = {each.code: each.name for each in plan.places}
    if as_json:
        write_json([_as_json(number, each, names) for number, each in numbered])
    elif not numbered:
        note("No profile has been made yet that this plan remembers.")
    else:
        rows = [
            (
                number,
                local_time(each.made_at),
                "every place" if each.is_of_every_place else names.get(each.place, each.place),
                each.audience,
                each.revision,
                ", ".join(each.formats),
            )
            for number, each in numbered
        ]
        write_table(("No.", "Made", "Place", "Audience", "Revision", "Formats"), rows)


def _as_json(number: int, earlier: EarlierProfile, names: Mapping[PlaceCode, str]) -> dict[str, object]:
    return {
        "number": number,
        "made_at": earlier.made_at,
        "place": names.get(earlier.place, earlier.place),
        "every_place": earlier.is_of_every_place,
        "audience": earlier.audience.value,
        "revision": earlier.revision,
        "formats": list(earlier.formats),
    }


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
        raise Problem(f"{path} cannot be read.", said_by(error), "Check its name.") from error


COMMANDS: tuple[click.Command, ...] = (profile, profiles)
