"""Showing a folder with what the computer has for that; where it has nothing, people read where the folder is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from placeplanner.errors import Problem


def open_folder(folder: Path) -> Problem | None:
    """Open a folder beside the app; why not, where that is known at once."""
    if not folder.is_dir():
        return Problem("The folder is no longer there.", f"It was {folder}.", "Look where it was moved to.")
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        return Problem(
            "The folder could not be opened.",
            "This computer has no program that shows folders.",
            f"What was made is in {folder}.",
        )
    return None
