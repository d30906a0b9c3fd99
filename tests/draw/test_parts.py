from __future__ import annotations

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from placeplanner.draw.parts import Parts, draw_segments, path_of, paths_of
from tests.draw.scenes import a_box, a_line, a_view


def parts_of(*geometries: shapely.Geometry) -> Parts:
    return Parts.of(list(geometries), np.arange(len(geometries)))  # type: ignore[arg-type]


def test_lines_become_sides_with_no_side_between_two_lines() -> None:
    parts = parts_of(a_line((0, 0), (10, 0), (10, 10)), a_line((50, 50), (60, 50)))
    assert len(parts.segments()) == 3
    assert parts.segment_owners().tolist() == [0, 0, 1]


def test_holes_stay_holes_however_their_rings_were_wound() -> None:
    ring = a_box(0, 0, 100, 100).difference(a_box(40, 40, 60, 60))
    for shape in (ring, shapely.reverse(ring)):
        path = path_of(parts_of(shape))
        corner = shape.bounds[:2]
        assert path.contains(QPointF(corner[0] + 10, corner[1] + 10))
        assert not path.contains(QPointF(corner[0] + 50, corner[1] + 50))


def test_overlapping_areas_in_one_path_leave_no_hole() -> None:
    path = path_of(parts_of(a_box(0, 0, 100, 100), a_box(50, 50, 150, 150)))
    west, south, _, _ = a_box(0, 0, 1, 1).bounds
    assert path.contains(QPointF(west + 75, south + 75))


def test_a_shape_is_never_torn_between_two_paths() -> None:
    ring = a_box(0, 0, 100, 100).difference(a_box(40, 40, 60, 60))
    paths = list(paths_of(parts_of(*[ring] * 7), together=3))
    assert [path.elementCount() for path in paths] == [30, 30, 10]


def test_corners_on_the_same_half_pixel_are_left_out_but_ends_never() -> None:
    line = a_line(*((east, 0) for east in np.linspace(0, 400, 4001)))
    pixels = parts_of(line).in_pixels(a_view())
    assert len(pixels.xy) == pytest.approx(200, abs=5)
    assert pixels.xy[-1] - pixels.xy[0] == pytest.approx((100, 0))


def test_joined_parts_are_those_of_each_one_after_the_other() -> None:
    one, other = parts_of(a_line((0, 0), (1, 1))), parts_of(a_line((2, 2), (3, 3)), a_line((4, 4), (5, 5)))
    joined = Parts.joined([one, other], [0, 5])
    assert joined.owner.tolist() == [0, 5, 6]
    assert len(joined.xy) == len(one.xy) + len(other.xy) == joined.starts[-1]


def test_sides_are_painted_where_they_are() -> None:
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setPen(QColor("black"))
    draw_segments(painter, np.array([[2.0, 5.0, 17.0, 5.0]]))
    painter.end()
    assert image.pixelColor(10, 5) == QColor("black")
    assert image.pixelColor(10, 15) == QColor("white")
