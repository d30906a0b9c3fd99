"""Groups' own areas over the map: a dotted line on a light casing, so that none is taken for a boundary of the map."""

from __future__ import annotations

from placeplanner.domain.place import PlaceKind
from placeplanner.draw.easel import Easel, pen
from placeplanner.draw.parts import path_of, touching


def paint_patches(easel: Easel) -> None:
    """Every patch in view; the chosen one has its line around it already, and gets its dots on top."""
    outlines, looks = easel.scene.outlines, easel.style.boundaries
    for index in outlines.of_kind(PlaceKind.PATCH):
        if touching(outlines.boxes[index : index + 1], easel.viewport.bounds)[0]:
            line = path_of(easel.pixels(outlines.rings_of((index,))))
            easel.painter.strokePath(line, pen(looks.patch_casing))
            easel.painter.strokePath(line, pen(looks.patch))
