"""The window as a screen reader tells it: every stop has a name, what happens is said, the keyboard is never lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Record
from placeplanner.edits.records import AddRecord
from placeplanner.errors import Problem
from placeplanner.gui.forms.questions import Section
from placeplanner.gui.forms.record_form import RecordForm
from placeplanner.gui.shell.crash import CrashPage
from placeplanner.gui.shell.plan_page import PlanPage
from placeplanner.gui.shell.window import MainWindow
from tests.builders import a_line, a_point, a_record, an_area
from tests.gui.hearing import description_of, faults_in, listening, name_of, stops_in
from tests.gui.maps.town import a_layered_pack
from tests.stories.window import a_new_plan, a_window, form_of, press, type_words


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlanPage:
    page = a_new_plan(a_window(qtbot), tmp_path / "plan.gpkg", monkeypatch)
    _add(page, a_record())
    return page


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    with listening(monkeypatch) as words:
        yield words


def _add(page: PlanPage, record: Record) -> Record:
    page.desk.perform(AddRecord(record))
    return page.desk.records[record.id]


def _focus() -> QWidget:
    focus = QApplication.focusWidget()
    assert focus is not None and focus.isVisible()
    return focus


# Names


def test_all_of_the_welcome_page_has_a_name(qtbot: QtBot) -> None:
    window = a_window(qtbot)
    assert not faults_in(window)


@pytest.mark.parametrize("panel", ["map", "records", "history", "known", "maps"])
def test_all_of_each_panel_at_the_left_has_a_name(
    page: PlanPage, qtbot: QtBot, tmp_path: Path, panel: str
) -> None:
    page.maps.take_files([a_layered_pack(tmp_path, {"Bins": 4, "Benches": 3})])
    qtbot.waitUntil(lambda: page.map.canvas.scene.streets is not None, timeout=20_000)
    page.rail.show_panel(panel)
    QApplication.processEvents()
    assert not faults_in(page.window())


@pytest.mark.parametrize("panel", ["help", "keys", "sources", "who", "paper"])
def test_all_of_each_panel_at_the_right_has_a_name(page: PlanPage, panel: str) -> None:
    page.show_side(panel)
    QApplication.processEvents()
    assert stops_in(page.side)
    assert not faults_in(page.window())


@pytest.mark.parametrize(
    "record",
    [
        a_record(),
        a_record("greenspace", "The park", category="park", geometry=an_area()),
        a_record("heritage", "The old line", category="industrial", geometry=a_line()),
        a_record("priority", "A crossing", category="moving", geometry=a_point()),
    ],
    ids=lambda record: record.kind,
)
def test_all_of_the_form_of_each_kind_has_a_name(page: PlanPage, qtbot: QtBot, record: Record) -> None:
    form = _form(page, _add(page, record), qtbot)
    for section in form.findChildren(Section):
        section.open()
    QApplication.processEvents()
    assert not faults_in(form)


def _form(page: PlanPage, record: Record, qtbot: QtBot) -> RecordForm:
    window = page.window()
    assert isinstance(window, MainWindow)
    return form_of(window, record, qtbot)


def test_all_of_each_part_of_the_profile_has_a_name(page: PlanPage) -> None:
    page.show_side("profile")
    tabs = page.side.exporting.panel.tabs
    for part in range(tabs.count()):
        tabs.setCurrentIndex(part)
        QApplication.processEvents()
        assert not faults_in(page.window()), tabs.tabText(part)


def test_all_of_the_page_about_a_fault_of_the_program_has_a_name(qtbot: QtBot) -> None:
    crash = CrashPage("Place Planner 0.1.0")
    qtbot.addWidget(crash)
    crash.show()
    assert not faults_in(crash)


def test_every_entry_of_the_menu_has_words(page: PlanPage) -> None:
    entries = list(_entries(page.topbar.menu))
    assert len(entries) > 20
    assert all(one.text().strip() for one in entries)


def _entries(menu: QMenu) -> Iterator[QAction]:
    for one in menu.actions():
        if not one.isSeparator():
            yield one
        if inner := one.menu():
            assert isinstance(inner, QMenu)
            yield from _entries(inner)


# What is said


def test_what_was_done_is_said_and_that_it_is_saved(page: PlanPage, qtbot: QtBot, said: list[str]) -> None:
    page.side.start_draft(
        Kind.ASSET,
        a_point(),
    )
    type_words(qtbot, "library")
    press(qtbot, Qt.Key.Key_Return)
    type_words(qtbot, "Leigh Library")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Added “Leigh Library”. Saved." in said)
    page.desk.undo()
    qtbot.waitUntil(lambda: said[-1].startswith("Undid: Added"))


def test_a_problem_is_said(page: PlanPage, qtbot: QtBot, said: list[str]) -> None:
    page.refuse(Problem("The disk is full.", "", "Make room."))
    qtbot.waitUntil(lambda: said == ["The disk is full. Make room."])


def test_a_tool_says_once_how_it_is_used_and_how_without_a_mouse(
    page: PlanPage, qtbot: QtBot, said: list[str]
) -> None:
    page.map.canvas.setFocus()
    press(qtbot, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: bool(said))
    qtbot.wait(300)
    assert len(said) == 1
    assert "C takes up a crosshair" in said[0]


def test_enter_in_a_form_without_a_name_says_what_is_missing(
    page: PlanPage, qtbot: QtBot, said: list[str]
) -> None:
    page.side.start_draft(Kind.ASSET, a_point())
    type_words(qtbot, "library")
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said[-1:] == ["Give it a name first."])
    assert name_of(_focus()) == "Name (needed)"


def test_places_are_heard_while_they_are_looked_for(page: PlanPage, qtbot: QtBot, said: list[str]) -> None:
    page.choose_place()
    type_words(qtbot, "hindley")
    qtbot.waitUntil(lambda: said[-1:] == ["4 found. Hindley, town, 1 record"])
    press(qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: said[-1].startswith("Hindley East, neighbourhood"))
    type_words(qtbot, "xyz")
    qtbot.waitUntil(lambda: said[-1] == "No place here is called “hindleyxyz”.")


def test_what_the_search_box_finds_is_heard(page: PlanPage, qtbot: QtBot, said: list[str]) -> None:
    page.start_search()
    type_words(qtbot, "hindley")
    qtbot.waitUntil(lambda: bool(said) and " found. Hindley" in said[-1])
    first = said[-1]
    press(qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: said[-1] != first)
    type_words(qtbot, "xyz")
    qtbot.waitUntil(lambda: said[-1].startswith("Nothing found here"))


def test_how_many_records_match_is_heard(page: PlanPage, qtbot: QtBot, said: list[str]) -> None:
    page.rail.show_panel("records")
    page.records.search.setFocus()
    type_words(qtbot, "libr")
    qtbot.waitUntil(lambda: said[-1:] == ["1 of 1 record"])


def test_what_is_wrong_with_an_answer_is_said_and_stays_with_its_field(
    page: PlanPage, qtbot: QtBot, said: list[str]
) -> None:
    form = _form(page, page.desk.records_here()[0], qtbot)
    question = next(one for one in form.details.questions() if one.answer.input.accessibleName() == "Website")
    line = question.answer.input
    assert isinstance(line, QLineEdit)
    line.setText("x")
    question.settle()
    words = question.answer.complaint()
    qtbot.waitUntil(lambda: words in said)
    assert words in description_of(line)
    line.setText("")
    question.settle()
    assert words not in description_of(line)


def test_the_map_says_which_record_is_chosen(page: PlanPage) -> None:
    record = page.desk.records_here()[0]
    page.desk.choose(record.id)
    assert name_of(page.map.canvas) == "Map of Wigan Borough, Hindley Library chosen"
    page.desk.choose(None)
    assert name_of(page.map.canvas) == "Map of Wigan Borough"


def test_a_page_of_the_profile_is_read_where_the_keyboard_is(
    page: PlanPage, qtbot: QtBot, said: list[str]
) -> None:
    page.show_side("profile")
    leaf = page.side.exporting.panel.leaf
    qtbot.waitUntil(lambda: leaf.count > 1, timeout=60_000)
    assert "page 1 of" in name_of(leaf._scroll)
    assert "Wigan" in description_of(leaf._scroll)
    leaf.turn(1)
    qtbot.waitUntil(lambda: any(words.startswith("Page 2 of") for words in said), timeout=60_000)


# Where the keyboard is


def test_tab_goes_through_the_questions_of_a_kind_before_the_notes(page: PlanPage, qtbot: QtBot) -> None:
    form = _form(page, page.desk.records_here()[0], qtbot)
    QApplication.processEvents()
    heights = []
    while _focus() is not form.notes.answer.input and len(heights) < 50:
        press(qtbot, Qt.Key.Key_Tab)
        heights.append(_focus().mapTo(form._scroll.widget(), _focus().rect().topLeft()).y())
        assert form.isAncestorOf(_focus())
    assert 5 < len(heights) < 50
    assert heights == sorted(heights)


def test_a_key_of_a_panel_takes_the_keyboard_into_it_and_out_again(page: PlanPage, qtbot: QtBot) -> None:
    page.map.canvas.setFocus()
    press(qtbot, Qt.Key.Key_F3)
    assert _focus() is page.records.search
    press(qtbot, Qt.Key.Key_F3)
    assert page.map.canvas.hasFocus()
    press(qtbot, Qt.Key.Key_F5)  # made only now
    qtbot.waitUntil(lambda: _focus() is page.maps.panel.add)


def test_the_next_panel_is_entered_where_it_begins(page: PlanPage, qtbot: QtBot) -> None:
    page.rail.show_panel("map")
    page.topbar.finder.setFocus()
    press(qtbot, Qt.Key.Key_F6)
    assert _focus() is page.places.finder


@pytest.mark.parametrize("panel", ["help", "who", "paper"])
def test_esc_in_a_panel_at_the_right_leads_back_to_the_map(page: PlanPage, qtbot: QtBot, panel: str) -> None:
    page.show_side(panel)
    press(qtbot, Qt.Key.Key_Escape)
    assert page.map.canvas.hasFocus()
    assert page.side.isVisible()


@pytest.mark.parametrize("panel", ["help", "who", "paper"])
def test_a_panel_at_the_right_has_the_keyboard_and_gives_it_back_to_the_map(
    page: PlanPage, panel: str
) -> None:
    page.show_side(panel)
    assert page.side.isAncestorOf(_focus())
    page.side.currentWidget().closed.emit()  # type: ignore[union-attr]
    assert page.map.canvas.hasFocus()


def test_the_keyboard_is_on_the_map_after_a_record_is_deleted_in_its_form(
    page: PlanPage, qtbot: QtBot
) -> None:
    form = _form(page, page.desk.records_here()[0], qtbot)
    form._remove.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert not page.desk.records
    assert page.map.canvas.hasFocus()


def test_undo_works_in_a_field_in_which_nothing_was_written(page: PlanPage, qtbot: QtBot) -> None:
    _form(page, page.desk.records_here()[0], qtbot)
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.keyClick(_focus(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not page.desk.records


# Large letters on a small screen


@pytest.mark.parametrize("panel", ["help", "who", "paper"])
def test_at_twice_the_size_the_window_fits_a_screen_of_1280_by_800(page: PlanPage, panel: str) -> None:
    page.rail.show_panel("records")
    page.desk.choose(page.desk.records_here()[0].id)
    page.show_side(panel)
    QApplication.processEvents()
    least = page.window().minimumSizeHint()
    assert least.width() <= 640
    assert least.height() <= 380
    page.window().resize(640, 380)
    QApplication.processEvents()
    assert page.window().width() == 640
    stops = [one for one in stops_in(page.care) if one.isVisible()]
    assert all(page.care.rect().contains(one.geometry()) for one in stops)
    assert page.care._saved.geometry().right() <= page.care.width()
