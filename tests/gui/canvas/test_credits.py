"""Whom to thank for the map is on it; where there was only room for a part, a pointer that rests on it brings all."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from placeplanner.gui.canvas.canvas import Canvas
from tests.gui.canvas.conftest import MakeCanvas


def rest_on(canvas: Canvas, at: QPoint) -> str:
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, at, canvas.mapToGlobal(at)))
    return QToolTip.text() if QToolTip.isVisible() else ""


def test_all_credits_are_told_where_the_pointer_rests_on_them(a_canvas: MakeCanvas) -> None:
    canvas = a_canvas()
    assert rest_on(canvas, QPoint(20, canvas.height() - 10)) == "© Us"
    assert canvas.whatsThis() == "© Us"
    QToolTip.hideText()


def test_elsewhere_on_the_map_nothing_is_told(a_canvas: MakeCanvas) -> None:
    canvas = a_canvas()
    assert rest_on(canvas, QPoint(canvas.width() // 2, canvas.height() // 2)) == ""
