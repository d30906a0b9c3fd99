"""Shapes, names and coverage as a few bytes, and back: whole decimetres, as differences, in planes, deflated.

Whoever unpacks trusts nothing: every length is checked against the bytes that are there, and what does not
add up is a `Problem`, never a crash, since a stick that was pulled out too early is an ordinary event.
"""

from __future__ import annotations

import json
import struct
import zlib
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from placeplanner.domain.streetmap import Box, Coverage, MapLayer, Names, Shapes
from placeplanner.errors import Problem

DECIMETRES = 10.0  # in a metre
_EFFORT = 5  # of 9: six takes a third longer and saves less than a hundredth
_MOST_BYTES = 256_000_000  # of one piece: far more than any builder writes, far less than would hurt
_SHAPES_HEAD = struct.Struct("<BIII")
_NAMES_HEAD = struct.Struct("<III")
_COVERAGE_HEAD = struct.Struct("<II4d")
_LENGTH = struct.Struct("<I")

Whole = NDArray[np.int32]


class Packable(Struct, frozen=True, eq=False):
    """Shapes before they are packed, as `Shapes` but in whole decimetres; `parts` is how many parts a shape has."""

    dimension: int
    xy: Whole  # shape (n, 2)
    lengths: NDArray[np.int64]  # points in each part
    parts: NDArray[np.int64]
    classes: NDArray[np.uint8]


def to_decimetres(coordinates: NDArray[np.float64]) -> Whole:
    """Metres as whole decimetres."""
    return np.rint(coordinates * DECIMETRES).astype(np.int32)


def pack_shapes(shapes: Packable) -> bytes:
    """One piece of a layer."""
    head = _SHAPES_HEAD.pack(shapes.dimension, len(shapes.classes), len(shapes.lengths), len(shapes.xy))
    return _deflated(
        head,
        shapes.lengths.astype("<u4").tobytes(),
        shapes.parts.astype("<u4").tobytes(),
        shapes.classes.astype(np.uint8).tobytes(),
        _planes(shapes.xy),
    )


def unpack_shapes(data: bytes, layer: MapLayer) -> Shapes:
    """The piece again. Raises `Problem` where the bytes are not what `pack_shapes` wrote."""
    body = _Body(data)
    dimension, shapes, parts, points = body.head(_SHAPES_HEAD)
    lengths = body.array("<u4", parts).astype(np.int64)
    parts_of = body.array("<u4", shapes).astype(np.int64)
    classes = body.array("|u1", shapes)
    xy = body.coordinates(points)
    body.finish()
    if lengths.sum() != points or parts_of.sum() != parts or dimension > 2:
        raise damaged("A piece of the map does not add up.")
    return Shapes(
        layer=layer,
        dimension=dimension,
        xy=xy,
        starts=_starts(lengths),
        owner=np.repeat(np.arange(shapes, dtype=np.int64), parts_of),
        classes=classes,
    )


def pack_names(names: Names) -> bytes:
    """One piece of the names on the map."""
    texts = json.dumps(names.texts, ensure_ascii=False).encode()
    return _deflated(
        _NAMES_HEAD.pack(len(names.texts), len(names.xy), len(texts)),
        texts,
        names.kinds.astype(np.uint8).tobytes(),
        names.weight.astype("<f4").tobytes(),
        names.widest.astype("<f4").tobytes(),
        np.diff(names.starts).astype("<u4").tobytes(),
        _planes(to_decimetres(names.xy)),
    )


def unpack_names(data: bytes) -> Names:
    """The names again. Raises `Problem`."""
    body = _Body(data)
    count, points, size = body.head(_NAMES_HEAD)
    texts = body.texts(size)
    kinds = body.array("|u1", count)
    weight, widest = body.array("<f4", count), body.array("<f4", count)
    lengths = body.array("<u4", count).astype(np.int64)
    xy = body.coordinates(points)
    body.finish()
    if len(texts) != count or lengths.sum() != points:
        raise damaged("The names in a piece of the map do not add up.")
    return Names(texts, kinds, weight, widest, xy, _starts(lengths))


def pack_coverage(coverage: Coverage) -> bytes:
    """One picture of how much is covered."""
    rows, columns = coverage.cells.shape
    whole = _COVERAGE_HEAD.pack(rows, columns, *coverage.box) + coverage.cells.tobytes()
    runs = zlib.compressobj(
        _EFFORT, strategy=zlib.Z_RLE
    )  # nothing repeats in it but nought: smaller, and faster
    return _LENGTH.pack(len(whole)) + runs.compress(whole) + runs.flush()


def unpack_coverage(data: bytes, layer: MapLayer) -> Coverage:
    """The picture again. Raises `Problem`."""
    body = _Body(data)
    rows, columns, west, south, east, north = body.head(_COVERAGE_HEAD)
    cells = body.array("|u1", rows * columns).reshape(rows, columns)
    body.finish()
    box: Box = (west, south, east, north)
    return Coverage(layer, cells, box)


def damaged(why: str) -> Problem:
    """What to raise about a pack whose bytes are not as they were written."""
    return Problem(
        "This map pack is damaged.", why, "Copy the pack again from where you had it, or build it again."
    )


def _planes(xy: Whole) -> bytes:
    """Differences, folded so that small ones have small bytes whatever their sign, byte plane after byte plane."""
    steps = np.diff(xy, axis=0, prepend=np.zeros((1, 2), np.int32)).astype(np.int32)
    folded = ((steps << 1) ^ (steps >> 31)).astype("<u4")
    return np.ascontiguousarray(folded.view(np.uint8).reshape(len(xy), 2, 4).transpose(1, 2, 0)).tobytes()


def _deflated(*parts: bytes) -> bytes:
    whole = b"".join(parts)
    return _LENGTH.pack(len(whole)) + zlib.compress(whole, _EFFORT)


def _starts(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    starts = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


class _Body:
    """The bytes of a piece, taken from the front."""

    def __init__(self, data: bytes) -> None:
        self._bytes = memoryview(_inflated(data))  # what is taken is not copied
        self._at = 0

    def head(self, head: struct.Struct) -> tuple[int, ...]:
        return head.unpack(self._take(head.size))

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        return np.frombuffer(self._take(np.dtype(dtype).itemsize * count), dtype=dtype)

    def texts(self, size: int) -> tuple[str, ...]:
        try:
            found = json.loads(bytes(self._take(size)))
        except ValueError as error:
            raise damaged("Names in it cannot be read.") from error
        if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
            raise damaged("Names in it cannot be read.")
        return tuple(found)

    def coordinates(self, count: int) -> NDArray[np.float64]:
        planes = np.frombuffer(self._take(8 * count), dtype=np.uint8).reshape(2, 4, count)
        folded = np.ascontiguousarray(planes.transpose(2, 0, 1)).view("<u4").reshape(count, 2)
        steps = (folded >> 1).astype(np.int64) ^ -(folded & 1).astype(np.int64)
        return np.cumsum(steps, axis=0) / DECIMETRES

    def finish(self) -> None:
        if self._at != len(self._bytes):
            raise damaged("A piece of the map is longer than it should be.")

    def _take(self, size: int) -> memoryview:
        taken = self._bytes[self._at : self._at + size]
        if len(taken) != size:
            raise damaged("A piece of the map is shorter than it should be.")
        self._at += size
        return taken


def _inflated(data: bytes) -> bytes:
    if len(data) < _LENGTH.size:
        raise damaged("A piece of the map is empty.")
    (size,) = _LENGTH.unpack_from(data)
    if size > _MOST_BYTES:
        raise damaged("A piece of the map claims to be larger than any can be.")
    reader = zlib.decompressobj()
    try:
        whole = reader.decompress(data[_LENGTH.size :], size + 1)
    except zlib.error as error:
        raise damaged("A piece of the map cannot be unpacked.") from error
    if len(whole) != size or not reader.eof:
        raise damaged("A piece of the map cannot be unpacked.")
    return whole
