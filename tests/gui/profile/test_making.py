"""The button that makes a profile: a click that comes late does no harm, the keyboard stays, the folder is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from placeplanner.errors import Problem
from placeplanner.gui.profile.making import Making
from tests.gui.on_screen import on_screen


@pytest.fixture
def making(qtbot: QtBot) -> Making:
    return on_screen(qtbot, Making(), 400, 200)


def presses(making: Making, qtbot: QtBot) -> list[int]:
    """Press the button, and give what came of it."""
    asked: list[int] = []
    making.wanted.connect(lambda: asked.append(1))
    qtbot.mouseClick(making.make, Qt.MouseButton.LeftButton)
    return asked


def test_a_late_click_on_cancel_makes_no_other_profile(making: Making, qtbot: QtBot, tmp_path: Path) -> None:
    making.show_progress("Drawing", 0.9)
    making.show_done((tmp_path / "a.pdf",))
    assert presses(making, qtbot) == []
    qtbot.waitUntil(lambda: presses(making, qtbot) != [])


def test_who_has_just_come_waits_for_nothing(making: Making, qtbot: QtBot) -> None:
    assert presses(making, qtbot) == [1]


def test_the_keyboard_goes_to_cancel_and_back_to_where_it_began(making: Making) -> None:
    making.make.setFocus()
    making.show_progress("Drawing", 0.1)
    assert making.cancel.hasFocus()
    making.show_cancelled()
    assert making.make.hasFocus()
    making.show_progress("Drawing", 0.1)
    making.show_problem(Problem("It cannot be made.", "The disk is full."))
    assert making.make.hasFocus()


def test_who_cancels_is_told_at_once_that_it_stops(making: Making) -> None:
    making.show_progress("Setting the atlas for paper", 0.9)
    making.cancel.click()
    assert making.words() == "Stopping …"


def test_who_gave_an_atlas_up_is_told_what_to_make_again_and_where(making: Making, tmp_path: Path) -> None:
    making.show_progress("Drawing", 0.1)
    making.show_cancelled(goes_on_in=tmp_path)
    assert f"Make the atlas again in {tmp_path}" in making.words()


def test_the_folder_is_named_where_nothing_opens_it(
    making: Making, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    making.show_done((tmp_path / "a.pdf",))
    making.open.click()
    assert "could not be opened" in making.words() and str(tmp_path) in making.words()
    assert making.open.isVisible()


def test_a_folder_that_was_moved_is_told_instead_of_opened(
    making: Making, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: pytest.fail("it is not there"))
    making.show_done((tmp_path / "gone" / "a.pdf",))
    making.open.click()
    assert "no longer there" in making.words() and str(tmp_path / "gone") in making.words()
