"""The command that makes the profiles of all places at once."""

from __future__ import annotations

from pathlib import Path

import click

from placeplanner.cli.drawing import need_no_display
from placeplanner.cli.plans import file_argument, reading
from placeplanner.cli.printing import count, note
from placeplanner.cli.profiles import Asked, asked_of_profiles, folder_option, remember, tell_progress
from placeplanner.domain.earlier import ATLAS
from placeplanner.edits.earlier import made_now

_FORMATS = ("pdf", "html")


@click.command()
@file_argument
@folder_option("--out")
@click.option(
    "--format",
    "formats",
    type=click.Choice(_FORMATS, case_sensitive=False),
    multiple=True,
    help="Only this one; both unless said.",
)
@asked_of_profiles
@click.pass_context
def atlas(context: click.Context, file: Path, folder: Path, formats: tuple[str, ...], asked: Asked) -> None:
    """Make an atlas: the profile of every place.

    One PDF with an outline, and a folder of linked pages. Pages that are there already for the same state of the plan
    are kept, so an atlas that was interrupted goes on where it stopped.

    \b
    Example:
      placeplanner atlas borough.gpkg --out atlas/ --audience public
    """
    from placeplanner.profile.atlas import export_atlas
    from placeplanner.profile.content import revision_of

    need_no_display()
    with reading(file) as plan, asked.streets() as streets:
        period, moment = asked.period(plan), plan.moment()
        made = export_atlas(
            plan,
            folder,
            formats=formats or _FORMATS,
            audience=asked.audience,
            period=period,
            streets=streets,
            homes=asked.hiding(),
            progress=tell_progress,
        )
        borough = plan.places.borough
        if borough is not None:
            kept = (*(formats or _FORMATS), ATLAS)
            remember(plan, made_now(borough.code, asked.audience, moment, revision_of(plan.records()), kept))
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
