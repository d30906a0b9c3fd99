"""Who is at work: said once, kept, and never lost between two buttons."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from placeplanner.gui.shell.who_panel import AtWork, WhoPanel
from tests.gui.on_screen import on_screen


@pytest.fixture
def panel(qtbot: QtBot) -> WhoPanel:
    made = on_screen(qtbot, WhoPanel(), 340, 600)
    made.show_people("", (), (), (None, None))
    return made


def _close(panel: WhoPanel) -> None:
    next(one for one in panel.findChildren(QPushButton) if one.text() == "Close").click()


def test_enter_in_any_line_records_in_this_name(panel: WhoPanel, qtbot: QtBot) -> None:
    lines = (panel._name, panel._group.lineEdit(), panel._session.lineEdit())
    for line in lines:
        assert line is not None
        line.selectAll()
        qtbot.keyClicks(line, "Ann")
        with qtbot.waitSignal(panel.at_work) as told:
            qtbot.keyClick(line, Qt.Key.Key_Return)
    last: AtWork = told.args[0]
    assert (last.name, last.group and last.group.name, last.session and last.session.name) == ("Ann",) * 3


def test_what_was_typed_is_kept_when_the_panel_is_closed(panel: WhoPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.closed), qtbot.assertNotEmitted(panel.at_work):
        _close(panel)
    qtbot.keyClicks(panel._name, "Ann")
    with qtbot.waitSignal(panel.at_work) as told:
        _close(panel)
    assert told.args[0].name == "Ann"
