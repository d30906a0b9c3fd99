"""What people make of a profile: its title and foreword, a logo, the photos and the order of its sections.

Nothing here can show what the audience may not see: photos are chosen from those that were let through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from msgspec.structs import replace

from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Photo, Record
from placeplanner.domain.shaping import Shaping
from placeplanner.profile.blocks import Profile, Section

MOST_PICTURES = 6


class _HasKey(Protocol):
    @property
    def key(self) -> str: ...


Keyed = TypeVar("Keyed", bound=_HasKey)


def pictures_wanted(photos: Sequence[Photo], shaping: Shaping) -> tuple[Photo, ...]:
    """The photos to show, of those that may be: the chosen ones in their order, else the first few."""
    if shaping.photos is None:
        return tuple(photos[:MOST_PICTURES])
    known = {photo.id: photo for photo in photos}
    return tuple(known[each] for each in dict.fromkeys(shaping.photos) if each in known)


def shaped(profile: Profile, shaping: Shaping) -> Profile:
    """The profile with its title, foreword and logo, and its sections as people want them."""
    return replace(
        profile,
        title=shaping.title.strip() or profile.title,
        foreword=paragraphs(shaping.foreword),
        logo=shaping.logo,
        logo_alt=f"Logo of {shaping.logo_of.strip()}" if shaping.logo_of.strip() else "Logo",
        sections=sections_wanted(profile.sections, shaping),
    )


def sections_wanted(sections: Sequence[Section], shaping: Shaping) -> tuple[Section, ...]:
    """The sections in the order wished for, without those switched off, with their leads as edited."""
    return tuple(
        replace(section, lead=shaping.leads.get(section.key, "").strip() or section.lead)
        for section in in_order(sections, shaping.order)
        if section.key not in shaping.off
    )


def in_order(sections: Iterable[Keyed], order: Sequence[str]) -> list[Keyed]:
    """Sections by the place of their keys in `order`; what it does not name follows."""
    rank = {key: number for number, key in enumerate(order)}
    return sorted(sections, key=lambda section: rank.get(section.key, len(rank)))


def paragraphs(text: str) -> tuple[str, ...]:
    """A text as its paragraphs: what stands between empty lines."""
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return tuple(part.strip() for part in parts if part.strip())


def warnings_of(reader: Reader, shaping: Shaping, shown: Iterable[Record]) -> tuple[str, ...]:
    """What a person should look at again before publishing: words that name somebody or something withheld."""
    words = "\n".join((shaping.title, shaping.foreword, shaping.logo_of, *shaping.leads.values()))
    seen = {record.id for record in shown}
    open_names = {record.name.strip().casefold() for record in reader.records() if record.id in seen}
    hidden = {
        record.name.strip()
        for record in reader.records()
        if record.id not in seen and record.name.strip().casefold() not in open_names
    }
    unnamed = {person.name.strip() for person in reader.contributors() if not person.may_be_named}
    told = [
        f"What you wrote names “{name}”, a record that is left out of this profile."
        for name in sorted(hidden)
        if _names(words, name)
    ]
    told += [
        f"What you wrote names {name}, who has not agreed to be named."
        for name in sorted(unnamed)
        if _names(words, name)
    ]
    return tuple(told)


def _names(words: str, name: str) -> bool:
    if len(name) < 3:
        return False
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE) is not None
