"""What tests of the maps stand on: the window, a new plan open in it, and the keeper of its maps."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from placeplanner.gui.maps.keeper import Keeper
from placeplanner.gui.shell.bounding import Bounding
from placeplanner.gui.shell.plan_page import PlanPage
from placeplanner.gui.shell.window import MainWindow
from tests.stories.window import a_new_plan, a_window


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    return a_window(qtbot)


@pytest.fixture
def page(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlanPage:
    return a_new_plan(window, tmp_path / "plan.gpkg", monkeypatch)


@pytest.fixture
def keeper(page: PlanPage) -> Keeper:
    return page.maps.keeper


@pytest.fixture
def bounding(page: PlanPage) -> Bounding:
    return page.maps.bounding
