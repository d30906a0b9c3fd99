"""A real map widget, offscreen, on the small borough."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from placeplanner.domain.record import Record
from placeplanner.gui.canvas.canvas import Canvas
from tests.draw.scenes import a_scene, a_view

MakeCanvas = Callable[..., Canvas]


@pytest.fixture
def a_canvas(qtbot: QtBot) -> Iterator[MakeCanvas]:
    """Make a painted canvas of 500 × 500 pixels with the whole small borough, 4 metres a pixel."""
    made: list[Canvas] = []

    def make(*records: Record, theme: str = "light") -> Canvas:
        canvas = Canvas(a_scene(records, theme=theme, attribution="© Us"))
        qtbot.addWidget(canvas)
        canvas.resize(500, 500)
        canvas.show()
        canvas.stage.set_viewport(a_view())
        canvas.stage.is_snapping = False
        qtbot.waitUntil(lambda: canvas.is_painted)
        made.append(canvas)
        return canvas

    yield make
    for canvas in made:
        canvas.stop()
