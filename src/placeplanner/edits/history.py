"""Performing edits, undoing them, and telling whoever listens. Undo reaches back over restarts, since it is in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from placeplanner.domain.change import Change
from placeplanner.domain.ids import GroupId, RecordId, SessionId, StepId
from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Photo, Record
from placeplanner.edits.edit import Edit, WithBytes
from placeplanner.edits.records import in_its_place
from placeplanner.store.journal import Step, StepKind
from placeplanner.store.planfile import PlanFile


@dataclass(frozen=True, slots=True)
class Done:
    """What just became true on the disk. `changed` are records to draw again; an empty `note` needs no telling."""

    label: str
    changed: frozenset[RecordId]
    kinds: frozenset[Kind]
    note: str = ""
    is_undo: bool = False


Listener = Callable[[Done], None]


class History:
    """The way in which a plan changes. One for each open plan."""

    def __init__(
        self,
        plan: PlanFile,
        *,
        contributor: str = "",
        group: GroupId | None = None,
        session: SessionId | None = None,
    ) -> None:
        self._plan = plan
        self.contributor = contributor
        self.group = group
        self.session = session
        self._listeners: list[Listener] = []
        stacks = plan.stacks()
        self._undo, self._redo = stacks.undo, stacks.redo

    def perform(self, edit: Edit) -> Done | None:
        """Commit an edit; when this returns, it is on the disk. None where it changes nothing.

        Raises:
            Problem: it cannot be done, or the file cannot be written; nothing has changed then.
        """
        changes = edit.changes(self._plan)
        if not changes:
            return None
        with self._plan.step(edit.label, by=self.contributor, session=self.session) as writing:
            if isinstance(edit, WithBytes):
                for sha256, (media_type, data) in edit.files().items():
                    writing.keep_file(sha256, media_type, data)
            for change in changes:
                writing.write(change)
        self._undo.append(writing.step.id)
        self._redo.clear()
        return self._tell(_done(edit.label, changes))

    def undo(self) -> Done | None:
        """Take back the latest step that is not undone yet; None where there is none."""
        return self._reverse(self._undo, self._redo, StepKind.UNDO)

    def redo(self) -> Done | None:
        """Do again what was undone last; None where there is nothing."""
        return self._reverse(self._redo, self._undo, StepKind.REDO)

    def _reverse(self, source: list[StepId], target: list[StepId], kind: StepKind) -> Done | None:
        if not source:
            return None
        step = self._plan.step_by_id(source[-1])
        label = step.label if step else ""
        original = self._original(step)
        verb = "Undid" if kind is StepKind.UNDO else "Did again"
        with self._plan.step(
            original.label if original else label,
            by=self.contributor,
            session=self.session,
            kind=kind,
            reverses=source[-1],
        ) as writing:
            touched, kept = writing.write_back(source[-1])
        source.pop()
        target.append(writing.step.id)
        note = f"{len(kept)} left as another program changed them since." if kept else ""
        return self._tell(self._done_of(f"{verb}: {label}", touched, note))

    def _original(self, step: Step | None) -> Step | None:
        while step and step.reverses:
            step = self._plan.step_by_id(step.reverses)
        return step

    def _done_of(self, label: str, touched: Iterable[tuple[str, str]], note: str) -> Done:
        catalogue = self._plan.catalogue
        changed: set[RecordId] = set()
        kinds: set[Kind] = set()
        for table, uuid in touched:
            if spec := catalogue.by_table(table):
                changed.add(RecordId(uuid))
                kinds.add(spec.kind)
            elif table == "photos" and (record := self._plan.record_of_photo(uuid)):
                changed.add(record)
        return Done(label, frozenset(changed), frozenset(kinds), note, is_undo=True)

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, in the past tense; None where there is nothing."""
        return self._label(self._undo)

    @property
    def redo_label(self) -> str | None:
        """What redo would do again; None where there is nothing."""
        return self._label(self._redo)

    def _label(self, stack: list[StepId]) -> str | None:
        step = self._plan.step_by_id(stack[-1]) if stack else None
        return step.label if step else None

    def steps(self, limit: int = 200) -> tuple[Step, ...]:
        """The history, newest first."""
        return self._plan.steps(limit=limit)

    def take_in_outside_changes(self) -> Done | None:
        """Take in what other programs changed: work out the places of those records, and tell the listeners."""
        unseen = self._plan.unseen_outside()
        if not unseen:
            return None
        changes = [change for _, uuid in unseen if (change := self._placed(uuid))]
        label = "Took in changes made in another program"
        with self._plan.step(label, kind=StepKind.UPKEEP) as writing:
            for change in changes:
                writing.write(change)
            writing.note_seen()
        done = self._done_of(
            label, unseen, f"{len({uuid for _, uuid in unseen})} changed in another program."
        )
        return self._tell(replace(done, is_undo=False))

    def _placed(self, record_id: RecordId) -> Change | None:
        before = self._plan.record(record_id)
        after = in_its_place(self._plan, before) if before else None
        return Change(before, after) if after != before else None

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Be told after every change; call what comes back to be told no more."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self, done: Done) -> Done:
        for listener in tuple(self._listeners):
            listener(done)
        return done


def _done(label: str, changes: tuple[Change, ...]) -> Done:
    records = [change.subject for change in changes if isinstance(change.subject, Record)]
    photos = [change.subject.record for change in changes if isinstance(change.subject, Photo)]
    changed = {record.id for record in records} | set(photos)
    return Done(label, frozenset(changed), frozenset(record.kind for record in records))
