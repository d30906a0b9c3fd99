"""Which layers that somebody named are on a map: so that its legend can say what their dots and lines are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from placeplanner.domain.streetmap import Box, MapLayer, Shapes, StreetMap
from placeplanner.draw.lettering import lacking, shortened
from placeplanner.draw.parts import touching
from placeplanner.draw.pdf_letters import unnamed
from placeplanner.draw.streets import REFERENCE_DOTS_BELOW

_MOST = 8  # in a legend: a pack can hold two hundred


class NamedLayer(Struct, frozen=True):
    """A layer's name, its colour, and whether it is told by dots rather than by lines around it."""

    name: str
    ink: str
    is_dots: bool


def named_layers_in(
    streets: StreetMap | None, box: Box, metres_per_pixel: float, inks: Sequence[str]
) -> tuple[NamedLayer, ...]:
    """Those of which something lies in a box of metres and is painted at this scale, each name once."""
    found: dict[str, NamedLayer] = {}
    pieces = streets.shapes(MapLayer.REFERENCE, box, metres_per_pixel) if streets else ()
    names = streets.references if streets else ()
    for piece in pieces:
        is_dots = piece.dimension == 0
        if is_dots and metres_per_pixel > REFERENCE_DOTS_BELOW:
            continue
        for number in _classes_in(piece, box):
            if name := _as_written(names[number] if number < len(names) else ""):
                found.setdefault(name, NamedLayer(name, inks[number % len(inks)], is_dots))
    return tuple(found[name] for name in sorted(found)[:_MOST])


def _as_written(name: str) -> str:
    """A name as a legend has room for it, without signs that no typeface has or that no PDF can name."""
    left_out = lacking([name]) | unnamed([name])
    return shortened(" ".join("".join(char for char in name if char not in left_out).split()))


def _classes_in(piece: Shapes, box: Box) -> list[int]:
    low = np.minimum.reduceat(piece.xy, piece.starts[:-1], axis=0)
    high = np.maximum.reduceat(piece.xy, piece.starts[:-1], axis=0)
    seen = touching(np.hstack((low, high)), box)
    return sorted(set(piece.classes[piece.owner[seen]].tolist()))
