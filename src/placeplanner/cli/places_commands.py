"""The command `places`: list them, use other boundaries, correct a town, draw a group's own area."""

from __future__ import annotations

from pathlib import Path

import click
from shapely.geometry.base import BaseGeometry

from placeplanner.cli import choosing
from placeplanner.cli.outlines import Said, list_outlines, outlines_as_said, saying_options
from placeplanner.cli.places_listing import list_places
from placeplanner.cli.plans import changing, file_argument
from placeplanner.cli.printing import say
from placeplanner.cli.shapes import typed_shape
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.domain.reader import Reader
from placeplanner.edits.claims import UseOutlines
from placeplanner.edits.edit import Edit
from placeplanner.edits.foreseen import OfBoundaries, foresee
from placeplanner.edits.history import History
from placeplanner.edits.patches import DrawPatch, RemovePatch, RenamePatch, ReshapePatch, existing_patch
from placeplanner.edits.places import CorrectTown, ReplaceBoundaries, RestoreBoundaries, preview
from placeplanner.errors import Problem
from placeplanner.mappacks.shipped import shipped_places, shipped_rules

_LETTERS = ("POLYGON", "MULTIPOLYGON", "SRID=")


class _Listing(click.Group):
    """A group that lists where no command of its own is named: `places hindley.gpkg`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Listing, subcommand_metavar="[FILE] | COMMAND …")
def places() -> None:
    """List the places of a plan, or change them.

    Without a plan: the borough, its towns and neighbourhoods of the map that ships.

    \b
    Examples:
      placeplanner places
      placeplanner places hindley.gpkg
      placeplanner places use hindley.gpkg wards.geojson
      placeplanner places correct hindley.gpkg Lowton --town Leigh
      placeplanner places patch hindley.gpkg "Our patch" --shape patch.geojson
    """


@places.command()
@file_argument
@click.argument("source", metavar="SOURCE")
@click.option(
    "--as",
    "kind",
    type=click.Choice(["ward", "neighbourhood", "borough", "patch"]),
    help="What its places are, where the file does not say.",
)
@saying_options
@click.option("--try", "is_trial", is_flag=True, help="Only say what would change.")
def use(file: Path, source: str, kind: str | None, said: Said, *, is_trial: bool) -> None:
    """Use the boundaries of a file or of an installed map pack.

    What has the same code gets the new outline and keeps its name, its town and its figures; what is new is
    added. Records find their places anew, but for those whose place a person has chosen.

    A file without codes, such as a group's own, does not say what its outlines are: they are listed with what they
    may be, and nothing changes until you say it.

    \b
    Examples:
      placeplanner places use hindley.gpkg wards.geojson --try
      placeplanner places use hindley.gpkg "Wigan 2026"
      placeplanner places use hindley.gpkg ours.geojson
      placeplanner places use hindley.gpkg ours.geojson --outline "East Hindley=Hindley East" --own "The Rec=Our Rec"
      placeplanner places use hindley.gpkg ours.geojson --as-suggested --try
    """
    from placeplanner.mappacks.boundaries import NoPlaces, boundaries_in  # GDAL and all: not for a mere list

    with changing(file) as (plan, history):
        edit: ReplaceBoundaries | UseOutlines
        try:
            if said.is_anything:
                edit = outlines_as_said(source, plan.places, said)
            else:
                found = boundaries_in(source, plan.places, kind=PlaceKind(kind) if kind else None)
                edit = ReplaceBoundaries(found.places, "", shipped_rules(), found.source)
        except NoPlaces as nothing:
            if kind != PlaceKind.PATCH:
                list_outlines(source, plan.places, nothing)
                return
            edit = outlines_as_said(source, plan.places, Said(is_every_own=True))
        if is_trial:
            _say_what_would_change(plan, edit)
            return
        _perform(history, edit, "The plan has these boundaries already.")


@places.command()
@file_argument
@click.option("--try", "is_trial", is_flag=True, help="Only say what would change.")
def restore(file: Path, is_trial: bool) -> None:
    """Go back to the boundaries that came with Place Planner.

    Wards that came with a map go. Patches that people drew and towns that they corrected stay.

    \b
    Examples:
      placeplanner places restore hindley.gpkg --try
      placeplanner places restore hindley.gpkg
    """
    with changing(file) as (plan, history):
        edit = RestoreBoundaries(tuple(shipped_places()), shipped_rules())
        if is_trial:
            _say_what_would_change(plan, edit)
            return
        _perform(history, edit, "The plan has these boundaries already.")


@places.command()
@file_argument
@click.argument("neighbourhood", metavar="NEIGHBOURHOOD")
@click.option("--town", "town_name", metavar="TOWN", required=True, help="The town it belongs to.")
def correct(file: Path, neighbourhood: str, town_name: str) -> None:
    """Say which town a neighbourhood belongs to. Towns are a best fit, and may be wrong for yours.

    \b
    Examples:
      placeplanner places correct hindley.gpkg Lowton --town Leigh
      placeplanner undo hindley.gpkg
    """
    with changing(file) as (plan, history):
        moved = _one_of(plan.places, neighbourhood, PlaceKind.NEIGHBOURHOOD)
        town = _one_of(plan.places, town_name, PlaceKind.TOWN)
        edit = CorrectTown(moved.code, town.code, shipped_rules())
        _perform(history, edit, f"{moved.name} belongs to {town.name} already.")


@places.command()
@file_argument
@click.argument("name", metavar="NAME")
@click.option(
    "--shape",
    metavar="FILE|WKT",
    help="Its outline: a file with areas, or well-known text, longitude first or in National Grid metres.",
)
@click.option("--rename", "new_name", metavar="NAME", help="Call it something else.")
@click.option("--remove", "is_removed", is_flag=True, help="Take it off the map; records stay.")
def patch(file: Path, name: str, shape: str | None, new_name: str | None, is_removed: bool) -> None:
    """Draw, reshape, rename or remove a group's own area, which may cross neighbourhoods.

    It is then a place like any other: for list, export and map.

    \b
    Examples:
      placeplanner places patch hindley.gpkg "Our patch" --shape patch.geojson
      placeplanner places patch hindley.gpkg "Our patch" --rename "The Rec and around"
      placeplanner places patch hindley.gpkg "The Rec and around" --remove
      placeplanner export hindley.gpkg --place "Our patch" --to ours/
    """
    if sum((shape is not None, new_name is not None, is_removed)) != 1:
        raise click.UsageError("Say one thing to do: --shape, --rename or --remove.")
    with changing(file) as (plan, history):
        known = _patch(plan.places, name)
        if shape is not None:
            geometry = _area(shape)
            _perform(history, ReshapePatch(known.code, geometry) if known else DrawPatch(name, geometry))
            return
        if known is None:
            existing = choosing.place(plan.places, name)
            known = existing_patch(plan, existing.code)
        if new_name is not None:
            _perform(history, RenamePatch(known.code, new_name))
        else:
            _perform(history, RemovePatch(known.code))


def _say_what_would_change(plan: Reader, edit: OfBoundaries) -> None:
    """The sentence, then every record that would be elsewhere, then what is not used and why."""
    told = foresee(plan, edit)
    words = preview(plan, edit)
    say(f"This would change: {words}" if words else "That would change nothing.")
    for move in told.moves:
        say(f"  {move.record}: from {move.before} to {move.after}")
    for sentence in (*told.besides, *told.unmatched):
        say(sentence)


def _perform(history: History, edit: Edit, otherwise: str = "That changes nothing.") -> None:
    done = history.perform(edit)
    say(" ".join(part for part in (done.label, done.note) if part) if done else otherwise)


def _patch(everywhere: Places, name: str) -> Place | None:
    """The patch of that name or code; None where there is none."""
    patches = Places(everywhere.of_kind(PlaceKind.PATCH))
    wanted = choosing.plain(name)
    return next((each for each in patches if wanted in (choosing.plain(each.name), each.code)), None)


def _one_of(everywhere: Places, text: str, kind: PlaceKind) -> Place:
    """The place of a kind that is meant: “Leigh” may be a town and a ward. Raises `Problem`."""
    narrowed = Places(everywhere.of_kind(kind))
    try:
        return choosing.place(narrowed, text)
    except Problem as problem:
        other = everywhere.named(text)
        if other and other[0].kind is not kind and not narrowed.named(text):
            raise Problem(
                f"{other[0].name} is a {other[0].kind.value}, not a {kind.value}.",
                "",
                f"The {kind.value}s are {choosing.listed(each.name for each in narrowed)}.",
            ) from problem
        raise


def _area(shape: str) -> BaseGeometry:
    """The outline in a file or a text. Raises `Problem`."""
    if shape.strip().upper().startswith(_LETTERS):
        geometry = typed_shape((), None, shape)
        assert geometry is not None
        return geometry
    path = Path(shape)
    if not path.exists():
        raise Problem(
            f"There is no file “{shape}”.",
            "And it is not well-known text, which begins with POLYGON.",
            "Check the name, or write the corners as POLYGON((…)).",
        )
    from placeplanner.mappacks.boundaries import outline_in

    return outline_in(path)


places.add_command(list_places)

COMMANDS: tuple[click.Command, ...] = (places,)
