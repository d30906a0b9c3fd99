"""Files that are dropped on the window: looked at or copied, and never the app's to keep or to move."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent


def files_in(event: QDropEvent) -> list[Path]:
    """Which files of this computer are dragged."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def take_as_copy(event: QDropEvent) -> None:
    """Accept what is dragged, as a copy: a program that is told it was moved may delete the file."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
