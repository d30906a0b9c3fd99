"""The looks that people can choose in the menu, and whether the menu fits on a small screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton
from pytestqt.qtbot import QtBot
from shapely import Point

from placeplanner import settings
from placeplanner.domain.kinds import Kind
from placeplanner.gui import theme
from placeplanner.gui.shell.plan_page import PlanPage
from placeplanner.gui.shell.toolbar import ToolColumn
from tests.stories.window import a_new_plan, a_window

SMALL_SCREEN = 720


@pytest.fixture
def page(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PlanPage]:
    yield a_new_plan(a_window(qtbot), tmp_path / "plan.gpkg", monkeypatch)
    theme.apply(qapp, theme.Scheme.LIGHT)


def _looks(page: PlanPage) -> QMenu:
    return next(one for one in page.topbar.menu.findChildren(QMenu) if "contrast" in one.title())


def test_high_contrast_can_be_chosen_is_worn_by_the_map_too_and_remembered(page: PlanPage) -> None:
    strong = next(action for action in _looks(page).actions() if action.text() == "High contrast")
    strong.trigger()
    assert theme.map_style() == "contrast"
    assert page.map.canvas.scene.theme == "contrast"
    assert settings.load().scheme == "contrast"


def test_in_every_look_a_finger_finds_the_tools_and_the_panels(page: PlanPage, qtbot: QtBot) -> None:
    buttons = [*page.map.findChild(ToolColumn).findChildren(QToolButton), *page.rail._group.buttons()]
    for scheme in ("dark", "light"):
        page.set_look(scheme)
        qtbot.waitUntil(lambda: {(one.width(), one.height()) for one in buttons} == {(44, 44)})


def test_the_look_in_force_is_ticked_and_no_other(page: PlanPage) -> None:
    for name in ("dark", "contrast", "light"):
        page.set_look(name)
        assert [action.objectName() for action in _looks(page).actions() if action.isChecked()] == [name]


def test_the_menu_fits_on_the_screen_of_an_old_laptop(page: PlanPage, qapp: QApplication) -> None:
    theme.apply(qapp, theme.Scheme.LIGHT)
    menu = page.topbar.menu
    menu.ensurePolished()
    actions = [action for action in menu.actions() if action.isVisible()]
    assert sum(menu.actionGeometry(action).height() for action in actions) <= SMALL_SCREEN
    assert len({menu.actionGeometry(one).left() for one in actions if not one.isSeparator()}) == 1


def test_everything_in_a_deeper_menu_says_what_it_does(page: PlanPage) -> None:
    for menu in page.topbar.menu.findChildren(QMenu):
        assert menu.title() and all(action.text() and action.toolTip() for action in menu.actions())


@pytest.mark.parametrize("size", [(1280, 760), (640, 400)])
@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_of_a_new_record_s_form_is_cut_off(
    page: PlanPage, kind: Kind, size: tuple[int, int], qtbot: QtBot
) -> None:
    theme.apply(QApplication.instance(), theme.Scheme.LIGHT)
    page.window().resize(*size)
    page.rail.show_panel("maps")
    page.side.start_draft(kind, Point(361_900, 404_500))
    scroll = page.side.form._scroll
    qtbot.waitUntil(lambda: scroll.isVisible() and scroll.viewport().width() > 100)
    QApplication.processEvents()
    assert scroll.widget().width() <= scroll.viewport().width()
    assert page.side.width() >= (300 if size[0] > 1000 else 0)
