"""Commands that draw: a map of a place, and a demo of all that the app makes of its sample."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from placeplanner.cli import choosing
from placeplanner.cli.drawing import draw, paper_options
from placeplanner.cli.plans import SUFFIX, file_argument, reading
from placeplanner.cli.printing import note
from placeplanner.cli.profiles import FORMATS, audience_option, homes_option, place_option
from placeplanner.cli.street_maps import street_map, street_options
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.hiding import HomesShown
from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import PlaceKind
from placeplanner.exchange.sample import make_sample_plan
from placeplanner.mappacks.shipped import shipped_places


@click.command("map")
@file_argument
@place_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    required=True,
    help="A name that ends in .png, .svg or .pdf.",
)
@paper_options
@click.option(
    "--dpi",
    type=click.IntRange(50, 1200),
    default=200,
    show_default=True,
    help="Dots to the inch of a PNG.",
)
@audience_option
@homes_option
@street_options
def draw_map(
    file: Path,
    place_name: str,
    out: Path,
    audience: Audience,
    homes: HomesShown,
    pack: Path | None,
    no_streets: bool,
    dpi: int,
    **wishes: Any,
) -> None:
    """Draw the map of a place for paper, from A4 to a wall map.

    At a stated scale, with its records or blank to draw on.

    Streets come from the map packs that are installed (see placeplanner maps).

    \b
    Examples:
      placeplanner map hindley.gpkg --place Hindley --out hindley.pdf
      placeplanner map hindley.gpkg --place Hindley --out wall.pdf --paper a1 --grid --margin 40
      placeplanner map hindley.gpkg --place Hindley --out wall.pdf --scale 5000 --tiles a4
      placeplanner map hindley.gpkg --place borough --out borough.png
    """
    from placeplanner.mappacks.postcodes import hiding

    with reading(file) as plan, street_map(pack, no_streets=no_streets) as streets:
        place = choosing.place(plan.places, place_name)
        hidden = hiding(homes, pack)
        printed = draw(plan, place, out, Audience(audience), streets, dpi=dpi, homes=hidden, **wishes)
    click.echo(out)
    note(printed.words)
    for sentence in printed.missed:
        note(sentence)


@click.command()
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    required=True,
    help="Where to put it all.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS, case_sensitive=False),
    multiple=True,
    help="Only this one.",
)
def demo(folder: Path, formats: tuple[str, ...]) -> None:
    """Show what the app makes, without a display.

    The sample plan, its map, and the profile of every town.

    Files of an earlier demo in the same folder are made anew; its sample plan is used as it is.

    \b
    Example:
      placeplanner demo --to demo/
    """
    from placeplanner.profile.export import export_profile, slug_of

    path = folder / f"sample{SUFFIX}"
    if not path.exists():
        make_sample_plan(path, load_catalogue(), shipped_places()).close()
    click.echo(path)
    with reading(path) as plan:
        towns = plan.places.of_kind(PlaceKind.TOWN)
        step = _counter(len(towns) + 1)
        borough = plan.places.borough
        if borough:
            step("the map")
            draw(plan, borough, folder / "map.png", Audience.PARTNERSHIP)
            click.echo(folder / "map.png")
        for town in towns:
            step(f"the profile of {town.name}")
            for written in export_profile(
                plan, town, folder / slug_of(town.name), formats=formats or FORMATS
            ):
                click.echo(written)


def _counter(total: int) -> Callable[[str], None]:
    """Says “3 of 15: the profile of Hindley” at each call."""
    done = 0

    def step(what: str) -> None:
        nonlocal done
        done += 1
        note(f"{done} of {total}: {what} …")

    return step


COMMANDS: tuple[click.Command, ...] = (draw_map, demo)
