"""The first page: three ways in, plans and backups to come back to, and what went wrong in words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from placeplanner.errors import Problem
from placeplanner.gui.panels.rows import ROW
from placeplanner.gui.shell import borough_picture
from placeplanner.gui.shell.welcome import Welcome
from placeplanner.store.backups import Backup
from tests.gui.on_screen import on_screen


@pytest.fixture
def welcome(qtbot: QtBot) -> Welcome:
    return on_screen(qtbot, Welcome(), 1280, 720)


def _plans(folder: Path, *names: str) -> list[str]:
    for name in names:
        (folder / f"{name}.gpkg").touch()
    return [str(folder / f"{name}.gpkg") for name in names]


def _a_backup(folder: Path, why: str = "") -> Backup:
    return Backup(folder / "copy.gpkg", "Hindley", "12345678", datetime(2026, 5, 12, 13, 2, tzinfo=UTC), why)


def test_enter_on_the_page_as_it_comes_up_makes_a_new_plan(welcome: Welcome, qtbot: QtBot) -> None:
    assert QApplication.focusWidget() is welcome._ways[0]
    with qtbot.waitSignal(welcome.new_wanted):
        qtbot.keyClick(welcome._ways[0], Qt.Key.Key_Return)


@pytest.mark.parametrize(("number", "signal"), [(0, "new_wanted"), (1, "open_wanted"), (2, "sample_wanted")])
def test_each_card_is_a_way_in(welcome: Welcome, qtbot: QtBot, number: int, signal: str) -> None:
    with qtbot.waitSignal(getattr(welcome, signal)):
        qtbot.mouseClick(welcome._ways[number], Qt.MouseButton.LeftButton)


def test_tab_goes_along_the_cards_and_then_to_the_lists(
    welcome: Welcome, qtbot: QtBot, tmp_path: Path
) -> None:
    welcome.show_recent(_plans(tmp_path, "Hindley"))
    welcome.show_backups([_a_backup(tmp_path)])
    passed = []
    for _ in range(5):
        widget = QApplication.focusWidget()
        assert widget is not None
        passed.append(widget.accessibleName())
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    assert passed == ["New plan", "Open a plan", "Look at the sample", "Plans opened last", "Backups"]


def test_a_card_says_its_hint_to_a_screen_reader(welcome: Welcome) -> None:
    assert all(way.accessibleDescription().endswith(".") for way in welcome._ways)


def test_the_lists_teach_how_they_fill_while_they_are_empty(welcome: Welcome) -> None:
    welcome.show_recent(())
    welcome.show_backups(())
    assert "New plan" in welcome._recent.empty.text() and welcome._recent.empty.isVisible()
    assert "every 15 minutes" in welcome._backups.empty.text() and not welcome._backups.list.isVisible()


def test_enter_opens_a_recent_plan_once(welcome: Welcome, qtbot: QtBot, tmp_path: Path) -> None:
    paths = _plans(tmp_path, "Hindley", "Leigh")
    welcome.show_recent(paths)
    told: list[str] = []
    welcome.recent_wanted.connect(told.append)
    welcome._recent.list.setFocus()
    qtbot.keyClick(welcome._recent.list, Qt.Key.Key_Down)
    qtbot.keyClick(welcome._recent.list, Qt.Key.Key_Return)
    assert told == [paths[1]]


def test_a_click_opens_a_recent_plan_once(welcome: Welcome, qtbot: QtBot, tmp_path: Path) -> None:
    paths = _plans(tmp_path, "Hindley", "Leigh")
    welcome.show_recent(paths)
    told: list[str] = []
    welcome.recent_wanted.connect(told.append)
    rows = welcome._recent.list
    spot = rows.visualItemRect(rows.item(1)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert told == [paths[1]]


def test_a_plan_that_is_gone_says_so(welcome: Welcome, tmp_path: Path) -> None:
    welcome.show_recent([*_plans(tmp_path, "Hindley"), str(tmp_path / "Gone.gpkg")])
    here, gone = (welcome._recent.list.item(number) for number in range(2))
    assert here.data(ROW).below.startswith("Changed today") and not here.data(ROW).mark
    assert gone.data(ROW).mark == "Not there now"
    assert "Not there now" in gone.data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_backup_says_when_and_why_it_was_made(welcome: Welcome, qtbot: QtBot, tmp_path: Path) -> None:
    welcome.show_backups([_a_backup(tmp_path, "before-update")])
    row = welcome._backups.list.item(0)
    local = datetime(2026, 5, 12, 13, 2, tzinfo=UTC).astimezone()
    assert row.data(ROW).below == f"12 May 2026, {local:%H:%M} · before an update"
    with qtbot.waitSignal(welcome.backup_wanted) as told:
        welcome._backups.list.setFocus()
        qtbot.keyClick(welcome._backups.list, Qt.Key.Key_Return)
    assert told.args == [str(tmp_path / "copy.gpkg")]


def test_a_problem_is_shown_whole_and_can_be_heard(welcome: Welcome) -> None:
    problem = Problem("“Leigh.gpkg” is not a plan.", "It begins otherwise.", "Choose another file.")
    welcome.refuse(problem)
    assert welcome._problem.isVisible()
    assert welcome._problem.text() == welcome._problem.accessibleName() == str(problem)
    welcome.refuse(None)
    assert not welcome._problem.isVisible()


def test_the_picture_names_every_town_after_the_first_show(welcome: Welcome, qtbot: QtBot) -> None:
    assert welcome._picture.isVisible()
    qtbot.waitUntil(lambda: len(welcome._picture.towns) == 14)
    names = {"".join(town.lines).replace(" ", "") for town in welcome._picture.towns}
    assert {"Hindley", "WiganRuralDistrict", "Ashton-in-Makerfield", "BillingeandWinstanley"} <= names


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_all_town_names_fit_so_that_nobody_misses_theirs(
    welcome: Welcome, qtbot: QtBot, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    welcome.resize(*size)
    qtbot.waitUntil(lambda: bool(welcome._picture.towns))
    tried: list[bool] = []

    def overlap(boxes: list[object]) -> bool:
        tried.append(real(boxes))  # type: ignore[arg-type]
        return tried[-1]

    real = borough_picture._overlap
    monkeypatch.setattr(borough_picture, "_overlap", overlap)
    welcome._picture.grab()
    assert tried[-1] is False


def test_a_narrow_window_gives_the_room_to_the_words(welcome: Welcome) -> None:
    welcome.resize(800, 540)
    assert not welcome._picture.isVisible()


def test_a_large_window_gets_larger_letters(welcome: Welcome) -> None:
    small = welcome._ways[0].font().pointSizeF()
    welcome.resize(1920, 1080)
    assert welcome._ways[0].font().pointSizeF() > small * 1.2


def test_a_card_grows_with_its_words(welcome: Welcome) -> None:
    card = welcome._ways[2]
    assert card.heightForWidth(card.minimumSizeHint().width()) > card.heightForWidth(600)
    assert card.height() >= card.heightForWidth(card.width())
