"""Everything that is asked of a plan: the `Reader` of the domain, answered in SQL."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from placeplanner.domain.ids import ContributorId, GroupId, PhotoId, RecordId, SessionId, StepId
from placeplanner.domain.kinds import Catalogue, Kind, KindSpec
from placeplanner.domain.people import Contributor, Group, Session
from placeplanner.domain.place import Places
from placeplanner.domain.record import Photo, Record
from placeplanner.errors import Problem
from placeplanner.store import journal, rows
from placeplanner.store.journal import Stacks, Step
from placeplanner.store.places import read_places


class Queries:
    """The reading half of a plan file."""

    def __init__(self, connection: sqlite3.Connection, catalogue: Catalogue) -> None:
        self.connection = connection
        self._catalogue = catalogue

    @property
    def catalogue(self) -> Catalogue:
        """The kinds and categories in use."""
        return self._catalogue

    @cached_property
    def places(self) -> Places:
        """The borough, towns and neighbourhoods of this plan."""
        return read_places(self.connection)

    @property
    def name(self) -> str:
        """What the group calls its plan."""
        return self.info("name")

    @property
    def plan_id(self) -> str:
        """The plan's identity, the same in every copy."""
        return self.info("id")

    @property
    def revision(self) -> str:
        """Changes with every change: the clock of the journal, in words that sort."""
        ms, n = self.connection.execute("SELECT ms, n FROM clock").fetchone()
        return f"{ms}.{n}"

    @property
    def data_version(self) -> int:
        """Changes when another program has written to the file (SQLite's own counter)."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def info(self, key: str) -> str:
        """A fact about the plan itself; empty where there is none."""
        row = self.connection.execute("SELECT value FROM plan_info WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def record(self, record_id: RecordId) -> Record | None:
        """The record, or None where there is none (any more)."""
        for spec in self._catalogue.kinds.values():
            row = self.connection.execute(
                f'SELECT * FROM "{spec.table}" WHERE uuid = ?', (record_id,)
            ).fetchone()
            if row:
                return next(iter(rows.to_records(spec, [row])), None)
        return None

    def records(
        self,
        *,
        kinds: Iterable[Kind] = tuple(Kind),
        place: str | None = None,
        category: str | None = None,
        session: SessionId | None = None,
        text: str = "",
    ) -> tuple[Record, ...]:
        """Records that meet every condition, by name (see `Reader.records`)."""
        conditions: list[tuple[str, list[Any]]] = []
        if place is not None:
            inside = sorted(self.places.within(place))
            borough = self.places.borough
            everywhere = borough is not None and place == borough.code
            marks = f"place IN ({','.join('?' * len(inside))})"
            conditions.append((f"({marks} OR place IS NULL)" if everywhere else marks, list(inside)))
        if category is not None:
            conditions.append(("category = ?", [category]))
        if session is not None:
            conditions.append(("session_uuid = ?", [session]))
        wanted = set(kinds)
        found: list[Record] = []
        for spec in self._catalogue.kinds.values():
            if spec.kind in wanted:
                found += self._of_kind(spec, [*conditions, *self._text_condition(spec, text)])
        return tuple(sorted(found, key=lambda record: (record.name.casefold(), record.id)))

    def _text_condition(self, spec: KindSpec, text: str) -> list[tuple[str, list[Any]]]:
        query = full_text_query(text)
        if not query:
            return [("0", [])] if text.strip() else []
        number = list(self._catalogue.kinds).index(spec.kind)
        return [
            (f"(fid * 8 + {number}) IN (SELECT rowid FROM record_text WHERE record_text MATCH ?)", [query])
        ]

    def _of_kind(self, spec: KindSpec, conditions: list[tuple[str, list[Any]]]) -> list[Record]:
        where = " AND ".join(condition for condition, _ in conditions) or "1"
        values = [value for _, some in conditions for value in some]
        query = f'SELECT * FROM "{spec.table}" WHERE {where}'
        return rows.to_records(spec, self.connection.execute(query, values).fetchall())

    def photos(self, record_id: RecordId) -> tuple[Photo, ...]:
        """The photos of a record, oldest first."""
        query = "SELECT * FROM photos WHERE record_uuid = ? AND uuid IS NOT NULL ORDER BY fid"
        return tuple(rows.to_photo(row) for row in self.connection.execute(query, (record_id,)))

    def photo(self, photo_id: PhotoId) -> Photo | None:
        """One photo, or None."""
        row = self.connection.execute("SELECT * FROM photos WHERE uuid = ?", (photo_id,)).fetchone()
        return rows.to_photo(row) if row else None

    def photo_bytes(self, sha256: str) -> bytes:
        """The image file itself. Raises `Problem` where the plan does not hold it."""
        row = self.connection.execute("SELECT data FROM photo_file WHERE sha256 = ?", (sha256,)).fetchone()
        if row is None:
            raise Problem(
                "That photo is not in the plan.",
                "Another program may have taken the image out of the file.",
                "Restore a backup, or add the photo again.",
            )
        return bytes(row[0])

    def record_of_photo(self, photo_id: str) -> RecordId | None:
        """Which record a photo belongs to, or last belonged to."""
        row = self.connection.execute(
            "SELECT record_uuid FROM photos WHERE uuid = ?1 UNION ALL SELECT json_extract(value, '$.record_uuid') "
            "FROM change WHERE uuid = ?1 AND field IN ('_row', '_del') LIMIT 1",
            (photo_id,),
        ).fetchone()
        return RecordId(row[0]) if row and row[0] else None

    def groups(self) -> tuple[Group, ...]:
        """All groups, by name."""
        return tuple(rows.to_group(row) for row in self._people("groups"))

    def group(self, group_id: GroupId) -> Group | None:
        """One group, or None."""
        return next((group for group in self.groups() if group.id == group_id), None)

    def contributors(self) -> tuple[Contributor, ...]:
        """All contributors, by name."""
        return tuple(rows.to_contributor(row) for row in self._people("contributors"))

    def contributor(self, contributor_id: ContributorId) -> Contributor | None:
        """One contributor, or None."""
        return next((person for person in self.contributors() if person.id == contributor_id), None)

    def sessions(self) -> tuple[Session, ...]:
        """All sessions, newest first."""
        query = "SELECT * FROM sessions WHERE uuid IS NOT NULL ORDER BY date DESC, name"
        return tuple(rows.to_session(row) for row in self.connection.execute(query))

    def _people(self, table: str) -> list[sqlite3.Row]:
        query = f'SELECT * FROM "{table}" WHERE uuid IS NOT NULL ORDER BY name COLLATE NOCASE'
        return self.connection.execute(query).fetchall()

    def steps(self, *, limit: int = 200) -> tuple[Step, ...]:
        """The history, newest first."""
        return journal.steps(self.connection, limit=limit)

    def stacks(self) -> Stacks:
        """What can be undone and what can be redone, the next one last."""
        return journal.stacks(self.connection)

    def step_by_id(self, step_id: StepId) -> Step | None:
        """One step of the history."""
        return journal.step_by_id(self.connection, step_id)

    def unseen_outside(self) -> tuple[tuple[str, RecordId], ...]:
        """Table and id of what other programs changed since we last looked."""
        seen = self.info("seen").split() or ["0", "0"]
        query = "SELECT DISTINCT tbl, uuid FROM change WHERE step IS NULL AND (ms, n) > (?, ?)"
        found = self.connection.execute(query, (int(seen[0]), int(seen[1])))
        return tuple((row[0], RecordId(row[1])) for row in found)


def note_seen(connection: sqlite3.Connection) -> None:
    """Remember the journal's clock as seen; inside the caller's transaction."""
    connection.execute(
        "INSERT OR REPLACE INTO plan_info SELECT 'seen', max(ms) || ' ' || "
        "(SELECT max(n) FROM change WHERE ms = (SELECT max(ms) FROM change)) FROM change HAVING count(*)"
    )


def full_text_query(text: str) -> str:
    """What people typed as a query for FTS5: every word, by its beginning; no operators of its own."""
    return " ".join(f'"{word}"*' for word in re.findall(r"\w+", text))
