"""How the window and the map look: light, dark, strong, and bigger letters for a hall."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from placeplanner.gui import theme
from placeplanner.gui.shell.desk import Desk
from placeplanner.gui.shell.map_side import MapSide

HALL_SCALE = 1.35


class Look:
    """Changes the look of the whole app; the map follows."""

    def __init__(self, desk: Desk, map_side: MapSide) -> None:
        self._desk, self._map = desk, map_side
        self._small = _usual_font()

    def set(self, scheme: str) -> None:
        """One of `theme.Scheme`, and remember it."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, theme.Scheme(scheme))
        self._desk.remember(replace(self._desk.settings, scheme=scheme))
        self.follow()

    def follow(self) -> None:
        """Paint the map as the window looks."""
        self._map.follow_look(QApplication.font().pointSizeF() / self._small.pointSizeF())

    def toggle_hall_view(self) -> str:
        """Bigger letters everywhere, for a projector, or the usual ones again; what happened, in words."""
        font = QApplication.font()
        is_small = font.pointSizeF() == self._small.pointSizeF()
        font.setPointSizeF(self._small.pointSizeF() * (HALL_SCALE if is_small else 1))
        QApplication.setFont(font)
        self.set(self._desk.settings.scheme)
        return "Hall view: bigger letters. F9 again for the usual size." if is_small else "The usual size."


@cache
def _usual_font() -> QFont:
    """The interface's font as it was when the first plan was opened, before any hall view."""
    return QFont(QApplication.font())
