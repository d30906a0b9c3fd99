"""Starting the app: the look, the crash page, the window, and the plan that was asked for."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from placeplanner import settings
from placeplanner.gui import theme
from placeplanner.gui.shell.crash import on_bug
from placeplanner.gui.shell.window import MainWindow


def run_app(plan: Path | None = None) -> int:
    """Open the window, on a plan or on the welcome page, and stay until it is closed. Returns the exit code."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("Place Planner")
    application.setApplicationDisplayName("Place Planner")
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    sys.excepthook = on_bug
    chosen = settings.load()
    theme.apply(
        application,
        theme.Scheme(chosen.scheme) if chosen.scheme in set(theme.Scheme) else theme.Scheme.SYSTEM,
    )
    window = MainWindow(chosen)
    window.show()
    if plan is not None:
        window.open_plan(plan)
    return int(application.exec())
