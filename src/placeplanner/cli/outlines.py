"""Outlines of a file without codes, as `places use` lists them, and what a person says that each of them is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import click
from msgspec import Struct

from placeplanner.cli import choosing
from placeplanner.cli.maps_progress import Telling
from placeplanner.cli.printing import note, say, write_table
from placeplanner.domain.outline import Outline
from placeplanner.domain.place import Place, Places
from placeplanner.edits.claims import CLAIMABLE, Claim, UseOutlines
from placeplanner.errors import Problem
from placeplanner.mappacks.shipped import shipped_rules

_HOW = (
    "Nothing is changed. Say what each is, by its number or its name: --outline 1=PLACE for the boundary of a place,\n"
    "--own 2=NAME for an area of your own; or take what is suggested with --as-suggested. Others stay a layer."
)


class Said(Struct, frozen=True):
    """What a person says of outlines: “OUTLINE=PLACE” and “OUTLINE=NAME”, as they were typed."""

    boundaries: tuple[str, ...] = ()
    owns: tuple[str, ...] = ()
    is_as_suggested: bool = False
    is_every_own: bool = False

    @property
    def is_anything(self) -> bool:
        """Whether anything was said."""
        return bool(self.boundaries or self.owns or self.is_as_suggested or self.is_every_own)


def saying_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options by which a command is told what outlines are, as its argument `said`."""

    @wraps(command)
    def told(boundaries: tuple[str, ...], owns: tuple[str, ...], as_suggested: bool, **rest: Any) -> Any:
        return command(said=Said(boundaries, owns, as_suggested), **rest)

    for option in (
        click.option("--as-suggested", is_flag=True, help="Every outline of a file is what it may be."),
        click.option(
            "--own",
            "owns",
            multiple=True,
            metavar="OUTLINE[=NAME]",
            help="An outline of a file without codes is an area of your own, perhaps under another name.",
        ),
        click.option(
            "--outline",
            "boundaries",
            multiple=True,
            metavar="OUTLINE=PLACE",
            help="An outline of a file without codes is the boundary of a place.",
        ),
    ):
        told = option(told)
    return told


def list_outlines(source: str, places: Places, nothing: Problem) -> None:
    """List the outlines with what they may be. Raises `nothing` where there is none."""
    from placeplanner.mappacks.matching import MOST_LISTED, suggested
    from placeplanner.mappacks.outlines import NoOutlines, outlines_in

    try:
        with Telling() as progress:
            found = outlines_in(source, places, progress)
    except NoOutlines:
        raise nothing from None
    suggestions = list(enumerate(suggested(found.outlines, places), start=1))
    likely = sorted(suggestions, key=lambda numbered: numbered[1].place is None)[:MOST_LISTED]
    write_table(
        ("No.", "Outline", "May be", "Why"),
        (
            (number, one.outline.name, _may_be(places.get(one.place), is_own=one.is_own), one.why)
            for number, one in sorted(likely, key=lambda numbered: numbered[0])
        ),
    )
    if len(suggestions) > MOST_LISTED:
        say(f"And {len(suggestions) - MOST_LISTED:,} more, which are less like any place.")
    for sentence in found.told:
        say(sentence)
    note(_HOW)


def _may_be(place: Place | None, *, is_own: bool) -> str:
    return f"{place.kind.value} {place.name}" if place else "an area of your own" if is_own else "a layer"


def outlines_as_said(source: str, places: Places, said: Said) -> UseOutlines:
    """What a person said of the outlines, as one edit. Raises `Problem`."""
    from placeplanner.mappacks.matching import suggested
    from placeplanner.mappacks.outlines import outlines_in

    with Telling() as progress:
        found = outlines_in(source, places, progress)
    for sentence in found.told:
        note(sentence)
    claims: dict[str, Claim] = {}
    if said.is_as_suggested or said.is_every_own:
        for one in suggested(found.outlines, places):
            if said.is_every_own:
                claims[one.outline.name] = Claim(one.outline, None, one.own_name)
            elif one.place or one.is_own:
                claims[one.outline.name] = Claim(one.outline, one.place, one.own_name)
    for text in said.boundaries:
        outline, name = _outline(found.outlines, text, has_answer=True)
        claims[outline.name] = Claim(outline, _boundary(places, name).code)
    for text in said.owns:
        outline, name = _outline(found.outlines, text, has_answer=False)
        claims[outline.name] = Claim(outline, None, name or outline.name)
    return UseOutlines(tuple(claims.values()), f"“{found.title}”", shipped_rules())


def _boundary(places: Places, text: str) -> Place:
    """The place that has a boundary of its own, by what people call it; a town is refused by the edit."""
    claimable = Places(place for place in places if place.kind in CLAIMABLE)
    called = [place for place in places.named(text) if choosing.plain(place.name) == choosing.plain(text)]
    is_only_a_town = called and not any(place.kind in CLAIMABLE for place in called)
    return choosing.place(places if is_only_a_town else claimable, text)


def _outline(outlines: Sequence[Outline], text: str, *, has_answer: bool) -> tuple[Outline, str]:
    """The outline of “OUTLINE=ANSWER”, by number or name, and the answer; a file's only one needs no naming."""
    asked, equals, answer = text.partition("=")
    if not equals and has_answer:
        if len(outlines) > 1:
            raise click.UsageError(
                "Say which outline is the boundary of which place: --outline OUTLINE=PLACE."
            )
        return outlines[0], asked.strip()
    if asked.strip().isdecimal() and 0 < int(asked) <= len(outlines):
        return outlines[int(asked) - 1], answer.strip()
    found = choosing.matching(asked, outlines, lambda outline: (outline.name,))
    if len(found) == 1:
        return found[0], answer.strip()
    if found:
        names = choosing.listed(outline.name for outline in found)
        raise Problem(f"“{asked}” may be one of several outlines: {names}.", "", "Write one of these names.")
    names = choosing.listed(outline.name for outline in outlines)
    raise Problem(
        f"No outline is called “{asked}”.", f"There are {names}.", "Write one of these, or its number."
    )
