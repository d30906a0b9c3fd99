"""The halo of a name on screen: the letters' own mask, grown by numpy in a third of the time that Qt takes to stroke
their outlines."""

from __future__ import annotations

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
    pixels = (letters[:, :, None] * ink + around[:, :, None] * halo + np.float32(0.5)).astype(np.uint8)
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
    grown = letters.copy()
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            weight = min(by + 0.5 - math.hypot(down, right), 1.0)
            if weight > 0 and (down or right):
                moved = wide[reach + down : reach + down + height, reach + right : reach + right + width]
                np.maximum(grown, moved if weight == 1.0 else moved * np.float32(weight), out=grown)
    return grown
