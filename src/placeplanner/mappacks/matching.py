"""Which place an outline may be the boundary of: by its name, however it is spelt, and by the ground that both cover.

Only a suggestion, with its reason: what an outline is, people say.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from msgspec import Struct
from rapidfuzz.distance import OSA

from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.outline import Outline
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.edits.claims import CLAIMABLE
from placeplanner.gazetteer.spelling import words_of_name

_SAME_NAME, _LIKE_NAME = 1.0, 0.7
_LEAST_NEAR, _LEAST_WITH_NAME, _LEAST_WITHOUT = (
    0.05,
    0.25,
    0.65,
)  # of the ground of both together, that both cover
MOST_LISTED = 60  # outlines that anybody goes through one by one
_FEW = 3  # outlines, of which those that are like no place are suggested as people's own
_SAID_OF_KINDS = frozenset(
    [
        "the",
        "of",
        "and",
        "boundary",
        "area",
        "ward",
        "neighbourhood",
        "neighborhood",
        "msoa",
        "borough",
        "parish",
        "community",
        "council",
    ]
)


class Suggestion(Struct, frozen=True):
    """What an outline may be: the boundary of `place`, people's own area, or nothing but a layer; and why, in words."""

    outline: Outline
    place: PlaceCode | None
    is_own: bool
    own_name: str  # which no place of the plan has
    why: str


class _Pair(Struct, frozen=True):
    outline: int
    place: Place
    likeness: float  # of the names, 0 to 1
    ground: float  # that both cover, of what they cover together

    @property
    def worth(self) -> float:
        return self.likeness + self.ground

    @property
    def is_likely(self) -> bool:
        return self.ground >= (_LEAST_WITH_NAME if self.likeness else _LEAST_WITHOUT)


def suggested(outlines: Sequence[Outline], places: Places) -> tuple[Suggestion, ...]:
    """A suggestion for each outline. No place is suggested for two of them."""
    pairs = _pairs(outlines, [place for kind in CLAIMABLE for place in places.of_kind(kind)])
    best: dict[int, _Pair] = {}
    taken: dict[str, int] = {}
    for pair in sorted(pairs, key=lambda pair: -pair.worth):
        if pair.is_likely and pair.outline not in best and pair.place.code not in taken:
            best[pair.outline] = pair
            taken[pair.place.code] = pair.outline
    names = {place.name.casefold() for place in places}
    doubtful = {pair.outline: pair for pair in pairs if pair.likeness and not pair.is_likely}
    towns = {_words(place.name): place for place in places.of_kind(PlaceKind.TOWN)}
    rivals = {pair.outline: pair for pair in reversed(pairs) if pair.is_likely}
    made = []
    for at, outline in enumerate(outlines):
        found = best.get(at)
        if found is not None:
            why = _why(found)
        elif (rival := rivals.get(at)) is not None:
            why = f"“{outlines[taken[rival.place.code]].name}” is more like {rival.place.name}."
        elif (other := doubtful.get(at)) is not None:
            why = f"Called like {other.place.name}, but only {other.ground:.0%} of the same ground."
        elif (town := towns.get(_words(outline.name))) is not None:
            why = f"{town.name} is a town: it is made of its neighbourhoods, and has no boundary of its own."
        else:
            why = "No place of the plan is called so, or covers the same ground."
        is_own = found is None and len(outlines) <= _FEW
        own_name = _free(outline.name, names)
        made.append(Suggestion(outline, found.place.code if found else None, is_own, own_name, why))
    return tuple(made)


def worth_listing(suggestions: Sequence[Suggestion]) -> tuple[tuple[Suggestion, ...], str]:
    """As many as anybody goes through, those that need a thought first; and a sentence about the rest, if there is one.

    Of more than that, those come first that are like a place.
    """
    if len(suggestions) <= MOST_LISTED:
        return tuple(sorted(suggestions, key=lambda one: one.place is not None)), ""
    likely = sorted(suggestions, key=lambda one: one.place is None)[:MOST_LISTED]
    more = len(suggestions) - MOST_LISTED
    return tuple(likely), (
        f"There are {len(suggestions):,} outlines, more than anybody goes through one by one. "
        f"Those that are most like places are listed; the other {more:,} stay a layer of the map."
    )


def _free(name: str, taken: set[str]) -> str:
    """A name for an area of people's own that no place has."""
    wanted = " ".join(name.split())
    if wanted.casefold() not in taken:
        return wanted
    number = 1
    while (free := f"Our {wanted}" if number == 1 else f"Our {wanted} ({number})").casefold() in taken:
        number += 1
    return free


def _why(pair: _Pair) -> str:
    ground = f"{min(pair.ground, 0.99 if pair.ground < 0.999 else 1):.0%} of the same ground"
    if pair.likeness == _SAME_NAME:
        return f"The same name, and {ground}."
    if pair.likeness:
        return f"Nearly the same name, and {ground}."
    return f"Another name, but {ground}."


def _pairs(outlines: Sequence[Outline], places: Sequence[Place]) -> list[_Pair]:
    """Every outline with every place that it shares ground with."""
    if not outlines or not places:
        return []
    areas = np.array([place.geometry for place in places], dtype=object)
    shapes = np.array([outline.geometry for outline in outlines], dtype=object)
    at, of = shapely.STRtree(areas).query(shapes, predicate="intersects")
    smaller = np.minimum(shapely.area(shapes)[at], shapely.area(areas)[of])
    larger = np.maximum(shapely.area(shapes)[at], shapely.area(areas)[of])
    near = smaller >= _LEAST_NEAR * larger  # else they cannot cover the same ground
    at, of = at[near], of[near]
    shared = shapely.area(shapely.intersection(shapes[at], areas[of]))
    ground = shared / (shapely.area(shapes[at]) + shapely.area(areas[of]) - shared)
    called = [_words(outline.name) for outline in outlines]
    known = [_words(place.name) for place in places]
    return [
        _Pair(one, places[other], _likeness(called[one], known[other]), float(share))
        for one, other, share in zip(at.tolist(), of.tolist(), ground.tolist(), strict=True)
    ]


def _words(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from others."""
    words = words_of_name(name)
    return tuple(word for word in words if word not in _SAID_OF_KINDS) or tuple(words)


def _likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """1 for the same words in any order, less where each is only spelt nearly so, 0 for others."""
    if sorted(one) == sorted(other):
        return _SAME_NAME if one else 0.0
    if len(one) == len(other):
        return _LIKE_NAME if all(map(_alike, sorted(one), sorted(other))) else 0.0
    return _LIKE_NAME if _alike("".join(one), "".join(other)) else 0.0  # "Plattbridge", "Platt Bridge"


def _alike(one: str, other: str) -> bool:
    """Whether a word is the other misspelt: east is not west, nor north south."""
    longest = max(len(one), len(other))
    most = 0 if longest < 4 else 1 if longest < 9 else 2
    return bool(OSA.distance(one, other, score_cutoff=most) <= most)
