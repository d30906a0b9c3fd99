"""Other boundaries in the open plan: a pack's, or again those that ship. Told before, then one step with undo.

What would change is worked out in a job, on a connection of its own; doing it works it out once more, for the plan as
it is by then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from placeplanner.edits.foreseen import Foreseen, OfBoundaries, foresee
from placeplanner.edits.history import Done
from placeplanner.edits.places import RestoreBoundaries
from placeplanner.errors import Problem
from placeplanner.gui.i18n import how_many
from placeplanner.gui.jobs import JobSlot, Progress
from placeplanner.gui.maps.panel import MapsPanel
from placeplanner.gui.shell.desk import Desk
from placeplanner.store.planfile import PlanFile

if TYPE_CHECKING:
    from pathlib import Path

    from placeplanner.gui.maps.boundaries_page import BoundariesPage
    from placeplanner.gui.maps.holding import Held
    from placeplanner.gui.maps.outlines import Choices, Outlines

_OF_A_PACK = (
    "Places that the plan knows get the new outline and keep their name, town and figures; new ones are added. "
    "Records follow by where they lie."
)
_SHIPPED = (
    "Neighbourhoods, towns and the borough get the outlines back that they came with, and wards that came with a map "
    "go. Patches that you drew and towns that you corrected stay."
)


class Bounding(QObject):
    """Ties the maps panel's offers of boundaries to the plan. `seen` carries an outline to be shown, or None."""

    seen = Signal(object)

    def __init__(self, desk: Desk, panel: MapsPanel) -> None:
        super().__init__(panel)
        self._desk, self._panel = desk, panel
        self._page: BoundariesPage | None = None
        self._outlines: Outlines | None = None
        self._choices: Choices | None = None
        self._others: Held | None = None  # a pack that holds outlines without codes as well
        self._edit: OfBoundaries | None = None
        self._foreseen = Foreseen("")
        self._work = JobSlot()
        panel.first_seen.connect(self._offer_way_back)
        panel.boundaries_wanted.connect(self.open_pack)
        panel.shipped_wanted.connect(self.open_shipped)
        panel.outlines_wanted.connect(lambda path: self.open_outlines(path, path.name))
        desk.changed.connect(self._take)

    @property
    def page(self) -> BoundariesPage:
        """Where people read what would change, and answer; made when it is first wanted."""
        if self._page is None:
            from placeplanner.gui.maps.boundaries_page import BoundariesPage

            page = self._page = BoundariesPage()
            page.chosen.connect(self._choose)
            page.use_wanted.connect(self._use)
            page.left.connect(self._leave)
            page.seen.connect(self.seen)
            page.outlines_wanted.connect(self._open_others)
        return self._page

    @property
    def is_open(self) -> bool:
        """Whether somebody is deciding."""
        return self._page is not None and self._panel.is_shown(self._page)

    @property
    def is_busy(self) -> bool:
        """Whether something is being read or worked out."""
        return self._work.is_busy

    def open_pack(self, held: Held) -> None:
        """Show what the boundaries of a pack would change."""
        from placeplanner.gui.maps.outlines import outlines_of

        counts = held.manifest.counts if held.manifest else {}
        if counts.get("outlines") and not counts.get("places"):
            self.open_outlines(held.path, held.title)
            return
        self._begin(f"Boundaries of “{held.title}”", _OF_A_PACK, "Use these boundaries")
        self.page.show_doing(f"Reading the boundaries of “{held.title}” …")
        self._run(
            "Reading boundaries",
            lambda progress: outlines_of(held.path, held.title, progress),
            lambda outlines: self._take_outlines(outlines, held, counts.get("outlines", 0)),
        )

    def open_outlines(self, source: Path, title: str) -> None:
        """Let people say what the outlines without codes of a file or a pack are."""
        from placeplanner.gui.maps.outline_choices import HOW
        from placeplanner.gui.maps.outlines import choices_of

        self._begin(f"Outlines of “{title}”", HOW, "Use these outlines")
        self.page.show_doing(f"Reading the outlines of “{title}” …")
        places = self._desk.plan.places
        self._run(
            "Reading outlines",
            lambda progress: choices_of(source, title, places, progress),
            self._take_choices,
        )

    def open_shipped(self) -> None:
        """Show what going back to the boundaries that ship would change."""
        self._begin("The boundaries that came with Place Planner", _SHIPPED, "Go back to these")
        self._edit = _way_back()
        self._foresee()

    def _open_others(self) -> None:
        if self._others is not None:
            self.open_outlines(self._others.path, self._others.title)

    def _begin(self, title: str, hint: str, verb: str) -> None:
        self._outlines = self._choices = self._edit = None
        self._panel.done.hide()
        self._panel.show_instead(self.page)
        self.page.begin(title, hint, verb)

    def _take_choices(self, choices: Choices) -> None:
        from placeplanner.gui.maps.outline_choices import OutlineChoices

        self._choices = choices
        self.page.show_choices(OutlineChoices(choices, self._desk.plan.places))
        self._choose()

    def _take_outlines(self, outlines: Outlines, held: Held, without_codes: int) -> None:
        self._outlines = outlines
        self.page.show_sorts(outlines.sorts)
        if without_codes:
            self._others = held
            self.page.offer_outlines(without_codes)
        self._choose()

    def _choose(self) -> None:
        """Other kinds are ticked, or something else is said of an outline."""
        if self._choices is not None and self.page.choices is not None:
            self._edit = self._choices.edit(self.page.choices.claims())
            self._foresee()
        elif self._outlines is not None:
            kinds = self.page.kinds()
            every = {sort.kind for sort in self._outlines.sorts}
            self._edit = self._outlines.edit(every if kinds is None else kinds)
            self._foresee()

    def _foresee(self) -> None:
        edit = self._edit
        if edit is None:
            return
        self.page.show_doing("Working out what would change …")
        path, catalogue = self._desk.plan.path, self._desk.plan.catalogue

        def work(progress: Progress) -> Foreseen:
            progress(None, "Working out what would change …")
            with PlanFile.open(path, catalogue, read_only=True) as plan:
                return foresee(plan, edit)

        self._run("Working out what would change", work, self._take_foreseen)

    def _take_foreseen(self, foreseen: Foreseen) -> None:
        self._foreseen = foreseen
        self.page.show_foreseen(foreseen)

    def _run(self, label: str, work: Callable[[Progress], object], on_done: Callable[..., object]) -> None:
        self._work.run(label, work, on_done, on_problem=self.page.show_problem)

    def _use(self) -> None:
        """Do it, as one step; a problem is told where the person is looking, and all stays as it was."""
        edit, foreseen = self._edit, self._foreseen
        if edit is None:
            return
        if self._choices is not None and self.page.choices is not None:  # a name may just have been typed
            edit = self._choices.edit(self.page.choices.claims())
        self._edit = None  # so that the change is not taken for another's
        self._panel.setCursor(Qt.CursorShape.WaitCursor)  # ten thousand records take half a second
        try:
            done = self._desk.history.perform(edit)
        except Problem as problem:
            self._edit = edit
            self.page.show_problem(problem)
            return
        finally:
            self._panel.unsetCursor()
        self._leave()
        if done is not None:
            self._panel.show_top()
            self._panel.done.tell(done.label, [done.note], _moved(foreseen), "Which records moved")
            self._desk.said.emit(f"{done.label} {_how_many_moved(done)}", True)

    def _leave(self) -> None:
        self._work.give_up()
        self._outlines = self._choices = self._edit = None
        self.seen.emit(None)
        self._panel.show_instead(None)

    def _take(self, done: Done) -> None:
        """The plan is another now: what was told no longer holds."""
        if done.has_other_places:
            self._panel.done.hide()
            self._offer_way_back()
        if self.is_open and self._edit is not None:
            self._foresee()

    def _offer_way_back(self) -> None:
        if self._panel.is_made:
            self._panel.offer_shipped(is_offered=_way_back().is_needed(self._desk.plan.places))


def _way_back() -> RestoreBoundaries:
    from placeplanner.mappacks.shipped import shipped_places, shipped_rules

    return RestoreBoundaries(tuple(shipped_places()), shipped_rules())


def _how_many_moved(done: Done) -> str:
    """All that there is room for below the map; the rest stands in the panel, and in the history."""
    count = len(done.changed)
    if not count:
        return "Every record stays in its neighbourhood."
    return f"{how_many(count, 'record')} {'is' if count == 1 else 'are'} in another neighbourhood now."


def _moved(foreseen: Foreseen) -> str:
    told = [f"{move.record}\nfrom {move.before} to {move.after}" for move in foreseen.named]
    return "\n\n".join([*told, foreseen.and_more] if foreseen.and_more else told)
