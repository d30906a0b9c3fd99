"""What has been done: told newest first, with who and when, and the way back with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from placeplanner.edits.bulk import AddMany
from placeplanner.edits.records import AddRecord, ChangeRecord, RemoveRecord
from placeplanner.gui.panels.history import OUTSIDE, HistoryPanel
from placeplanner.gui.panels.rows import ROW, Row
from tests.builders import a_history, a_record

NOW = datetime.now(UTC).isoformat()


@dataclass(frozen=True)
class AStep:
    told: str = "Added a record"
    at: str = NOW
    by: str = "Sam"
    is_undone: bool = False
    is_outside: bool = False
    count: int = 1


@pytest.fixture
def panel(qtbot: QtBot) -> HistoryPanel:
    made = HistoryPanel()
    qtbot.addWidget(made)
    made.resize(300, 500)
    made.show()
    return made


def _row(panel: HistoryPanel, number: int = 0) -> Row:
    row: Row = panel.steps.index(number).data(ROW)
    return row


def _heard(panel: HistoryPanel, number: int = 0) -> str:
    return str(panel.steps.index(number).data(Qt.ItemDataRole.AccessibleTextRole))


def test_nothing_done_yet_says_what_will_be_here(panel: HistoryPanel) -> None:
    assert panel.empty.isVisible() and "can be undone" in panel.empty.text()
    assert not panel.list.isVisible()


def test_undo_and_redo_say_why_they_cannot_be_used(panel: HistoryPanel) -> None:
    assert not panel.undo.isEnabled() and panel.undo.toolTip() == "There is nothing to undo."
    assert not panel.redo.isEnabled() and "nothing has just been undone" in panel.redo.toolTip()
    assert panel.undo.accessibleDescription() == panel.undo.toolTip()


def test_undo_and_redo_say_what_they_would_do(panel: HistoryPanel) -> None:
    panel.set_steps([AStep()], "Added a record", "Moved a corner")
    assert panel.undo.toolTip() == "Undo: Added a record (Ctrl+Z)"
    assert panel.undo.accessibleName() == "Undo: Added a record"
    assert panel.redo.toolTip() == "Redo: Moved a corner (Ctrl+Shift+Z)"
    assert panel.redo.accessibleDescription() == "Keys Ctrl+Shift+Z"


def test_undo_and_redo_work_by_mouse_and_keyboard(panel: HistoryPanel, qtbot: QtBot) -> None:
    panel.set_steps([AStep()], "Added a record", "Moved a corner")
    with qtbot.waitSignal(panel.undo_wanted):
        qtbot.mouseClick(panel.undo, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.redo_wanted):
        qtbot.keyClick(panel.redo, Qt.Key.Key_Space)


def test_a_step_says_who_and_when(panel: HistoryPanel) -> None:
    panel.set_steps([AStep()], "Added a record", None)
    clock = datetime.fromisoformat(NOW).astimezone()
    assert _row(panel).below == f"today {clock:%H:%M} · Sam"
    assert _heard(panel) == f"Added a record, today {clock:%H:%M}, Sam"


def test_a_step_without_a_name_shows_only_when(panel: HistoryPanel) -> None:
    panel.set_steps([AStep(by="", at="2026-05-12T12:00:00")], "Added a record", None)
    assert "·" not in _row(panel).below and "12 May 2026" in _row(panel).below


def test_an_undone_step_is_struck_marked_and_said(panel: HistoryPanel) -> None:
    panel.set_steps([AStep(is_undone=True)], None, "Added a record")
    assert (_row(panel).is_struck, _row(panel).mark) == (True, "Undone")
    assert _heard(panel).endswith(", undone")


def test_what_another_program_did_is_told_apart(panel: HistoryPanel) -> None:
    panel.set_steps([AStep(is_outside=True, by="", count=12)], None, None)
    assert OUTSIDE in _row(panel).below and _row(panel).icon is not None
    assert "(12 changes)" in _heard(panel)


def test_the_real_history_is_shown_newest_first(panel: HistoryPanel, tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    history.perform(AddRecord(a_record(name="Hindley Library")))
    history.perform(AddRecord(a_record("greenspace", name="Leyland Park")))
    history.undo()
    panel.set_steps(history.steps(), history.undo_label, history.redo_label)
    plan.close()
    labels = [panel.steps.index(row).data() for row in range(panel.steps.rowCount())]
    assert len(labels) >= 2 and panel.undo.isEnabled() and panel.redo.isEnabled()
    assert sum(_row(panel, row).is_struck for row in range(panel.steps.rowCount())) == 1
    assert panel.list.accessibleName() == "What has been done, newest first"
    assert not panel.grab().isNull()


def test_a_step_names_the_one_record_that_it_concerns(panel: HistoryPanel, tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    record = a_record(name="Hindley Library")
    history.perform(AddRecord(record))
    history.perform(ChangeRecord(record.id, {"notes": "Warm in winter"}))
    history.perform(ChangeRecord(record.id, {"name": "Hindley Library and Life Centre"}))
    assert history.undo_label == "Changed a record: Hindley Library and Life Centre"
    panel.set_steps(history.steps(), history.undo_label, history.redo_label)
    assert _row(panel, 1).title.startswith("Changed a record: Hindley Library")
    assert panel.undo.toolTip().startswith("Undo: Changed a record: Hindley Library")
    history.perform(RemoveRecord(record.id))
    assert history.undo_label == "Removed a record: Hindley Library and Life Centre"
    undone = history.undo()
    assert undone is not None and undone.label == "Undid: Removed a record: Hindley Library and Life Centre"
    plan.close()


def test_a_step_that_concerns_several_names_none(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    history.perform(AddMany((a_record(name="Hindley Library"), a_record("greenspace", name="Leyland Park"))))
    assert history.steps()[0].about == ""
    plan.close()
