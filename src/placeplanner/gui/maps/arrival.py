"""Maps dropped before any plan is open: packs are installed at once, other files wait for the plan beside which a map is made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from placeplanner.errors import Problem
from placeplanner.gui.jobs import run_job
from placeplanner.gui.maps import holding
from placeplanner.gui.maps.telling import files_in_words, listed

if TYPE_CHECKING:
    from placeplanner.mappacks.library import Added


class Arrival(QObject):
    """`said` carries words, `refused` a `Problem`; `installed` that there are other packs now."""

    said = Signal(str)
    refused = Signal(object)
    installed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Path] = []

    def take(self, files: Sequence[Path]) -> None:
        """Install the packs among some files, and keep the others in mind."""
        packs = [path for path in files if holding.is_pack(path)]
        others = [path for path in files if path not in packs and path not in self._waiting]
        self._waiting += others
        if others:
            self.said.emit(self._of_waiting())
        if packs:
            self.said.emit(f"Checking {files_in_words(len(packs))} …")
            run_job(
                "Checking map packs",
                lambda progress: holding.installed(packs, progress),
                self._take_installed,
                on_problem=self.refused.emit,
            )

    def waiting(self) -> list[Path]:
        """The files that a map can be made of, once."""
        files, self._waiting = self._waiting, []
        return files

    def _of_waiting(self) -> str:
        if not self._waiting:
            return ""
        files = files_in_words(len(self._waiting))
        return f"A map can be made of {files}. Open a plan or the sample plan: that is done beside it."

    def _take_installed(self, result: tuple[list[Added], list[Problem]]) -> None:
        added, problems = result
        if added:
            titles = listed([f"“{one.pack.title}”" for one in added])
            verb = "is" if len(added) == 1 else "are"
            words = f"{titles} {verb} installed, and shown beneath every plan that you open."
            self.said.emit(" ".join((words, self._of_waiting())).strip())
            self.installed.emit()
        for problem in problems:
            self.refused.emit(problem)
