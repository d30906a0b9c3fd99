"""Broken shapes: those that can be mended are, and said by name; those that cannot are refused, with the reason."""

from __future__ import annotations

from collections import Counter

import numpy as np
import shapely
from msgspec import Struct, field
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

NO_POSITION = "it has no position"
_MOST_CHANGE = 0.5  # of its size: beyond that, mending is guessing
_Shapes = NDArray[np.object_]
_DIMENSIONS = {0: "points", 1: "lines", 2: "areas"}
_REASONS = (
    ("Ring Self-intersection", "its outline touched itself"),
    ("Self-intersection", "its outline crossed itself"),
    ("Hole lies outside shell", "a hole lay outside it"),
    ("Holes are nested", "a hole lay in another hole"),
    ("Nested shells", "its parts lay over one another"),
    ("Duplicate Rings", "it had the same outline twice"),
    ("Interior is disconnected", "its holes cut it in pieces"),
    ("Too few points", "it has too few corners"),
)


class Mended(Struct):
    """Shapes after mending, None where one was refused; both reasons by index."""

    geometries: _Shapes
    repaired: dict[int, str] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)

    @property
    def is_kept(self) -> NDArray[np.bool_]:
        """Which were not refused."""
        kept = np.ones(len(self.geometries), dtype=bool)
        kept[list(self.refused)] = False
        return kept

    def refusals(self) -> Counter[str]:
        """How many were refused, by why."""
        return Counter(self.refused.values())


def without_holes_in_the_data(geometries: _Shapes) -> Mended:
    """Raw shapes, in whatever coordinates: none, empty and endless ones refused."""
    mended = Mended(geometries.copy())
    _refuse(mended, shapely.is_missing(geometries), NO_POSITION)
    _refuse(mended, shapely.is_empty(geometries), "its shape is empty or cannot be read")
    coordinates, owner = shapely.get_coordinates(geometries, return_index=True)
    endless = np.unique(owner[~np.isfinite(coordinates).all(axis=1)])
    _refuse(mended, _mask(len(geometries), endless), "its position is not a number")
    left = mended.geometries  # an empty point has no x to ask for
    points = shapely.get_type_id(left) == 0
    nowhere = points & (shapely.get_x(left) == 0) & (shapely.get_y(left) == 0)
    _refuse(mended, nowhere, "its position is nought: nobody filled it in")
    return mended


def mended(geometries: _Shapes, dimensions: frozenset[int]) -> Mended:
    """Shapes in metres made valid, each of one of the wanted dimensions and of one only."""
    result = Mended(geometries.copy())
    _unmix(result)
    found = shapely.get_dimensions(result.geometries)
    wanted = " or ".join(_DIMENSIONS[number] for number in sorted(dimensions))
    for number, name in _DIMENSIONS.items():
        if number not in dimensions:
            _refuse(result, found == number, f"it is of {name}, and this layer is of {wanted}")
    for index in np.flatnonzero(
        ~shapely.is_valid(result.geometries) & ~shapely.is_missing(result.geometries)
    ):
        if int(index) not in result.refused:
            _mend(result, int(index))
    return result


def _mask(length: int, indices: NDArray[np.int64]) -> NDArray[np.bool_]:
    mask = np.zeros(length, dtype=bool)
    mask[indices] = True
    return mask


def _refuse(result: Mended, broken: NDArray[np.bool_], why: str) -> None:
    for index in np.flatnonzero(broken):
        result.refused.setdefault(int(index), why)
        result.geometries[index] = None


def _unmix(result: Mended) -> None:
    """Collections of points, lines and areas: only what they have most dimensions of is kept."""
    for index in np.flatnonzero(shapely.get_type_id(result.geometries) == 7):
        collection = result.geometries[index]
        of_one = parts_of_dimension(collection, int(shapely.get_dimensions(collection)))
        if of_one is None:
            _refuse(
                result,
                _mask(len(result.geometries), np.array([index])),
                "its shape is empty or cannot be read",
            )
        else:
            result.geometries[index] = of_one


def parts_of_dimension(geometry: BaseGeometry | None, dimension: int) -> BaseGeometry | None:
    """The parts of a shape that have a dimension, as one shape; None where there are none."""
    if geometry is None or geometry.is_empty:
        return None
    if geometry.geom_type != "GeometryCollection":
        return geometry if int(shapely.get_dimensions(geometry)) == dimension else None
    parts = [
        p for piece in shapely.get_parts(geometry) if (p := parts_of_dimension(piece, dimension)) is not None
    ]
    singles = shapely.get_parts(np.array(parts, dtype=object)) if parts else np.array([], dtype=object)
    if len(singles) <= 1:
        return singles[0] if len(singles) else None
    make = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)[dimension]
    whole = make(singles)
    assert isinstance(whole, BaseGeometry)
    return whole


def _mend(result: Mended, index: int) -> None:
    broken = result.geometries[index]
    reason = shapely.is_valid_reason(broken)
    why = next((words for start, words in _REASONS if reason.startswith(start)), "its outline was not right")
    dimension = int(shapely.get_dimensions(broken))
    whole = parts_of_dimension(
        shapely.make_valid(broken, method="structure", keep_collapsed=False), dimension
    )
    size = max(whole.area, broken.area) if whole is not None else 0.0
    if whole is None or dimension < 2 or size == 0:
        result.refused[index] = "it has too few corners"
    elif abs(whole.area - broken.area) > _MOST_CHANGE * size:
        result.refused[index] = f"{why}, and mending it would change more than half of it"
    else:
        result.repaired[index] = why
        result.geometries[index] = whole
        return
    result.geometries[index] = None
