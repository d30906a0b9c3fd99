"""Packs whose checksum is right and whose content is not: whoever can make a pack can seal it too."""

from __future__ import annotations

import json
import shutil
import sqlite3
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from placeplanner.mappacks.digest import content_sha256
from placeplanner.mappacks.packing import to_decimetres
from tests.mappacks.made_up import EAST, NORTH

CORNERS = [(EAST + x, NORTH + y) for x, y in ((0, 0), (50, 0), (50, 50), (0, 50), (0, 0))]


def sealed(whole: Path, folder: Path, *statements: str | tuple[str, Sequence[object]]) -> Path:
    """A pack with something done to it, and its checksum put right."""
    path = folder / "sealed.pack"
    shutil.copy(whole, path)
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(*((statement,) if isinstance(statement, str) else statement))
    digest = content_sha256(connection)
    connection.execute("UPDATE info SET value = ? WHERE key = 'content_sha256'", (digest,))
    connection.close()
    return path


def with_piece(data: bytes, holds: str, layer: str = "") -> tuple[str, Sequence[object]]:
    """Puts a piece in the place of all that hold the same of a layer."""
    query = "UPDATE piece_data SET data = ? WHERE id IN (SELECT id FROM piece WHERE holds = ? AND layer = ?)"
    return query, (data, holds, layer)


def piece(*parts: bytes) -> bytes:
    """Bytes as a piece of a pack."""
    whole = b"".join(parts)
    return struct.pack("<I", len(whole)) + zlib.compress(whole)


def shapes(
    dimension: int,
    corners: Sequence[tuple[float, float]],
    lengths: Sequence[int],
    parts: Sequence[int],
    classes: Sequence[int],
) -> bytes:
    """A piece of shapes, whatever they are."""
    return piece(
        struct.pack("<BIII", dimension, len(classes), len(lengths), len(corners)),
        np.array(lengths, "<u4").tobytes(),
        np.array(parts, "<u4").tobytes(),
        bytes(classes),
        _planes(corners),
    )


def names(
    texts: Sequence[str], kinds: Sequence[int], lengths: Sequence[int], corners: Sequence[tuple[float, float]]
) -> bytes:
    """A piece of names, whatever they are."""
    told = json.dumps(texts).encode()
    return piece(
        struct.pack("<III", len(texts), len(corners), len(told)),
        told,
        bytes(kinds),
        np.ones(len(texts), "<f4").tobytes(),
        np.full(len(texts), 1e9, "<f4").tobytes(),
        np.array(lengths, "<u4").tobytes(),
        _planes(corners),
    )


def coverage(
    rows: int, columns: int, box: tuple[float, float, float, float], cells: bytes | None = None
) -> bytes:
    """A picture of what is covered, whatever it says."""
    return piece(struct.pack("<II4d", rows, columns, *box), bytes(rows * columns) if cells is None else cells)


def _planes(corners: Sequence[tuple[float, float]]) -> bytes:
    xy = to_decimetres(np.array(corners, float).reshape(-1, 2))
    steps = np.diff(xy, axis=0, prepend=np.zeros((1, 2), np.int32)).astype(np.int32)
    folded = ((steps << 1) ^ (steps >> 31)).astype("<u4")
    return np.ascontiguousarray(folded.view(np.uint8).reshape(len(xy), 2, 4).transpose(1, 2, 0)).tobytes()
