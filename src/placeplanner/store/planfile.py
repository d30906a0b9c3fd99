"""The plan file as the app holds it: read at any time, written only inside `step`, one transaction an edit.

The connection is `query_only` outside a step, so that a stray write raises. Rollback journal and
`synchronous=EXTRA`: the pragmas that lost nothing under simulated power cuts (decision 4).
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from placeplanner.domain.change import Change, Entity
from placeplanner.domain.ids import SessionId, StepId, new_id
from placeplanner.domain.kinds import Catalogue
from placeplanner.domain.place import Place
from placeplanner.errors import Problem
from placeplanner.store import backups, creation, file, journal, mending, opening, queries, rows
from placeplanner.store.capture import named
from placeplanner.store.connection import as_problem
from placeplanner.store.health import Finding, examine
from placeplanner.store.journal import Step, StepKind
from placeplanner.store.schema import PLACES


class _LeftOut(Exception):
    pass


class Writing:
    """An open step: what may be written, all of it or nothing."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        catalogue: Catalogue,
        step: Step,
        forget_places: Callable[[], None],
    ) -> None:
        self._connection = connection
        self._catalogue = catalogue
        self._forget_places = forget_places
        self.step = step

    def write(self, change: Change) -> None:
        """Write one change; only the fields that differ are touched."""
        table = rows.table_of(change.subject, self._catalogue)
        if isinstance(change.subject, Place):
            self._forget_places()
        key, known_as = _key_of(change.subject)
        if change.after is None:
            self._connection.execute(f'DELETE FROM "{table}" WHERE {key} = ?', (known_as,))
            return
        values = rows.differing(change.before, change.after)
        names = list(values)
        if change.before is None:
            columns = ", ".join(named(name) for name in ("uuid", *names))
            marks = ", ".join("?" * (len(names) + 1))
            self._connection.execute(
                f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', (change.after.id, *values.values())
            )
        elif names:
            sets = ", ".join(f"{named(name)} = ?" for name in names)
            written = self._connection.execute(
                f'UPDATE "{table}" SET {sets} WHERE {key} = ?', (*values.values(), known_as)
            )
            if written.rowcount != 1:
                raise Problem(
                    "What was to be changed is no longer in the plan.",
                    "It was removed, perhaps from another window or program.",
                    "Look in the history: it can be brought back from there.",
                )

    def keep_file(self, sha256: str, media_type: str, data: bytes) -> None:
        """Keep an image file in the plan; the same file is kept once."""
        self._connection.execute(
            "INSERT OR IGNORE INTO gpkg_pp_photo_file(sha256, media_type, size, data) VALUES (?,?,?,?)",
            (sha256, media_type, len(data), data),
        )

    def write_back(self, step_id: StepId) -> tuple[set[tuple[str, str]], set[str]]:
        """Undo: put back what a step replaced (see `journal.write_back`)."""
        touched, kept = journal.write_back(self._connection, step_id)
        if any(table == PLACES for table, _ in touched):
            self._forget_places()
        return touched, kept

    def tell(self, label: str) -> None:
        """Give the step a label that says more than was known when it began."""
        journal.label_step(self._connection, self.step.id, rows.writable(label))

    def leave_out(self) -> NoReturn:
        """There is nothing to write after all: end the step as if it had never begun."""
        raise _LeftOut

    def note_seen(self) -> None:
        """Remember that everything in the journal so far has been taken in."""
        queries.note_seen(self._connection)


def _key_of(subject: Entity) -> tuple[str, str]:
    """By which column a row is found."""
    return ("code", subject.code) if isinstance(subject, Place) else ("uuid", subject.id)


class PlanFile(queries.Queries):
    """An open plan. Make one with `create` or `open`; close it when done."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, catalogue: Catalogue, notices: tuple[str, ...] = ()
    ) -> None:
        super().__init__(path, connection, catalogue)
        self.notices = notices
        self._schema_version = self.schema_version
        self._identity = file.identity_of(path)

    @classmethod
    def create(cls, path: Path, catalogue: Catalogue, places: Iterable[Place], *, name: str = "") -> PlanFile:
        """Make a new plan; whole or not at all, and never over something that is there.

        Raises:
            Problem: there is something at that path already, or it cannot be written.
        """
        creation.create(path, catalogue, places, name=name or path.stem)
        return cls.open(path, catalogue)

    @classmethod
    def open(cls, path: Path, catalogue: Catalogue, *, read_only: bool = False) -> PlanFile:
        """Open a plan, mend what other programs dropped, and bring an older one up to date after copying it.

        `read_only` touches nothing and works on a file that cannot be written.

        Raises:
            Problem: it is not a plan, is damaged, too new, locked, or cannot be read or written.
        """
        connection, notices = opening.open_plan(path, catalogue, read_only=read_only)
        return cls(path, connection, catalogue, notices)

    @contextmanager
    def step(
        self,
        label: str,
        *,
        by: str = "",
        session: SessionId | None = None,
        kind: StepKind = StepKind.EDIT,
        reverses: StepId | None = None,
    ) -> Iterator[Writing]:
        """One transaction and one entry of the history. When it ends without an error, it is on the disk.

        Raises:
            Problem: the file is locked, read-only, on a full disk or gone; nothing has been changed then.
        """
        if self.connection.in_transaction:
            raise RuntimeError("a step cannot be begun inside a step")
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        step = Step(StepId(new_id()), kind, rows.writable(label), at, rows.writable(by), session, reverses)
        with contextlib.suppress(_LeftOut), as_problem(self.path), self._writing():
            journal.open_step(self.connection, step)
            yield Writing(self.connection, self.catalogue, step, self.forget_places)
            journal.close_step(self.connection)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        places = self._places
        self.connection.execute("PRAGMA query_only=OFF")
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            schema_version, notices = self._mended()
            self.look_at_places()
            places = self._places
            yield
            self.look_whether_there()  # SQLite itself does not where another program keeps a log beside the file
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            self._places = places
            raise
        finally:
            self.connection.execute("PRAGMA query_only=ON")
        self._schema_version = schema_version
        self.notices += notices

    def _mended(self) -> tuple[int, tuple[str, ...]]:
        """Put back what another program has dropped since the last step: nothing is written without its journal."""
        if self.schema_version == self._schema_version:
            return self._schema_version, ()
        notices = mending.put_right(self.connection, self.catalogue)
        return self.schema_version, notices

    @property
    def is_made_over(self) -> bool:
        """Whether another program has made or dropped a table or trigger since the last step."""
        return self.schema_version != self._schema_version

    def look_whether_there(self) -> None:
        """Raise `Problem` where the file was moved, renamed, replaced or taken away since it was opened."""
        file.look_for(self.path, self._identity)

    def back_up(self, folder: Path | None = None) -> Path:
        """Copy the plan into the backup folder (see `backups.back_up`)."""
        return backups.back_up(self.connection, self.path, folder)

    def examine(self) -> tuple[Finding, ...]:
        """What is amiss in the file (see `health.examine`)."""
        with as_problem(self.path):
            return examine(self.connection, self.catalogue)

    def close(self) -> None:
        """Let go of the file. Nothing is lost by not doing so."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
