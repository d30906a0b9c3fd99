"""The command that hands on the profile of a place, and the options that all such commands share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from placeplanner.cli import choosing
from placeplanner.cli.drawing import need_no_display
from placeplanner.cli.plans import file_argument, reading
from placeplanner.cli.printing import note
from placeplanner.cli.street_maps import street_map, street_options
from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import Place
from placeplanner.domain.streetmap import StreetMap
from placeplanner.store.planfile import PlanFile

FORMATS = (
    "pdf",
    "html",
    "csv",
    "xlsx",
    "geojson",
    "gpkg",
)  # as the profile writes them; importing it takes a while
ON_PAPER = ("easy", "poster")
HANDED_ON = ("acv", "local-list", "services", "greenspace")

place_option = click.option(
    "--place", "place_name", metavar="PLACE", required=True, help="A town, a neighbourhood, or “borough”."
)
audience_option = click.option(
    "--audience",
    type=click.Choice(list(Audience), case_sensitive=False),
    default=Audience.PARTNERSHIP,
    show_default=True,
    help="Whom it is for; what others may not see is left out, and counted.",
)


@click.command()
@file_argument
@place_option
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), metavar="DIR", required=True, help="Where to write it."
)
@click.option(
    "--format",
    "formats",
    type=click.Choice((*FORMATS, *ON_PAPER, *HANDED_ON), case_sensitive=False),
    multiple=True,
    help="Only this one; may be repeated. Unless said, the first six: the last four follow other people's "
    "standards and bring a report of what is missing, and easy and poster are editions for paper.",
)
@audience_option
@street_options
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]),
    help="The day of an earlier profile: say what has changed since.",
)
def export(
    file: Path,
    place_name: str,
    folder: Path,
    formats: tuple[str, ...],
    audience: Audience,
    pack: Path | None,
    no_streets: bool,
    since: datetime | None,
) -> None:
    """Export the profile of a place.

    For paper, for a browser without network, and as data.

    \b
    Examples:
      placeplanner export hindley.gpkg --place Hindley --to hindley/
      placeplanner export hindley.gpkg --place "Hindley West" --to out/ --format pdf --audience public
    """
    need_no_display()
    with reading(file) as plan, street_map(pack, no_streets=no_streets) as streets:
        place = choosing.place(plan.places, place_name)
        write(plan, place, folder, formats or FORMATS, Audience(audience), since, streets)


def write(
    plan: PlanFile,
    place: Place,
    folder: Path,
    formats: tuple[str, ...],
    audience: Audience,
    since: datetime | None,
    streets: StreetMap | None,
) -> None:
    """Write a profile into a folder, and say on the way what is done and what is left out."""
    from placeplanner.profile.export import export_profile

    written = export_profile(
        plan,
        place,
        folder,
        formats=formats,
        audience=audience,
        since=since.astimezone() if since else None,
        progress=_tell_progress,
        streets=streets,
    )
    for path in written:
        click.echo(path)
    _tell_left_out(plan, place, audience)


def _tell_progress(doing: str, part: float) -> None:
    note(f"{doing} … {part:.0%}")


def _tell_left_out(plan: PlanFile, place: Place, audience: Audience) -> None:
    from placeplanner.profile.content import released_to

    found = released_to(plan, place, audience)
    for sentence in found.sentences:
        note(sentence)
    if not found.records:
        note("No record of this place may be shown to them, so the profile has only its figures.")


COMMANDS: tuple[click.Command, ...] = (export,)
