"""What lies between and across the estates: main roads, railways, rivers, footpaths, woods, lakes and meadows."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Lines = NDArray[np.object_]


def winding(
    start: Floats, end: Floats, sway: float, random: np.random.Generator, step: float = 40.0
) -> Floats:
    """A line from start to end that sways by about a share of its length, a corner every `step` metres."""
    length = float(np.hypot(*(end - start)))
    share = np.linspace(0, 1, max(int(length / step), 2) + 1)
    swing = sum(
        random.normal(0, sway / wave)
        * np.sin(np.pi * wave * share + (0 if wave == 1 else random.uniform(0, 6)))
        for wave in (1, 2, 3, 5)
    )
    aside = np.array((-(end - start)[1], (end - start)[0]))
    fade = np.minimum(1, 8 * np.minimum(share, 1 - share))
    xy: Floats = start + share[:, None] * (end - start) + (swing * fade)[:, None] * aside
    return xy


def pieces(xy: Floats, corners: int) -> list[shapely.Geometry]:
    """A line cut into lines of so many corners, as roads are published from junction to junction."""
    return [
        shapely.LineString(xy[at : at + corners + 1])
        for at in range(0, len(xy) - 1, corners)
        if len(xy[at : at + corners + 1]) > 1
    ]


def neighbours(middles: Floats) -> list[tuple[int, int]]:
    """Pairs of towns that a road joins: each with its three nearest."""
    gaps = np.hypot(*(middles[:, None] - middles[None]).transpose(2, 0, 1))
    nearest = np.argsort(gaps, axis=1, kind="stable")[:, 1:4]
    return sorted({(min(a, b), max(a, b)) for a, row in enumerate(nearest.tolist()) for b in row})


def across(box: tuple[float, float, float, float], random: np.random.Generator) -> tuple[Floats, Floats]:
    """Two points on opposite sides of a box: where something that crosses the borough comes in and leaves."""
    west, south, east, north = box
    if random.random() < 0.5:
        return np.array((west, random.uniform(south, north))), np.array((east, random.uniform(south, north)))
    return np.array((random.uniform(west, east), south)), np.array((random.uniform(west, east), north))


def wanderings(starts: Floats, length: Floats, random: np.random.Generator) -> Lines:
    """Footpaths and streams: short lines that wander off from their starts."""
    steps = 8
    heading = random.uniform(0, 2 * np.pi, len(starts))[:, None] + np.cumsum(
        random.normal(0, 0.28, (len(starts), steps)), axis=1
    )
    stride = (length / steps)[:, None]
    walked = np.stack(
        (np.cumsum(stride * np.cos(heading), 1), np.cumsum(stride * np.sin(heading), 1)), axis=2
    )
    xy = np.concatenate((starts[:, None], starts[:, None] + walked), axis=1)
    lines: Lines = shapely.linestrings(np.round(xy, 2))
    return lines


def blobs(middles: Floats, radius: Floats, random: np.random.Generator) -> Lines:
    """Areas with soft outlines of 14 to 46 corners around their middles, wound counter-clockwise."""
    made = np.empty(len(middles), dtype=object)
    for at, (middle, reach) in enumerate(zip(middles, radius, strict=True)):
        corners = int(np.clip(10 + reach / 6, 14, 46))
        angle = np.linspace(0, 2 * np.pi, corners + 1)[:-1]
        outline = 1 + sum(
            random.normal(0, 0.22 / wave) * np.sin(wave * angle + random.uniform(0, 6))
            for wave in (1, 2, 3, 5)
        )
        squash = random.uniform(0.55, 1.0)
        far = reach * np.clip(outline, 0.3, 1.8)
        made[at] = np.column_stack((far * np.cos(angle), squash * far * np.sin(angle))) + middle
    return np.array([shapely.Polygon(np.round(xy, 2)) for xy in made], dtype=object)
