"""How well a name is what was typed. Quality counts most, then how near it is, then how likely people mean it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from enum import StrEnum

from placeplanner.domain.grid import EastingNorthing
from placeplanner.gazetteer.name import NameKind
from placeplanner.gazetteer.wanted import Wanted, Word

_NEARNESS = 0.2
_WEIGHT = 0.15
_ALL_OF_IT = 0.12  # what the very name that was typed is worth beyond one that only holds it
_HALF_AS_NEAR_M = 1500.0
_ELSEWHERE = 0.85  # what a word is worth that says where, not what
_POSTAL = {NameKind.DISTRICT: 1.0, NameKind.SECTOR: 0.98, NameKind.POSTCODE: 0.96}


class Why(StrEnum):
    """Why a name was found."""

    WHOLE = "whole"  # it is what was typed
    WORDS = "words"  # every word that was typed is in it, or in where it is, as a whole word
    PART = "part"  # the same, but a word is not finished
    LIKE = "like"  # it is spelt nearly so
    SOME = "some"  # some of what was typed is in it


def quality(sought: Wanted, spelt: str, apart: str) -> tuple[float, Why]:
    """How well a name, as its words in `spelt` and those of where it is in `apart`, is what was sought: 0 to a little over 1."""
    names, places = spelt.split(), apart.split()
    free = set(range(len(names)))
    total, why, is_first_first = 0.0, Why.WORDS, False
    for order, word in enumerate(sought.words):
        found, where, is_like = _best(word, names, free)
        worth = found
        if found < _ELSEWHERE:
            beside, _, is_like_beside = _best(word, places, range(len(places)))
            if beside * _ELSEWHERE > found:
                found, where, is_like, worth = beside, -1, is_like_beside, beside * _ELSEWHERE
        if where >= 0:
            free.discard(where)
            is_first_first = is_first_first or (order == 0 and where == 0)
        why = max(why, _why(found, is_like), key=list(Why).index)
        total += worth
    mean = total / len(sought.words)
    covered = 1 - len(free) / len(names) if names else 0.0
    fits = mean * (0.72 + 0.18 * covered + 0.1 * is_first_first)
    if mean > 0.999 and not free:
        return fits + _ALL_OF_IT, Why.WHOLE
    return fits, why


def postal_quality(typed: tuple[str, str], kind: NameKind, text: str) -> float:
    """How well a postcode, sector or district is what was typed."""
    outward, _, inward = text.casefold().partition(" ")
    if (outward, inward) == typed or outward + inward == "".join(typed):
        return 1.0
    is_right = (outward == typed[0] and inward.startswith(typed[1])) or not typed[1]
    return (0.9 if is_right else 0.5) * _POSTAL.get(kind, 0.9)


def score(quality: float, metres: float | None, weight: float) -> float:
    """One figure to sort by, greatest first; `metres` is how far it is from what people look at."""
    return quality + nearness(metres) + _WEIGHT * weight


def nearness(metres: float | None) -> float:
    """What it is worth to be so near to what people look at."""
    return 0.0 if metres is None else _NEARNESS / (1 + metres / _HALF_AS_NEAR_M)


def metres_between(at: EastingNorthing, near: EastingNorthing | None) -> float | None:
    """How far, or None where nothing is looked at."""
    if near is None:
        return None
    return math.hypot(at.easting - near.easting, at.northing - near.northing)


def _why(found: float, is_like: bool) -> Why:
    if not found:
        return Why.SOME
    if is_like:
        return Why.LIKE
    return Why.WORDS if found == 1.0 else Why.PART


def _best(word: Word, names: Sequence[str], free: Iterable[int]) -> tuple[float, int, bool]:
    """The best match of a typed word among words not taken yet: how good, which one, whether it is only alike."""
    best, where, is_like = 0.0, -1, False
    typed = word.typed
    for index in free:
        name = names[index]
        if name == typed:
            return 1.0, index, False
        if name.startswith(typed):
            value, alike = 0.8 + 0.15 * len(typed) / len(name), False
        elif (distance := word.others.get(name)) is not None:
            if distance == 0:
                return 1.0, index, False
            value, alike = max(0.8 - 0.12 * distance, 0.3), True
        else:
            continue
        if value > best:
            best, where, is_like = value, index, alike
    return best, where, is_like
