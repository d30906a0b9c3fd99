"""Helping hands for stories: a real window, clicks at real positions, keys as a person presses them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytest import MonkeyPatch
from pytestqt.qtbot import QtBot

from placeplanner.domain.record import Record
from placeplanner.gui.forms.record_form import RecordForm
from placeplanner.gui.shell import chooser
from placeplanner.gui.shell.plan_page import PlanPage
from placeplanner.gui.shell.window import MainWindow
from placeplanner.settings import load


def a_window(qtbot: QtBot) -> MainWindow:
    """The window as it comes up for this user, on the welcome page."""
    window = MainWindow(load())
    qtbot.addWidget(window, before_close_func=lambda it: it._close_page())
    window.resize(1280, 800)
    window.show_welcome()
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def a_new_plan(window: MainWindow, path: Path, monkeypatch: MonkeyPatch) -> PlanPage:
    """Make a new plan through the welcome page's button."""
    monkeypatch.setattr(chooser, "new_plan", lambda parent: path)
    window.welcome.new_wanted.emit()
    assert window.page is not None, window.welcome._problem.text()
    return window.page


def page_of(window: MainWindow) -> PlanPage:
    """The open plan's page."""
    assert window.page is not None
    return window.page


def form_of(window: MainWindow, record: Record, qtbot: QtBot) -> RecordForm:
    """The form beside the map, open on a record and ready to be typed in."""
    page = page_of(window)
    page.desk.choose(record.id)
    page.side.focus_form()
    qtbot.waitUntil(page.side.form.head.name.isVisible)
    return page.side.form


def pixel(page: PlanPage, east: float, north: float) -> QPoint:
    """Where a position is on the canvas."""
    from placeplanner.domain.coordinates import EastingNorthing

    x, y = page.map.canvas.viewport.to_pixel(EastingNorthing(east, north))
    return QPoint(round(x), round(y))


def click(qtbot: QtBot, page: PlanPage, east: float, north: float) -> None:
    """Click on the map."""
    canvas = page.map.canvas
    page.window().activateWindow()  # the offscreen platform leaves it to the list of suggestions that has gone
    QApplication.processEvents()
    qtbot.mouseMove(canvas, pixel(page, east, north))
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel(page, east, north))


def press(
    qtbot: QtBot, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press keys wherever the cursor is."""
    for key in keys:
        widget = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert widget is not None, "nothing has the keyboard"
        qtbot.keyClick(widget, key, modifier)


def type_words(qtbot: QtBot, words: str) -> None:
    """Type wherever the cursor is."""
    for letter in words:
        widget = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert widget is not None, "nothing has the keyboard"
        qtbot.keyClicks(widget, letter)
