"""Places and records drawn in letters, so that a figure can be worked out by hand beside its picture.

Each letter is a square of 100 m; the picture's lower left corner is at (360 000, 404 000). Capitals are greenspaces,
`.` is ground with homes on it; what is outside the neighbourhood is a space.
"""

from __future__ import annotations

import shapely
from shapely import MultiPolygon, box
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind, Places

CELL_M = 100.0
EAST, NORTH = 360_000.0, 404_000.0


def cells(picture: str, letters: str) -> BaseGeometry:
    """The squares of these letters as one shape."""
    rows = picture.strip("\n").splitlines()[::-1]
    squares = [
        box(EAST + x * CELL_M, NORTH + y * CELL_M, EAST + (x + 1) * CELL_M, NORTH + (y + 1) * CELL_M)
        for y, row in enumerate(rows)
        for x, letter in enumerate(row)
        if letter in letters
    ]
    return shapely.union_all(squares)


def middle(picture: str, letter: str) -> BaseGeometry:
    """The point in the middle of a letter's square."""
    return cells(picture, letter).centroid


def a_place(picture: str, residents: float, letters: str = "") -> tuple[Place, Places]:
    """A borough with one town with one neighbourhood, all of the same outline: every letter of the picture."""
    outline = cells(picture, letters or "".join(set(picture) - {" ", "\n"}))
    shape = outline if isinstance(outline, MultiPolygon) else MultiPolygon([outline])
    figures = {"residents_2021": residents}
    chain = (("b", PlaceKind.BOROUGH, None), ("t", PlaceKind.TOWN, "b"), ("n", PlaceKind.NEIGHBOURHOOD, "t"))
    places = [
        Place(PlaceCode(code), code.upper(), kind, PlaceCode(parent) if parent else None, shape, figures)
        for code, kind, parent in chain
    ]
    return places[-1], Places(places)
