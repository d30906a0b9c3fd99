"""Whether what was unpacked makes sense: a pack that was made to do harm is whole by its own checksum.

What a newer program may have meant (a class or kind beyond those known) is shown as the last one known; what no
program writes is a `Problem`. Painting trusts what has passed here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from msgspec.structs import replace
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.record import Detail
from placeplanner.domain.strangers import LONGEST, shown
from placeplanner.domain.streetmap import CLASSES, NAME_KINDS, Box, Coverage, MapLayer, Names, Shapes
from placeplanner.mappacks.packing import damaged

_FURTHEST_M = 3_000_000.0  # from the origin of the National Grid
_LONGEST_M = 500_000_000.0  # all lines of one piece, and the way from each to the next
_MOST_SHAPES, _MOST_NAMES = 20_000, 5_000  # in a piece: builders write 320 and 300
_MOST_SQUARES = 4_000_000  # of one picture: fifty times what any builder writes
_MOST_UNPACKED = 64_000_000
_SMALL = 1_000_000
_MOST_RATIO = 300
_MOST_ZOOM = 22


def refuse_bomb(data: bytes) -> bytes:
    """The bytes of a piece, unless so little of them would become so much. Raises `Problem`."""
    size = int.from_bytes(data[:4], "little")
    if size > _MOST_UNPACKED or (size > _SMALL and size > _MOST_RATIO * len(data)):
        raise damaged("A piece of the map would be far too large.")
    return data


def sensible_shapes(shapes: Shapes) -> Shapes:
    """The same, with classes that are known. Raises `Problem` where a shape is empty or beyond the world."""
    parts = np.bincount(shapes.owner, minlength=shapes.count) if len(shapes.owner) else np.zeros(shapes.count)
    lengths = np.diff(shapes.starts)
    if (lengths < 1).any() or (parts < 1).any():
        raise damaged("A shape in it has no corners.")
    if (shapes.dimension == 0 and (lengths > 1).any()) or (
        shapes.layer is MapLayer.STOPS and shapes.dimension
    ):
        raise damaged("A point in it is more than a point.")
    _refuse_beyond(shapes.xy)
    if shapes.count > _MOST_SHAPES or np.hypot(*np.diff(shapes.xy, axis=0).T).sum() > _LONGEST_M:
        raise damaged("There is more in a piece of it than there is in a country.")
    known = len(CLASSES[shapes.layer])
    if known and (shapes.classes >= known).any():
        return replace(shapes, classes=np.minimum(shapes.classes, np.uint8(known - 1)))
    return shapes


def sensible_names(names: Names) -> Names:
    """The same, with kinds that are known and texts that can be shown. Raises `Problem`."""
    if (np.diff(names.starts) < 1).any() or not (
        np.isfinite(names.weight).all() and not np.isnan(names.widest).any()
    ):
        raise damaged("A name in it stands nowhere.")
    _refuse_beyond(names.xy)
    if len(names.texts) > _MOST_NAMES or np.hypot(*np.diff(names.xy, axis=0).T).sum() > _LONGEST_M:
        raise damaged("There is more in a piece of it than there is in a country.")
    kinds = np.minimum(names.kinds, np.uint8(len(NAME_KINDS) - 1))
    return replace(names, kinds=kinds, texts=tuple(shown(text) for text in names.texts))


def sensible_coverage(coverage: Coverage) -> Coverage:
    """The same. Raises `Problem` where it has no squares, too many, or lies nowhere."""
    west, south, east, north = coverage.box
    _refuse_beyond(np.array([(west, south), (east, north)]))
    if not 0 < coverage.cells.size <= _MOST_SQUARES or west >= east or south >= north:
        raise damaged("A picture in it makes no sense.")
    return coverage


def sensible_geometry(geometry: BaseGeometry | None) -> BaseGeometry:
    """The same. Raises `Problem` where there is none, it is empty or it lies beyond the world."""
    if geometry is None or geometry.is_empty:
        raise damaged("A shape in it has no corners.")
    _refuse_beyond(shapely.get_coordinates(geometry))
    return geometry


def sensible_details(facts: Any) -> Mapping[str, Detail]:
    """Details of a known thing: texts, numbers, yes and no by name. Raises `Problem`."""
    if not isinstance(facts, dict):
        raise damaged("What it says of a thing cannot be read.")
    for value in facts.values():
        is_number = isinstance(value, int | float) and math.isfinite(value)
        if not (value is None or isinstance(value, str | bool) or is_number):
            raise damaged("What it says of a thing cannot be read.")
    return {
        shown(name): shown(value) if isinstance(value, str) else value
        for name, value in facts.items()
        if value is not None
    }


def sensible_figures(facts: Any) -> Mapping[str, float]:
    """Figures of a place by name. Raises `Problem`."""
    if not isinstance(facts, dict) or not all(
        isinstance(value, int | float) and math.isfinite(value) for value in facts.values()
    ):
        raise damaged("A place in it has figures that are none.")
    return facts


def sensible_box(box: Box) -> Box:
    """The same. Raises `Problem` where it is none."""
    _refuse_beyond(np.array(box).reshape(2, 2))
    return box


def sensible_zoom(zoom: object) -> int:
    """A zoom of web maps. Raises `Problem`."""
    if not isinstance(zoom, int) or not 0 <= zoom <= _MOST_ZOOM:
        raise damaged("A picture in it is of a zoom that there is not.")
    return zoom


def sensible_text(text: object, most: int = LONGEST) -> str:
    """The text as it may be shown. Raises `Problem` where it is none."""
    if not isinstance(text, str):
        raise damaged("A text in it is none.")
    return shown(text, most)


def _refuse_beyond(xy: NDArray[np.float64]) -> None:
    if not (np.abs(xy) <= _FURTHEST_M).all():  # nor is what is no number
        raise damaged("Something in it lies beyond the world.")
