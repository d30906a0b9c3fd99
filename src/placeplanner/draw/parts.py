"""Lines and rings of many shapes as flat arrays, and their way into Qt without a Python loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import numpy as np
import shapely
import shiboken6
from msgspec import Struct
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QLineF
from PySide6.QtGui import QPainter, QPainterPath
from shapely.geometry.base import BaseGeometry

from placeplanner.draw.viewport import Bounds, Coordinates, Viewport

Indices = NDArray[np.int64]
Boxes = NDArray[np.float64]  # shape (n, 4): west, south, east, north
_ELEMENT = np.dtype(
    [("type", ">i4"), ("x", ">f8"), ("y", ">f8")]
)  # QPainterPath's own stream, a row a corner
_RUN = 4_000  # segments a call: longer ones would keep other threads waiting
_FURTHEST = 1.0e6  # pixels: beyond it Qt's rasteriser overflows


class Parts(Struct, frozen=True, eq=False):
    """Polylines or rings: part `i` is `xy[starts[i]:starts[i + 1]]`, and belongs to the shape `owner[i]`."""

    xy: Coordinates
    starts: Indices  # one longer than there are parts
    owner: Indices
    boxes: Boxes

    def __len__(self) -> int:
        return len(self.owner)

    @classmethod
    def of(cls, geometries: Sequence[BaseGeometry], owners: Indices) -> Parts:
        """Every line of lines, or every ring of polygons, turned so that overlaps stay filled."""
        shapes, index = shapely.get_parts(np.asarray(geometries, dtype=object), return_index=True)
        if len(shapes) and "Polygon" in shapes[0].geom_type:
            shapes, ring_of = shapely.get_rings(shapely.orient_polygons(shapes), return_index=True)
            index = index[ring_of]
        xy, part = shapely.get_coordinates(shapes, return_index=True)
        starts = np.concatenate(([0], np.cumsum(np.bincount(part, minlength=len(shapes)))))
        return cls(xy, starts.astype(np.int64), owners[index], boxes_of(shapes))

    @classmethod
    def joined(cls, several: Sequence[Parts], offsets: Sequence[int]) -> Parts:
        """Several as one; owners move up by each one's offset."""
        if not several:
            none = np.zeros(0, dtype=np.int64)
            return cls(np.zeros((0, 2)), np.zeros(1, dtype=np.int64), none, np.zeros((0, 4)))
        corners = np.cumsum([0, *(len(parts.xy) for parts in several)])
        starts = [parts.starts[:-1] + at for parts, at in zip(several, corners[:-1], strict=True)]
        return cls(
            np.concatenate([parts.xy for parts in several]),
            np.concatenate([*starts, corners[-1:]]).astype(np.int64),
            np.concatenate([parts.owner + by for parts, by in zip(several, offsets, strict=True)]),
            np.concatenate([parts.boxes for parts in several]),
        )

    def chosen(self, wanted: NDArray[np.bool_]) -> Parts:
        """Only some parts, by a mask."""
        if wanted.all():
            return self
        which = np.flatnonzero(wanted)
        return self.ordered(which)

    def ordered(self, which: Indices) -> Parts:
        """The parts at these indices, in this order."""
        lengths = np.diff(self.starts)[which]
        starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        corners = np.arange(starts[-1]) + np.repeat(self.starts[which] - starts[:-1], lengths)
        return Parts(self.xy[corners], starts, self.owner[which], self.boxes[which])

    def in_pixels(self, viewport: Viewport) -> Parts:
        """As pixels, without the corners that fall on the same half pixel as the one before."""
        pixels = np.clip(viewport.to_pixels(self.xy), -_FURTHEST, _FURTHEST)
        coarse = np.round(pixels * 2).astype(np.int64)
        kept = np.ones(len(pixels), dtype=bool)
        if len(pixels):
            kept[1:] = (coarse[1:] != coarse[:-1]).any(axis=1)
            kept[self.starts[:-1]] = True
            kept[self.starts[1:] - 1] = True
        starts = np.concatenate(([0], np.cumsum(kept)))[self.starts].astype(np.int64)
        return Parts(pixels[kept], starts, self.owner, self.boxes)

    def segments(self) -> NDArray[np.float64]:
        """Every side, shape (n, 4): from x, from y, to x, to y."""
        ends = np.ones(max(len(self.xy) - 1, 0), dtype=bool)
        inner = self.starts[1:-1] - 1
        ends[inner[inner < len(ends)]] = False
        return np.hstack((self.xy[:-1], self.xy[1:]))[ends]

    def segment_owners(self) -> Indices:
        """The owner of each of `segments`."""
        return np.repeat(self.owner, np.maximum(np.diff(self.starts) - 1, 0))


def boxes_of(geometries: Sequence[BaseGeometry] | NDArray[np.object_]) -> Boxes:
    """The box around each shape."""
    return cast(Boxes, shapely.bounds(np.asarray(geometries, dtype=object)).reshape(-1, 4))


def touching(boxes: Boxes, bounds: Bounds, around: float = 0.0) -> NDArray[np.bool_]:
    """Which boxes touch `bounds` widened by `around` metres."""
    west, south, east, north = bounds
    return (
        (boxes[:, 0] <= east + around)
        & (boxes[:, 2] >= west - around)
        & (boxes[:, 1] <= north + around)
        & (boxes[:, 3] >= south - around)
    )


def path_of(pixels: Parts) -> QPainterPath:
    """One path of all parts, which overlap without holes where rings run the same way."""
    return _path(pixels.xy, pixels.starts)


def paths_of(pixels: Parts, together: int = 12, alone_above: int = 400) -> Iterator[QPainterPath]:
    """Paths of whole shapes, a few in each: one huge path costs a hundred times as much as many small."""
    first = 0
    changes = np.flatnonzero(np.diff(pixels.owner)) + 1
    for count, end in enumerate([*changes.tolist(), len(pixels)], start=1):
        corners = pixels.starts[end] - pixels.starts[first]
        if count % together == 0 or corners > alone_above or end == len(pixels):
            if end > first:
                start = int(pixels.starts[first])
                yield _path(
                    pixels.xy[start : int(pixels.starts[end])], pixels.starts[first : end + 1] - start
                )
            first = end


def _path(xy: Coordinates, starts: Indices) -> QPainterPath:
    elements = np.empty(len(xy), dtype=_ELEMENT)
    elements["type"] = 1  # a line to …
    elements["type"][starts[:-1]] = 0  # … but a move at the start of each part
    elements["x"], elements["y"] = xy[:, 0], xy[:, 1]
    count = np.array([len(xy)], dtype=">i4").tobytes()
    last_start_and_winding_fill = np.array([starts[-2] if len(starts) > 1 else 0, 1], dtype=">i4").tobytes()
    stream = QDataStream(QByteArray(count + elements.tobytes() + last_start_and_winding_fill))
    path = QPainterPath()
    if len(xy):
        stream >> path
    return path


def draw_segments(painter: QPainter, segments: NDArray[np.float64]) -> None:
    """Draw sides, shape (n, 4), in pixels, without copying them."""
    kept = np.ascontiguousarray(segments, dtype=np.float64)  # must outlive the calls
    for first in range(0, len(kept), _RUN):
        run = kept[first : first + _RUN]
        painter.drawLines(
            cast(QLineF, shiboken6.Shiboken.wrapInstance(run.__array_interface__["data"][0], QLineF)),
            len(run),
        )
