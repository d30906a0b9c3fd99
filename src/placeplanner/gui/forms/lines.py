"""Boxes to write in that keep Ctrl+Z to themselves only while they have words of their own to take back.

Qt's boxes swallow it always: whoever has just left a field would press it, see nothing and hear nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit


class Line(QLineEdit):
    """One line."""

    def event(self, event: QEvent) -> bool:
        if _is_undo(event) and not self.isUndoAvailable():
            event.ignore()
            return False
        return super().event(event)


class Lines(QPlainTextEdit):
    """Several lines."""

    def event(self, event: QEvent) -> bool:
        if _is_undo(event) and not self.document().isUndoAvailable():
            event.ignore()
            return False
        return super().event(event)


def _is_undo(event: QEvent) -> bool:
    return (
        event.type() is QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.matches(QKeySequence.StandardKey.Undo)
    )
