"""Commands about known things: what published lists propose, taken in, brought up to date, joined or declined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from placeplanner.cli import choosing
from placeplanner.cli.known_telling import rows_of, several_of, told_as_json
from placeplanner.cli.maps_progress import Telling
from placeplanner.cli.plans import changing, file_argument
from placeplanner.cli.printing import count, json_option, note, say, write_json, write_table
from placeplanner.domain.known import KnownThing
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.edits.history import History
from placeplanner.edits.known import AcceptKnown, DeclineKnown, LinkKnown, ProposeAgain, UpdateKnown
from placeplanner.edits.known_fitting import Fitted, fit
from placeplanner.edits.known_proposals import Proposals, proposals
from placeplanner.errors import Problem
from placeplanner.store.planfile import PlanFile

Command = Callable[..., Any]
_pack_option = click.option(
    "--pack",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    metavar="FILE",
    help="Look in this map pack or publisher's file instead of the installed maps; may be repeated.",
)
_type_option = click.option(
    "--type", "type_name", metavar="TYPE", help="Only these, such as “listed building”."
)
_place_option = click.option("--place", "place_name", metavar="PLACE", help="Only what lies in this place.")
_origin_option = click.option(
    "--origin",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="Only this one, as the list says; may be repeated.",
)
_all_option = click.option("--all", "is_all", is_flag=True, help="Everything.")


@click.group()
def known() -> None:
    """Add what published lists know: listed buildings, schools, stops.

    They come with the installed map packs, or straight from a publisher's file. Nothing is added unless you say so,
    and a newer list never writes over what people wrote.

    \b
    Examples:
      placeplanner known list hindley.gpkg
      placeplanner known list hindley.gpkg --type "listed building" --place Hindley
      placeplanner known add hindley.gpkg --type "listed building" --pack nhle.geojson
      placeplanner known update hindley.gpkg --all
    """


class _Choice(Struct, frozen=True):
    """Which things are meant."""

    type_name: str | None
    place_name: str | None
    origins: tuple[str, ...]

    def test(self, plan: PlanFile, things: Sequence[KnownThing]) -> Callable[[KnownThing], bool]:
        """A test for a thing. Raises `Problem` where a type, place or origin is not known."""
        type_ = _type(plan, things, self.type_name) if self.type_name else None
        place = choosing.place(plan.places, self.place_name) if self.place_name else None
        inside = plan.places.within(place.code) if place and place.kind is not PlaceKind.BOROUGH else None
        every = {origin for thing in things for origin in (thing.origin, *thing.also)}
        if missing := [origin for origin in self.origins if origin not in every]:
            raise Problem(
                f"No list has “{missing[0]}”.",
                "",
                "“placeplanner known list FILE --json” shows every origin.",
            )

        def is_meant(thing: KnownThing) -> bool:
            if type_ is not None and (thing.kind, thing.category) != type_:
                return False
            if self.origins and not {thing.origin, *thing.also} & set(self.origins):
                return False
            if inside is None:
                return True
            at = plan.places.at(thing.geometry)
            return at is not None and at.code in inside

        return is_meant


def _type(plan: PlanFile, things: Sequence[KnownThing], text: str) -> tuple[Any, str]:
    """The type meant by its words, among those that the lists have. Raises `Problem`."""
    found = list(dict.fromkeys((thing.kind, thing.category) for thing in things))
    words = partial(several_of, plan.catalogue)
    meant = choosing.matching(text, found, words) or choosing.matching(text.removesuffix("s"), found, words)
    if len(meant) == 1:
        return meant[0]
    choices = choosing.listed(words(each)[0] for each in meant or found)
    if meant:
        raise Problem(f"“{text}” may be one of several types: {choices}.", "", "Write one of them.")
    raise Problem(f"No list has “{text}”.", "", f"There are: {choices or 'no lists at all'}.")


class _Opened(Struct, frozen=True):
    """A plan, its history, what the lists have for it, and which of that is meant."""

    plan: PlanFile
    history: History
    fitted: Fitted
    found: Proposals
    is_meant: Callable[[KnownThing], bool]

    def perform(self, edit: Any, otherwise: str) -> None:
        done = self.history.perform(edit)
        say(f"{done.label}." if done else otherwise)


@contextmanager
def _opened(file: Path, files: tuple[Path, ...], choice: _Choice) -> Iterator[_Opened]:
    with changing(file) as (plan, history):
        fitted = fit(_read(files, plan.places.borough), plan.catalogue, plan.places)
        found = proposals(fitted.things, plan.records(), plan.declined())
        yield _Opened(plan, history, fitted, found, choice.test(plan, fitted.things))


def _read(files: tuple[Path, ...], borough: Place | None) -> tuple[KnownThing, ...]:
    from placeplanner.mappacks import (
        known_things,
    )  # reading maps takes a while to load, and no other command needs it

    if not files:
        return known_things.installed()
    from placeplanner.mappacks.area import Area
    from placeplanner.mappacks.areas import around

    area = around(borough) if borough else Area("everything")
    with Telling() as progress:
        return tuple(thing for path in files for thing in known_things.in_file(path, area, progress))


def _choosing(command: Command) -> Command:
    """The options that say which things are meant; a command that changes the plan needs one of them."""

    @file_argument
    @_pack_option
    @_type_option
    @_place_option
    @_origin_option
    @_all_option
    def chosen(
        file: Path,
        files: tuple[Path, ...],
        type_name: str | None,
        place_name: str | None,
        origins: tuple[str, ...],
        is_all: bool,
    ) -> None:
        if not (type_name or place_name or origins or is_all):
            raise click.UsageError("Say which: --type, --place, --origin or --all.")
        with _opened(file, files, _Choice(type_name, place_name, origins)) as opened:
            command(opened)

    chosen.__name__, chosen.__doc__ = command.__name__, command.__doc__
    return chosen


@known.command("list")
@file_argument
@_pack_option
@_type_option
@_place_option
@_origin_option
@json_option
def list_known(
    file: Path,
    files: tuple[Path, ...],
    type_name: str | None,
    place_name: str | None,
    origins: tuple[str, ...],
    as_json: bool,
) -> None:
    """List what published lists propose: how many of each type, or each thing of a type or place.

    \b
    Examples:
      placeplanner known list hindley.gpkg
      placeplanner known list hindley.gpkg --type stops --place "Hindley West"
      placeplanner known list hindley.gpkg --pack nhle.geojson --json
    """
    with _opened(file, files, _Choice(type_name, place_name, origins)) as opened:
        rows = rows_of(opened.found, opened.fitted.things, opened.is_meant)
        if as_json:
            write_json([told_as_json(row, opened.plan) for row in rows])
            return
        _tell_left_out(opened.fitted)
        if not rows:
            nothing = (
                "Nothing waits for an answer: what the lists have of this is in the plan, or they have none."
            )
            note(nothing if opened.fitted.things else _NO_LISTS)
        elif type_name or place_name or origins:
            table = [
                (row.state, several_of(opened.plan.catalogue, row.type)[0], row.name, row.origin)
                for row in rows
            ]
            write_table(("State", "Type", "Name", "Origin"), table, give=2)
        else:
            _tell_counts(opened.plan, [(row.type, row.state) for row in rows])


_NO_LISTS = (
    "No published list is at hand. Install a map pack that has one (placeplanner maps add FILE), or name a "
    "publisher's file with --pack."
)


def _tell_counts(plan: PlanFile, found: list[tuple[Any, str]]) -> None:
    counts = Counter(found)
    states = ("new", "changed", "recorded", "gone", "declined")
    types = sorted({type_ for type_, _ in found}, key=lambda type_: several_of(plan.catalogue, type_)[0])
    rows = [
        (several_of(plan.catalogue, type_)[0], *(f"{counts[type_, state]:,}" for state in states))
        for type_ in types
    ]
    write_table(("Type", "New", "Changed", "Recorded by hand", "Gone from the list", "Declined"), rows)


def _tell_left_out(fitted: Fitted) -> None:
    if fitted.outside:
        note(f"{count(fitted.outside, 'thing')} outside the borough left out.")
    if fitted.unfit:
        note(f"{count(fitted.unfit, 'thing')} left out that no category of a plan can take.")
    if fitted.twice:
        note(f"{count(fitted.twice, 'thing')} left out that another list has too.")


@known.command()
@_choosing
def add(opened: _Opened) -> None:
    """Add what the plan does not have yet, as one step that can be undone.

    What looks like something that people recorded by hand is left out, unless it is named by --origin.

    \b
    Examples:
      placeplanner known add hindley.gpkg --type "listed building"
      placeplanner known add hindley.gpkg --origin nhle:1287248
      placeplanner known add hindley.gpkg --all --pack wigan.pack
    """
    things = [thing for thing in opened.found.new if opened.is_meant(thing)]
    alike = [match for match in opened.found.matched if opened.is_meant(match.thing)]
    origins = click.get_current_context().params["origins"]
    if origins:
        things += [match.thing for match in alike]
    elif alike:
        note(f"{count(len(alike), 'thing')} left out that people have recorded already: see “known join”.")
    opened.perform(AcceptKnown.of(things, opened.plan.catalogue), "There is nothing new to add.")


@known.command()
@_choosing
def update(opened: _Opened) -> None:
    """Let records follow their list where it says something new; what people changed stays.

    \b
    Example:
      placeplanner known update hindley.gpkg --all
    """
    updates = [one for one in opened.found.changed if opened.is_meant(one.thing)]
    opened.perform(
        UpdateKnown.of([one.thing for one in updates], opened.plan.catalogue), "The lists say nothing new."
    )
    for record in opened.found.gone:
        note(f"“{record.name}” is no longer in its list. The record stays.")


@known.command()
@_choosing
def join(opened: _Opened) -> None:
    """Join records that people made by hand to the list that has them too; only what is blank is filled in.

    \b
    Example:
      placeplanner known join hindley.gpkg --origin nhle:1287248
    """
    matches = [match for match in opened.found.matched if match.can_link and opened.is_meant(match.thing)]
    for match in matches:
        opened.perform(LinkKnown(match.record.id, match.thing), "It is joined already.")
    if not matches:
        say("Nothing that people recorded looks like these.")


@known.command()
@_choosing
def decline(opened: _Opened) -> None:
    """Do not propose these again; the plan remembers it.

    \b
    Example:
      placeplanner known decline hindley.gpkg --type stops --place "Hindley West"
    """
    waiting = (*opened.found.new, *(match.thing for match in opened.found.matched))
    things = tuple(thing for thing in waiting if opened.is_meant(thing))
    opened.perform(DeclineKnown(things), "There is nothing to decline.")


@known.command()
@_choosing
def again(opened: _Opened) -> None:
    """Propose again what was declined.

    \b
    Example:
      placeplanner known again hindley.gpkg --all
    """
    meant = {thing.origin for thing in opened.fitted.things if opened.is_meant(thing)}
    origins = tuple(one.origin for one in opened.found.declined if one.origin in meant)
    opened.perform(ProposeAgain(origins), "Nothing of that was declined.")


COMMANDS: tuple[click.Command, ...] = (known,)
