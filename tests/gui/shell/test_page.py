"""The page of an open plan: keys, panels, and getting around without a pointer."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from shapely import Polygon

from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.domain.kinds import Kind
from placeplanner.draw.style import load_style
from placeplanner.edits.records import AddRecord, ChangeRecord
from placeplanner.gui.shell.plan_page import PlanPage
from tests.builders import a_point, a_record
from tests.stories.window import a_new_plan, a_window, page_of, press


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlanPage:
    return a_new_plan(a_window(qtbot), tmp_path / "plan.gpkg", monkeypatch)


def test_f6_goes_round_search_list_and_map(page: PlanPage, qtbot: QtBot) -> None:
    page.map.canvas.setFocus()
    been = []
    for _ in range(3):
        press(qtbot, Qt.Key.Key_F6)
        been.append(QApplication.focusWidget())
    assert been[0] is page.topbar.finder
    assert page.rail.isAncestorOf(been[1])
    assert been[2] is page.map.canvas


def test_a_slash_goes_to_the_search_box_but_can_be_typed_in_it(page: PlanPage, qtbot: QtBot) -> None:
    page.map.canvas.setFocus()
    press(qtbot, Qt.Key.Key_Slash)
    assert page.topbar.finder.hasFocus()
    press(qtbot, Qt.Key.Key_Slash)
    assert page.topbar.finder.text() == "/"


def test_enter_presses_the_button_that_has_the_keyboard(page: PlanPage, qtbot: QtBot) -> None:
    page.show_side("who")
    button = next(one for one in page.side.who.findChildren(QPushButton) if one.text() == "Close")
    button.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert page.side.shown() == ""


def test_nothing_to_undo_is_a_reason_not_a_grey_riddle(page: PlanPage) -> None:
    actions = {operation.name: action for operation, action in page._operations}
    assert not actions["undo"].isEnabled()
    assert actions["undo"].toolTip().startswith("Nothing has been done yet.")
    assert actions["remove"].toolTip().startswith("Choose a record first")


def test_a_typed_grid_reference_moves_the_map(page: PlanPage, qtbot: QtBot) -> None:
    box = page.care._position
    box.setFocus()
    box.setText("SD 6000 0500")
    press(qtbot, Qt.Key.Key_Return)
    east, north = page.map.canvas.viewport.centre
    assert (round(east), round(north)) == (360000, 405000)


def test_a_position_that_is_none_is_explained(page: PlanPage, qtbot: QtBot) -> None:
    box = page.care._position
    box.setFocus()
    box.setText("by the chip shop")
    press(qtbot, Qt.Key.Key_Return)
    assert page.care.message()


def test_hall_view_makes_letters_bigger_and_small_again(page: PlanPage) -> None:
    before = QApplication.font().pointSizeF()
    page.toggle_hall_view()
    assert QApplication.font().pointSizeF() > before * 1.2
    assert page.map.canvas.scene.style.names.record.size > load_style("light").names.record.size * 1.2
    page.toggle_hall_view()
    assert QApplication.font().pointSizeF() == before


def test_a_left_panel_is_hidden_by_its_own_key_and_remembered(page: PlanPage, qtbot: QtBot) -> None:
    page.map.canvas.setFocus()
    press(qtbot, Qt.Key.Key_F3)
    assert page.rail.shown() == "records"
    page.map.canvas.setFocus()
    press(qtbot, Qt.Key.Key_F3)
    assert page.rail.shown() == ""
    assert page.desk.settings.left_panel == ""


def test_the_plan_that_cannot_be_opened_leaves_the_open_one_alone(
    page: PlanPage, tmp_path: Path, qtbot: QtBot
) -> None:
    window = page.window()
    nonsense = tmp_path / "nonsense.gpkg"
    nonsense.write_bytes(b"not a plan")
    assert not window.open_plan(nonsense)  # type: ignore[attr-defined]
    assert page_of(window) is page  # type: ignore[arg-type]
    assert "not a plan" in page.care.message()


def _a_jpeg(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(file, "JPEG")
    return file.getvalue()


def test_photos_added_together_all_come_in_and_one_undo_takes_back_one(page: PlanPage, qtbot: QtBot) -> None:
    record = a_record()
    page.desk.perform(AddRecord(record))
    page.desk.choose(record.id)
    for colour in ("red", "green", "blue"):
        page.side.form.photos.added.emit(_a_jpeg(colour))
    qtbot.waitUntil(lambda: len(page.desk.plan.photos(record.id)) == 3)
    assert page.side.form.photos._list.count() == 3
    page.desk.undo()
    assert len(page.desk.plan.photos(record.id)) == 2


def test_a_file_that_is_no_photo_is_explained_where_it_was_added(page: PlanPage, qtbot: QtBot) -> None:
    record = a_record()
    page.desk.perform(AddRecord(record))
    page.desk.choose(record.id)
    page.side.form.photos.added.emit(b"not a photo at all")
    qtbot.waitUntil(lambda: bool(page.side.form.photos._problem.text()))
    assert page.desk.plan.photos(record.id) == ()


def test_a_long_message_is_read_whole_and_the_box_for_a_position_comes_back(page: PlanPage) -> None:
    page.say("This plan was brought up to date. " + "A copy of it as it was is kept in a folder. " * 3)
    bar, message = page.care, page.care._message
    QApplication.processEvents()
    assert bar._position.isHidden()
    needed = message.heightForWidth(message.width())
    assert needed <= message.height() + 2 * message.margin()
    page.say("Saved.")
    assert not bar._position.isHidden()


def test_a_chosen_record_stays_in_view_though_its_form_takes_room_from_the_map(
    page: PlanPage, qtbot: QtBot
) -> None:
    canvas = page.map.canvas
    canvas.stage.set_viewport(canvas.viewport.at_scale(5_000))
    west, south, _, north = canvas.viewport.bounds
    record = a_record(geometry=a_point(west + 2, (south + north) / 2))
    page.desk.history.perform(AddRecord(record))
    page.desk.choose(record.id)
    qtbot.waitUntil(lambda: page.side.isVisible() and canvas.width() + page.side.width() <= page.width())
    QApplication.processEvents()
    x, _ = canvas.viewport.to_pixel(EastingNorthing(west + 2, (south + north) / 2))
    assert 90 <= x <= canvas.width() - 90


def test_a_name_without_end_leaves_the_rest_of_its_message_readable(page: PlanPage) -> None:
    page.care.say(f"Added “{'Hall ' * 400}” to the plan.")
    message = page.care._message
    assert "to the plan." in message.text() and len(message.text()) < 120
    assert len(message.accessibleName()) > 2_000, "it is told whole"
    page.care.say("Added “Leigh Library”")
    assert message.text() == "Added “Leigh Library”"


def test_a_message_of_three_lines_is_read_whole_where_the_count_makes_room(page: PlanPage) -> None:
    page.care.say(
        "Ninety letters or so make up each of the sentences that are told below the map just here. " * 3
    )
    QApplication.processEvents()
    message = page.care._message
    assert message.heightForWidth(message.width()) <= message.height()
    assert page.care._count.isHidden()
    page.care.say("Saved.")
    assert page.care._count.isVisible()


def test_the_first_step_is_done_where_a_place_was_left_last(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = a_new_plan(a_window(qtbot), tmp_path / "plan.gpkg", monkeypatch)
    assert "place" not in page.map.first_steps._done, "the whole borough is nobody's choice"
    hindley = next(place for place in page.desk.plan.places if place.name == "Hindley")
    page.map.show_place(hindley)
    assert "place" in page.map.first_steps._done


def test_an_area_that_was_searched_for_is_seen_whole_beside_its_form(page: PlanPage, qtbot: QtBot) -> None:
    east, north = 362_000, 404_000
    slanting = [
        (east, north),
        (east + 330, north + 10),
        (east + 20, north + 250),
    ]  # its centroid is far to one side
    park = a_record("greenspace", "Leyland Park", geometry=Polygon(slanting))
    page.desk.perform(AddRecord(park))
    page.rail.show_panel("map")
    page.topbar.finder.setFocus()
    qtbot.keyClicks(page.topbar.finder, "leyland")
    press(qtbot, Qt.Key.Key_Return)
    canvas = page.map.canvas

    def is_seen_whole() -> bool:
        x0, y0 = canvas.viewport.to_pixel(EastingNorthing(east, north))
        x1, y1 = canvas.viewport.to_pixel(EastingNorthing(east + 330, north + 250))
        return page.side.isVisible() and x0 > 0 and y1 > 0 and x1 < canvas.width() and y0 < canvas.height()

    qtbot.wait(200)  # for the form to have taken its room
    assert is_seen_whole()


def test_only_what_is_added_is_one_thing_that_somebody_loves(page: PlanPage) -> None:
    steps = page.map.first_steps
    record = a_record(name="Leigh Library")
    page.desk.perform(AddRecord(record))
    assert "love" in steps._done
    steps._done.clear()
    page.desk.perform(ChangeRecord(record.id, {"notes": "Painted blue"}))
    assert "love" not in steps._done


def test_who_chooses_another_record_is_told_that_the_form_is_about_the_new_one(
    page: PlanPage, qtbot: QtBot
) -> None:
    library = a_record(name="Leigh Library")
    page.desk.perform(AddRecord(library))
    page.desk.choose(None)
    page.side.start_draft(Kind.ASSET, a_point())
    page.desk.choose(library.id)
    assert "still about the new record" in page.care.message()
    page.side.end_draft()
    assert page.side.form.record_id() == library.id
