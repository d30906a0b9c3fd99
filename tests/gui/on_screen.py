"""What a test brings on the screen: a widget by itself, with the keyboard, or a whole plan."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from placeplanner.domain.place import Place
from placeplanner.gui.shell.desk import Desk
from placeplanner.gui.shell.plan_page import PlanPage
from placeplanner.settings import Settings
from placeplanner.store.planfile import PlanFile

W = TypeVar("W", bound=QWidget)


def on_screen(qtbot: QtBot, widget: W, width: int, height: int) -> W:
    """The same widget, in so many pixels; it is taken away when the test ends."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


@contextmanager
def plan_on_screen(qtbot: QtBot, plan: PlanFile, place: Place, settings: Settings) -> Iterator[PlanPage]:
    """A plan in its page, at a place of it; closed when the block ends."""
    desk = Desk(plan, settings)
    desk.place = place.code
    page = PlanPage(desk)
    qtbot.addWidget(page)
    page.resize(1280, 720)
    page.show()
    page.start()
    yield page
    page.close_plan()
