"""What is packed comes back to within five centimetres, and bytes that are not ours are a `Problem`."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from placeplanner.domain.streetmap import Coverage, MapLayer, Names
from placeplanner.errors import Problem
from placeplanner.mappacks.hilbert import hilbert
from placeplanner.mappacks.packing import (
    Packable,
    pack_coverage,
    pack_names,
    pack_shapes,
    to_decimetres,
    unpack_coverage,
    unpack_names,
    unpack_shapes,
)

METRES = st.floats(-100_000, 1_300_000, allow_nan=False)


@st.composite
def some_shapes(draw: st.DrawFn) -> tuple[Packable, np.ndarray]:
    parts = draw(st.lists(st.lists(st.integers(1, 6), min_size=1, max_size=3), min_size=1, max_size=8))
    lengths = np.array([length for shape in parts for length in shape], dtype=np.int64)
    xy = draw(arrays.arrays(float, (int(lengths.sum()), 2), elements=METRES))
    classes = draw(arrays.arrays(np.uint8, len(parts)))
    counts = np.array([len(shape) for shape in parts], dtype=np.int64)
    return Packable(draw(st.integers(0, 2)), to_decimetres(xy), lengths, counts, classes), xy


@given(some_shapes())
def test_shapes_come_back_to_within_five_centimetres(made: tuple[Packable, np.ndarray]) -> None:
    packable, xy = made
    shapes = unpack_shapes(pack_shapes(packable), MapLayer.ROADS)
    assert np.abs(shapes.xy - xy).max() <= 0.05 + 1e-9
    assert (np.diff(shapes.starts) == packable.lengths).all()
    assert (np.bincount(shapes.owner, minlength=shapes.count) == packable.parts).all()
    assert (shapes.classes == packable.classes).all() and shapes.dimension == packable.dimension


@given(st.lists(st.text(max_size=12), min_size=1, max_size=6), st.randoms())
def test_names_come_back_letter_by_letter(texts: list[str], random: object) -> None:
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    count = len(texts)
    xy = np.arange(count * 4, dtype=float).reshape(-1, 2) * 100
    weights = np.linspace(0, 1, count, dtype=np.float32)
    names = Names(
        tuple(texts), np.arange(count, dtype=np.uint8), weights, weights, xy, np.arange(count + 1) * 2
    )
    again = unpack_names(pack_names(names))
    assert again.texts == tuple(texts)
    assert (again.xy == xy).all() and (again.starts == names.starts).all() and (again.weight == weights).all()


def test_a_coverage_comes_back_as_it_was() -> None:
    cells = np.arange(12, dtype=np.uint8).reshape(3, 4)
    again = unpack_coverage(
        pack_coverage(Coverage(MapLayer.BUILDINGS, cells, (0, 0, 32, 24))), MapLayer.BUILDINGS
    )
    assert (again.cells == cells).all() and again.box == (0, 0, 32, 24)


@given(st.binary(max_size=200))
def test_bytes_that_nobody_packed_are_a_problem(data: bytes) -> None:
    for unpack in (lambda: unpack_shapes(data, MapLayer.ROADS), lambda: unpack_names(data)):
        with pytest.raises(Problem):
            unpack()


@given(some_shapes(), st.integers(0, 10_000), st.integers(1, 255))
def test_a_byte_astray_is_a_problem_and_never_a_crash(
    made: tuple[Packable, np.ndarray], at: int, by: int
) -> None:
    data = bytearray(pack_shapes(made[0]))
    data[at % len(data)] ^= by
    try:
        shapes = unpack_shapes(bytes(data), MapLayer.ROADS)
    except Problem:
        return
    assert shapes.xy.shape == made[1].shape


def test_neighbours_along_the_curve_are_neighbours_on_the_ground() -> None:
    side = 32
    x, y = np.meshgrid(np.arange(side), np.arange(side))
    points = np.column_stack([x.ravel(), y.ravel()]).astype(float) * (65535 / (side - 1)) / 65535
    in_order = points[np.argsort(hilbert(points))]
    steps = np.hypot(*np.diff(in_order, axis=0).T) * (side - 1)
    assert np.allclose(steps, 1.0)
    assert shapely.LineString(in_order).is_simple
