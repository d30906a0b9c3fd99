"""Whom to thank for the map, whole, where there was only room for a part of it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from placeplanner.draw.furniture import attribution_box
from placeplanner.draw.scene import Scene
from placeplanner.draw.viewport import Viewport


def tell_credits(event: QHelpEvent, widget: QWidget, scene: Scene, viewport: Viewport) -> None:
    """Show all of it beside a pointer that rests on it; anywhere else on the map nothing is said."""
    if scene.credits:
        left, top, right, bottom = attribution_box(viewport, scene.credits, scene.style)
        if QRectF(left, top, right - left, bottom - top).contains(QPointF(event.pos())):
            QToolTip.showText(event.globalPos(), "\n".join(scene.credits.split(" · ")), widget)
            return
    QToolTip.hideText()
