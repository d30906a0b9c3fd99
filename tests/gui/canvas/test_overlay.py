from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QImage, QPainter

from placeplanner.draw.scene import Scene
from placeplanner.draw.style import load_style
from placeplanner.draw.viewport import Viewport
from placeplanner.gui.canvas.overlay import Overlay
from placeplanner.gui.tools.tool import Sketch
from tests.builders import a_record
from tests.draw.goldens import assert_golden, painted_without_letters
from tests.draw.scenes import E, N, a_box, a_line, a_point, a_scene, at

VIEW = Viewport(at(700, 500), 2.0, 320, 240)
PARK = a_record("greenspace", "G", geometry=a_box(450, 350, 650, 500))
CANAL = a_record("heritage", "H", geometry=a_line((700, 350), (800, 600), (930, 560)))
STOP = a_record("asset", "A", geometry=a_point(600, 650))


def over(image: QImage, scene: Scene) -> tuple[QPainter, Overlay]:
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter, Overlay(painter, scene, VIEW, load_style(scene.theme))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_selected_has_a_halo(qapp: object, theme: str) -> None:
    scene = a_scene([PARK, CANAL, STOP], theme=theme)
    image = painted_without_letters(scene, VIEW)
    painter, overlay = over(image, scene)
    overlay.records(frozenset({PARK.id, CANAL.id, STOP.id}))
    painter.end()
    assert_golden(image, f"selected_{theme}")


def test_a_draft_is_dashed_and_has_handles(qapp: object) -> None:
    scene = a_scene([PARK])
    image = painted_without_letters(scene, VIEW)
    corners = (at(480, 620), at(880, 380), at(900, 640))
    painter, overlay = over(image, scene)
    middles = (at(680, 500), at(890, 510))
    area = a_box(500, 300, 850, 330)
    overlay.sketch(Sketch(area, corners, middles, held=1, box=(E + 420, N + 280, E + 560, N + 420)))
    overlay.draft(a_point(760, 620))
    overlay.crosshair(at(620, 560))
    painter.end()
    assert_golden(image, "sketch_light")


def test_a_record_that_has_gone_is_not_painted(qapp: object) -> None:
    scene = a_scene([PARK])
    image = painted_without_letters(scene, VIEW)
    painter, overlay = over(image, scene)
    overlay.records(frozenset({CANAL.id}))
    painter.end()
    assert image == painted_without_letters(replace(scene), VIEW)
