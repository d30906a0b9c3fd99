"""What of the same name stands near, for a hundred thousand names at once or a hundred thousand of one name.

Every name has the country to itself: they are laid side by side, so that one tree finds near ones of one name only.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

_Numbers = NDArray[np.int64]
_Shapes = NDArray[np.object_]
_SHARE = 20_000  # of those that are looked at together
_FIRST = (
    1000  # how many are looked at first; those that stay clear the way for the rest, of which twice as many
)


def standing_apart(names: _Numbers, points: _Shapes, shapes: _Shapes, reach_m: float) -> NDArray[np.bool_]:
    """Which stay, in order of their rank, where each goes whose point is near a shape of its name that stays.

    Arrays of one length: numbers of names, points to be judged by, shapes to stay away from.
    """
    stays = np.ones(len(names), dtype=bool)
    rivals = np.flatnonzero(_occurs_again(names))
    if not len(rivals):
        return stays
    spacing = _spacing(shapes[rivals], points[rivals], reach_m)
    points = _side_by_side(points[rivals], names[rivals], spacing)
    shapes = _side_by_side(shapes[rivals], names[rivals], spacing)
    kept = np.zeros(0, dtype=np.int64)
    first, last = 0, _FIRST
    while first < len(rivals):
        now = np.arange(first, min(last, len(rivals)))
        if len(kept):
            near, _ = STRtree(shapes[kept]).query(points[now], predicate="dwithin", distance=reach_m)
            now = np.delete(now, near)
        asking, asked = STRtree(shapes[now]).query(points[now], predicate="dwithin", distance=reach_m)
        kept = np.concatenate([kept, now[_in_turn(len(now), asking, asked)]])
        first, last = last, last * 2
    stays[rivals] = False
    stays[rivals[kept]] = True
    return stays


def belonging_together(names: _Numbers, shapes: _Shapes, reach_m: float) -> _Numbers:
    """A number for each shape: the same for those of one name that are near, or near one that is."""
    label = np.arange(len(names))
    rivals = np.flatnonzero(_occurs_again(names))
    if not len(rivals):
        return label
    moved = _side_by_side(shapes[rivals], names[rivals], _spacing(shapes[rivals], None, reach_m))
    cell = _cells(moved, reach_m)  # what begins in one square belongs together, and needs to be asked once
    order = np.argsort(cell, kind="stable")
    heaps = np.asarray(shapely.geometrycollections(moved[order], indices=cell[order]), dtype=object)
    one, other = STRtree(heaps).query(heaps, predicate="dwithin", distance=reach_m)
    group = _connected(len(heaps), one, other)[cell]
    _, first = np.unique(group, return_index=True)
    least = np.zeros(len(heaps), dtype=np.int64)
    least[group[first]] = rivals[first]
    label[rivals] = least[group]
    return label


def in_shares(names: _Numbers) -> Iterator[_Numbers]:
    """Which to look at together, in order, so that a whole county's are not all made geometries of at once.

    What has the same name is in the same share.
    """
    share = names % max(1, ceil(len(names) / _SHARE))
    for number in np.unique(share):
        yield np.flatnonzero(share == number)


def _occurs_again(names: _Numbers) -> NDArray[np.bool_]:
    _, index, counts = np.unique(names, return_inverse=True, return_counts=True)
    return np.asarray(counts[index] > 1, dtype=bool)


def _spacing(shapes: _Shapes, points: _Shapes | None, reach_m: float) -> int:
    all_of = shapes if points is None else np.concatenate([shapes, points])
    west, _, east, _ = (float(side) for side in shapely.total_bounds(all_of))
    return ceil(east - west + 3 * reach_m)


def _side_by_side(shapes: _Shapes, names: _Numbers, spacing: int) -> _Shapes:
    xy, index = shapely.get_coordinates(shapes, return_index=True)
    number = np.unique(names, return_inverse=True)[1]
    xy[:, 0] += (number * spacing)[index]
    return np.asarray(shapely.set_coordinates(shapes.copy(), xy), dtype=object)


def _cells(shapes: _Shapes, reach_m: float) -> _Numbers:
    xy, index = shapely.get_coordinates(shapes, return_index=True)
    begins = xy[np.searchsorted(index, np.arange(len(shapes)))]
    column, row = np.floor(begins / (reach_m * 0.7)).astype(np.int64).T  # whose diagonal is just within reach
    _, cell = np.unique(np.stack([column, row]), axis=1, return_inverse=True)
    return np.asarray(cell, dtype=np.int64).ravel()


def _in_turn(count: int, asking: _Numbers, asked: _Numbers) -> NDArray[np.bool_]:
    """Which stay, of things in order, where each goes that is near an earlier one that stays."""
    earlier = asked < asking
    asking, asked = asking[earlier], asked[earlier]
    order = np.argsort(asking, kind="stable")
    stays = [True] * count
    for late, early in zip(asking[order].tolist(), asked[order].tolist(), strict=True):
        if stays[early]:
            stays[late] = False
    return np.array(stays, dtype=bool)


def _connected(count: int, one: _Numbers, other: _Numbers) -> _Numbers:
    label = np.arange(count)
    while True:
        least = label.copy()
        np.minimum.at(least, one, label[other])
        least = least[least]  # twice as far at each turn
        if (least == label).all():
            return label
        label = least
