from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shapely.geometry.base import BaseGeometry

from tests.builders import a_record
from tests.draw.scenes import a_point, at
from tests.gui.canvas.conftest import MakeCanvas

NEAR_M = (
    15  # Qt's made-up touches are some pixels off, as the offscreen window's frame is counted once too often
)


@pytest.fixture(scope="module")
def screen(qapp: object) -> QPointingDevice:
    return QTest.createTouchDevice()


def test_two_fingers_moved_apart_zoom_in_about_their_middle(
    a_canvas: MakeCanvas, screen: QPointingDevice
) -> None:
    canvas = a_canvas()
    middle, scale = canvas.viewport.to_easting_northing(250, 250), canvas.viewport.scale
    QTest.touchEvent(canvas, screen).press(0, QPoint(200, 250)).press(1, QPoint(300, 250)).commit()
    QTest.touchEvent(canvas, screen).move(0, QPoint(150, 250)).move(1, QPoint(350, 250)).commit()
    QTest.touchEvent(canvas, screen).release(0, QPoint(150, 250)).release(1, QPoint(350, 250)).commit()
    assert canvas.viewport.scale == pytest.approx(scale / 2)
    assert tuple(canvas.viewport.to_easting_northing(250, 250)) == pytest.approx(tuple(middle), abs=NEAR_M)


def test_two_fingers_moved_together_pan(a_canvas: MakeCanvas, screen: QPointingDevice) -> None:
    canvas = a_canvas()
    held = canvas.viewport.to_easting_northing(250, 250)
    QTest.touchEvent(canvas, screen).press(0, QPoint(200, 250)).press(1, QPoint(300, 250)).commit()
    QTest.touchEvent(canvas, screen).move(0, QPoint(260, 280)).move(1, QPoint(360, 280)).commit()
    QTest.touchEvent(canvas, screen).release(0, QPoint(260, 280)).release(1, QPoint(360, 280)).commit()
    assert tuple(canvas.viewport.to_easting_northing(310, 280)) == pytest.approx(tuple(held), abs=NEAR_M)


def test_a_tap_draws_and_a_second_finger_takes_it_back(
    a_canvas: MakeCanvas, screen: QPointingDevice, qtbot: QtBot
) -> None:
    canvas = a_canvas()
    canvas.set_tool("point")
    drawn: list[BaseGeometry] = []
    canvas.stage.drawn.connect(drawn.append)
    QTest.touchEvent(canvas, screen).press(0, QPoint(200, 250)).commit()
    QTest.touchEvent(canvas, screen).stationary(0).press(1, QPoint(300, 250)).commit()
    QTest.touchEvent(canvas, screen).release(0, QPoint(200, 250)).release(1, QPoint(300, 250)).commit()
    assert drawn == []
    QTest.touchEvent(canvas, screen).press(0, QPoint(200, 250)).commit()
    QTest.touchEvent(canvas, screen).release(0, QPoint(200, 250)).commit()
    assert len(drawn) == 1 and a_point(800, 1000).distance(drawn[0]) < NEAR_M


def test_a_long_press_selects(a_canvas: MakeCanvas, screen: QPointingDevice, qtbot: QtBot) -> None:
    record = a_record("asset", geometry=a_point(800, 1000))
    canvas = a_canvas(record)
    canvas.set_tool("point")
    place = QPoint(*(round(value) for value in canvas.viewport.to_pixel(at(800, 1000))))
    with qtbot.waitSignal(canvas.stage.record_clicked, timeout=3000):
        QTest.touchEvent(canvas, screen).press(0, place).commit()
    QTest.touchEvent(canvas, screen).release(0, place).commit()
    assert canvas.scene.selected == {record.id} and canvas.stage.pending is None
