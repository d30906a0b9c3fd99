"""Making the profile of the chosen place without holding the window up: in a job, on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from placeplanner.domain.kinds import Audience
from placeplanner.errors import Problem
from placeplanner.gui.jobs import Job, Progress, run_job
from placeplanner.gui.profile.page import ProfilePage
from placeplanner.gui.profile.studio import Studio
from placeplanner.gui.shell import chooser
from placeplanner.gui.shell.desk import Desk
from placeplanner.store.planfile import PlanFile


class Exporting(QObject):
    """The profile's page and the job behind it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.panel = ProfilePage()
        self.studio = Studio(desk, self.panel)
        self.job: Job | None = None
        self.panel.export_wanted.connect(self._ask)
        self.panel.making.cancel_wanted.connect(self.cancel)
        self.panel.files.atlas_wanted.connect(self._ask_for_atlas)
        self.panel.words.logo_wanted.connect(self._ask_for_logo)

    def _ask(self, audience: Audience, formats: tuple[str, ...]) -> None:
        self.studio.settle()
        folder = chooser.folder_for_profile(self.panel)
        if folder is not None:
            self.export(folder, audience, formats)

    def _ask_for_logo(self) -> None:
        chosen = chooser.logo(self.panel)
        if chosen is None:
            return
        try:
            self.studio.take_logo(chosen.read_bytes())
        except Problem as problem:
            self._desk.refused.emit(problem)
        except OSError as error:
            said = f"The computer says: {error.strerror or error}."
            self._desk.refused.emit(
                Problem(f"{chosen.name} cannot be read.", said, "Choose another picture.")
            )

    def export(self, folder: Path, audience: Audience, formats: tuple[str, ...]) -> None:
        """Make the profile of the chosen place in a folder."""
        here = self._desk.here
        if here is None or self.job is not None:
            return
        path, catalogue, code = self._desk.plan.path, self._desk.plan.catalogue, here.code
        since = self.panel.files.since()

        def work(progress: Progress) -> tuple[tuple[str, ...], tuple[Path, ...]]:
            from placeplanner.mappacks.library import in_use
            from placeplanner.profile.content import released_to
            from placeplanner.profile.export import export_profile

            with PlanFile.open(path, catalogue, read_only=True) as plan, in_use() as streets:
                place = plan.places.get(code)
                assert place is not None
                left_out = released_to(plan, place, audience).sentences
                return left_out, export_profile(
                    plan,
                    place,
                    folder,
                    formats=formats,
                    audience=audience,
                    since=since,
                    progress=lambda words, part: progress(part, words),
                    cancelled=progress.is_cancelled,
                    streets=streets,
                )

        self._start(f"Profile of {here.name}", work)

    def _ask_for_atlas(self) -> None:
        self.studio.settle()
        folder = chooser.folder_for_profile(self.panel)
        if folder is not None:
            self.export_atlas(folder, self.panel.audience())

    def export_atlas(self, folder: Path, audience: Audience) -> None:
        """Make the profile of every place in a folder; what was complete when it is cancelled stays for the next time."""
        if self.job is not None:
            return
        path, catalogue = self._desk.plan.path, self._desk.plan.catalogue

        def work(progress: Progress) -> tuple[tuple[str, ...], tuple[Path, ...]]:
            from placeplanner.mappacks.library import in_use
            from placeplanner.profile.atlas import export_atlas

            with PlanFile.open(path, catalogue, read_only=True) as plan, in_use() as streets:
                made = export_atlas(
                    plan,
                    folder,
                    audience=audience,
                    streets=streets,
                    progress=lambda words, part: progress(part, words),
                )
            failed = tuple(f"{one.place.name} could not be made. {one.problem}" for one in made.failed)
            return failed, tuple(made.files)

        self._start("Atlas of all places", work)

    def _start(
        self, label: str, work: Callable[[Progress], tuple[tuple[str, ...], tuple[Path, ...]]]
    ) -> None:
        self.panel.making.show_progress("Gathering what people said…", 0)
        self.job = run_job(
            label,
            work,
            lambda result: self.panel.making.show_done(result[1], result[0]),
            self._tell,
            on_problem=self.panel.making.show_problem,
        )
        self.job.ended.connect(self._end)

    def _tell(self, part: float | None, words: str) -> None:
        if self.job is not None and not self.job.is_cancelled:
            self.panel.making.show_progress(words, part or 0)

    def cancel(self) -> None:
        """Give the files up."""
        if self.job is not None:
            self.job.cancel()

    def put_down(self) -> None:
        """Keep what was written and stop, before the plan is closed."""
        self.studio.settle()
        self.studio.stop()
        self.cancel()

    def _end(self) -> None:
        if self.job is not None and self.job.is_cancelled:
            self.panel.making.show_cancelled()
        self.job = None
