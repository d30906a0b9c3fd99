"""Whole files in the window: new, opened, restored, dropped, refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from placeplanner import settings
from placeplanner.edits.records import AddRecord
from placeplanner.gui.shell import chooser
from placeplanner.gui.shell.window import MainWindow
from placeplanner.store import backups
from tests.builders import a_history, a_plan, a_record
from tests.stories.window import a_new_plan, a_window, page_of


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    return a_window(qtbot)


def test_a_backup_comes_back_and_what_was_there_is_kept(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, history = a_history(tmp_path)
    record = a_record(name="As it was")
    history.perform(AddRecord(record))
    backup = plan.back_up()
    history.perform(AddRecord(a_record(name="Added later")))
    plan.close()
    monkeypatch.setattr(chooser, "where_to_restore", lambda parent, stem: tmp_path / "plan.gpkg")
    window.restore(backup)
    assert [one.name for one in page_of(window).desk.records.values()] == ["As it was"]
    assert "kept as" in page_of(window).care.message()
    assert len(list(tmp_path.glob("plan (kept *).gpkg"))) == 1


def test_a_new_plan_never_takes_the_place_of_a_file(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "taken.gpkg"
    taken.write_text("somebody's shopping list")
    monkeypatch.setattr(chooser, "new_plan", lambda parent: taken)
    window.new_plan()
    assert window.page is None
    assert "already" in window.welcome._problem.text()
    assert taken.read_text() == "somebody's shopping list"


def test_an_opened_plan_is_first_among_the_recent_ones(window: MainWindow, tmp_path: Path) -> None:
    for name in ("one.gpkg", "two.gpkg"):
        a_plan(tmp_path, name).close()
        assert window.open_plan(tmp_path / name)
    assert [Path(path).name for path in settings.load().recent] == ["two.gpkg", "one.gpkg"]


def test_a_plan_dropped_on_the_window_is_opened(window: MainWindow, tmp_path: Path) -> None:
    a_plan(tmp_path).close()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "plan.gpkg"))])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    either = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    event = QDropEvent(QPointF(5, 5), either, data, left, none)
    window.dropEvent(event)
    assert event.dropAction() is Qt.DropAction.CopyAction, "whoever is told that it was moved may delete it"
    assert page_of(window).desk.plan.path == tmp_path / "plan.gpkg"


def test_the_sample_is_made_once_and_then_opened(window: MainWindow) -> None:
    window.open_sample()
    first = page_of(window).desk.plan.plan_id
    page_of(window).desk.perform(AddRecord(a_record(name="Mine")))
    window.show_welcome()
    assert window.page is None
    window.open_sample()
    assert page_of(window).desk.plan.plan_id == first
    assert "Mine" in {one.name for one in page_of(window).desk.records.values()}


def test_opening_a_plan_backs_it_up_by_itself(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    page = a_new_plan(window, tmp_path / "plan.gpkg", monkeypatch)
    qtbot.waitUntil(lambda: page.desk.backed_up_at is not None, timeout=5000)
    assert len(backups.backups_in()) == 1


def test_a_plan_that_vanished_is_told_and_the_window_lives_on(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = a_new_plan(window, tmp_path / "plan.gpkg", monkeypatch)
    (tmp_path / "plan.gpkg").unlink()
    assert page.desk.perform(AddRecord(a_record())) is None
    assert page.care.message()
    page.desk.look_outside()
    page.desk.back_up()
