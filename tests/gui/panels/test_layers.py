"""What the map shows: ticked by mouse and keyboard, counted, explained."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.kinds import Kind
from placeplanner.gui.panels.layers import BOUNDARIES, LayersPanel


@pytest.fixture
def panel(qtbot: QtBot) -> LayersPanel:
    made = LayersPanel(load_catalogue())
    qtbot.addWidget(made)
    made.resize(280, 300)
    made.show()
    return made


def test_all_four_kinds_are_shown_at_first(panel: LayersPanel) -> None:
    assert panel.visible_kinds() == frozenset(Kind)
    assert [tick.text() for tick in panel.ticks.values()] == [
        "Assets",
        "Greenspaces",
        "Heritage",
        "Priorities",
    ]


def test_space_hides_a_kind(panel: LayersPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.visibility_changed) as told:
        qtbot.keyClick(panel.ticks[Kind.HERITAGE], Qt.Key.Key_Space)
    assert told.args == [frozenset(Kind) - {Kind.HERITAGE}]


def test_a_click_shows_it_again(panel: LayersPanel, qtbot: QtBot) -> None:
    panel.show_kinds(frozenset())
    tick = panel.ticks[Kind.ASSET]
    with qtbot.waitSignal(panel.visibility_changed) as told:
        qtbot.mouseClick(tick, Qt.MouseButton.LeftButton, pos=QPoint(12, tick.height() // 2))
    assert told.args == [frozenset({Kind.ASSET})]


def test_showing_kinds_says_nothing_to_anybody(panel: LayersPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.visibility_changed):
        panel.show_kinds(frozenset({Kind.ASSET}))
    assert panel.visible_kinds() == {Kind.ASSET}


def test_counts_are_seen_and_heard(panel: LayersPanel) -> None:
    panel.set_counts({Kind.ASSET: 1234, Kind.GREENSPACE: 1})
    assert panel._counts[Kind.ASSET].text() == "1,234"
    assert panel._counts[Kind.PRIORITY].text() == ""
    told = {kind: tick.accessibleDescription() for kind, tick in panel.ticks.items()}
    assert told[Kind.ASSET] == "1,234 assets in this place"
    assert told[Kind.GREENSPACE] == "1 greenspace in this place"
    assert told[Kind.PRIORITY] == "no priorities in this place"


def test_each_kind_names_the_key_that_draws_it(panel: LayersPanel) -> None:
    for number, tick in enumerate(panel.ticks.values(), start=1):
        assert f"key {number}" in tick.accessibleName()
    caps = [label.text() for label in panel.findChildren(QLabel) if label.property("role") == "keycap"]
    assert caps == ["key 1", "key 2", "key 3", "key 4"]


def test_the_legend_names_every_boundary(panel: LayersPanel) -> None:
    names = {widget.accessibleName() for widget in panel.findChildren(QWidget)}
    assert {f"Legend: boundary of {name}" for name, _, _ in BOUNDARIES} <= names


@pytest.mark.parametrize("height", [300, 900])
def test_rows_stay_together_however_tall_the_panel_is(panel: LayersPanel, qtbot: QtBot, height: int) -> None:
    panel.resize(280, height)
    tops = [tick.mapTo(panel, QPoint(0, 0)).y() for tick in panel.ticks.values()]
    steps = {lower - upper for upper, lower in pairwise(tops)}
    assert max(steps) - min(steps) <= 1 and max(steps) <= 44


def test_no_key_is_cut_off_in_a_narrow_panel(panel: LayersPanel) -> None:
    keys = [label for label in panel.findChildren(QLabel) if label.property("role") == "keycap"]
    panel.resize(300, 500)
    assert all(not key.isHidden() for key in keys)
    panel.resize(190, 500)
    assert all(key.isHidden() for key in keys)
