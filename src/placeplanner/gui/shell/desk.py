"""The open plan as the window sees it: records in memory, the chosen place and record, what is saved.

All edits of the window go through `perform`; whatever changes, whoever changed it, is told by one signal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal
from shapely.geometry.base import BaseGeometry

from placeplanner import settings as settings_module
from placeplanner.domain.ids import PlaceCode, RecordId
from placeplanner.domain.people import Group, Session
from placeplanner.domain.place import Place, Places
from placeplanner.domain.record import Record
from placeplanner.edits.edit import Edit
from placeplanner.edits.history import Done, History
from placeplanner.edits.people import KeepPerson
from placeplanner.errors import Problem
from placeplanner.gui.jobs import Job, Progress, run_job
from placeplanner.settings import Settings
from placeplanner.store.planfile import PlanFile

LOOK_OUTSIDE_MS = 2000
BACK_UP_EVERY_MS = 15 * 60 * 1000
BIG_BYTES = 30_000_000
_FROM_THERE = "The welcome page brings backups back."

NOT_KEPT = Problem(
    "What you wrote is not in the plan yet, so it is kept in front of you.",
    "",
    "Put right what the form says, or press Esc there to take it back.",
)


class Desk(QObject):
    """One open plan. `records` holds every record by id and is right after each signal."""

    changed = Signal(object)  # Done
    place_changed = Signal(str)
    chosen_changed = Signal(object)  # RecordId | None
    said = Signal(str, bool)  # words, and whether undo may be offered
    refused = Signal(object)  # Problem
    undo_begins = Signal()
    care_changed = Signal()  # what is saved and backed up

    def __init__(self, plan: PlanFile, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.plan = plan
        self.settings = settings
        self.history = History(plan, contributor=settings.contributor)
        self._take_up_work()
        self.records: dict[RecordId, Record] = {record.id: record for record in plan.records()}
        self.chosen: RecordId | None = None
        self.saved_at: datetime | None = None
        self.backed_up_at: datetime | None = None
        self.backup_problem: Problem | None = None
        self.trouble: Problem | None = None  # the file is not there, or cannot be read: nothing is saved
        self._needs_backup = True
        self._is_asked = False  # whether somebody waits to be told of a backup
        self._backup: Job | None = None
        self.is_open = True
        self.may_leave: Callable[[], bool] = lambda: True  # asked before another record is chosen
        self._version = plan.data_version
        self.place = self._first_place()
        self._shown = plan.places
        self._crossed: tuple[Places, dict[RecordId, tuple[BaseGeometry, frozenset[PlaceCode]]]] = (
            plan.places,
            {},
        )
        self.history.listen(self._take)
        self._timer(LOOK_OUTSIDE_MS, self.look_outside)
        self._timer(BACK_UP_EVERY_MS, self.back_up)

    def _timer(self, every_ms: int, act: Callable[[], object]) -> None:
        timer = QTimer(self)
        timer.setInterval(every_ms)
        timer.timeout.connect(act)
        timer.start()

    def _take_up_work(self) -> None:
        """Go on for the group that recorded last, and in its session while that day lasts: a laptop may be shut at lunch."""
        group, session = self.settings.work_of(self.plan.plan_id)
        today = date.today().isoformat()
        self.history.group = next((one.id for one in self.plan.groups() if one.id == group), None)
        still_on = (one.id for one in self.plan.sessions() if one.id == session and one.date == today)
        self.history.session = next(still_on, None)

    def work_as(self, name: str, group: Group | None, session: Session | None) -> bool:
        """Record in this name, for this group and in this session from here on; what is new of these is kept first.

        False where the plan could not keep it, which `refused` tells: all stays as it was.
        """
        for person in (group, session):
            if person is not None:
                self.perform(KeepPerson(person))
                known = {*(one.id for one in self.plan.groups()), *(one.id for one in self.plan.sessions())}
                if person.id not in known:
                    return False
        history = self.history
        history.contributor = name
        history.group = group.id if group else None
        history.session = session.id if session else None
        kept = self.settings.worked_in(self.plan.plan_id, history.group or "", history.session or "")
        self.remember(replace(kept, contributor=name))
        return True

    def at_work(self) -> str:
        """Who is recording, in words; empty where nobody said."""
        history = self.history
        names = (
            history.contributor,
            *(one.name for one in self.plan.groups() if one.id == history.group),
            *(one.name for one in self.plan.sessions() if one.id == history.session),
        )
        return ", ".join(name for name in names if name)

    def _first_place(self) -> str:
        """Where the plan was left, else its borough."""
        code = self.settings.place_of(self.plan.plan_id)
        borough = self.plan.places.borough
        return code if code and self.plan.places.get(code) else borough.code if borough else ""

    def perform(self, edit: Edit) -> Done | None:
        """Commit an edit and say so; a `Problem` is told by `refused` and gives None."""
        return self._tried(lambda: self.history.perform(edit), offers_undo=True)

    def undo(self) -> Done | None:
        """Take back the latest edit; what is being written becomes one first, so that redo has it."""
        self.undo_begins.emit()
        return self._tried(self.history.undo, offers_undo=False)

    def redo(self) -> Done | None:
        """Do again what was undone."""
        return self._tried(self.history.redo, offers_undo=False)

    def _tried(self, act: Callable[[], Done | None], *, offers_undo: bool) -> Done | None:
        try:
            done = act()
        except Problem as problem:
            self.refused.emit(problem)
            self._look_whether_there()
            return None
        if done:
            self.tell(done, offers_undo=offers_undo)
        return done

    def tell(self, done: Done, *, offers_undo: bool = True) -> None:
        """Say what has just been done, and to which record: it may be out of sight, or gone."""
        named = self.history.undo_label if offers_undo and not done.note else None
        self.said.emit(named or " ".join(part for part in (done.label, done.note) if part), offers_undo)

    def _take(self, done: Done) -> None:
        for record_id in done.changed:
            record = self.plan.record(record_id)
            if record is None:
                self.records.pop(record_id, None)
            else:
                self.records[record_id] = record
        self._shown = self.plan.places
        self.saved_at = datetime.now()
        self._needs_backup = True
        self.changed.emit(done)
        if self.here is None and self.plan.places.borough:  # a patch that people stood in is gone
            self.stand_in(self.plan.places.borough.code)
        self.care_changed.emit()
        if self.chosen in done.changed and self.chosen not in self.records:
            self.choose(None)

    def look_outside(self) -> None:
        """Take in what another program wrote to the file meanwhile, if it wrote anything."""
        if not self.is_open:  # a timer may fire once more on its way out
            return
        try:
            self.plan.look_whether_there()
            version = self.plan.data_version
            if version != self._version:
                self.look_outside_now()
                self._take_in_other_windows()
                self._version = version  # not before: what could not be taken in is tried again
        except Problem as problem:
            self._fall_into(problem)
        else:
            self._come_out_of_it()

    def _look_whether_there(self) -> None:
        """After something was refused, which has been told: perhaps the plan's file cannot be got at."""
        try:
            self.plan.look_whether_there()
            _ = self.plan.data_version
        except Problem as problem:
            self._fall_into(problem, is_told=False)

    def _fall_into(self, problem: Problem, *, is_told: bool = True) -> None:
        if str(self.trouble) == str(problem):
            return
        self.trouble = problem
        self.back_up()  # what is held open of the file may be all that is left of it
        if is_told:
            self.refused.emit(problem)
        self.care_changed.emit()

    def _come_out_of_it(self) -> None:
        """All that was looked for is there, and what others wrote is taken in: only then may people go on."""
        if self.trouble:
            self.trouble = None
            self.said.emit(f"“{self.plan.path.name}” is within reach again: you can go on.", False)
            self.care_changed.emit()

    def look_outside_now(self) -> None:
        """Take in what other programs wrote since the app last looked, even before it was started."""
        done = self.history.take_in_outside_changes()
        if done:
            self.said.emit(done.note, False)

    def _take_in_other_windows(self) -> None:
        """Show what another window or the command line did to the same plan: steps like ours, so not outside."""
        self.plan.look_at_places()
        has_other_places = tuple(self.plan.places) != tuple(self._shown)
        now = {record.id: record for record in self.plan.records()}
        differing = {id_ for id_ in now.keys() | self.records.keys() if now.get(id_) != self.records.get(id_)}
        if not differing and not has_other_places:
            return
        kinds = {record.kind for id_ in differing if (record := now.get(id_) or self.records.get(id_))}
        changed = frozenset(differing)
        done = Done("Changed in another window", changed, frozenset(kinds), "", True, has_other_places)
        self._take(done)
        self.said.emit("Another window changed this plan; what you see is up to date.", False)

    def back_up(self) -> None:
        """Back the plan up if anything changed since the last time."""
        if not self._needs_backup or not self.is_open:
            return
        if not self.trouble and self._is_big():  # in trouble another file may lie there, or none
            self._back_up_in_a_job()
            return
        self._needs_backup = False
        try:
            self.plan.back_up()
        except Problem as problem:
            self._backup_failed(problem)
        else:
            self._backed_up()

    def back_up_now(self) -> None:
        """Because somebody asks for it: say what came of it, once it has."""
        if self._needs_backup:
            self._is_asked = True
            self.back_up()
        elif self.backed_up_at:
            self.said.emit(
                f"Nothing has changed since the backup of {self.backed_up_at:%H:%M}. {_FROM_THERE}", False
            )

    def _is_big(self) -> bool:
        try:
            return self.plan.path.stat().st_size > BIG_BYTES
        except OSError:  # the file has gone, but what we hold open of it can still be copied
            return False

    def _back_up_in_a_job(self) -> None:
        """A plan full of photos takes a while to copy: on a connection of its own, while people go on."""
        path, catalogue = self.plan.path, self.plan.catalogue

        def work(progress: Progress) -> None:
            with PlanFile.open(path, catalogue, read_only=True) as plan:
                plan.back_up()

        self._needs_backup = False  # what comes from here on needs the next one
        self._backup = run_job(
            "Backing up", work, lambda _: self._backed_up(), on_problem=self._backup_failed
        )

    def _backed_up(self) -> None:
        self.backup_problem = None
        self.backed_up_at = datetime.now()
        if self._is_asked:
            self._is_asked = False
            self.said.emit(f"Backed up. {_FROM_THERE}", False)
        self.care_changed.emit()

    def _backup_failed(self, problem: Problem) -> None:
        self._needs_backup, self.backup_problem, self._is_asked = True, problem, False
        self.refused.emit(problem)
        self.care_changed.emit()

    def stand_in(self, code: str) -> None:
        """Choose a place."""
        if code != self.place and self.plan.places.get(code):
            self.place = code
            self.remember(self.settings.stood_in(self.plan.plan_id, code))
            self.place_changed.emit(code)

    def remember(self, settings: Settings) -> None:
        """Keep changed settings."""
        self.settings = settings
        settings_module.save(settings)

    @property
    def here(self) -> Place | None:
        """The chosen place."""
        return self.plan.places.get(self.place)

    def choose(self, record_id: str | None) -> None:
        """Choose a record, or none."""
        wanted = RecordId(record_id) if record_id in self.records else None
        if wanted != self.chosen and self.chosen in self.records and not self.may_leave():
            self.refused.emit(NOT_KEPT)
            self.chosen_changed.emit(self.chosen)  # whoever stands on another one goes back
            return
        if wanted != self.chosen:
            self.chosen = wanted
            self.chosen_changed.emit(wanted)

    def records_here(self) -> tuple[Record, ...]:
        """The records of the chosen place, by name; at borough level also those outside every place."""
        place = self.here
        if place is not None and place.kind.overlaps:
            across = self._across()
            found = [record for record in self.records.values() if self.place in across[record.id]]
        else:
            found = self.plan.places.holding(self.place, self.records.values())
        return tuple(sorted(found, key=lambda record: record.name.casefold()))

    def counts(self) -> dict[PlaceCode | None, int]:
        """How many records lie in each neighbourhood, ward and patch; under None those in no place that we know."""
        places = self.plan.places
        known = (record.place if places.get(record.place) else None for record in self.records.values())
        counts: Counter[PlaceCode | None] = Counter(known)
        if places.has_overlaps:
            across = self._across()
            counts.update(code for record_id in self.records for code in across[record_id])
        return dict(counts)

    def _across(self) -> dict[RecordId, frozenset[PlaceCode]]:
        """The wards and patches of every record; worked out once for as long as neither moves."""
        places = self.plan.places
        if places is not self._crossed[0]:
            self._crossed = (places, {})
        known = self._crossed[1]
        fresh = [
            record
            for record in self.records.values()
            if record.id not in known or known[record.id][0] is not record.geometry
        ]
        for record, codes in zip(fresh, places.across([record.geometry for record in fresh]), strict=True):
            known[record.id] = (record.geometry, codes)
        return {record_id: known[record_id][1] for record_id in self.records}

    def close(self) -> None:
        """Let go of the file."""
        self.is_open = False
        if self._backup is not None:
            self._backup.cancel()
        for timer in self.findChildren(QTimer):
            timer.stop()
        self.plan.close()
