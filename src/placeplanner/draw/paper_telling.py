"""What a map on paper shows, in words: for those who cannot see it, and for a search to find on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Record
from placeplanner.draw.paper_grid import Grid, Span, squares_in_words
from placeplanner.draw.scene import Scene
from placeplanner.draw.viewport import Viewport


class Marked(Struct, frozen=True):
    """A record on a map: the record, where its symbol stands in pixels of the map, and in which square."""

    record: Record
    x: float
    y: float
    square: str


def marked_on(scene: Scene, view: Viewport, grid: Grid | None) -> list[Marked]:
    """The records whose symbols are on the map, kind by kind and by name."""
    west, south, east, north = view.bounds
    found = []
    for at in np.flatnonzero(scene.is_shown()).tolist():
        x, y = scene.layers.anchors[at].tolist()
        if west <= x <= east and south <= y <= north:
            left, down = (x - west) / view.metres_per_pixel, (north - y) / view.metres_per_pixel
            found.append(Marked(scene.records[at], left, down, _square(grid, x, y)))
    order = list(Kind)
    return sorted(found, key=lambda each: (order.index(each.record.kind), each.record.name.casefold()))


def record_in_words(marked: Marked, scene: Scene) -> str:
    """“Hindley Library, asset, square C4”."""
    kind = scene.catalogue[marked.record.kind].label
    name = " ".join(marked.record.name.split())
    square = f", square {marked.square}" if marked.square else ""
    return f"{name}, {kind.lower()}{square}" if name else f"{kind} without a name{square}"


def counted(marked: Sequence[Marked], scene: Scene) -> str:
    """“assets (2), greenspaces (1) and priorities (4)”."""
    numbers = Counter(each.record.kind for each in marked)
    told = [f"{scene.catalogue[kind].plural.lower()} ({numbers[kind]:,})" for kind in Kind if numbers[kind]]
    if not told:
        return "no records"
    return f"{', '.join(told[:-1])} and {told[-1]}" if told[1:] else told[0]


def map_in_words(scene: Scene, place: str, scale: str, view: Viewport, grid: Grid | None) -> str:
    """What the whole map shows: place, scale, how much ground, what is on it, and how to find one's way."""
    west, south, east, north = view.bounds
    ground = (
        f"{_kilometres(east - west)} from west to east and {_kilometres(north - south)} from north to south"
    )
    beneath = "boundaries and streets" if scene.streets else "boundaries"
    told = [f"Map of {place} at {scale}, with north at the top: {ground}, with {beneath}."]
    if scene.records:
        told.append(f"On it are {counted(marked_on(scene, view, grid), scene)}.")
    else:
        told.append("No records are on it.")
    if grid and grid.columns and grid.rows:
        told.append(
            f"{squares_in_words(grid.spacing_m)}: columns {grid.columns[0].name} to {grid.columns[-1].name} from "
            f"the west, rows {grid.rows[0].name} to {grid.rows[-1].name} from the north."
        )
    return " ".join(told)


def _kilometres(metres: float) -> str:
    return f"{metres / 1000:.1f} km"


def _square(grid: Grid | None, east: float, north: float) -> str:
    if grid is None:
        return ""
    column, row = _span_at(grid.columns, east), _span_at(grid.rows, north)
    return column + row if column and row else ""


def _span_at(spans: Sequence[Span], at: float) -> str:
    """The name of the column or row; empty in a sliver at an edge, which has none."""
    return next((each.name for each in spans if each.low <= at <= each.high), "")
