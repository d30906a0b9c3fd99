"""The poster: one A3 page for a wall, made of the profile's own blocks: map, five figures, three quotes, priorities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from placeplanner.domain.ids import PhotoId
from placeplanner.profile.blocks import (
    Entry,
    Figure,
    Figures,
    Listings,
    Picture,
    Pictures,
    Profile,
    Voices,
)

_FIGURES = (
    "Residents",
    "Assets on the map",
    "Asset on the map",
    "Hectares of greenspace",
    "Greenspaces on the map",
    "Greenspace on the map",
    "Priorities",
    "Priority",
    "Households",
    "Under 16",
    "Aged 65 and over",
    "Area",
)
_MOST_FIGURES, _MOST_QUOTES, _MOST_PRIORITIES, _MOST_PICTURES = 5, 3, 8, 3
_LONGEST_QUOTE, _LONGEST_NAME, _LONGEST_CAPTION = 140, 90, 60


def poster(profile: Profile, files: Mapping[PhotoId, str]) -> dict[str, Any]:
    """What the template sets. Sections that are switched off give nothing to it; `files` are photos that there are."""
    wishes = [entry for kind, entry in _entries(profile) if kind == "priority"]
    return {
        "figures": [{"label": each.label, "value": each.value} for each in figures_of(profile)],
        "quotes": [
            {"said": _short(each.said, _LONGEST_QUOTE), "about": _short(each.name, _LONGEST_NAME)}
            for each in _quotes(profile)
        ],
        "priorities": [
            {"name": _short(each.name, _LONGEST_NAME), "tag": each.tag} for each in wishes[:_MOST_PRIORITIES]
        ],
        "wishes": len(wishes),
        "pictures": [
            {
                "file": files[each.photo],
                "alt": each.alt,
                "caption": _short(each.caption, _LONGEST_CAPTION),
                "credit": f"Photo: {each.credit}" if each.credit else "",
            }
            for each in pictures_of(profile)
            if each.photo in files
        ][:_MOST_PICTURES],
    }


def pictures_of(profile: Profile) -> Iterator[Picture]:
    """Every photo of a profile, in its order."""
    for section in profile.sections:
        for block in section.blocks:
            if isinstance(block, Pictures):
                yield from block.pictures


def figures_of(profile: Profile) -> list[Figure]:
    """The figures that stand in a strip, those that matter most first; none that says that there is nothing."""
    blocks = (block for section in profile.sections for block in section.blocks)
    known = {
        each.label: each
        for block in blocks
        if isinstance(block, Figures)
        for each in block.figures
        if each.value != "0"  # what is not there yet is no news for a wall
    }
    ranked = [known[label] for label in _FIGURES if label in known]
    return [*ranked, *(each for each in known.values() if each not in ranked)][:_MOST_FIGURES]


def _entries(profile: Profile) -> Iterator[tuple[str, Entry]]:
    for section in profile.sections:
        for block in section.blocks:
            if isinstance(block, Listings):
                for listing in block.listings:
                    for entry in listing.entries:
                        yield block.kind, entry
            elif isinstance(block, Voices):
                for entry in block.entries:
                    yield "voice", entry


def _quotes(profile: Profile) -> list[Entry]:
    """What people said: those that fit first, from as many kinds as there are."""
    said = [(kind, entry) for kind, entry in _entries(profile) if entry.said.strip()]
    said.sort(key=lambda each: len(each[1].said) > _LONGEST_QUOTE)
    chosen: list[tuple[str, Entry]] = []
    for wanted in ("voice", "priority", "heritage"):
        chosen += [each for each in said if each[0] == wanted][:1]
    chosen += [each for each in said if each not in chosen]
    return [entry for _, entry in chosen[:_MOST_QUOTES]]


def _short(text: str, longest: int) -> str:
    """A text cut at a word, so that a page stays one page."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
