"""Small maps of the borough side by side, one figure each: five steps of one ink, and the same as numbers beside them.

Places of one value are always in one step: where many have none, the palest step is theirs, however many they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from msgspec import Struct
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place

_WIDTH = 300.0  # of a map, in its own units
_STEPS = ("#f2efe6", "#d3dcd5", "#a3bdb4", "#6a968c", "#2e5e58")
_NONE = "#ffffff"
_COVER = ("#f2efe6", "#e3e8e1", "#d3dcd5", "#c3d1ca")
_EDGE, _AROUND = "#7d8a86", "#20262b"


class Measure(Struct, frozen=True):
    """One figure of every place. `told` are its values in words; a place that is not there has none."""

    title: str
    values: Mapping[PlaceCode, float]
    told: Mapping[PlaceCode, str]

    @property
    def limits(self) -> list[float]:
        """The highest value of each step but the last: fifths of the places, so that each step holds about as many."""
        if not self.values:
            return []
        found: list[float] = np.quantile(list(self.values.values()), (0.2, 0.4, 0.6, 0.8)).tolist()
        return found

    def step(self, code: PlaceCode) -> int | None:
        """How dark a place is, from 0 to 4; None where nothing is known. The most is darkest, however few steps there are."""
        value = self.values.get(code)
        if value is None:
            return None
        used = np.unique(np.searchsorted(self.limits, list(self.values.values())))
        rank = int(np.searchsorted(used, np.searchsorted(self.limits, value)))
        return round(rank * (len(_STEPS) - 1) / max(len(used) - 1, 1))

    @property
    def legend(self) -> list[tuple[str, str]]:
        """The ink of each step that is on the map, palest first, and the values that it stands for."""
        steps: dict[int, list[PlaceCode]] = {}
        for code in sorted(self.values, key=self._value):
            steps.setdefault(self.step(code) or 0, []).append(code)
        return [(_STEPS[step], self._span(codes)) for step, codes in sorted(steps.items())]

    def _span(self, codes: Sequence[PlaceCode]) -> str:
        """The lowest and the highest of places in order of their values."""
        first, last = self.told[codes[0]], self.told[codes[-1]]
        return first if first == last else f"{first} to {last}"

    @property
    def in_words(self) -> str:
        """For those who cannot see the map: the highest and the lowest."""
        if not self.values:
            return f"{self.title}: nothing is known yet."
        lowest, highest = min(self.values, key=self._value), max(self.values, key=self._value)
        return f"{self.title}: from {self.told[lowest]} to {self.told[highest]}. The table gives every value."

    def _value(self, code: PlaceCode) -> float:
        return self.values[code]


def small_map(places: Sequence[Place], measure: Measure) -> bytes:
    """The map of a measure as SVG: light for the lowest fifth, dark for the highest, hatched where nothing is known."""
    steps = [measure.step(place.code) for place in places]
    return _drawn(places, [_NONE if step is None else _STEPS[step] for step in steps])


def bare_map(places: Sequence[Place]) -> bytes:
    """The same places without a measure, in tints that tell neighbours apart: for the cover, where it says nothing."""
    return _drawn(places, [_COVER[number % len(_COVER)] for number in range(len(places))])


def _drawn(places: Sequence[Place], fills: Sequence[str]) -> bytes:
    west, south, east, north = shapely.total_bounds([place.geometry for place in places])
    scale = _WIDTH / (east - west)
    height = (north - south) * scale
    shapes = []
    for place, fill in zip(places, fills, strict=True):
        outline = shapely.simplify(place.geometry, 0.6 / scale)
        dashes = ' stroke-dasharray="3 2"' if fill == _NONE else ""
        shapes.append(
            f'<path d="{path_of(outline, west, north, scale)}" fill="{fill}" stroke="{_EDGE}" stroke-width="0.7"{dashes}/>'
        )
    around = path_of(shapely.union_all([place.geometry for place in places]), west, north, scale)
    shapes.append(f'<path d="{around}" fill="none" stroke="{_AROUND}" stroke-width="1.4"/>')
    body = "".join(shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 {_WIDTH + 4:.0f} {height + 4:.0f}">{body}</svg>'
    ).encode()


def path_of(geometry: BaseGeometry, west: float, north: float, scale: float) -> str:
    """The rings of a shape as the data of an SVG path; (west, north) becomes its upper left corner."""
    parts = []
    for ring in shapely.get_rings(shapely.get_parts(geometry)):
        corners = (shapely.get_coordinates(ring) - (west, north)) * (scale, -scale)
        parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners[:-1].tolist()) + "Z")
    return "".join(parts)
