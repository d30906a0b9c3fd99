"""When the fault is ours: say so, say that the work is safe, and offer a report that holds nobody's words."""

from __future__ import annotations

import sys
from types import TracebackType

from PySide6 import __version__ as qt_version
from PySide6.QtCore import QThread
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout

from placeplanner.bug_report import keep_report, report_of
from placeplanner.errors import Problem
from placeplanner.gui.theme import GRID, play

_shown: list[QDialog] = []


class CrashPage(QDialog):
    """The page that a bug opens."""

    def __init__(self, report: str) -> None:
        super().__init__()
        self.setWindowTitle("Something went wrong in Place Planner")
        words = QLabel(
            "This is a fault of the program, not yours. Everything you recorded before is saved in your plan. "
            "You can go on working; if it happens again, close the program and open it anew. "
            "The report below holds nothing that you wrote, nor where you are."
        )
        words.setWordWrap(True)
        title = QLabel("Something went wrong")
        play(title, "title")
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setAccessibleName("Report")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("Copy the report", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(2 * GRID)
        for widget in (title, words, text, buttons):
            column.addWidget(widget)
        self.resize(640, 420)


def on_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The application's exception hook. A `Problem` that nobody showed is shown in its own words."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    found = report_of(kind, trace, f"Qt {qt_version}")
    report = str(error) if isinstance(error, Problem) else found
    keep_report(found)
    print(found, file=sys.stderr)  # not the error itself: a desktop keeps this in its log
    application = QApplication.instance()
    if application and QThread.currentThread() == application.thread() and not _shown:
        page = CrashPage(report)
        _shown.append(page)
        page.finished.connect(lambda: _shown.clear())
        page.open()
