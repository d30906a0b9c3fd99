"""How the app looks: warm paper, quiet edges, one accent; light, dark and strong in the same order of lightness.

The style sheet lies in `stylesheet`; here are the colours, the palette, and following the system's scheme.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from placeplanner.gui.colours import DARK, LIGHT, STRONG, Colours
from placeplanner.gui.stylesheet import sheet

GRID = 8  # px: every gap is this, its half or a multiple
_PADDING = 6  # px between words and the frame around them
TARGET = 32  # px: nothing to be hit by a finger or a shaky hand is smaller


class Scheme(StrEnum):
    """Which look is asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


def colours() -> Colours:
    """The colours in force, as the application's palette has them."""
    return DARK if is_dark() else STRONG if _is_strong() else LIGHT


def map_style() -> str:
    """The name of the map's style that goes with the colours in force."""
    return "dark" if is_dark() else "contrast" if _is_strong() else "light"


def _is_strong() -> bool:
    application = QGuiApplication.instance()
    return application is not None and application.property("scheme") == Scheme.CONTRAST.value


def is_dark() -> bool:
    """Whether the app is dark just now."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def apply(app: QApplication, scheme: Scheme = Scheme.SYSTEM) -> None:
    """Dress the whole app; called again it changes the look. With `SYSTEM` it follows the desktop's own scheme."""
    hints = app.styleHints()
    asked = {
        Scheme.LIGHT: Qt.ColorScheme.Light,
        Scheme.CONTRAST: Qt.ColorScheme.Light,
        Scheme.DARK: Qt.ColorScheme.Dark,
    }
    hints.setColorScheme(asked.get(scheme, Qt.ColorScheme.Unknown))
    app.setProperty("scheme", scheme.value)
    if app.property("follows") is None:
        app.setProperty("follows", True)
        hints.colorSchemeChanged.connect(lambda: _dress(app))
        app.setStyle("Fusion")
    _dress(app)


def _dress(app: QApplication) -> None:
    scheme = Scheme(app.property("scheme"))
    system_is_dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    wears_dark = scheme is Scheme.DARK or (scheme is Scheme.SYSTEM and system_is_dark)
    wanted = DARK if wears_dark else STRONG if scheme is Scheme.CONTRAST else LIGHT
    app.setPalette(palette(wanted))
    dressed = sheet(wanted, app.font().pointSizeF(), is_dark=wears_dark)
    if app.styleSheet() != dressed:
        app.setStyleSheet(dressed)


def palette(wanted: Colours) -> QPalette:
    """A Qt palette of these colours."""
    roles = QPalette.ColorRole
    made = QPalette()
    table = {
        roles.Window: wanted.panel,
        roles.WindowText: wanted.text,
        roles.Base: wanted.base,
        roles.AlternateBase: wanted.panel,
        roles.Text: wanted.text,
        roles.Button: wanted.panel,
        roles.ButtonText: wanted.text,
        roles.PlaceholderText: wanted.muted,
        roles.Highlight: wanted.selection,
        roles.HighlightedText: wanted.text,
        roles.Accent: wanted.accent,
        roles.Link: wanted.accent,
        roles.LinkVisited: wanted.accent,
        roles.ToolTipBase: wanted.base,
        roles.ToolTipText: wanted.text,
        roles.Light: wanted.base,
        roles.Midlight: wanted.hover,
        roles.Mid: wanted.line,
        roles.Dark: wanted.edge,
        roles.Shadow: wanted.edge,
    }
    for role, colour in table.items():
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(wanted.disabled))
    return made


def play(widget: QWidget, role: str) -> None:
    """Give a widget one of the style sheet's roles: title, heading, hint, notice, problem, primary, quiet, danger, finger."""
    widget.setProperty("role", role)
    if isinstance(widget, QLabel) and widget.margin() in (
        0,
        _PADDING,
    ):  # the sheet's padding does not reach a label
        widget.setMargin(_PADDING if role in ("notice", "problem") else 0)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
