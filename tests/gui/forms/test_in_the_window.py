"""The form in the real window, with a real plan behind it: what is typed is in the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.record import Record
from placeplanner.gui.shell.window import MainWindow
from placeplanner.store.planfile import PlanFile
from tests.builders import a_plan_with, a_record, an_area
from tests.stories.window import a_window, form_of, page_of

LIBRARY = a_record(name="Hindley Library")
GREEN = a_record("greenspace", name="Village green", geometry=an_area())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return a_plan_with(tmp_path, LIBRARY, GREEN)


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> MainWindow:
    made = a_window(qtbot)
    made.open_plan(path)
    return made


def _in_the_file(path: Path, record: Record) -> Record:
    plan = PlanFile.open(path, load_catalogue())
    found = plan.record(record.id)
    plan.close()
    assert found is not None
    return found


def test_a_name_half_typed_is_in_the_file_when_the_window_is_closed(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    form = form_of(window, LIBRARY, qtbot)
    form.head.name.selectAll()
    qtbot.keyClicks(form.head.name, "Hindley Library and Life Centre")
    window.close()
    QApplication.processEvents()
    assert _in_the_file(path, LIBRARY).name == "Hindley Library and Life Centre"


def test_notes_half_typed_are_in_the_file_when_another_plan_is_opened(
    window: MainWindow, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    form = form_of(window, LIBRARY, qtbot)
    form.notes.answer.input.setFocus()
    qtbot.keyClicks(form.notes.answer.input, "Warm in winter")
    assert window.open_plan(a_plan_with(tmp_path / "other"))
    QApplication.processEvents()
    assert _in_the_file(path, LIBRARY).notes == "Warm in winter"


def test_an_answer_undone_is_undone_in_the_form(window: MainWindow, qtbot: QtBot) -> None:
    form = form_of(window, LIBRARY, qtbot)
    form.head.name.selectAll()
    qtbot.keyClicks(form.head.name, "Slip")
    qtbot.keyClick(form.head.name, Qt.Key.Key_Tab)
    desk = page_of(window).desk
    assert desk.records[LIBRARY.id].name == "Slip"
    desk.undo()
    assert form.head.name.text() == "Hindley Library"
    assert not form.head.naming._clash.isVisible()


def test_a_record_deleted_in_its_form_comes_back_with_undo(window: MainWindow, qtbot: QtBot) -> None:
    form = form_of(window, LIBRARY, qtbot)
    form._remove.click()
    desk = page_of(window).desk
    assert LIBRARY.id not in desk.records
    assert not form.isVisible()
    desk.undo()
    assert LIBRARY.id in desk.records


def test_a_corner_that_would_make_the_outline_cross_itself_is_refused_and_mended(
    window: MainWindow, qtbot: QtBot
) -> None:
    form = form_of(window, GREEN, qtbot)
    item = form.whereabouts.corners._table.item(0, 0)
    assert item is not None
    item.setText("361800")  # across the opposite edge
    desk = page_of(window).desk
    assert desk.records[GREEN.id].geometry.equals(GREEN.geometry)
    assert "cross" in form.whereabouts.problem.text()
    form.whereabouts.problem._mend.click()
    mended = desk.records[GREEN.id].geometry
    assert mended.is_valid and not mended.equals(GREEN.geometry)


def test_escape_in_the_form_leads_back_to_the_map(window: MainWindow, qtbot: QtBot) -> None:
    form = form_of(window, LIBRARY, qtbot)
    qtbot.keyClick(form.head.name, Qt.Key.Key_Escape)
    qtbot.waitUntil(page_of(window).map.canvas.hasFocus)


def test_a_form_made_ahead_is_seen_when_it_is_wanted(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    page.side.prepare()
    assert not page.side.isVisible()
    page.desk.choose(LIBRARY.id)
    qtbot.waitUntil(page.side.form.head.name.isVisible)
