from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place
from placeplanner.edits.shape import Reshape
from placeplanner.gui.canvas.canvas import Canvas
from tests.builders import a_record
from tests.draw.goldens import pixels
from tests.draw.scenes import a_box, a_line, a_point, a_view, at
from tests.gui.canvas.conftest import MakeCanvas

Left, Middle = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
Key, Modifier = Qt.Key, Qt.KeyboardModifier


def pixel(canvas: Canvas, east: float, north: float) -> QPoint:
    x, y = canvas.viewport.to_pixel(at(east, north))
    return QPoint(round(x), round(y))


def click(canvas: Canvas, east: float, north: float) -> None:
    QTest.mouseClick(canvas, Left, pos=pixel(canvas, east, north))


def drag(canvas: Canvas, button: Qt.MouseButton, start: QPoint, *stops: QPoint) -> None:
    QTest.mousePress(canvas, button, pos=start)
    for stop in stops:
        position = QPointF(stop)
        event = QMouseEvent(
            QEvent.Type.MouseMove, position, canvas.mapToGlobal(position), Qt.MouseButton.NoButton, button,
            Modifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(canvas, event)
    QTest.mouseRelease(canvas, button, pos=stops[-1])


def wheel(canvas: Canvas, x: float, y: float, notches: float) -> None:
    place = QPointF(x, y)
    event = QWheelEvent(
        place, canvas.mapToGlobal(place), QPoint(), QPoint(0, round(120 * notches)), Qt.MouseButton.NoButton,
        Modifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


@pytest.mark.parametrize("button", [Left, Middle])
def test_dragging_moves_the_map_with_the_hand(a_canvas: MakeCanvas, button: Qt.MouseButton) -> None:
    canvas = a_canvas()
    held = canvas.viewport.to_easting_northing(250, 250)
    drag(canvas, button, QPoint(250, 250), QPoint(260, 255), QPoint(330, 280))
    assert canvas.viewport.to_easting_northing(330, 280) == pytest.approx(held, abs=0.01)


def test_the_wheel_zooms_about_the_pointer(a_canvas: MakeCanvas) -> None:
    canvas = a_canvas()
    under, scale = canvas.viewport.to_easting_northing(100, 400), canvas.viewport.scale
    wheel(canvas, 100, 400, 2)
    assert canvas.viewport.to_easting_northing(100, 400) == pytest.approx(under, abs=0.01)
    assert canvas.viewport.scale == pytest.approx(scale / 1.3**2)


def test_a_double_click_on_empty_ground_zooms_in(a_canvas: MakeCanvas) -> None:
    canvas = a_canvas()
    scale = canvas.viewport.scale
    QTest.mouseDClick(canvas, Left, pos=QPoint(100, 100))
    assert canvas.viewport.scale == pytest.approx(scale / 2)


def test_arrows_move_the_map_and_shift_and_ctrl_change_the_step(a_canvas: MakeCanvas) -> None:
    canvas = a_canvas()
    steps = []
    for modifier in (Modifier.ShiftModifier, Modifier.NoModifier, Modifier.ControlModifier):
        before = canvas.viewport.centre
        QTest.keyClick(canvas, Key.Key_Right, modifier)
        steps.append(canvas.viewport.centre.easting - before.easting)
    assert 0 < steps[0] < steps[1] < steps[2]


def test_plus_and_minus_undo_each_other(a_canvas: MakeCanvas) -> None:
    canvas = a_canvas()
    before = canvas.viewport.scale
    QTest.keyClick(canvas, Key.Key_Plus)
    assert canvas.viewport.scale < before
    QTest.keyClick(canvas, Key.Key_Minus)
    assert canvas.viewport.scale == pytest.approx(before)


def test_after_a_pan_the_worker_paints_what_is_seen_now(a_canvas: MakeCanvas, qtbot: QtBot) -> None:
    canvas = a_canvas(a_record("greenspace", geometry=a_box(0, 0, 400, 400)))
    canvas.stage.pan(-300, 200)
    assert not canvas.is_painted
    qtbot.waitUntil(lambda: canvas.is_painted)
    shown = pixels(canvas.grab().toImage())
    canvas.stage.pan(0.001, 0)
    wanted = pixels(canvas.grab_map())
    assert (abs(shown.astype(int) - wanted) <= 3).all(axis=2).mean() > 0.995


def test_during_a_long_pan_the_old_picture_follows_the_hand(a_canvas: MakeCanvas) -> None:
    canvas = a_canvas(a_record("greenspace", geometry=a_box(800, 800, 1200, 1200)))
    before = pixels(canvas.grab().toImage())
    canvas.stage.pan(40, 0)
    after = pixels(canvas.grab().toImage())
    row = slice(120, 130)  # above attribution and scale
    assert (after[row, 100:400] == before[row, 140:440]).all()


def test_a_line_is_drawn_by_mouse(a_canvas: MakeCanvas, qtbot: QtBot) -> None:
    canvas = a_canvas()
    QTest.keyClick(canvas, Key.Key_L)
    with qtbot.waitSignal(canvas.stage.drawn) as drawn:
        click(canvas, 400, 400)
        click(canvas, 800, 600)
        click(canvas, 1200, 400)
        QTest.keyClick(canvas, Key.Key_Return)
    assert drawn.args is not None and drawn.args[0].equals(a_line((400, 400), (800, 600), (1200, 400)))


def test_an_area_is_drawn_by_keyboard_alone(a_canvas: MakeCanvas, qtbot: QtBot) -> None:
    canvas = a_canvas()
    QTest.keyClick(canvas, Key.Key_A)
    QTest.keyClick(canvas, Key.Key_C)  # the crosshair starts in the middle: 1000, 1000
    with qtbot.waitSignal(canvas.stage.drawn) as drawn:
        for key in (Key.Key_Right, Key.Key_Up, Key.Key_Left):
            QTest.keyClick(canvas, Key.Key_Return)
            for _ in range(5):
                QTest.keyClick(canvas, key)  # 16 pixels of 4 metres each
        QTest.keyClick(canvas, Key.Key_Return)
        QTest.keyClick(canvas, Key.Key_Return)  # again in the same spot: finished
    assert drawn.args is not None and drawn.args[0].equals(a_box(1000, 1000, 1320, 1320))


def test_a_corner_is_moved_by_keyboard_alone(a_canvas: MakeCanvas, qtbot: QtBot) -> None:
    park = a_record("greenspace", "Park", geometry=a_box(400, 400, 1200, 1200))
    canvas = a_canvas(park)
    canvas.select([park.id])
    with qtbot.waitSignal(canvas.stage.edit_wanted) as edit:
        for key in (Key.Key_R, Key.Key_C, Key.Key_BracketRight, Key.Key_Return):
            QTest.keyClick(canvas, key)
        start = canvas.stage.crosshair
        QTest.keyClick(canvas, Key.Key_Right, Modifier.ShiftModifier)
        QTest.keyClick(canvas, Key.Key_Return)
    assert edit.args is not None and isinstance(edit.args[0], Reshape) and start is not None
    moved = [(round(x, 3), round(y, 3)) for x, y in edit.args[0].geometry.exterior.coords]
    assert (start.easting + 8, start.northing) in moved


def test_enter_with_nothing_drawn_yet_brings_what_to_draw_with_by_keyboard(a_canvas: MakeCanvas) -> None:
    canvas = a_canvas()
    QTest.keyClick(canvas, Key.Key_Return)
    assert canvas.stage.crosshair is None, "there is nothing to draw with the hand"
    for key in (Key.Key_P, Key.Key_Return):
        QTest.keyClick(canvas, key)
    assert canvas.stage.crosshair is not None
    assert canvas.stage.pending is None, "nothing is put where nobody has looked yet"


def test_the_crosshair_pans_the_map_at_its_edge(a_canvas: MakeCanvas) -> None:
    canvas = a_canvas()
    QTest.keyClick(canvas, Key.Key_F8)
    for _ in range(6):
        QTest.keyClick(canvas, Key.Key_Right, Modifier.ControlModifier)
    assert canvas.stage.crosshair is not None
    x, _ = canvas.viewport.to_pixel(canvas.stage.crosshair)
    assert x <= 500 - 48 + 1 and canvas.viewport.centre.easting > at(1000, 0).easting


def test_esc_goes_back_one_step_at_a_time(a_canvas: MakeCanvas) -> None:
    record = a_record("asset", geometry=a_point(300, 300))
    canvas = a_canvas(record)
    canvas.select([record.id])
    for key in (Key.Key_L, Key.Key_C, Key.Key_Return):
        QTest.keyClick(canvas, key)
    steps = []
    for _ in range(4):
        QTest.keyClick(canvas, Key.Key_Escape)
        stage = canvas.stage
        steps.append(
            (
                stage.draft_geometry() is None,
                stage.crosshair is None,
                stage.tool.name,
                len(stage.scene.selected),
            )
        )
    assert steps == [
        (True, False, "line", 1),
        (True, True, "line", 1),
        (True, True, "browse", 1),
        (True, True, "browse", 0),
    ]


def test_what_is_under_the_pointer_lights_up(a_canvas: MakeCanvas) -> None:
    record = a_record("asset", geometry=a_point(500, 500))
    canvas = a_canvas(record)
    for east, expected in ((505, record.id), (1500, None)):
        place = QPointF(pixel(canvas, east, 500))
        event = QMouseEvent(
            QEvent.Type.MouseMove, place, canvas.mapToGlobal(place), Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton, Modifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(canvas, event)
        assert canvas.stage.hovered == expected


def test_a_record_at_the_edge_is_brought_clear_of_it_and_one_in_sight_moves_nothing(
    a_canvas: MakeCanvas,
) -> None:
    near, far = (
        a_record("asset", geometry=a_point(1000, 900)),
        a_record("asset", geometry=a_point(1990, 1000)),
    )
    canvas = a_canvas(near, far)
    before = canvas.viewport
    canvas.pan_to_show(near)
    assert canvas.viewport == before
    canvas.pan_to_show(far)
    x, y = canvas.viewport.to_pixel(at(1990, 1000))
    assert (x, y) == pytest.approx((404, 250), abs=0.5)


def test_a_place_is_shown_whole_and_stays_whole_when_the_window_grows(a_canvas: MakeCanvas) -> None:
    canvas = a_canvas()
    east = canvas.scene.places.get("E")
    assert isinstance(east, Place)
    canvas.show_place(east)
    assert canvas.scene.chosen == PlaceCode("E")
    small = canvas.viewport.scale
    canvas.resize(900, 900)
    assert canvas.viewport.scale < small
    x, y = canvas.viewport.to_pixel(at(1000, 0))
    assert x >= 0 and y <= 900


def test_a_map_that_was_moved_keeps_its_centre_when_the_window_grows(a_canvas: MakeCanvas) -> None:
    canvas = a_canvas()
    canvas.stage.pan(50, 0)
    before = canvas.viewport
    canvas.resize(700, 600)
    assert canvas.viewport.centre == before.centre
    assert canvas.viewport.metres_per_pixel == before.metres_per_pixel


def test_a_form_beside_the_map_leaves_its_scale_and_what_the_form_is_about_in_sight(
    a_canvas: MakeCanvas,
) -> None:
    record = a_record("asset", geometry=a_point(1900, 1000))
    canvas = a_canvas(record)
    canvas.show_place(canvas.scene.places.borough or pytest.fail("no borough"))
    scale = canvas.viewport.scale
    canvas.stage.finish(a_point(1900, 1000))
    canvas.resize(260, 500)
    assert canvas.viewport.scale == scale, "a new record"
    assert canvas.viewport.to_pixel(at(1900, 1000))[0] < 200
    canvas.stage.clear_pending()
    canvas.resize(500, 500)
    canvas.show_place(canvas.scene.places.borough or pytest.fail("no borough"))
    canvas.select((record.id,))
    canvas.pan_to_show(record)
    canvas.resize(260, 500)
    assert canvas.viewport.scale == scale, "a chosen record"
    assert canvas.viewport.to_pixel(at(1900, 1000))[0] < 200


def test_people_cannot_get_lost(a_canvas: MakeCanvas) -> None:
    canvas = a_canvas()
    for _ in range(100):
        canvas.stage.pan(500, 500)
    east, north = canvas.viewport.centre
    assert east <= at(2000, 0).easting + 8000 and north >= at(0, 0).northing - 8000


def test_the_theme_changes_the_paper(a_canvas: MakeCanvas, qtbot: QtBot) -> None:
    canvas = a_canvas()
    canvas.set_theme("dark")
    qtbot.waitUntil(lambda: canvas.is_painted)
    assert canvas.grab().toImage().pixelColor(250, 60).lightness() < 80


def test_a_screen_reader_is_told_what_the_map_is_and_where_it_is(a_canvas: MakeCanvas) -> None:
    canvas = a_canvas(a_record("asset", "Library", geometry=a_point(1140, 1000)))
    canvas.stage.pan(25, 0)
    assert canvas.accessibleName() == "Map"
    assert "Arrow keys" in canvas.accessibleDescription()
    assert canvas.describe_position() == "East, 40 metres west of Library"
    east = canvas.scene.places.get("E")
    assert east is not None
    canvas.show_place(east)
    assert canvas.accessibleName() == "Map of East"


def test_the_menu_key_asks_for_what_can_be_done_with_the_record_under_the_pointer(
    a_canvas: MakeCanvas, qtbot: QtBot
) -> None:
    record = a_record("asset", geometry=a_point(500, 500))
    canvas = a_canvas(record)
    with qtbot.waitSignal(canvas.context_wanted) as wanted:
        QTest.mouseClick(canvas, Qt.MouseButton.RightButton, pos=pixel(canvas, 500, 500))
        from PySide6.QtGui import QContextMenuEvent

        place = pixel(canvas, 500, 500)
        QApplication.sendEvent(
            canvas, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, canvas.mapToGlobal(place))
        )
    assert wanted.args is not None and wanted.args[1] == record.id


def test_a_record_that_changes_is_painted_anew(a_canvas: MakeCanvas, qtbot: QtBot) -> None:
    canvas = a_canvas()
    before = pixels(canvas.grab().toImage())
    canvas.stage.change_records([a_record("greenspace", geometry=a_box(600, 600, 1400, 1400))])
    qtbot.waitUntil(lambda: canvas.is_painted)
    assert (pixels(canvas.grab().toImage()) != before).any(axis=2).mean() > 0.1


def test_the_view_of_the_fixture_is_the_one_the_tests_reckon_with(a_canvas: MakeCanvas) -> None:
    assert a_canvas().viewport == a_view()
