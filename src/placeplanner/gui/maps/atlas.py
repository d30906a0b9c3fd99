"""The installed maps as an open plan uses them: what is painted beneath the records, and what can be found.

They are opened after the first picture, in a job. Before a pack's file is touched the map lets go of it and is
painted once without: the painting thread may be reading it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from placeplanner.domain.grid import EastingNorthing
from placeplanner.gui.jobs import run_job
from placeplanner.gui.maps import holding

if TYPE_CHECKING:
    from placeplanner.gazetteer.search import Hit
    from placeplanner.gui.jobs import Progress
    from placeplanner.mappacks.packs import Packs

_LOOK_EVERY_MS, _LOOKS = 30, 100


class Atlas(QObject):
    """`changed` says that `packs` are others now; `refused` carries a `Problem`."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, is_painted: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_painted = is_painted
        self._open = holding.Opened(None, None)
        self._is_closed = False

    @property
    def packs(self) -> Packs | None:
        """What is shown, or None."""
        return self._open.packs

    @property
    def knows_names(self) -> bool:
        """Whether streets and postcodes can be found."""
        return self._open.gazetteer is not None

    def find(self, text: str, near: EastingNorthing) -> list[Hit]:
        """What people may mean, best first."""
        return self._open.gazetteer.find(text, near) if self._open.gazetteer else []

    def open(self) -> None:
        """Open what is installed and switched on, aside; then `changed`."""
        if holding.is_any_installed():
            run_job("Opening the maps", _opened, self._take, on_problem=self.refused.emit)

    def with_hands_off(
        self,
        label: str,
        work: Callable[[Progress], Any],
        on_done: Callable[[Any], object] = lambda _: None,
    ) -> None:
        """Let go of the files, do something to them in a job, and open what is there then."""
        old, self._open = self._open, holding.Opened(None, None)
        if old.packs is not None or old.gazetteer is not None:
            self.changed.emit()

        def begin() -> None:
            _close(old)
            job = run_job(label, work, on_done, on_problem=self.refused.emit)
            job.ended.connect(self._open_again)

        self._once_painted(begin)

    def _open_again(self) -> None:
        if not self._is_closed:
            self.open()

    def _once_painted(self, act: Callable[[], None]) -> None:
        """Act as soon as the map on screen is the one without packs, or after three seconds at the most."""
        looks = 0

        def look() -> None:
            nonlocal looks
            looks += 1
            if self._is_painted() or looks > _LOOKS or self._is_closed:
                timer.stop()
                timer.deleteLater()
                act()

        timer = QTimer(self)
        timer.setInterval(_LOOK_EVERY_MS)
        timer.timeout.connect(look)
        timer.start()

    def _take(self, opened: holding.Opened) -> None:
        if self._is_closed:
            _close(opened)
            return
        self._open = opened
        self.changed.emit()
        for problem in opened.problems:
            self.refused.emit(problem)

    def close(self) -> None:
        """Let go of everything: the plan is closed, and nothing is painted any more."""
        self._is_closed = True
        old, self._open = self._open, holding.Opened(None, None)
        _close(old)


def _opened(progress: Progress) -> holding.Opened:
    return holding.opened()


def _close(opened: holding.Opened) -> None:
    if opened.packs is not None:
        opened.packs.close()
    if opened.gazetteer is not None:
        opened.gazetteer.close()
