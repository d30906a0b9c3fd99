"""Performing edits, undoing them, and telling whoever listens. Undo reaches back over restarts, since it is in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from placeplanner.domain.boundaries import with_unions
from placeplanner.domain.change import Change
from placeplanner.domain.ids import GroupId, RecordId, SessionId, StepId
from placeplanner.domain.kinds import Kind
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.domain.record import Photo, Record
from placeplanner.edits.edit import Edit, WithBytes, WithNote
from placeplanner.edits.records import in_its_place
from placeplanner.store.journal import Step, StepKind
from placeplanner.store.planfile import PlanFile, Writing
from placeplanner.store.schema import PLACES


class Done(Struct, frozen=True):
    """What just became true on the disk. `changed` are records to draw again; an empty `note` needs no telling."""

    label: str
    changed: frozenset[RecordId]
    kinds: frozenset[Kind]
    note: str = ""
    is_undo: bool = False
    has_other_places: bool = False  # boundaries, towns or patches are not what they were


_NAMED = 3  # places that a sentence names
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
        self._seen_version = -1
        self._undo: list[StepId] = []
        self._redo: list[StepId] = []
        self._look_again()

    def _look_again(self) -> None:
        """Read the stacks anew where somebody else has written: another window on the same plan shares them."""
        version = self._plan.data_version
        if version != self._seen_version:
            stacks = self._plan.stacks()
            self._undo, self._redo = stacks.undo, stacks.redo
            self._seen_version = version

    def perform(self, edit: Edit) -> Done | None:
        """Commit an edit; when this returns, it is on the disk. None where it changes nothing.

        What it changes is worked out inside the transaction, so that nobody changes it in between.

        Raises:
            Problem: it cannot be done, or the file cannot be written; nothing has changed then.
        """
        changes: tuple[Change, ...] = ()
        note = ""
        with self._plan.step(edit.label, by=self.contributor, session=self.session) as writing:
            changes = edit.changes(self._plan)
            if not changes:
                writing.leave_out()
            if isinstance(edit, WithNote) and (note := edit.note(self._plan, changes)):
                writing.tell(f"{edit.label}. {note}")
            if isinstance(edit, WithBytes):
                for sha256, (media_type, data) in edit.files().items():
                    writing.keep_file(sha256, media_type, data)
            for change in changes:
                writing.write(change)
        if not changes:
            return None
        self._look_again()
        if writing.step.id not in self._undo[-1:]:
            self._undo.append(writing.step.id)
            self._redo.clear()
        return self._tell(self._done(edit.label, changes, note))

    def keep(self, edit: Edit) -> None:
        """Commit what people would not call a change: it is not undone, not in the history, and nobody is told.

        Raises:
            Problem: the file cannot be written.
        """
        with self._plan.step(edit.label, by=self.contributor, kind=StepKind.UPKEEP) as writing:
            changes = edit.changes(self._plan)
            for change in changes:
                writing.write(change)
            if not changes:
                writing.leave_out()

    def undo(self) -> Done | None:
        """Take back the latest step that is not undone yet; None where there is none."""
        return self._reverse(StepKind.UNDO)

    def redo(self) -> Done | None:
        """Do again what was undone last; None where there is nothing."""
        return self._reverse(StepKind.REDO)

    def _stacks_of(self, kind: StepKind) -> tuple[list[StepId], list[StepId]]:
        return (self._undo, self._redo) if kind is StepKind.UNDO else (self._redo, self._undo)

    def _reverse(self, kind: StepKind) -> Done | None:
        while True:
            self._look_again()
            source, target = self._stacks_of(kind)
            if not source:
                return None
            latest = source[-1]
            done = self._reversed(latest, kind)
            if done is not None:
                source.pop()
                target.append(done[0])
                return self._tell(done[1])

    def _reversed(self, latest: StepId, kind: StepKind) -> tuple[StepId, Done] | None:
        """Take back one step; None where another window was quicker, and there is another one to take back now."""
        original = self._original(self._plan.step_by_id(latest))
        label, told = (original.label, original.told) if original else ("", "")
        verb = "Undid" if kind is StepKind.UNDO else "Did again"
        is_outrun = False
        with self._plan.step(
            label, by=self.contributor, session=self.session, kind=kind, reverses=latest
        ) as writing:
            if self._plan.data_version != self._seen_version:
                is_outrun = True
                writing.leave_out()
            touched, kept = writing.write_back(latest)
        if is_outrun:
            return None
        them = "it" if len(kept) == 1 else "them"
        note = f"{_records(len(kept))} left as another program has changed {them} since." if kept else ""
        said = f"{verb}: {told.removesuffix('.')}{'.' if note else ''}"
        return writing.step.id, self._done_of(said, touched, note)

    def _original(self, step: Step | None) -> Step | None:
        while step and step.reverses:
            step = self._plan.step_by_id(step.reverses)
        return step

    def _done_of(self, label: str, touched: Iterable[tuple[str, str]], note: str) -> Done:
        catalogue = self._plan.catalogue
        changed: set[RecordId] = set()
        kinds: set[Kind] = set()
        has_other_places = False
        for table, uuid in touched:
            has_other_places = has_other_places or table == PLACES
            if spec := catalogue.by_table(table):
                changed.add(RecordId(uuid))
                kinds.add(spec.kind)
            elif table == "photos" and (record := self._plan.record_of_photo(uuid)):
                changed.add(record)
                kinds |= self._kinds_of(record)
        return Done(
            label, frozenset(changed), frozenset(kinds), note, is_undo=True, has_other_places=has_other_places
        )

    def _done(self, label: str, changes: tuple[Change, ...], note: str) -> Done:
        changed: set[RecordId] = set()
        kinds: set[Kind] = set()
        has_other_places = False
        for change in changes:
            match change.subject:
                case Record() as record:
                    changed.add(record.id)
                    kinds.add(record.kind)
                case Photo() as photo if photo.record not in changed:
                    changed.add(photo.record)
                    kinds |= self._kinds_of(photo.record)
                case Place():
                    has_other_places = True
                case _:
                    pass
        label = f"{label}." if note else label
        return Done(label, frozenset(changed), frozenset(kinds), note, has_other_places=has_other_places)

    def _kinds_of(self, record: RecordId) -> set[Kind]:
        kind = self._plan.kind_of(record)
        return {kind} if kind else set()

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, in the past tense; None where there is nothing."""
        return self._label(StepKind.UNDO)

    @property
    def redo_label(self) -> str | None:
        """What redo would do again; None where there is nothing."""
        return self._label(StepKind.REDO)

    def _label(self, kind: StepKind) -> str | None:
        self._look_again()
        stack, _ = self._stacks_of(kind)
        step = self._plan.step_by_id(stack[-1]) if stack else None
        return step.told if step else None

    def steps(self, limit: int = 200) -> tuple[Step, ...]:
        """The history, newest first."""
        return self._plan.steps(limit=limit)

    def take_in_outside_changes(self) -> Done | None:
        """Take in what other programs changed: work out the places of those records, and tell the listeners."""
        if not self._plan.is_made_over and not self._plan.unseen_outside():
            return None
        label = "Took in changes made in another program"
        unseen: tuple[tuple[str, RecordId], ...] = ()
        along: list[tuple[str, RecordId]] = []  # records that places changed under
        remade: list[str] = []  # names of places
        notices = len(self._plan.notices)
        with self._plan.step(label, kind=StepKind.UPKEEP) as writing:
            unseen = self._plan.unseen_outside()
            set_outside = self._plan.places_set_outside()
            for _, uuid in unseen:
                if change := self._placed(uuid, is_set_by_hand=uuid in set_outside):
                    writing.write(change)
            if any(table == PLACES for table, _ in unseen):
                self._plan.forget_places()
                remade = self._remade(writing)
                for record in self._plan.records():
                    if (after := in_its_place(self._plan, record)) != record:
                        writing.write(Change(record, after))
                        along.append((self._plan.catalogue[record.kind].table, record.id))
            writing.note_seen()
        said = list(self._plan.notices[notices:])
        if unseen:
            if count := len({uuid for table, uuid in unseen if table != PLACES}):
                said.append(f"{_records(count)} changed in another program.")
            if any(table == PLACES for table, _ in unseen):
                said.append("The map's places were changed in another program.")
            if remade:
                said.append(
                    f"{_are(remade)} drawn around {'its' if len(remade) == 1 else 'their'} neighbourhoods anew."
                )
            said += self._plan.out_of_sight()
        if not said:
            return None
        return self._tell(replace(self._done_of(label, (*unseen, *along), " ".join(said)), is_undo=False))

    def _remade(self, writing: Writing) -> list[str]:
        """Towns, and the borough, follow the neighbourhoods that another program moved. Returns their names."""
        now = self._plan.places
        after = with_unions(self._plan.places_before(), now)
        changed = [place for place in after if now.get(place.code) != place]
        for place in changed:
            writing.write(Change(now.get(place.code), place))
        return [place.name for place in sorted(changed, key=lambda place: place.kind is PlaceKind.BOROUGH)]

    def _placed(self, record_id: RecordId, *, is_set_by_hand: bool) -> Change | None:
        """The change that gives a record its place; one that a person chose elsewhere stands, if there is such a place."""
        before = self._plan.record(record_id)
        if before is None:
            return None
        after = in_its_place(self._plan, before)
        named = self._plan.places.named(before.place or "") if is_set_by_hand else ()
        if len(named) == 1 and named[0].code != after.place:
            after = replace(before, place=named[0].code, place_is_corrected=True)
        return Change(before, after) if after != before else None

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Be told after every change; call what comes back to be told no more."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def _tell(self, done: Done) -> Done:
        for listener in tuple(self._listeners):
            if listener in self._listeners:
                listener(done)
        return done


def _are(names: list[str]) -> str:
    """ "Hindley and Wigan Borough are", or how many where there are many."""
    if len(names) > _NAMED:
        return f"{len(names)} places are"
    return f"{names[0]} is" if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} are"


def _records(count: int) -> str:
    return "1 record was" if count == 1 else f"{count} records were"
