"""Qt for painting where there is no window: the command line, exports, tests."""

from __future__ import annotations

import os
import sys

from PySide6.QtGui import QGuiApplication

_kept: list[QGuiApplication] = []  # Qt ends when its application object is collected


def ensure_qt() -> None:
    """Make painting possible; nothing where a window or an earlier call has done so."""
    if QGuiApplication.instance() is None:
        if sys.platform.startswith("linux"):
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _kept.append(QGuiApplication([]))
