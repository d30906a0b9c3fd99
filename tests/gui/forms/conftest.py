"""A plan, a form on it, and a list of what the form asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from placeplanner.gui.forms.record_form import RecordForm
from placeplanner.store.planfile import PlanFile
from tests.builders import a_history
from tests.gui.on_screen import on_screen


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[PlanFile]:
    made, _ = a_history(tmp_path)
    yield made
    made.close()


@pytest.fixture
def form(qtbot: QtBot, plan: PlanFile) -> RecordForm:
    return on_screen(qtbot, RecordForm(plan), 360, 700)


@pytest.fixture
def edits(form: RecordForm) -> list[object]:
    told: list[object] = []
    form.edit_wanted.connect(told.append)
    return told
