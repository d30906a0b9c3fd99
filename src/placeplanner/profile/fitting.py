"""How closely a place is set on paper: so that its last page is not a few lines by themselves.

Each place of an atlas begins a page of its own, so each is fitted by itself; one that ends well is set but once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum


class Fit(StrEnum):
    """What is tried, in this order; the template knows what each is in points."""

    NORMAL = "normal"
    CLOSE = "close"
    CLOSER = "closer"
    WIDE = "wide"


Ends = Callable[[Mapping[int, Fit]], Sequence[float]]
"""Sets the places of these numbers so closely; tells how far down its last page each ends, in millimetres."""

_FEWEST_MM = 125.0  # from the top of the sheet: two fifths of what can be printed on


def fitted(count: int, ends: Ends, tries: Iterable[Fit] = tuple(Fit)) -> list[Fit]:
    """How closely to set each of `count` places: the first of `tries` that ends well, or what ends best of them."""
    found: dict[int, dict[Fit, float]] = {number: {} for number in range(count)}
    left = list(found)
    for fit in tries:
        if left:
            told = ends(dict.fromkeys(left, fit))
            for number, end in zip(left, told, strict=True):
                found[number][fit] = end
            left = [number for number in left if found[number][fit] < _FEWEST_MM]
    return [_best(tried) for tried in found.values()]


def _best(tried: Mapping[Fit, float]) -> Fit:
    """The last that was tried where it ends well, for then no more were; else the one with the fullest last page."""
    return max(tried, key=lambda fit: (tried[fit] >= _FEWEST_MM, tried[fit]))
