"""Sizes of paper, scales of maps, and what people wish for. Arithmetic in millimetres and metres, no Qt."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from placeplanner.draw.viewport import Bounds

Size = tuple[float, float]  # width, height
PAPERS: Mapping[str, Size] = {  # ISO 216; upright
    "a4": (210, 297),
    "a3": (297, 420),
    "a2": (420, 594),
    "a1": (594, 841),
    "a0": (841, 1189),
}
TILES = ("a4", "a3")
_TENS = (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5)
SCALES = tuple(int(step * power) for power in (100, 1_000, 10_000, 100_000) for step in _TENS)[4:]


class Wishes(Struct, frozen=True):
    """What is asked of a map for paper; None where it is to suit the place.

    Without `paper` a map in `tiles` at a `scale` is as large as the place needs.
    """

    paper: str | None = None
    is_portrait: bool | None = None
    scale: int | None = None
    tiles: str | None = None
    has_grid: bool = False
    margin_mm: float = 0
    is_blank: bool = False
    title: str = ""
    note: str = ""


def turned(size: Size, is_portrait: bool | None) -> tuple[Size, ...]:
    """The ways to lay paper: upright, lying, or both where nobody said."""
    short, long = sorted(size)
    ways: dict[bool | None, tuple[Size, ...]] = {True: ((short, long),), False: ((long, short),)}
    return ways.get(is_portrait, ((long, short), (short, long)))


def needed_scale(bounds: Bounds, room_mm: Size) -> float:
    """The denominator at which a box in metres just fills the room."""
    west, south, east, north = bounds
    return max((east - west) / room_mm[0], (north - south) / room_mm[1]) * 1000


def nice_scale(needed: float) -> int:
    """The largest scale that people know how to use, no larger than this: 1:5,000 for 4,210."""
    return next((scale for scale in SCALES if scale >= needed), SCALES[-1])


def scale_in_words(scale: int) -> str:
    """As it is written on maps: “1:5,000”."""
    return f"1:{scale:,}"


def millimetres(size: Size) -> str:
    """A size in words: “841 × 594 mm”."""
    return f"{size[0]:.0f} × {size[1]:.0f} mm"
