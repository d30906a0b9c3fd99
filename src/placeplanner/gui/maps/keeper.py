"""What people do with maps, joined up: the panel asks, jobs do it, the atlas shows what is there then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.domain.streetmap import Box
from placeplanner.errors import Problem
from placeplanner.gui.jobs import JobSlot
from placeplanner.gui.maps import choosing, holding
from placeplanner.gui.maps.atlas import Atlas
from placeplanner.gui.maps.fetching import Fetching
from placeplanner.gui.maps.panel import MapsPanel
from placeplanner.gui.maps.telling import (
    besides,
    details_of_build,
    files_in_words,
    listed,
    of_boundaries,
    size_in_words,
    summary,
)

if TYPE_CHECKING:
    from placeplanner.gui.jobs import Progress
    from placeplanner.gui.maps.holding import Held, Looked
    from placeplanner.mappacks.build import BuildReport
    from placeplanner.mappacks.library import Added


class Keeper(QObject):
    """The maps of an open plan. `said` carries words; `wanted` a box to be shown; `panel_wanted` nothing."""

    said = Signal(str)
    refused = Signal(object)  # Problem, for who is not looking at the panel
    wanted = Signal(object)  # Box
    panel_wanted = Signal()

    def __init__(
        self, places: Callable[[], Places], is_painted: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._places = places
        self._work = JobSlot()
        self._new_box: Box | None = None
        self.atlas = Atlas(is_painted, self)
        self.panel = MapsPanel()
        self.fetching = Fetching(self.panel, self)
        self.fetching.fetched.connect(lambda path: self.offer([path]))
        self.atlas.refused.connect(self._tell_of_packs)
        self._connect()

    def _connect(self) -> None:
        panel, making = self.panel, self.panel.making
        panel.first_seen.connect(self._fill)
        panel.add_wanted.connect(self.choose_files)
        panel.switched.connect(self.switch)
        panel.alone_wanted.connect(self.show_alone)
        panel.removed.connect(self.remove)
        panel.copy_wanted.connect(self.choose_where_to_copy)
        making.make_wanted.connect(self.make)
        making.cancel_wanted.connect(self.cancel)
        making.given_up.connect(self.refresh)

    def _fill(self) -> None:
        places = self._places()
        names = [place.name for place in places if place.kind in (PlaceKind.BOROUGH, PlaceKind.TOWN)]
        self.panel.making.set_areas(names, places.borough.name if places.borough else "")
        self.fetching.fill()
        self.refresh()

    @property
    def is_busy(self) -> bool:
        """Whether files are being looked at, made a map or copied."""
        return self._work.is_busy

    def refresh(self) -> None:
        """Show what is installed now, if anybody looks."""
        if self.panel.is_made:
            self.panel.show_held(holding.held())

    # Files

    def choose_files(self) -> None:
        """Let a person choose packs or files to make one of."""
        files = choosing.map_files(self.panel)
        if files:
            self.offer(files)

    def offer(self, files: Iterable[Path]) -> None:
        """Install the packs among some files; of the others a map can be made."""
        wanted = [path for path in files if path not in {one.path for one in self.panel.making.files()}]
        if not wanted:
            return
        self.panel_wanted.emit()
        self.panel.make()
        if self.is_busy:
            self._tell(_busy())
            return
        self.panel.quieten()
        self.panel.done.hide()
        self.panel.making.show_looking(len(wanted))
        self.panel.show_top()
        self._run(
            f"Looking at {files_in_words(len(wanted))}",
            lambda progress: holding.looked_at(wanted, progress),
            self._take_looked,
            self.panel.making.show_problem,
        )

    def _take_looked(self, looked: tuple[list[Path], list[Looked]]) -> None:
        packs, others = looked
        files = [*self.panel.making.files(), *others]
        if files:
            self.panel.making.show_files(files)
        else:
            self.panel.making.finish()
        self.panel.show_top()
        if packs:
            self.install(packs)

    # Making

    def make(self, files: Sequence[Path], area: str, title: str) -> None:
        """Make a map of some files, install it and show it."""
        if self.is_busy or not files:
            return
        place = self._place(area)
        making = self.panel.making
        making.show_progress(None, "Looking at the files …")
        self.panel.show_top()
        self._run(
            "Making a map",
            lambda progress: holding.built(files, place, title, progress),
            self._take_built,
            making.show_problem,
            making.show_progress,
        )

    def _place(self, name: str) -> Place | None:
        return next((place for place in self._places() if name and place.name == name), None)

    def _take_built(self, report: BuildReport) -> None:
        """Install what was built."""
        self.panel.making.finish()
        self._hands_off(
            "Checking what was made",
            lambda _: holding.put_to_use(report),
            lambda added: self._tell_made(report, added),
        )

    def _tell_made(self, report: BuildReport, added: Added) -> None:
        title = f"“{added.pack.title}” is on the map ({size_in_words(report.size)})."
        sentences = [*besides([added]), *summary(report), *of_boundaries([report.manifest])]
        self.panel.done.tell(title, sentences, details_of_build(report))
        self.said.emit(title)
        self._new_box = report.manifest.box

    def cancel(self) -> None:
        """Give up what is under way; nothing of it is left behind."""
        self._work.cancel()

    # Packs

    def install(self, packs: Sequence[Path]) -> None:
        """Check packs that somebody handed on, and install them."""

        def done(result: tuple[list[Added], list[Problem]]) -> None:
            added, problems = result
            for problem in problems:
                self._tell(problem)
            if added:
                self._tell_added(added)

        self._hands_off("Checking map packs", lambda progress: holding.installed(packs, progress), done)

    def _tell_added(self, added: Sequence[Added]) -> None:
        titles = listed([f"“{one.pack.title}”" for one in added])
        words = f"{titles} {'is' if len(added) == 1 else 'are'} on the map."
        manifests = [one.pack.manifest for one in added if one.pack.manifest]
        credits = [manifest.short_attribution for manifest in manifests]
        self.panel.done.tell(words, [*besides(added), *credits, *of_boundaries(manifests)])
        self.said.emit(words)
        if manifests:
            self._new_box = manifests[0].box

    def switch(self, name: str, is_on: bool) -> None:
        """Show a pack, or leave it out."""
        self._hands_off("Changing maps", lambda _: holding.switch(name, is_on))

    def show_alone(self, held: Held) -> None:
        """Switch off what draws the same streets as a pack."""
        off = held.doubles
        titles = listed([f"“{other.title}”" for other in off])

        def done(_: object) -> None:
            it = "it" if len(off) == 1 else "one"
            self.said.emit(f"Only “{held.title}” is shown. {titles} can be had back: tick {it} under Maps.")

        self._hands_off("Changing maps", lambda _: holding.switch_off([other.name for other in off]), done)

    def remove(self, name: str) -> None:
        """Take a pack off this computer."""

        def done(_: object) -> None:
            self.said.emit("The map pack is removed from this computer.")

        self._hands_off("Removing a map", lambda _: holding.remove(name), done)

    def _hands_off(
        self, label: str, work: Callable[[Progress], object], on_done: Callable[..., object] = lambda _: None
    ) -> None:
        def done(result: object) -> None:
            on_done(result)
            self.refresh()
            self.panel.show_top()

        self.panel.quieten()
        self.atlas.with_hands_off(label, work, done)

    def take_new_box(self) -> Box | None:
        """The box of what has just been installed, once; None where nothing has."""
        box, self._new_box = self._new_box, None
        return box

    def choose_where_to_copy(self, held: Held) -> None:
        """Let a person choose the stick or folder that a pack is copied to."""
        folder = choosing.folder_for_copy(self.panel, held.title)
        if folder is None:
            return
        if self.is_busy:
            self._tell(_busy())
            return
        self.panel.quieten()
        self._run(
            f"Copying {held.title}",
            lambda progress: holding.copied(held.path, folder, progress),
            lambda to: self._take_copy(held, to),
            self._tell,
            lambda share, words: self.said.emit(words if share is None else f"{words} {share:.0%}"),
        )

    def _take_copy(self, held: Held, to: Path) -> None:
        self.panel.done.tell(
            f"“{held.title}” is copied to {to.parent}.",
            [
                f"Take {to.name} to the other laptop and drop it on Place Planner there, or choose “Add a map…”.",
                "Its licence travels with it.",
            ],
        )
        self.said.emit(f"Copied {to.name}.")

    # Jobs

    def _run(
        self,
        label: str,
        work: Callable[[Progress], object],
        on_done: Callable[..., object],
        on_problem: Callable[[Problem], object],
        on_progress: Callable[[float | None, str], object] | None = None,
    ) -> None:
        self._work.run(
            label,
            work,
            on_done,
            on_problem=on_problem,
            on_progress=on_progress,
            on_cancelled=self._tell_cancelled,
        )

    def _tell_cancelled(self) -> None:
        self.panel.making.show_cancelled()
        self.said.emit("Cancelled. Nothing half-made is left behind.")

    def _tell(self, problem: Problem) -> None:
        """In the panel, and below the map for who does not see the panel."""
        self.panel.refuse(problem)
        if not self.panel.isVisible():
            self.refused.emit(problem)

    def _tell_of_packs(self, problem: Problem) -> None:
        self._tell(problem)
        self.refresh()  # another window may have changed what is there

    def close(self) -> None:
        """The plan is closed."""
        self.cancel()
        self.fetching.cancel()
        self.atlas.close()


def _busy() -> Problem:
    return Problem(
        "One thing at a time.", "Another map is being made or copied.", "Wait for it, or cancel it."
    )
