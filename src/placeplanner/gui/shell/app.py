"""Starting the app: the look, the crash page, the window, and the plan that was asked for."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication

from placeplanner import settings
from placeplanner.gui import theme
from placeplanner.gui.shell.crash import on_bug
from placeplanner.gui.shell.window import MainWindow

AFTER_START_MS = 3000


def run_app(plan: Path | None = None) -> int:
    """Open the window, on a plan or on the welcome page, and stay until it is closed. Returns the exit code."""
    gc.disable()  # a tenth of the start would go into looking for garbage where there is none yet
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
    if plan is None:
        window.show_welcome()
    window.show()
    if plan is not None:
        window.open_plan(plan)
    QTimer.singleShot(AFTER_START_MS, _collect_again)
    return int(application.exec())


def _collect_again() -> None:
    """What the start has made stays; only what comes after it is looked through for garbage."""
    gc.freeze()
    gc.enable()
