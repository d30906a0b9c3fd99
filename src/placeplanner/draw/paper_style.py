"""How a map looks on one sheet of paper: letters that can be read, and symbols that do not bury one another.

Letters are laid out in pixels that are finer on small paper, so what is right on a wall would be too small on A4.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from placeplanner.draw.parts import touching
from placeplanner.draw.scene import Scene
from placeplanner.draw.street_style import Labels, Lettering
from placeplanner.draw.style import Boundaries, Names, Style, load_style
from placeplanner.draw.symbols import symbol_size
from placeplanner.draw.viewport import Coordinates, Viewport

_LEAST_PT, _CLOSE_PT = 7.5, 8.25  # of streets' names; close up there is room for larger ones
_CLOSE_BELOW = 12_500  # scale denominator
_ON_A_WALL = 14.0  # pixels of a symbol on a wall: with its icon, however small the scale
_TOLD_APART = 0.6  # of the symbols, that must have a square of their own size to themselves
_SMALLEST = 8  # pixels


def style_for(dots: int, scale: int, scene: Scene, viewport: Viewport, *, is_on_a_wall: bool) -> Style:
    """The style of a sheet laid out in `dots` pixels to the inch."""
    style = _legible(load_style("paper"), dots, scale)
    return uncrowded(_for_a_wall(style) if is_on_a_wall else style, scene, viewport)


def uncrowded(style: Style, scene: Scene, viewport: Viewport) -> Style:
    """With symbols as large as they can be without hiding many of one another: in a crowd, small, without icons."""
    anchors = scene.layers.anchors[scene.is_shown()]
    seen = viewport.to_pixels(anchors[touching(np.hstack((anchors, anchors)), viewport.bounds)])
    largest = size = symbol_size(viewport.scale, style)
    while size > _SMALLEST and _share_apart(seen, size) < _TOLD_APART:
        size -= 2
    if size == largest:
        return style
    return style._replace(marks=style.marks._replace(size=float(size), smallest=float(size)))


def _legible(style: Style, dots: int, scale: int) -> Style:
    """Names of streets in no less than 7½ points, and whatever else has a name larger in the same proportion.

    Names of places, which are larger anyway and must find room among symbols, keep to those 7½.
    """
    of_streets, least = style.streets.names, _LEAST_PT * dots / 72
    wished = _CLOSE_PT * dots / 72 if scale <= _CLOSE_BELOW else least
    by = max(math.ceil(wished - 0.05) / of_streets.road.size, 1.0)
    by_places = max(math.ceil(least - 0.05) / style.names.neighbourhood.size, 1.0)
    names = Names(**_all_larger(style.names, by_places))
    return style._replace(
        names=names._replace(record=_larger(style.names.record, max(by, by_places))),
        streets=style.streets._replace(names=Labels(**_all_larger(of_streets, by))),
    )


def _for_a_wall(style: Style) -> Style:
    """Places, records and boundaries larger still; names of streets as they are, or they would not find room."""
    names = {
        name: _larger(lettering, 1.3 if name == "record" else 1.6, has_wider_halo=True)
        for name, lettering in style.names._asdict().items()
    }
    lines = [stroke._replace(width=stroke.width * 1.5) for stroke in style.boundaries]
    marks = style.marks._replace(
        size=style.marks.size * 1.3,
        smallest=_ON_A_WALL,
        outline_width=style.marks.outline_width * 1.4,
    )
    return style._replace(names=Names(**names), boundaries=Boundaries(*lines), marks=marks)


def _share_apart(anchors: Coordinates, size: int) -> float:
    """How many squares of a symbol's size have symbols in them, for each symbol."""
    if not len(anchors):
        return 1.0
    cells = np.floor(anchors / size).astype(np.int64)
    return len(set(map(tuple, cells.tolist()))) / len(anchors)


def _all_larger(letterings: Any, by: float) -> dict[str, Any]:
    """The fields of a part of a style with every lettering `by` as much larger."""
    return {
        name: _larger(value, by) if isinstance(value, Lettering) else value
        for name, value in letterings._asdict().items()
    }


def _larger(lettering: Lettering, by: float, *, has_wider_halo: bool = False) -> Lettering:
    """A lettering `by` as much larger; halos grow on walls only, or they would hide what lies beneath."""
    halo = lettering.halo_width * (by if has_wider_halo else 1.0)
    return lettering._replace(size=lettering.size * by, halo_width=halo)
