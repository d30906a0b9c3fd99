"""Where names fit along lines: at places fixed in the world, where the line runs straight enough or bends gently.

Worked out for all names of a piece at once, in pixels of the whole world at one scale, so that panning changes
nothing; the places themselves are chosen by the nearest power of two, so that zooming a little moves none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from placeplanner.draw.parts import Indices

SAMPLES = 9  # points along each name, by which it is judged and set
_APART = 460  # pixels between repeats, about
_MOST_REPEATS = 24
_TRIED = np.array((0.0, -0.4, 0.4, -0.8, 0.8, -1.4, 1.4))  # name lengths off the place where it should be
_STRAIGHT = 1.4  # pixels off the chord, at most
_SHARPEST, _MOST_TURN = 0.3, 1.9  # radians: between two samples, and in all
_ROOM = 1.06  # of a name's length that its road must have

Points = NDArray[np.float64]


class Along(Struct, frozen=True, eq=False):
    """Places for names: `names` are indices of names, `points` shape (n, SAMPLES, 2) in pixels of the world, in
    reading order; `is_straight` where the whole name can simply be turned, `ranks` 0 where it should be and more
    where it may be instead."""

    names: Indices
    points: Points
    is_straight: NDArray[np.bool_]
    ranks: Indices


def places_along(
    lines: Points,
    starts: Indices,
    which: Indices,
    widths: NDArray[np.float64],
    metres_per_pixel: float,
    phases: NDArray[np.float64],
    tries: int = 1,
) -> Along:
    """Places for the names `which`, `widths` pixels wide, along their lines (metres).

    `phases` say where in each stretch a name should be, 0.5 for its middle: so that two names share a road. Of more
    `tries` the others are elsewhere in the stretch, for a map that has time to look where there is room.
    """
    pixels = lines * (np.array((1.0, -1.0)) / metres_per_pixel)
    steps = np.hypot(*np.diff(pixels, axis=0).T) if len(pixels) > 1 else np.zeros(0)
    steps[starts[1:-1] - 1] = 1.0  # from one line to the next: any length that keeps the sum growing
    travelled = np.concatenate(([0.0], np.cumsum(np.maximum(steps, 1e-6))))
    begin, end = travelled[starts[which]], travelled[starts[which + 1] - 1]
    lengths = end - begin
    fits = lengths >= widths * _ROOM
    which, begin, lengths = which[fits], begin[fits], lengths[fits]
    widths, phases = widths[fits], phases[fits]
    if not len(which):
        return Along(which, np.zeros((0, SAMPLES, 2)), np.zeros(0, dtype=bool), which)
    grain = 2.0 ** round(math.log2(metres_per_pixel)) / metres_per_pixel
    counts = np.clip(np.round(lengths / (_APART * grain)), 1, _MOST_REPEATS).astype(np.int64)
    place = np.repeat(np.arange(len(which)), counts)
    nth = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    place, nth = np.tile(place, tries), np.tile(nth, tries)
    ranks = np.repeat(np.arange(tries), counts.sum())
    share = (phases[place] + ranks / tries) % 1.0
    centres = (nth + share) / counts[place] * lengths[place]
    return _best(pixels, travelled, which[place], begin[place], lengths[place], widths[place], centres, ranks)


def _best(
    pixels: Points,
    travelled: NDArray[np.float64],
    names: Indices,
    begin: NDArray[np.float64],
    lengths: NDArray[np.float64],
    widths: NDArray[np.float64],
    centres: NDArray[np.float64],
    ranks: Indices,
) -> Along:
    """Of some ways along each line, the straightest and nearest to where the name should be."""
    half = (widths / 2)[:, None]
    tried = centres[:, None] + _TRIED[None, :] * widths[:, None]
    tried = np.clip(tried, half, lengths[:, None] - half)
    shares = np.linspace(-0.5, 0.5, SAMPLES)
    asked = begin[:, None, None] + tried[:, :, None] + shares * widths[:, None, None]
    points = np.stack(
        (np.interp(asked, travelled, pixels[:, 0]), np.interp(asked, travelled, pixels[:, 1])), axis=-1
    )
    off, sharpest, turn = _bends(points)
    is_straight = off <= _STRAIGHT
    is_good = is_straight | ((sharpest <= _SHARPEST) & (turn <= _MOST_TURN))
    cost = np.where(is_straight, 0, 2 + turn) + np.abs(tried - centres[:, None]) / widths[:, None]
    best = np.where(is_good, cost, np.inf).argmin(axis=1)
    at = np.arange(len(names))
    kept = is_good[at, best]
    chosen = points[at, best][kept]
    return Along(names[kept], _readable(chosen), is_straight[at, best][kept], ranks[kept])


def _bends(points: Points) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """How far each way strays from its chord in pixels, its sharpest bend and all its bends together in radians."""
    steps = np.diff(points, axis=-2)
    angles = np.arctan2(steps[..., 1], steps[..., 0])
    bends = np.abs((np.diff(angles, axis=-1) + np.pi) % (2 * np.pi) - np.pi)
    chord = points[..., -1:, :] - points[..., :1, :]
    length = np.maximum(np.hypot(chord[..., 0], chord[..., 1]), 1e-6)
    aside = points - points[..., :1, :]
    off = np.abs(aside[..., 0] * chord[..., 1] - aside[..., 1] * chord[..., 0]) / length
    return off.max(axis=-1), bends.max(axis=-1), bends.sum(axis=-1)


def _readable(points: Points) -> Points:
    """Turned so that all are read from the left; upright ones upwards."""
    across = points[:, -1] - points[:, 0]
    steep = np.abs(across[:, 0]) < 0.03 * np.abs(across[:, 1])
    is_backwards = np.where(steep, across[:, 1] > 0, across[:, 0] < 0)
    return np.where(is_backwards[:, None, None], points[:, ::-1], points)


def poses_along(points: Points, advances: Sequence[float]) -> tuple[tuple[float, float, float], ...]:
    """Each letter's middle, from the middle of all points, and its turn in degrees; `advances` are letters' ends."""
    middle = points.mean(axis=0)
    steps = np.diff(points, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    travelled = np.concatenate(([0.0], np.cumsum(lengths)))
    ends = np.array(advances)
    middles = (np.concatenate(([0.0], ends[:-1])) + ends) / 2 + (travelled[-1] - ends[-1]) / 2
    x = np.interp(middles, travelled, points[:, 0]) - middle[0]
    y = np.interp(middles, travelled, points[:, 1]) - middle[1]
    angles = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
    turns = np.degrees(np.interp(middles, travelled[:-1] + lengths / 2, angles))
    rounded = np.round(np.column_stack((x, y, turns)), 2)
    return tuple((row[0], row[1], row[2]) for row in rounded.tolist())
