"""The command that makes the profiles of all places at once."""

from __future__ import annotations

from pathlib import Path

import click

from placeplanner.cli.drawing import need_no_display
from placeplanner.cli.export_commands import audience_option
from placeplanner.cli.plans import file_argument, reading
from placeplanner.cli.printing import count, note
from placeplanner.cli.street_maps import street_map, street_options
from placeplanner.domain.kinds import Audience

_FORMATS = ("pdf", "html")


@click.command()
@file_argument
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
    type=click.Choice(_FORMATS, case_sensitive=False),
    multiple=True,
    help="Only this one; both unless said.",
)
@audience_option
@street_options
@click.pass_context
def atlas(
    context: click.Context,
    file: Path,
    folder: Path,
    formats: tuple[str, ...],
    audience: Audience,
    pack: Path | None,
    no_streets: bool,
) -> None:
    """Make an atlas: the profile of every place.

    One PDF with an outline, and a folder of linked pages. Pages that are there already for the same state of the plan
    are kept, so an atlas that was interrupted goes on where it stopped.

    \b
    Example:
      placeplanner atlas borough.gpkg --out atlas/ --audience public
    """
    from placeplanner.profile.atlas import export_atlas

    need_no_display()
    with reading(file) as plan, street_map(pack, no_streets=no_streets) as streets:
        made = export_atlas(
            plan,
            folder,
            formats=formats or _FORMATS,
            audience=Audience(audience),
            streets=streets,
            progress=lambda doing, part: note(f"{doing} … {part:.0%}"),
        )
    if made.kept:
        note(f"{count(made.kept, 'page')} were there already and are still right.")
    for path in made.files:
        if path.name in ("atlas.pdf", "index.html"):
            click.echo(path)
    for failed in made.failed:
        note(f"{failed.place.name} could not be made. {failed.problem}")
    if made.failed:
        context.exit(1)


COMMANDS: tuple[click.Command, ...] = (atlas,)
