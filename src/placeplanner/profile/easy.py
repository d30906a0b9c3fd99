"""The easy-read edition: the same blocks as short ideas, each with a picture beside it, in the order people would ask.

Tables and ties are left to the full profile, and it says so; of its charts there is one. Rules: Information for All,
"standards for making information easy to read and understand": big letters, short sentences, a picture beside the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import to_builtins

from placeplanner.domain.ids import PhotoId
from placeplanner.domain.kinds import Catalogue, Kind
from placeplanner.profile.blocks import (
    Block,
    Entry,
    Figures,
    Listings,
    MapOfPlace,
    Picture,
    Pictures,
    Profile,
    Section,
    Voices,
)
from placeplanner.profile.easy_words import HARD_WORDS, Idea, told

_MOST_ALONE = 12  # of one kind: where there are more, they stand together by category
_MOST_NAMES = 3
_MOST_CATEGORIES = 8
_LONGEST_WORDS = 25
_PARTS = {  # title, its picture
    "know": ("What this place is", "mdi6.map"),
    "pride": ("What we are proud of", "mdi6.heart"),
    "connect": ("What is here", "mdi6.map-marker"),
    "listen": ("What people want", "mdi6.flag"),
    "person": ("Who told us", "mdi6.account-voice"),
    "right": ("What happens next", "mdi6.arrow-right-circle"),
}
_LEADS = {
    "know": "This is where it is, and who lives here.",
    "pride": "These are things that people love here.",
    "connect": "These are places and groups that people can use.",
    "listen": "People told us what should be better.",
}
_NOTHING_YET = {
    "pride": "Nobody has told us yet what people love here.",
    "connect": "Nobody has put anything on the map here yet.",
    "listen": "Nobody has told us yet what should be better.",
}
_ALWAYS = {
    "person": (
        Idea("mdi6.ear-hearing", "We want to hear from everybody."),
        Idea("mdi6.account-question", "Some people may not have told us what they think."),
        Idea("mdi6.lock", "We only say people’s names if they said yes."),
    ),
    "right": (
        Idea("mdi6.office-building", "The council has a plan for the whole borough."),
        Idea("mdi6.city", "A borough is many towns with one council."),
        Idea("mdi6.flag", "We check if people’s ideas fit that plan."),
        Idea("mdi6.help-circle", "We do not know yet who will do what."),
    ),
}


def easy_read(profile: Profile, files: Mapping[PhotoId, str], catalogue: Catalogue) -> list[dict[str, Any]]:
    """What the template sets: parts, each of ideas with the icon that stands beside them, and pictures.

    `files` are the names of those pictures that there are, by photo.
    """
    icons = {
        (kind.value, each.label): each.icon
        for kind, spec in catalogue.kinds.items()
        for each in spec.categories
    }
    heard = [idea for each in profile.sections if each.key == "listen" for idea in _figures(each)]
    return [
        {
            "title": _PARTS[section.key][0] if section.key in _PARTS else section.title,
            "icon": _PARTS[section.key][1] if section.key in _PARTS else "mdi6.information",
            "lead": "" if _has_nothing(section) else _LEADS.get(section.key, ""),
            "has_map": section.key == "know",
            "has_chart": section.key == "listen",
            "legend": to_builtins(list(_legend(section, catalogue))),
            "ideas": to_builtins([*_ideas(section, icons, heard)]),
            "pictures": [
                {"file": files[each.photo], "alt": each.alt, "caption": _credited(each)}
                for each in _pictures(section)
                if each.photo in files
            ],
        }
        for section in profile.sections
    ]


def _has_nothing(section: Section) -> bool:
    return section.key in _NOTHING_YET and not any(
        isinstance(block, Listings | Voices) for block in section.blocks
    )


def _ideas(section: Section, icons: Mapping[tuple[str, str], str], heard: list[Idea]) -> Iterator[Idea]:
    if _has_nothing(section):
        yield Idea("mdi6.help-circle", _NOTHING_YET[section.key])
    if section.key == "person":
        yield from heard
    elif section.key != "listen":
        yield from _figures(section)
    for block in section.blocks:
        yield from _of_block(block, icons)
    yield from _ALWAYS.get(section.key, ())


def _figures(section: Section) -> Iterator[Idea]:
    for block in section.blocks:
        if isinstance(block, Figures):
            yield from filter(None, map(told, block.figures))


def _legend(section: Section, catalogue: Catalogue) -> Iterator[Idea]:
    """What the marks of the map are called, and what those words mean."""
    for block in section.blocks:
        for kind, name, number in block.legend if isinstance(block, MapOfPlace) else ():
            icon = catalogue[Kind(kind)].icon
            yield Idea(icon, HARD_WORDS[kind], strong=f"{name}: {number:,}", kind=kind)


def _of_block(block: Block, icons: Mapping[tuple[str, str], str]) -> Iterator[Idea]:
    match block:
        case Voices():
            yield from _alone(block.entries[:_MOST_ALONE], icons, says=True)
            yield from _rest(len(block.entries) - _MOST_ALONE, "priority")
        case Listings(kind="priority"):
            wishes = tuple(entry for listing in block.listings for entry in listing.entries)
            yield from _alone(wishes[:_MOST_ALONE], icons, says=True)
            yield from _rest(len(wishes) - _MOST_ALONE, block.kind)
        case Listings():
            entries = [entry for listing in block.listings for entry in listing.entries]
            if len(entries) <= _MOST_ALONE:
                yield from _alone(entries, icons, says=False)
            else:
                yield from _together(block, icons)
        case _:
            return


def _alone(entries: Iterable[Entry], icons: Mapping[tuple[str, str], str], *, says: bool) -> Iterator[Idea]:
    for entry in entries:
        said = entry.said if says and len(entry.said.split()) <= _LONGEST_WORDS else ""
        icon = icons.get((entry.kind, entry.category), "")
        yield Idea(icon, entry.category, strong=entry.name, kind=entry.kind, said=said)


def _together(block: Listings, icons: Mapping[tuple[str, str], str]) -> Iterator[Idea]:
    """A category a picture, with a few of its names; those with most come first where there are very many."""
    listings = list(block.listings)
    if len(listings) > _MOST_CATEGORIES:
        listings = sorted(listings, key=lambda each: -len(each.entries))[:_MOST_CATEGORIES]
    for listing in listings:
        names = [entry.name for entry in listing.entries[:_MOST_NAMES]]
        if (more := len(listing.entries) - _MOST_NAMES) > 0:
            names.append(f"And {more:,} more")
        icon = icons.get((block.kind, listing.title), "")
        title = f"{listing.title}: {len(listing.entries):,}"
        yield Idea(icon, strong=title, kind=block.kind, lines=tuple(names))
    shown = sum(len(each.entries) for each in listings)
    yield from _rest(sum(len(each.entries) for each in block.listings) - shown, block.kind)


def _rest(number: int, kind: str) -> Iterator[Idea]:
    if number > 0:
        told_ = f"There {'is' if number == 1 else 'are'} {number:,} more in the full profile."
        yield Idea("mdi6.dots-horizontal", told_, kind=kind)


def _pictures(section: Section) -> Iterator[Picture]:
    for block in section.blocks:
        if isinstance(block, Pictures):
            yield from block.pictures


def _credited(picture: Picture) -> str:
    return f"{picture.caption}. Photo by {picture.credit}." if picture.credit else picture.caption


def sentences(text: str) -> list[str]:
    """A text as its sentences, one idea a line."""
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+", text) if part.strip()]


def easy_foreword(paragraphs: Iterable[str]) -> list[str]:
    """A foreword, a sentence a line."""
    return [line for words in paragraphs for line in sentences(words)]
