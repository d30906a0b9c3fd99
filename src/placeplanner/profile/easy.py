"""The easy-read edition: the same blocks, one short idea a line, in the order in which people would ask.

Tables and ties are left to the full profile, and it says so; of its charts there is one. Rules: Information for All,
"standards for making information easy to read and understand": big letters, short sentences, a picture beside the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from placeplanner.domain.ids import PhotoId
from placeplanner.profile.blocks import (
    Block,
    Entry,
    Figures,
    Listings,
    Paragraph,
    Picture,
    Pictures,
    Profile,
    Section,
    Unknown,
    Voices,
)
from placeplanner.profile.words import count_of

_MOST_NAMES = 8
_LONGEST_WORDS = 25
_TITLES = {
    "know": "What this place is",
    "pride": "What we are proud of",
    "connect": "What is here",
    "listen": "What people want",
    "person": "Who told us",
    "right": "What happens next",
}
_LEADS = {
    "know": "This is where it is. These are the people who live here.",
    "pride": "These are things that people love here.",
    "connect": "These are places and groups that people can use.",
    "listen": "People told us what should be better.",
    "person": "We want to hear from everybody.",
    "right": "The council and its partners read this. They have a plan for the whole borough.",
}
_NOTHING_YET = {
    "pride": "Nobody has told us yet what people love here.",
    "connect": "Nobody has put anything on the map here yet.",
    "listen": "Nobody has told us yet what should be better.",
}


def easy_read(profile: Profile, files: Mapping[PhotoId, str]) -> list[dict[str, Any]]:
    """What the template sets: sections of ideas, each with the kind whose symbol stands beside it, and pictures.

    `files` are the names of those pictures that there are, by photo.
    """
    return [
        {
            "title": _TITLES.get(section.key, section.title),
            "lead": sentences(_lead(section)),
            "has_map": section.key == "know",
            "has_chart": section.key == "listen",
            "groups": [group for block in section.blocks for group in _groups(block)],
            "pictures": [
                {"file": files[each.photo], "alt": each.alt, "caption": each.caption}
                for each in _pictures(section)
                if each.photo in files
            ],
            "unknown": _first_unknown(section),
        }
        for section in profile.sections
    ]


def _lead(section: Section) -> str:
    if section.key in _NOTHING_YET and not any(
        isinstance(block, Listings | Voices) for block in section.blocks
    ):
        return _NOTHING_YET[section.key]
    return _LEADS.get(section.key, section.lead)


def _groups(block: Block) -> Iterator[dict[str, Any]]:
    """Ideas that belong together under a few words."""
    match block:
        case Figures():
            told = [f"{figure.label}: {figure.value}." for figure in block.figures]
            yield {"title": "", "ideas": [{"kind": "", "text": text, "said": ""} for text in told]}
        case Voices():
            ideas = [_idea(entry, says=True) for entry in block.entries[:_MOST_NAMES]]
            yield {"title": block.title, "ideas": ideas}
        case Listings():
            says = block.kind == "priority"
            for listing in block.listings:
                ideas = [_idea(entry, says=says) for entry in listing.entries[:_MOST_NAMES]]
                if rest := len(listing.entries) - _MOST_NAMES:
                    ideas += [_more(rest, block.kind)] if rest > 0 else []
                yield {"title": listing.title, "ideas": ideas}
        case _:
            return


def _idea(entry: Entry, *, says: bool) -> dict[str, str]:
    said = entry.said if says and len(entry.said.split()) <= _LONGEST_WORDS else ""
    return {"kind": entry.kind, "text": entry.name, "said": said}


def _more(number: int, kind: str) -> dict[str, str]:
    return {"kind": kind, "text": f"And {count_of(number, 'more', 'more')}.", "said": ""}


def _pictures(section: Section) -> Iterator[Picture]:
    for block in section.blocks:
        if isinstance(block, Pictures):
            yield from block.pictures


def _first_unknown(section: Section) -> list[str]:
    """What is not known, where there is nothing else to say."""
    has_words = any(isinstance(block, Listings | Voices | Figures | Paragraph) for block in section.blocks)
    unknown = [block.text for block in section.blocks if isinstance(block, Unknown)]
    return sentences(unknown[0]) if unknown and not has_words else []


def sentences(text: str) -> list[str]:
    """A text as its sentences, one idea a line."""
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+", text) if part.strip()]


def easy_foreword(paragraphs: Iterable[str]) -> list[str]:
    """A foreword, a sentence a line."""
    return [line for words in paragraphs for line in sentences(words)]
