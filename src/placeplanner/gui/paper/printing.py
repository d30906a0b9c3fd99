"""Making the map for paper without holding the window up: in a job, on a connection of its own."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from placeplanner import paths
from placeplanner.domain.hiding import HomesShown
from placeplanner.domain.kinds import Audience
from placeplanner.draw.paper_sizes import Wishes
from placeplanner.errors import Problem
from placeplanner.gui.jobs import Job, Progress, run_job
from placeplanner.gui.paper.panel import PaperPanel
from placeplanner.gui.profile.homes_form import show_homes
from placeplanner.gui.shell.desk import Desk
from placeplanner.profile.paper import ENDINGS, Printed, foretold, outlook, print_map
from placeplanner.store.planfile import PlanFile


def where_to_put(parent: QWidget, stem: str) -> Path | None:
    """Where the map is to be kept; None where the person thought better of it."""
    kinds = "Documents (*.pdf);;Pictures (*.png);;Drawings (*.svg)"
    start = str(paths.documents() / f"{stem}.pdf")
    chosen, _ = QFileDialog.getSaveFileName(parent, "Where shall the map be kept?", start, kinds)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() in ENDINGS else path.with_name(f"{path.name}.pdf")


class Printing(QObject):
    """The panel and the job behind it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.panel = PaperPanel()
        self.job: Job | None = None
        self.panel.changed.connect(self.look_ahead)
        self.panel.wanted.connect(self._ask)
        show_homes(self.panel.homes, desk.settings.homes)
        self.panel.homes.currentIndexChanged.connect(lambda _: self._hide_homes())
        desk.place_changed.connect(lambda _: self.look_ahead())

    def _hide_homes(self) -> None:
        shown = HomesShown(self.panel.homes.currentData())
        self._desk.remember(replace(self._desk.settings, homes=shown.value))
        self.look_ahead()

    def look_ahead(self) -> None:
        """Say what the map would be. Homes are hidden as was chosen last, here or for a profile."""
        from placeplanner.mappacks.library import in_use
        from placeplanner.mappacks.postcodes import hiding

        show_homes(self.panel.homes, self._desk.settings.homes)
        here = self._desk.here
        if here is None:
            return
        self.panel.show_place(here.name)
        wishes, audience = self.panel.wishes(), Audience(self.panel.audience.currentData())
        homes = hiding(HomesShown(self.panel.homes.currentData()))
        try:
            with in_use() as streets:
                told = outlook(self._desk.plan, here, wishes, streets)
                missed = foretold(self._desk.plan, here, audience, wishes, homes, streets)
        except Problem as problem:
            self.panel.show_outlook(problem)
            return
        self.panel.show_outlook(told, missed)

    def _ask(self) -> None:
        here = self._desk.here
        if here is None or self.job is not None:
            return
        out = where_to_put(self.panel, f"{here.name} map")
        if out is not None:
            self.print_to(out, self.panel.audience.currentData(), self.panel.wishes())

    def print_to(self, out: Path, audience: Audience, wishes: Wishes) -> None:
        """Make the map of the chosen place as a file."""
        path, catalogue, code = self._desk.plan.path, self._desk.plan.catalogue, self._desk.place
        shown = HomesShown(self.panel.homes.currentData())

        def work(_: Progress) -> Printed:
            from placeplanner.mappacks.library import in_use
            from placeplanner.mappacks.postcodes import hiding

            with PlanFile.open(path, catalogue, read_only=True) as plan, in_use() as streets:
                place = plan.places.get(code)
                assert place is not None
                return print_map(plan, place, out, Audience(audience), wishes, streets, homes=hiding(shown))

        self.panel.show_drawing()
        self.job = run_job(
            "Map for paper",
            work,
            lambda made: self.panel.show_done(out, made.words, made.missed),
            on_problem=self.panel.show_problem,
        )
        self.job.ended.connect(self._end)

    def _end(self) -> None:
        self.job = None
