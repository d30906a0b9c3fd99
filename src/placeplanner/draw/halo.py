"""The halo of a name on screen: the letters' own mask, grown by numpy in a third of the time that Qt takes to stroke
their outlines."""

from __future__ import annotations

import functools
import math
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from placeplanner.draw.street_style import Lettering

HALO_ONLY = "#FF0000"  # what is of this colour in a mask has a halo, but no ink: what lies between words
_HALO = 0.85  # opacity


def inked(mask: QImage, lettering: Lettering, pixel_ratio: float, firmness: float = 1.0) -> QImage:
    """Letters in their ink on their halo; `mask` has them in white on nothing, premultiplied.

    `firmness` above 1 gives the halo its full strength around thin stems too, which cover no pixel wholly.
    """
    height, width = mask.height(), mask.width()
    blue_to_alpha = np.frombuffer(mask.constBits(), np.uint8).reshape(height, width, 4)
    letters = blue_to_alpha[:, :, 0].astype(np.float32) / np.float32(255)
    covered = blue_to_alpha[:, :, 3].astype(np.float32) / np.float32(255)
    around = (
        _grown(np.minimum(covered * np.float32(firmness), 1), lettering.halo_width * pixel_ratio)
        * _HALO
        * (1 - letters)
    )
    ink, halo = _bytes_of(lettering.colour), _bytes_of(lettering.halo)
    pixels = np.empty((height, width, 4), np.uint8)
    for at in range(4):  # colour by colour, since numpy takes twice as long over rows of four
        pixels[:, :, at] = letters * ink[at] + around * halo[at] + np.float32(0.5)
    image = QImage(
        pixels.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied
    ).copy()  # for the array goes
    image.setDevicePixelRatio(pixel_ratio)
    return image


@cache
def _bytes_of(ink: str) -> NDArray[np.float32]:
    """A colour as an opaque pixel has it."""
    colour = QColor(ink)
    return np.array((colour.blue(), colour.green(), colour.red(), 255), dtype=np.float32)


def _grown(letters: NDArray[np.float32], by: float) -> NDArray[np.float32]:
    reach = math.ceil(by)
    height, width = letters.shape
    wide = np.zeros((height + 2 * reach, width + 2 * reach), dtype=np.float32)
    wide[reach : reach + height, reach : reach + width] = letters
    columns = [wide[:, at : at + width] for at in range(2 * reach + 1)]
    aside = [np.maximum(columns[reach - right], columns[reach + right]) for right in range(reach + 1)]
    grown = letters.copy()
    for down in range(reach + 1):
        weights = [min(by + 0.5 - math.hypot(down, right), 1.0) for right in range(reach + 1)]
        near = [
            each if weight == 1.0 else each * np.float32(weight)
            for each, weight in zip(aside, weights, strict=True)
            if weight > 0
        ]
        if near:
            most = functools.reduce(np.maximum, near)
            for at in (reach - down, reach + down):
                np.maximum(grown, most[at : at + height], out=grown)
    return grown
