"""Which piece of the world a picture shows, and how its pixels and metres belong together. Pure maths, no Qt.

Sizes are in device-independent pixels, as widgets measure; `pixel_ratio` says how many real ones each is.
Northings grow upwards and pixels downwards: only this module turns them over.
"""

from __future__ import annotations

import math

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from placeplanner.domain.coordinates import EastingNorthing

Coordinates = NDArray[np.float64]  # shape (n, 2)
Bounds = tuple[float, float, float, float]  # west, south, east, north

METRES_PER_PIXEL_AT_1 = 0.0254 / 96  # a device-independent pixel is 1/96 inch, as CSS and Qt count
CLOSEST, WIDEST = 250, 400_000  # scale denominators between which people can zoom
_NICE = (1, 2, 5)


class Viewport(Struct, frozen=True):
    """A north-up view of the world: its centre, its scale, and the size of the picture."""

    centre: EastingNorthing
    metres_per_pixel: float
    width: int
    height: int
    pixel_ratio: float = 1.0

    @classmethod
    def fit(
        cls, bounds: Bounds, width: int, height: int, *, margin: int = 24, pixel_ratio: float = 1.0
    ) -> Viewport:
        """The closest view that shows all of `bounds` (metres) with a margin (pixels) around it."""
        west, south, east, north = bounds
        metres_per_pixel = max(
            (east - west) / max(width - 2 * margin, 1), (north - south) / max(height - 2 * margin, 1)
        )
        centre = EastingNorthing((west + east) / 2, (south + north) / 2)
        return cls(centre, clamped(metres_per_pixel), width, height, pixel_ratio)

    @property
    def scale(self) -> float:
        """The scale's denominator: 5000 for 1:5,000."""
        return self.metres_per_pixel / METRES_PER_PIXEL_AT_1

    @property
    def bounds(self) -> Bounds:
        """What it shows, in metres."""
        half_width = self.width * self.metres_per_pixel / 2
        half_height = self.height * self.metres_per_pixel / 2
        return (
            self.centre.easting - half_width,
            self.centre.northing - half_height,
            self.centre.easting + half_width,
            self.centre.northing + half_height,
        )

    def to_pixels(self, coordinates: Coordinates) -> Coordinates:
        """Metres, shape (n, 2), to pixels from the top left corner."""
        origin = np.array((self.bounds[0], self.bounds[3]))
        pixels: Coordinates = (coordinates - origin) * np.array((1.0, -1.0)) / self.metres_per_pixel
        return pixels

    def to_eastings_northings(self, pixels: Coordinates) -> Coordinates:
        """Pixels from the top left corner, shape (n, 2), to metres."""
        origin = np.array((self.bounds[0], self.bounds[3]))
        metres: Coordinates = pixels * np.array((1.0, -1.0)) * self.metres_per_pixel + origin
        return metres

    def to_pixel(self, position: EastingNorthing) -> tuple[float, float]:
        """One position to pixels."""
        x, y = self.to_pixels(np.array([position], dtype=float))[0]
        return float(x), float(y)

    def to_easting_northing(self, x: float, y: float) -> EastingNorthing:
        """One pixel to its position."""
        easting, northing = self.to_eastings_northings(np.array([(x, y)], dtype=float))[0]
        return EastingNorthing(float(easting), float(northing))

    def panned(self, right: float, down: float) -> Viewport:
        """The view after its window has moved by pixels to the right and down."""
        easting, northing = self.centre
        metres = self.metres_per_pixel
        return replace(self, centre=EastingNorthing(easting + right * metres, northing - down * metres))

    def zoomed(self, factor: float, *, x: float | None = None, y: float | None = None) -> Viewport:
        """`factor` times as large, with the position under the pixel (default: the middle) staying put."""
        x = self.width / 2 if x is None else x
        y = self.height / 2 if y is None else y
        fixed = self.to_easting_northing(x, y)
        metres = clamped(self.metres_per_pixel / factor)
        east = fixed.easting + (self.width / 2 - x) * metres
        north = fixed.northing - (self.height / 2 - y) * metres
        return replace(self, centre=EastingNorthing(east, north), metres_per_pixel=metres)

    def at_scale(self, denominator: float) -> Viewport:
        """The same centre at 1:`denominator`."""
        return replace(self, metres_per_pixel=clamped(denominator * METRES_PER_PIXEL_AT_1))

    def resized(self, width: int, height: int, pixel_ratio: float) -> Viewport:
        """The same centre and scale in a window of another size."""
        return replace(self, width=width, height=height, pixel_ratio=pixel_ratio)

    def widened(self, margin: int) -> Viewport:
        """The same view with `margin` more pixels on each side, so that a pan has something to show."""
        return replace(self, width=self.width + 2 * margin, height=self.height + 2 * margin)

    def shift_from(self, other: Viewport) -> tuple[float, float]:
        """Where `other`'s top left corner lies in this view, in pixels."""
        return self.to_pixel(EastingNorthing(other.bounds[0], other.bounds[3]))


def clamped(metres_per_pixel: float) -> float:
    """The nearest scale that people can zoom to."""
    closest, widest = CLOSEST * METRES_PER_PIXEL_AT_1, WIDEST * METRES_PER_PIXEL_AT_1
    return min(max(metres_per_pixel, closest), widest)


def scale_bar_m(metres_per_pixel: float, longest: float = 160) -> int:
    """The longest round distance (1, 2 or 5 and noughts) that fits into `longest` pixels, in whole metres."""
    room = max(metres_per_pixel * longest, 1)
    power = 10 ** math.floor(math.log10(room))
    return int(max(step * power for step in _NICE if step * power <= room))
