"""The window by keyboard alone: Tab follows the eye, and everything that can have the keyboard has a name."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from placeplanner.gui.shell.plan_page import PlanPage
from tests.gui.maps.town import a_layered_pack
from tests.stories.window import a_new_plan, a_window


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlanPage:
    page = a_new_plan(a_window(qtbot), tmp_path / "plan.gpkg", monkeypatch)
    page.maps.take_files([a_layered_pack(tmp_path, {"Bins": 4, "Benches": 3, "Bridges": 2})])
    qtbot.waitUntil(lambda: page.map.canvas.scene.streets is not None, timeout=20_000)
    return page


def _name(widget: QWidget) -> str:
    words = widget.text() if hasattr(widget, "text") and not isinstance(widget, QLineEdit) else ""
    return widget.accessibleName() or words


def _tabbed(page: PlanPage, start: QWidget, count: int) -> list[QWidget]:
    start.setFocus(Qt.FocusReason.TabFocusReason)
    found = []
    for _ in range(count):
        page.window().focusNextChild()
        focus = QApplication.focusWidget()
        assert focus is not None
        found.append(focus)
    return found


@pytest.mark.parametrize("panel", ["map", "records", "history", "known", "maps"])
def test_everything_that_can_have_the_keyboard_has_a_name(page: PlanPage, panel: str) -> None:
    page.rail.show_panel(panel)
    QApplication.processEvents()
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert _name(widget), (type(widget).__name__, type(widget.parent()).__name__)


def test_tab_goes_down_through_the_layers(page: PlanPage) -> None:
    page.rail.show_panel("map")
    underneath = page.layers.underneath
    assert _tabbed(page, underneath.streets, 3) == list(underneath.ticks.values())


def test_tab_comes_to_the_maps_before_the_map_and_goes_down_through_them(page: PlanPage) -> None:
    page.rail.show_panel("maps")
    QApplication.processEvents()
    panel = page.maps.panel
    seen = _tabbed(page, panel.cards[0].shown, 8)
    assert panel.add in seen
    heights = [one.mapTo(panel, one.rect().topLeft()).y() for one in seen if panel.isAncestorOf(one)]
    assert heights == sorted(heights)
    assert len(heights) >= 6


def test_tab_goes_along_the_bar_at_the_top(page: PlanPage) -> None:
    seen = [one.accessibleName() for one in _tabbed(page, page.topbar.finder, 2)]
    assert seen[-1] == "Profile"


@pytest.mark.parametrize("panel", ["map", "records", "known", "maps"])
def test_esc_in_a_panel_leads_back_to_the_map(page: PlanPage, qtbot: QtBot, panel: str) -> None:
    page.rail.show_panel(panel)
    QApplication.processEvents()
    inside = [one for one in page.rail._stack.currentWidget().findChildren(QWidget) if one.isVisible()]
    first = next(one for one in inside if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled())
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    assert page.map.canvas.hasFocus()
