"""Scale bar, north and attribution on the map: no name stands beneath them, and they leave the map to be seen."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

from placeplanner.draw import painter as painting
from placeplanner.draw.easel import Easel
from placeplanner.draw.furniture import attribution_box, furniture_box, furniture_boxes, paint_furniture
from placeplanner.draw.painter import paint
from placeplanner.draw.viewport import Viewport
from placeplanner.draw.writing import Writer
from tests.draw.scenes import a_scene, a_view, at, some_records

LONG = " · ".join(
    f"Contains {whose} data © Crown copyright and database right 2021–2025"
    for whose in ("National Statistics", "Ministry of Housing", "Royal Mail")
)
LONG += " · © Somebody"

pytestmark = pytest.mark.usefixtures("qapp")


def painted_furniture(view: Viewport, attribution: str) -> list[str]:
    """The words that are written, line by line."""
    written: list[str] = []

    class Listening(Writer):
        def write(self, at: object, words: str, font: object, **how: object) -> None:
            written.append(words.strip())

    picture = QImage(view.width, view.height, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    paint_furniture(Listening(painter, a_scene().style), view, attribution)
    painter.end()
    return written


def a_view_of(width: int, height: int) -> Viewport:
    return replace(a_view(), width=width, height=height)


def test_attribution_is_whole_where_there_is_room() -> None:
    said = " ".join(painted_furniture(a_view_of(1400, 900), LONG))
    assert " ".join(LONG.split()) in said


def test_attribution_that_would_hide_the_map_is_one_line_with_the_short_ones_whole() -> None:
    *_, line = painted_furniture(a_view_of(420, 300), LONG)
    assert line.startswith("© Somebody · Contains") and line.endswith("…")
    _, top, right, bottom = attribution_box(a_view_of(420, 300), LONG, a_scene().style)
    assert bottom - top < 300 * 0.1 and right < 420


def test_no_name_is_placed_beneath_what_is_painted_over_the_map(monkeypatch: pytest.MonkeyPatch) -> None:
    easels: list[Easel] = []
    monkeypatch.setattr(painting, "paint_on", lambda easel, _: easels.append(easel))
    scene, view = a_scene(some_records(), attribution=LONG), a_view_of(900, 700)
    paint(scene, view.widened(50), margin=50, has_furniture=True)
    paint(scene, view)
    free = furniture_boxes(view, scene.credits, scene.style)
    assert easels[0].kept_free == tuple(tuple(side + 50 for side in box) for box in free)
    assert easels[1].kept_free == ()


def test_a_name_makes_way_for_the_attribution() -> None:
    """The middles of West and East, where their names belong, lie at the foot of this view."""
    view = replace(a_view_of(700, 500), centre=at(1000, 1920))
    scene = a_scene(attribution=LONG)
    left, top, right, bottom = (round(side) for side in attribution_box(view, LONG, scene.style))
    free, named = (
        _grey(paint(scene, view, has_furniture=has))[top:bottom, left:right] for has in (True, False)
    )
    assert (free < 140).sum() < (named < 140).sum() / 2


def _grey(image: QImage | None) -> NDArray[np.uint8]:
    assert image is not None
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].copy()


def test_what_lies_beneath_the_scale_bar_is_veiled_like_what_lies_beneath_the_attribution() -> None:
    view = a_view_of(700, 500)
    image = QImage(700, 500, QImage.Format.Format_RGB32)
    image.fill(QColor("#000000"))
    painter = QPainter(image)
    paint_furniture(Writer(painter, a_scene().style), view, "© Somebody")
    painter.end()
    left, top, _, bottom = furniture_box(view)
    ground = [
        image.pixelColor(int(left) + 12, int(bottom) - 12).lightness(),
        image.pixelColor(4, int(attribution_box(view, "© Somebody", a_scene().style)[1]) + 12).lightness(),
    ]
    assert ground[0] == ground[1] > 190
    assert image.pixelColor(int(left) - 3, int(top) - 3) == QColor("#000000")
