"""The installed maps as an open plan uses them: what is painted beneath the records, and what can be found.

They are opened after the first picture, in a job. Before a pack's file is touched the map lets go of it and is
painted once without: the painting thread may be reading it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from placeplanner.domain.grid import EastingNorthing
from placeplanner.errors import Problem
from placeplanner.gui.jobs import run_job
from placeplanner.gui.maps import holding

if TYPE_CHECKING:
    from placeplanner.gazetteer.name import NameKind
    from placeplanner.gazetteer.search import Hit
    from placeplanner.gui.jobs import Progress
    from placeplanner.gui.maps.shown import NamedLayer, Shown
    from placeplanner.mappacks.pack import Pack
    from placeplanner.mappacks.packs import Packs

_LOOK_EVERY_MS, _LOOKS = 30, 100


class Atlas(QObject):
    """`changed` says that `packs` are others now; `refused` carries a `Problem`."""

    changed = Signal()
    refused = Signal(object)
    _lost = Signal(object, object)  # a pack that has gone while it was painted, and the `Problem`

    def __init__(self, is_painted: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_painted = is_painted
        self._open = holding.Opened(None, None)
        self._shown: Shown | None = None
        self._is_closed = False
        self._lost.connect(self._tell_loss)

    @property
    def packs(self) -> Packs | None:
        """What is shown, or None."""
        return self._open.packs

    @property
    def shown(self) -> Shown | None:
        """The same for painting, with nothing switched off."""
        return self._shown

    @property
    def layers(self) -> tuple[NamedLayer, ...]:
        """The layers that somebody named."""
        return self._open.layers

    @property
    def knows(self) -> frozenset[NameKind]:
        """What kinds of names can be found."""
        return self._open.kinds

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
        old, self._open, self._shown = self._open, holding.Opened(None, None), None
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
        self._shown = self._shown_of(opened)
        self.changed.emit()
        for problem in opened.problems:
            self.refused.emit(problem)

    def _shown_of(self, opened: holding.Opened) -> Shown | None:
        from placeplanner.gui.maps.shown import Shown, Steady

        if opened.packs is None:
            return None

        def steady(pack: Pack) -> Steady:
            return Steady(pack, lambda problem: self._lost.emit(pack, problem))

        return Shown(opened.packs, tuple(map(steady, opened.packs.packs)))

    def _tell_loss(self, pack: Pack, problem: Problem) -> None:
        """Say once that a pack has gone; of one that was let go of on purpose nothing is said."""
        if self._open.packs is None or pack not in self._open.packs.packs:
            return
        self.refused.emit(
            Problem(
                f"The map “{pack.manifest.title}” can no longer be read, so it is not shown.",
                f"{problem.what} Your plan and its records are safe.",
                "If it is on a stick, put that back. Then untick the map under Maps, and tick it again.",
            )
        )

    def close(self) -> None:
        """Let go of everything: the plan is closed, and nothing is painted any more."""
        self._is_closed = True
        old, self._open, self._shown = self._open, holding.Opened(None, None), None
        _close(old)


def _opened(progress: Progress) -> holding.Opened:
    return holding.opened()


def _close(opened: holding.Opened) -> None:
    if opened.packs is not None:
        opened.packs.close()
    if opened.gazetteer is not None:
        opened.gazetteer.close()
