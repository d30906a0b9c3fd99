"""Which of some things are the same as others under another origin: alike in name and category, and near by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.kinds import Kind

NEAR_M = 60.0
_ALIKE = 82.0  # of 100: "St Peter's CE Primary School" and "St. Peters Primary School" are, two mills are not
_SIGNS = re.compile(r"[^\w\s]+")
_SHORT = {"saint": "st", "street": "st", "road": "rd", "and": "", "the": "", "of": ""}


class Thing(Protocol):
    """What a record and a known thing have in common."""

    @property
    def kind(self) -> Kind:
        """What it is."""

    @property
    def category(self) -> str:
        """What exactly it is."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def geometry(self) -> BaseGeometry:
        """Where it is."""


def list_of(origin: str) -> str:
    """The list that an origin belongs to: what stands before its first colon."""
    return origin.partition(":")[0]


def bare(name: str) -> str:
    """A name without what people write differently each time."""
    words = _SIGNS.sub(" ", re.sub(r"['’.]", "", name.casefold())).split()
    return " ".join(short for word in words if (short := _SHORT.get(word, word)))


def _may_be_one(one: Thing, other: Thing) -> bool:
    """People sort heritage and green places in many ways; a school is no shop, whatever it is called."""
    if one.kind is not other.kind:
        return False
    return (
        one.kind is not Kind.ASSET
        or one.category == other.category
        or "other" in (one.category, other.category)
    )


def alike(things: Sequence[Thing], others: Sequence[Thing]) -> dict[int, int]:
    """By the number of a thing the number of the other one that it is: the likest pairs first, each in one pair."""
    if not things or not others:
        return {}
    from rapidfuzz import fuzz  # needed only where there is something to compare

    tree = STRtree([other.geometry for other in others])
    near = tree.query([thing.geometry for thing in things], predicate="dwithin", distance=NEAR_M)
    names = [bare(thing.name) for thing in things]
    other_names = [bare(other.name) for other in others]
    pairs: list[tuple[float, float, int, int]] = []
    for i, j in near.T.tolist():
        if names[i] and other_names[j] and _may_be_one(things[i], others[j]):
            likeness = fuzz.token_sort_ratio(names[i], other_names[j])
            if likeness >= _ALIKE:
                pairs.append((-likeness, things[i].geometry.distance(others[j].geometry), i, j))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(pairs):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found
