"""From what people type to what they mean: places, kinds, categories, records, groups.

Exact beats beginning, beginning beats part of a word; where several remain, the sentence lists them, and
where none does, it says what is nearly like it.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import click

from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Catalogue, Category, Kind
from placeplanner.domain.people import Contributor, Group, Session
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Record
from placeplanner.errors import Problem

Thing = TypeVar("Thing")
_SHOWN = 8


def plain(text: str) -> str:
    """A text as it is compared: without case, accents, hyphens, underscores or more than one space."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[-_’'“”\"]+", " ", bare.replace("&", " and ")).split())


def listed(words: Iterable[str]) -> str:
    """Some of the choices, in one line."""
    found = list(dict.fromkeys(words))
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + more


def nearest(text: str, words: Iterable[str]) -> list[str]:
    """The words that are nearly like a text, best first; none that is much less so than the best."""
    likeness = {word: difflib.SequenceMatcher(None, plain(text), plain(word)).ratio() for word in words}
    best = max(likeness.values(), default=0.0)
    found = [word for word, ratio in likeness.items() if ratio >= max(0.6, best - 0.1)]
    return sorted(found, key=lambda word: -likeness[word])[:3]


def matching(text: str, things: Sequence[Thing], names: Callable[[Thing], Iterable[str]]) -> list[Thing]:
    """The things that a text may mean: those with that name, else that begin so, else that hold it."""
    wanted = plain(text)
    tests: tuple[Callable[[str], bool], ...] = (
        lambda name: name == wanted,
        lambda name: name.startswith(wanted),
        lambda name: wanted in name,
    )
    for is_meant in tests if wanted else ():
        found = [thing for thing in things if any(is_meant(plain(name)) for name in names(thing))]
        if found:
            return found
    return []


def place(places: Places, text: str) -> Place:
    """The one place that is meant by a name or code. Raises `Problem`."""
    if plain(text) == "borough" and places.borough:
        return places.borough
    found = places.named(text) or tuple(matching(text, list(places), lambda place: (place.name, place.code)))
    widest = found[0] if found else None
    inside = places.within(widest.code) if widest else ()
    if widest and all(
        other is widest or other.code in inside or _is_across(other, widest) for other in found
    ):
        return widest
    if found:
        choices = listed(f"{place.name} ({place.code})" for place in found)
        raise Problem(
            f"“{text}” may be one of several places: {choices}.", "", "Write one of these names or codes."
        )
    near = nearest(text, (place.name for place in places))
    towns = listed(town.name for town in places.of_kind(PlaceKind.TOWN))
    raise Problem(
        f"No place is called “{text}”.",
        "",
        f"Did you mean {' or '.join(near)}?"
        if near
        else f"The towns are {towns}; “placeplanner places” lists all.",
    )


def _is_across(place: Place, widest: Place) -> bool:
    """Whether a place is a ward or patch of the same name as what people mean when they say that name."""
    return place.kind.overlaps and not widest.kind.overlaps


def kind(text: str) -> Kind:
    """The kind meant by its word, its plural or its beginning. Raises click's own complaint."""
    wanted = plain(text)
    plurals = {"priorities": Kind.PRIORITY, "greenspace": Kind.GREENSPACE, "heritage": Kind.HERITAGE}
    found = [
        each for each in Kind if wanted and (each.value.startswith(wanted) or f"{each.value}s" == wanted)
    ]
    if wanted in plurals:
        return plurals[wanted]
    if len(found) != 1:
        raise click.BadParameter(f"“{text}” is not a kind. Choose from: {', '.join(Kind)}.")
    return found[0]


class KindWord(click.ParamType[Kind]):
    """A kind on the command line, loosely typed."""

    name = "kind"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Kind:
        return value if isinstance(value, Kind) else kind(str(value))

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "|".join(Kind)


def category(catalogue: Catalogue, text: str, kinds: Iterable[Kind] = ()) -> tuple[Kind, Category]:
    """The category meant by its code, label or another name for it, within these kinds. Raises `Problem`."""
    wanted = tuple(kinds) or tuple(Kind)
    every = [(each, category) for each in wanted for category in catalogue[each].categories]
    found = matching(text, every, lambda pair: (pair[1].code, pair[1].label)) or matching(
        text, every, lambda pair: pair[1].also_known_as
    )
    if len(found) == 1:
        return found[0]
    see_all = f"“placeplanner kinds{f' {wanted[0]}' if len(wanted) == 1 else ''}” lists all."
    if found:
        choices = listed(f"{category.code} ({each.value})" for each, category in found)
        raise Problem(
            f"“{text}” may be one of several categories: {choices}.", "", f"Write one of them. {see_all}"
        )
    near = nearest(text, (name for _, each in every for name in (each.code, each.label, *each.also_known_as)))
    codes = listed(c.code for name in near for _, c in every if name in (c.code, c.label, *c.also_known_as))
    of_kind = f" of the kind {wanted[0].value}" if len(wanted) == 1 else ""
    raise Problem(
        f"There is no category “{text}”{of_kind}.",
        "",
        f"Did you mean {codes}? {see_all}" if near else see_all,
    )


def record(plan: Reader, text: str) -> Record:
    """The record meant by the beginning of its id, or by its whole name. Raises `Problem`."""
    whole = plan.record(RecordId(text.strip().lower()))
    if whole:
        return whole
    wanted = text.strip().lower()
    every = plan.records()
    found = [each for each in every if wanted and each.id.startswith(wanted)]
    found = found or [each for each in every if wanted and plain(each.name) == plain(text)]
    if len(found) == 1:
        return found[0]
    if found:
        choices = listed(f"{each.id[:13]} “{each.name}”" for each in found)
        raise Problem(f"“{text}” may be one of several records: {choices}.", "", "Write more of the id.")
    near = nearest(text, (each.name for each in every if each.name))
    raise Problem(
        f"No record has the id or the name “{text}”.",
        "",
        f"Did you mean {' or '.join(f'“{name}”' for name in near)}?"
        if near
        else "“placeplanner list FILE” shows all ids; the beginning of one is enough.",
    )


def group(plan: Reader, text: str) -> Group:
    """The group of that name. Raises `Problem`."""
    return _named(text, plan.groups(), "group", "groups")


def contributor(plan: Reader, text: str) -> Contributor:
    """The contributor of that name. Raises `Problem`."""
    return _named(text, plan.contributors(), "contributor", "contributors")


def session(plan: Reader, text: str) -> Session:
    """The session of that name or date. Raises `Problem`."""
    return _named(text, plan.sessions(), "session", "sessions")


Named = TypeVar("Named", Group, Contributor, Session)


def _named(text: str, every: Sequence[Named], noun: str, command: str) -> Named:
    found = matching(text, every, lambda each: (each.name, getattr(each, "date", ""), each.id))
    if len(found) == 1:
        return found[0]
    names = [f"“{each.name}”" for each in found or every]
    if found:
        raise Problem(
            f"“{text}” may be one of several {noun}s: {listed(names)}.", "", "Write more of the name."
        )
    known = f"This plan knows {listed(names)}." if names else f"This plan knows no {noun} yet."
    raise Problem(
        f"There is no {noun} “{text}” in this plan.",
        known,
        f"Add it first: placeplanner {command} FILE --add “{text}”.",
    )
