"""How far it is along streets: the roads and paths of a street map as a network, without motorways.

Lines of a map share the corner where they meet, so equal corners (to a decimetre) are one junction. Whoever does not live
on a corner walks to the nearest in a straight line.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.streetmap import CLASSES, Box, MapLayer, Shapes, StreetMap
from placeplanner.insight.homes import Homes

_DETAIL_M = 0.5  # metres a pixel: every road there is
_GATE_M = 40.0  # a corner this near is a way in
_FURTHEST_GATE_M = 400.0  # to the nearest corner, where there is no way in so near
_AROUND_M = 1_500.0  # of roads beyond a place, since people walk round corners
_STEP_M = 2.0
_LEAST_JOINED = 0.5  # of all corners
_ISLAND_SHARE = 0.1  # of the largest piece that hangs together: less than that is an island
_NOTHING_M = 0.01  # a length that is no length would be no way at all
_MOTORWAY = CLASSES[MapLayer.ROADS].index("motorway")


class StreetNetwork(Struct, frozen=True, eq=False):
    """Corners `xy`, shape (n, 2), in metres; ways between two of them, shape (m, 2), with their lengths in metres."""

    xy: NDArray[np.float64]
    ways: NDArray[np.int64]
    lengths: NDArray[np.float64]

    @classmethod
    def of(cls, streets: StreetMap, box: Box) -> StreetNetwork | None:
        """The roads in and around a box; None where the map has none there."""
        west, south, east, north = box
        wide = (west - _AROUND_M, south - _AROUND_M, east + _AROUND_M, north + _AROUND_M)
        sides = [_sides(piece) for piece in streets.shapes(MapLayer.ROADS, wide, _DETAIL_M)]
        every = np.concatenate(sides) if sides else np.zeros((0, 4))
        return cls._joined(every) if len(every) else None

    @classmethod
    def _joined(cls, sides: NDArray[np.float64]) -> StreetNetwork | None:
        corners = np.round(sides.reshape(-1, 2) * 10).astype(np.int64)
        keys = corners[:, 0] * 2**32 + corners[:, 1]
        _, first, number = np.unique(keys, return_index=True, return_inverse=True)
        ways = number.reshape(-1, 2)
        lengths = np.hypot(sides[:, 2] - sides[:, 0], sides[:, 3] - sides[:, 1])
        xy = corners[first] / 10
        close, gaps = _all_but_touching(xy)
        lengths = np.maximum(np.concatenate((lengths, gaps)), _NOTHING_M)
        return cls(xy, np.concatenate((ways, close)), lengths)._without_islands()

    def _without_islands(self) -> StreetNetwork | None:
        """Without pieces that hang together with nothing: a drive drawn short of its street is no dead end for people.

        None where the greater part would go: the lines of that map do not meet where its streets do.
        """
        from scipy.sparse import csr_array  # type: ignore[import-untyped]  # here: it takes a while
        from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

        size = len(self.xy)
        joined = csr_array((self.lengths, (self.ways[:, 0], self.ways[:, 1])), shape=(size, size))
        _, island = connected_components(joined, directed=False)
        sizes = np.bincount(island)
        kept = (sizes >= _ISLAND_SHARE * sizes.max())[island]
        if kept.mean() < _LEAST_JOINED:
            return None
        number = np.cumsum(kept) - 1
        both = kept[self.ways].all(axis=1)
        return StreetNetwork(self.xy[kept], number[self.ways[both]], self.lengths[both])

    def nearest_m(
        self, homes: Homes, shapes: Sequence[BaseGeometry]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """For each home the way along streets (m) to the nearest shape, and which one; infinity and -1 without any."""
        distances = np.full(len(homes.xy), np.inf)
        which = np.full(len(homes.xy), -1, dtype=np.int64)
        if not len(shapes) or not len(homes.xy):
            return distances, which
        along, nearest = self._from_shapes(shapes)
        tree = STRtree(np.asarray(shapely.points(self.xy), dtype=object))
        points = np.asarray(shapely.points(homes.xy), dtype=object)
        (home, corner), to_corner = tree.query_nearest(points, return_distance=True, all_matches=False)
        distances[home] = to_corner + along[corner]
        which[home] = np.where(np.isfinite(distances[home]), nearest[corner], -1)
        return distances, which

    def _from_shapes(self, shapes: Sequence[BaseGeometry]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """From every corner the way to the nearest shape, and which: one search from all shapes at once.

        Each shape is one more corner, tied to its ways in; scipy's Dijkstra starts at all of them together.
        """
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import dijkstra

        count = len(self.xy)
        shape, corner, gap = self._gates(shapes)
        starts = np.concatenate((self.ways[:, 0], shape + count))
        ends = np.concatenate((self.ways[:, 1], corner))
        lengths = np.concatenate((self.lengths, np.maximum(gap, _NOTHING_M)))
        size = count + len(shapes)
        order = np.lexsort(
            (lengths, ends, starts)
        )  # of two ways between the same corners only the shorter counts
        starts, ends, lengths = starts[order], ends[order], lengths[order]
        is_first = np.ones(len(starts), dtype=bool)
        is_first[1:] = (starts[1:] != starts[:-1]) | (ends[1:] != ends[:-1])
        graph = csr_array((lengths[is_first], (starts[is_first], ends[is_first])), shape=(size, size))
        sources = np.arange(count, size)
        along, _, source = dijkstra(
            graph, directed=False, indices=sources, return_predecessors=True, min_only=True
        )
        return along[:count], np.where(np.isfinite(along[:count]), source[:count] - count, -1)

    def _gates(
        self, shapes: Sequence[BaseGeometry]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Which corners lead into which shape, and how far off they are: all near ones, else the nearest."""
        points = np.asarray(shapely.points(self.xy), dtype=object)
        tree, every = STRtree(points), np.asarray(shapes, dtype=object)
        shape, corner = tree.query(every, predicate="dwithin", distance=_GATE_M)
        lonely = np.setdiff1d(np.arange(len(every)), shape)
        if len(lonely):
            (found, far_corner) = tree.query_nearest(
                every[lonely], max_distance=_FURTHEST_GATE_M, all_matches=False
            )
            shape = np.concatenate((shape, lonely[found]))
            corner = np.concatenate((corner, far_corner))
        return shape, corner, shapely.distance(every[shape], points[corner])


def _all_but_touching(xy: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Corners that a map means as one and its makers, or its rounding, set a step apart: ways between them."""
    points = np.asarray(shapely.points(xy), dtype=object)
    one, other = STRtree(points).query(points, predicate="dwithin", distance=_STEP_M)
    pairs = np.column_stack((one, other))[one < other]
    return pairs, np.hypot(*(xy[pairs[:, 0]] - xy[pairs[:, 1]]).T)


def _sides(piece: Shapes) -> NDArray[np.float64]:
    """The sides of the roads of a piece that people may walk along, shape (n, 4)."""
    part = np.repeat(np.arange(len(piece.owner)), np.diff(piece.starts))
    goes_on = part[1:] == part[:-1]
    is_walked = piece.classes[piece.owner[part[1:]]] != _MOTORWAY
    sides: NDArray[np.float64] = np.hstack((piece.xy[:-1], piece.xy[1:]))[goes_on & is_walked]
    return sides
