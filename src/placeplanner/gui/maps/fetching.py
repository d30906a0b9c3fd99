"""Fetching a free map when a person asks: first only its size, then, if they want it, the file itself.

This is one of the few places from which the app goes out to the network, and never by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from placeplanner import paths
from placeplanner.errors import Problem
from placeplanner.gui.jobs import Job, run_job
from placeplanner.gui.maps.panel import MapsPanel
from placeplanner.gui.maps.publisher_card import PublisherCard
from placeplanner.gui.maps.telling import size_in_words

if TYPE_CHECKING:
    from placeplanner.gui.jobs import Progress


class Fetching(QObject):
    """The list of publishers in the panel. `fetched` carries the path of a file that has come."""

    fetched = Signal(object)

    def __init__(self, panel: MapsPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panel = panel
        self._job: Job | None = None
        self.cards: list[PublisherCard] = []

    def fill(self) -> None:
        """List the publishers."""
        from placeplanner.mappacks.fetch import load_publications

        for publication in load_publications():
            card = PublisherCard(publication)
            card.size_wanted.connect(lambda card=card: self._ask_size(card))
            card.fetch_wanted.connect(lambda card=card: self._fetch(card))
            card.cancel_wanted.connect(self.cancel)
            self.cards.append(card)
            self._panel.sources.addWidget(card)

    def _ask_size(self, card: PublisherCard) -> None:
        """Begin, hear the size, and leave it there."""
        heard: list[int | None] = []

        def hear(size: int | None) -> bool:
            heard.append(size)
            return False

        def told(problem: Problem) -> None:
            if not heard:
                card.show_problem(problem)
                return
            card.ask(size_in_words(heard[0]) if heard[0] else "of a size that the publisher does not say")

        self._run(card, hear, told)

    def _fetch(self, card: PublisherCard) -> None:
        self._run(card, lambda size: True, card.show_problem)

    def _run(
        self,
        card: PublisherCard,
        confirm: Callable[[int | None], bool],
        on_problem: Callable[[Problem], object],
    ) -> None:
        if self._job is not None:
            card.show_problem(Problem("Something else is being fetched.", "", "Wait for it, or stop it."))
            return

        def work(progress: Progress) -> Path:
            from placeplanner.mappacks.fetch import fetch

            return fetch(card.publication, _folder(), progress=progress, confirm_size=confirm)

        def done(path: Path) -> None:
            card.rest(f"It is here: {path.name}.")
            self.fetched.emit(path)

        card.show_progress(None, "Asking the publisher …")
        job = self._job = run_job(f"Fetching {card.publication.title}", work, done, on_problem=on_problem)
        job.progressed.connect(
            lambda share, words: None if job.is_cancelled else card.show_progress(share, words)
        )
        job.ended.connect(self._end)

    def _end(self) -> None:
        self._job = None

    def cancel(self) -> None:
        """Stop what is being fetched; what has come of it is kept, so that it can be gone on with."""
        if self._job is not None:
            self._job.cancel()


def _folder() -> Path:
    return paths.documents() / "Maps"
