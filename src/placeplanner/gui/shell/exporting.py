"""Making the profile of the chosen place without holding the window up: in a job, on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject

from placeplanner.domain.earlier import ATLAS, EarlierProfile
from placeplanner.domain.hiding import HomesShown
from placeplanner.domain.kinds import Audience
from placeplanner.domain.moment import Period
from placeplanner.edits.earlier import RememberProfile, made_now
from placeplanner.errors import Problem, said_by
from placeplanner.gui.jobs import Job, Progress, run_job
from placeplanner.gui.profile.page import ProfilePage
from placeplanner.gui.profile.studio import Studio
from placeplanner.gui.shell import chooser
from placeplanner.gui.shell.desk import Desk
from placeplanner.store.planfile import PlanFile


class _Made(Struct, frozen=True):
    """What a job leaves behind; `profile` is to be remembered."""

    told: tuple[str, ...]
    files: tuple[Path, ...]
    profile: EarlierProfile | None


class Exporting(QObject):
    """The profile's page and the job behind it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.panel = ProfilePage()
        self.studio = Studio(desk, self.panel)
        self.job: Job | None = None
        self._goes_on_in: Path | None = None
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
            self._desk.refused.emit(
                Problem(f"{chosen.name} cannot be read.", said_by(error), "Choose another picture.")
            )

    def export(self, folder: Path, audience: Audience, formats: tuple[str, ...]) -> None:
        """Make the profile of the chosen place in a folder."""
        here, asked = self._desk.here, self._asked()
        if here is None or asked is None or self.job is not None:
            return
        path, catalogue, code = self._desk.plan.path, self._desk.plan.catalogue, here.code
        shown, period = asked

        def work(progress: Progress) -> _Made:
            from placeplanner.mappacks.library import in_use
            from placeplanner.mappacks.postcodes import hiding
            from placeplanner.profile.content import revision_of
            from placeplanner.profile.export import export_profile
            from placeplanner.profile.released import released_to

            with PlanFile.open(path, catalogue, read_only=True) as plan, in_use() as streets:
                place = plan.places.get(code)
                assert place is not None
                moment, homes = plan.moment(), hiding(shown)
                released = released_to(plan, place, audience, homes)
                files = export_profile(
                    plan,
                    place,
                    folder,
                    formats=formats,
                    audience=audience,
                    period=period,
                    progress=lambda words, part: progress(part, words),
                    cancelled=progress.is_cancelled,
                    streets=streets,
                    homes=homes,
                )
                made = made_now(place.code, audience, moment, revision_of(released.records), formats)
                return _Made(released.sentences, files, made if files else None)

        self._start(f"Profile of {here.name}", work)

    def _asked(self) -> tuple[HomesShown, Period | None] | None:
        """Where homes are shown, and whose changes are told; None where these make no sense, which is said."""
        try:
            return self.panel.left_out.homes.chosen(), self.panel.changes.period()
        except Problem as problem:
            self.panel.making.show_problem(problem)
            return None

    def _ask_for_atlas(self) -> None:
        self.studio.settle()
        folder = chooser.folder_for_profile(self.panel)
        if folder is not None:
            self.export_atlas(folder, self.panel.audience())

    def export_atlas(self, folder: Path, audience: Audience) -> None:
        """Make the profile of every place in a folder; what was complete when it is cancelled stays for the next time."""
        asked = self._asked()
        if asked is None or self.job is not None:
            return
        path, catalogue = self._desk.plan.path, self._desk.plan.catalogue
        shown, period = asked

        def work(progress: Progress) -> _Made:
            from placeplanner.mappacks.library import in_use
            from placeplanner.mappacks.postcodes import hiding
            from placeplanner.profile.atlas import FORMATS, export_atlas
            from placeplanner.profile.content import revision_of

            with PlanFile.open(path, catalogue, read_only=True) as plan, in_use() as streets:
                moment, revision, borough = plan.moment(), revision_of(plan.records()), plan.places.borough
                made = export_atlas(
                    plan,
                    folder,
                    audience=audience,
                    period=period,
                    streets=streets,
                    homes=hiding(shown),
                    progress=lambda words, part: progress(part, words),
                )
            failed = tuple(f"{one.place.name} could not be made. {one.problem}" for one in made.failed)
            code = borough.code if borough and not made.is_cancelled else None
            earlier = made_now(code, audience, moment, revision, (*FORMATS, ATLAS)) if code else None
            return _Made(failed, tuple(made.files), earlier)

        self._start("Atlas of all places", work, goes_on_in=folder)

    def _start(
        self, label: str, work: Callable[[Progress], _Made], *, goes_on_in: Path | None = None
    ) -> None:
        self._goes_on_in = goes_on_in
        self.panel.making.show_progress("Gathering what people said…", 0)
        self.job = run_job(
            label,
            work,
            self._take,
            self._tell,
            on_problem=self.panel.making.show_problem,
        )
        self.job.ended.connect(self._end)

    def _take(self, made: _Made) -> None:
        """The files are there, whether that can be remembered or not."""
        told = made.told
        if made.profile is not None:
            try:
                self._desk.history.keep(RememberProfile(made.profile))
            except Problem as problem:
                told = (*told, f"That this was made is not remembered in the plan. {problem}")
            else:
                self.studio.show_earlier()
        self.panel.making.show_done(made.files, told)

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
            self.panel.making.show_cancelled(goes_on_in=self._goes_on_in)
        self.job = None
