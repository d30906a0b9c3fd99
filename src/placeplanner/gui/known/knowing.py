"""What ties lists, plan, panel, map and card together: the only place that knows when to compare them anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.ids import PlaceCode, RecordId
from placeplanner.domain.known import KnownThing
from placeplanner.domain.record import Record
from placeplanner.edits.edit import Edit
from placeplanner.edits.known import AcceptKnown, DeclineKnown, LinkKnown, ProposeAgain, UpdateKnown
from placeplanner.edits.known_fitting import Fitted, fit
from placeplanner.edits.known_proposals import proposals
from placeplanner.errors import Problem
from placeplanner.gui.jobs import Job, Progress, run_job
from placeplanner.gui.known.card import ProposalCard
from placeplanner.gui.known.offers import Offer, offers
from placeplanner.gui.known.panel import KnownPanel
from placeplanner.gui.shell.desk import Desk

NAME = "known"  # of the panel on the rail
Read = Callable[[Progress], tuple[KnownThing, ...]]


class Beside(Protocol):
    """What stands beside the map and may show a card."""

    def show_widget(self, widget: QWidget) -> bool:
        """Show a widget; False where a new record is being filled in."""

    def show_chosen(self) -> None:
        """Show the chosen record, or nothing."""


class Map(Protocol):
    """What is asked of the map."""

    def propose(self, records: tuple[Record, ...]) -> None:
        """Draw these hollow, and no others."""

    def show_proposal(self, record_id: RecordId, geometry: BaseGeometry) -> None:
        """Select one of them, and bring it into view."""


def installed_things(progress: Progress) -> tuple[KnownThing, ...]:
    """Everything that the installed map packs propose."""
    from placeplanner.mappacks.known_things import installed

    progress(None, "Reading the published lists")
    return installed()


class Knowing(QObject):
    """Known things beside an open plan. Reads the lists when the panel is first seen."""

    def __init__(
        self, desk: Desk, panel: KnownPanel, beside: Beside, on_map: Map, read: Read | None = None
    ) -> None:
        super().__init__(desk)
        self._desk, self._panel, self._beside, self._map = desk, panel, beside, on_map
        self._read = read or installed_things
        self._fitted: Fitted | None = None
        self._where: dict[str, PlaceCode | None] = {}
        self._offers: tuple[Offer, ...] = ()
        self._drawn: dict[str, Offer] = {}
        self._job: Job | None = None
        self._is_shown = False
        self._places = desk.plan.places  # that the things were fitted to
        self.card = ProposalCard(desk.plan.catalogue, desk.plan.places)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._connect()

    def _connect(self) -> None:
        panel, card = self._panel, self.card
        self._soon.timeout.connect(self._compare)
        self._desk.changed.connect(lambda _: self._ask_soon())
        self._desk.place_changed.connect(lambda _: self._show_here())
        panel.chosen.connect(self._show)
        panel.opened.connect(self._open)
        panel.shown_changed.connect(self._draw)
        panel.answered.connect(self.answer)
        panel.cancel_wanted.connect(self.stop)
        card.answered.connect(lambda word: self.answer(word, (card.offer,)) if card.offer else None)
        card.record_wanted.connect(self._desk.choose)
        card.closed.connect(self._close_card)

    def set_shown(self, *, is_shown: bool) -> None:
        """The panel has come, or gone: its symbols come and go with it."""
        self._is_shown = is_shown
        if is_shown and self._fitted is None and self._job is None:
            self.look_again()
        elif is_shown:
            self._compare()
        else:
            self._draw()

    def look_again(self) -> None:
        """Read the lists anew, since map packs have come or gone."""
        self.stop()
        if not self._is_shown:
            self._fitted = None  # read when somebody looks
            return
        catalogue, places, read = self._desk.plan.catalogue, self._desk.plan.places, self._read

        def work(progress: Progress) -> tuple[Fitted, dict[str, PlaceCode | None]]:
            fitted = fit(read(progress), catalogue, places)
            progress(None, "Comparing them with the plan")
            found = ((thing.origin, places.at(thing.geometry)) for thing in fitted.things)
            return fitted, {origin: place.code if place else None for origin, place in found}

        self._panel.show_reading(is_reading=True)
        job = self._job = run_job("Reading published lists", work, self._take, on_problem=self._fail)
        job.ended.connect(lambda: self._end(job))

    def _take(self, found: tuple[Fitted, dict[str, PlaceCode | None]]) -> None:
        self._fitted, self._where = found
        self._compare()

    def _fail(self, problem: Problem) -> None:
        self._desk.refused.emit(problem)

    def _end(self, job: Job) -> None:
        if self._job is not job:
            return  # another reading has begun meanwhile
        self._job = None
        self._panel.show_reading(is_reading=False)
        self._show_here()

    def stop(self) -> None:
        """Give the reading up."""
        if self._job is not None:
            self._job.cancel()

    def _ask_soon(self) -> None:
        if self._places is not self._desk.plan.places:  # boundaries have been put right
            self._places = self._desk.plan.places
            self._panel.model.set_places(self._places)
            self.card.set_places(self._places)
            self.look_again()
        elif self._is_shown:
            self._soon.start()

    def _compare(self) -> None:
        if not self._desk.is_open or not self._is_shown:
            return
        things = self._fitted.things if self._fitted else ()
        plan = self._desk.plan
        found = proposals(things, self._desk.records.values(), plan.declined())
        self._offers = offers(found, {thing.origin: thing for thing in things}, self._where)
        self._show_here()

    def _show_here(self) -> None:
        """Show what lies in the chosen place; what is nowhere, with the whole borough."""
        if not self._is_shown:
            return
        places, here = self._desk.plan.places, self._desk.here
        inside = places.within(self._desk.place)
        takes_strays = here is not None and places.borough is not None and here.code == places.borough.code
        kept = [
            offer
            for offer in self._offers
            if offer.place in inside or (takes_strays and places.get(offer.place) is None)
        ]
        name = here.name if here else ""
        self._panel.is_read = self._fitted is not None
        self._panel.show_offers(kept, name, elsewhere=len(self._offers) - len(kept))
        if self.card.isVisible() and self.card.offer is not None:
            self._refresh_card(self.card.offer)

    def _refresh_card(self, shown: Offer) -> None:
        now = self._panel.model.row_of(shown.key)
        offer = None if now is None else self._panel.model.offer_at(now)
        if offer is None:
            self._close_card()
        elif offer is not shown:
            self.card.show_offer(offer)

    def _draw(self) -> None:
        """Draw what the panel shows, hollow; nothing while it is not seen."""
        wanted = self._is_shown and self._panel.on_map.isChecked()
        listed = self._panel.model.shown if wanted else ()
        self._drawn = {offer.id_on_map: offer for offer in listed}
        drawn = (offer.as_drawn() for offer in listed)
        self._map.propose(tuple(record for record in drawn if record is not None))

    def clicked(self, record_id: str) -> None:
        """A hollow symbol was clicked."""
        offer = self._drawn.get(record_id)
        if offer is not None:
            self._panel.select(offer.key)
            self._show(offer)

    def _show(self, offer: Offer) -> None:
        if not self._beside.show_widget(self.card):
            self._desk.said.emit("Finish the new record first, or press Esc to give it up.", False)
            return
        self._desk.choose(None)
        self.card.show_offer(offer)
        self._beside.show_widget(self.card)  # again: without a chosen record the side has been put away
        if offer.geometry is not None:
            self._map.show_proposal(offer.id_on_map, offer.geometry)

    def _open(self, offer: Offer) -> None:
        self._show(offer)
        if self.card.isVisible():
            self.card.focus_answer()

    def _close_card(self) -> None:
        self.card.offer = None
        self._beside.show_chosen()
        if self._is_shown and self._panel.list.isVisible():
            self._panel.list.setFocus()

    def answer(self, word: str, given: tuple[Offer, ...]) -> None:
        """Do what a person answered about one offer or many."""
        edit = self._edit(word, given)
        if edit is not None:
            self._desk.perform(edit)

    def _edit(self, word: str, given: tuple[Offer, ...]) -> Edit | None:
        catalogue = self._desk.plan.catalogue
        things = tuple(offer.thing for offer in given if offer.thing is not None)
        if word == "again":
            return ProposeAgain(tuple(offer.key for offer in given))
        if not things:
            return None
        match word:
            case "accept":
                return AcceptKnown.of(things, catalogue)
            case "update":
                return UpdateKnown.of(things, catalogue)
            case "decline":
                return DeclineKnown(things)
            case "link" if (match := given[0].match) is not None:
                return LinkKnown(match.record.id, match.thing)
            case _:
                return None
