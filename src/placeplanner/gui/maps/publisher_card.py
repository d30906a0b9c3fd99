"""Somebody who hands out free maps: what they give, under which licence, their page, and fetching it on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QProgressBar, QPushButton

from placeplanner.errors import Problem
from placeplanner.gui.forms.notice import Notice
from placeplanner.gui.maps.parts import Card, Row, Words, quiet
from placeplanner.gui.theme import play

if TYPE_CHECKING:
    from placeplanner.mappacks.fetch import Publication


class PublisherCard(Card):
    """`size_wanted` asks how large it is; `fetch_wanted` fetches it; `cancel_wanted` stops that."""

    size_wanted = Signal()
    fetch_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, publication: Publication) -> None:
        super().__init__()
        self.publication = publication
        page = quiet("Open its page", "mdi6.open-in-new")
        page.setAccessibleName(f"Open the page of {publication.title} in the browser")
        page.setToolTip(publication.page)
        page.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(publication.page)))
        self.fetch = quiet("Fetch it…", "mdi6.download-outline")
        self.fetch.setAccessibleName(f"Fetch {publication.title}")
        self.fetch.setToolTip("Asks the publisher how large it is, and then asks you")
        self.fetch.clicked.connect(self.size_wanted)
        if not publication.download:
            self.fetch.hide()
        self._buttons = Row(page, self.fetch)
        self.problem = Notice()
        self.words = Words("", "hint")
        self.progress = QProgressBar()
        self.progress.setAccessibleName(f"How much of {publication.title} is here")
        self.sure = QPushButton("Fetch it now")
        play(self.sure, "primary")
        self.sure.clicked.connect(self.fetch_wanted)
        self.stop = QPushButton("Never mind")
        self.stop.clicked.connect(self._stop)
        self.column.addWidget(Words(publication.title, "label"))
        self.column.addWidget(Words(publication.gives))
        self.column.addWidget(Words(f"{publication.publisher} · {publication.licence}", "hint"))
        for widget in (self._buttons, self.problem, self.words, self.progress, Row(self.sure, self.stop)):
            self.column.addWidget(widget)
        self.rest()

    def rest(self, words: str = "") -> None:
        """Nothing is under way; `words` say what came of it."""
        for widget in (self.progress, self.sure, self.stop, self.problem):
            widget.hide()
        self._buttons.show()
        self.words.say(words)

    def ask(self, size: str) -> None:
        """Say how large it is, and let the person decide."""
        self.rest(f"It is {size}. It comes from {self.publication.publisher}, over the network.")
        self._buttons.hide()
        self.sure.show()
        self.stop.show()
        self.sure.setFocus()

    def show_progress(self, share: float | None, words: str) -> None:
        """How much of it is here."""
        self._buttons.hide()
        self.sure.hide()
        self.problem.hide()
        self.words.say(words)
        self.progress.setRange(0, 0 if share is None else 100)
        self.progress.setValue(round((share or 0) * 100))
        self.progress.show()
        self.stop.show()

    def show_problem(self, problem: Problem) -> None:
        """Why it is not here."""
        self.rest()
        self.problem.say(problem)

    def _stop(self) -> None:
        self.cancel_wanted.emit()
        self.rest()
        self.fetch.setFocus()
