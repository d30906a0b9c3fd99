"""Everything that is asked of a plan: the `Reader` of the domain, answered in SQL."""

from __future__ import annotations

import gc
import hashlib
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from placeplanner.domain.earlier import EarlierProfile
from placeplanner.domain.ids import ContributorId, GroupId, PhotoId, RecordId, SessionId, StepId
from placeplanner.domain.kinds import Catalogue, Kind, KindSpec
from placeplanner.domain.known import Declined
from placeplanner.domain.moment import Course, Moment, Period
from placeplanner.domain.people import Contributor, Group, Session
from placeplanner.domain.place import Place, Places
from placeplanner.domain.record import Photo, Record
from placeplanner.domain.shaping import Shaping
from placeplanner.errors import Problem
from placeplanner.store import journal, past, rows, schema
from placeplanner.store.capture import text_number
from placeplanner.store.connection import as_problem, rows_of, table_of
from placeplanner.store.earlier_rows import to_earlier
from placeplanner.store.file import damaged
from placeplanner.store.health import Unplaced, out_of_sight, unplaced
from placeplanner.store.journal import Stacks, Step
from placeplanner.store.places import read_places
from placeplanner.store.shaping_rows import to_shaping


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Do not look for rubbish while ten thousand records are made: there is none, and looking takes a fifth of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Queries:
    """The reading half of a plan file. Every question raises `Problem` where the file cannot be read."""

    def __init__(self, path: Path, connection: sqlite3.Connection, catalogue: Catalogue) -> None:
        self.path = path
        self.connection = connection
        self._catalogue = catalogue
        self._places: Places | None = None
        self._places_version = -1
        self._courses: tuple[object, dict[RecordId, Course]] = (None, {})

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        with as_problem(self.path):
            return rows_of(self.connection, query, values)

    @property
    def catalogue(self) -> Catalogue:
        """The kinds and categories in use."""
        return self._catalogue

    @property
    def places(self) -> Places:
        """The borough, towns, neighbourhoods, wards and patches of this plan, as they were when last read."""
        if self._places is None:
            with as_problem(self.path):
                try:
                    self._places = read_places(self.connection)
                except (ValueError, TypeError, KeyError) as error:
                    raise damaged(self.path) from error
            self._places_version = self.data_version
        return self._places

    def forget_places(self) -> None:
        """Read the places anew when they are next asked for: they have changed."""
        self._places = None

    def look_at_places(self) -> None:
        """Read the places anew if anybody else has written to the file since."""
        if self._places is not None and self.data_version != self._places_version:
            self._places = None

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
        """Changes with every change, and sorts as text: the clock of the journal."""
        ms, n = self._rows("SELECT ms, n FROM gpkg_pp_clock")[0]
        return f"{ms:013d}.{n:06d}"

    @property
    def data_version(self) -> int:
        """Changes when another program has written to the file (SQLite's own counter)."""
        return int(self._rows("PRAGMA data_version")[0][0])

    @property
    def schema_version(self) -> int:
        """Changes when a table or trigger was made or dropped (SQLite's own counter)."""
        return int(self._rows("PRAGMA schema_version")[0][0])

    def info(self, key: str) -> str:
        """A fact about the plan itself; empty where there is none."""
        found = self._rows("SELECT value FROM gpkg_pp_info WHERE key = ?", (key,))
        return str(found[0][0]) if found else ""

    def record(self, record_id: RecordId) -> Record | None:
        """The record, or None where there is none (any more)."""
        for spec in self._catalogue.kinds.values():
            if found := self._of_kind(spec, [("uuid = ?", [record_id])]):
                return found[0]
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
        here = self.places.get(place)
        if place is not None and (here is None or not here.kind.overlaps):
            borough = self.places.borough
            if borough is None or place != borough.code:  # the borough shows even what lies in no place of it
                inside = sorted(self.places.within(place))
                conditions.append((f"place IN ({','.join('?' * len(inside))})", list(inside)))
        if category is not None:
            conditions.append(("category = ?", [category]))
        if session is not None:
            conditions.append(("session_uuid = ?", [session]))
        wanted = set(kinds)
        found: list[Record] = []
        with _without_collecting():
            for spec in self._catalogue.kinds.values():
                if spec.kind in wanted:
                    more = (*self._text_condition(spec, text), *_near(spec, here))
                    found += self._of_kind(spec, [*conditions, *more])
        if here is not None and here.kind.overlaps:
            found = self.places.holding(here.code, found)
        return tuple(sorted(found, key=lambda record: (record.name.casefold(), record.id)))

    def _text_condition(self, spec: KindSpec, text: str) -> list[tuple[str, list[Any]]]:
        query = full_text_query(text)
        if not query:
            return [("0", [])] if text.strip() else []
        number = text_number(self._catalogue, spec.table)
        found = f"SELECT rowid / 8 FROM gpkg_pp_text WHERE gpkg_pp_text MATCH ? AND rowid % 8 = {number}"
        return [(f"fid IN ({found})", [query])]

    def _of_kind(self, spec: KindSpec, conditions: list[tuple[str, list[Any]]]) -> list[Record]:
        where = " AND ".join(condition for condition, _ in conditions) or "1"
        values = [value for _, some in conditions for value in some]
        with as_problem(self.path):
            columns, found = table_of(self.connection, f'SELECT * FROM "{spec.table}" WHERE {where}', values)
        return rows.to_records(spec, columns, found)

    def courses(self, period: Period) -> dict[RecordId, Course]:
        """Every record that anybody changed after a period began, as it was then, at its end, and at last."""
        state = (period, self.revision, self.data_version)
        if state != self._courses[0]:  # an atlas asks for every place
            now = {record.id: record for record in self.records()}
            with self._history_in_order():
                self._courses = (state, past.courses(self.connection, self._catalogue, period, now))
        return self._courses[1]

    def moment(self) -> Moment:
        """The state in which the plan is now, to come back to later."""
        ms, n = self._rows("SELECT ms, n FROM gpkg_pp_clock")[0]
        with as_problem(self.path):
            return Moment(datetime.now(UTC).astimezone().date(), (ms, n), past.heads_of(self.connection))

    def began_on(self) -> date | None:
        """The day on which the first thing was put into the plan, in this computer's time; None in an empty one."""
        with as_problem(self.path):
            return past.first_day(self.connection)

    def unplaced(self) -> tuple[Unplaced, ...]:
        """Records that cannot be drawn, since another program gave them no shape, or one that nothing here knows."""
        with as_problem(self.path):
            return unplaced(self.connection, self._catalogue)

    def out_of_sight(self) -> list[str]:
        """A sentence where records have no position, quickly."""
        with as_problem(self.path):
            return out_of_sight(self.connection, self._catalogue)

    def photos(self, record_id: RecordId) -> tuple[Photo, ...]:
        """The photos of a record, oldest first."""
        query = "SELECT * FROM photos WHERE record_uuid = ? AND uuid IS NOT NULL ORDER BY fid"
        return tuple(map(rows.to_photo, self._rows(query, (record_id,))))

    def photo(self, photo_id: PhotoId) -> Photo | None:
        """One photo, or None."""
        return next(map(rows.to_photo, self._rows("SELECT * FROM photos WHERE uuid = ?", (photo_id,))), None)

    def photo_bytes(self, sha256: str) -> bytes:
        """The image file itself. Raises `Problem` where the plan does not hold it, or not as it was put there."""
        found = self._rows("SELECT data FROM gpkg_pp_photo_file WHERE sha256 = ?", (sha256,))
        if not found:
            raise Problem(
                "That photo is not in the plan.",
                "Another program may have taken the image out of the file.",
                "Restore a backup, or add the photo again.",
            )
        data = found[0][0]
        if not isinstance(data, bytes) or hashlib.sha256(data).hexdigest() != sha256:
            raise Problem(
                "That photo is damaged.",
                "The image in the plan is not the one that was put there.",
                "Restore a backup, or add the photo again.",
            )
        return data

    def record_of_photo(self, photo_id: str) -> RecordId | None:
        """Which record a photo belongs to, or last belonged to."""
        found = self._rows(
            "SELECT record_uuid FROM photos WHERE uuid = ?1 UNION ALL SELECT * FROM ("
            "SELECT CASE field WHEN 'record_uuid' THEN value ELSE json_extract(value, '$.record_uuid') END FROM gpkg_pp_change "
            "WHERE uuid = ?1 AND field IN ('_row', '_del', 'record_uuid') ORDER BY ms DESC, n DESC) LIMIT 1",
            (photo_id,),
        )
        return RecordId(found[0][0]) if found and found[0][0] else None

    def kind_of(self, record_id: RecordId) -> Kind | None:
        """The kind of a record, also of one that was removed; None where nobody ever knew it."""
        found = self._rows(
            "SELECT tbl FROM gpkg_pp_change WHERE uuid = ? ORDER BY ms DESC, n DESC", (record_id,)
        )
        specs = (self._catalogue.by_table(row[0]) for row in found)
        return next((spec.kind for spec in specs if spec), None)

    def groups(self) -> tuple[Group, ...]:
        """All groups, by name."""
        return tuple(map(rows.to_group, self._people("groups")))

    def group(self, group_id: GroupId) -> Group | None:
        """One group, or None."""
        return next((group for group in self.groups() if group.id == group_id), None)

    def contributors(self) -> tuple[Contributor, ...]:
        """All contributors, by name."""
        return tuple(map(rows.to_contributor, self._people("contributors")))

    def contributor(self, contributor_id: ContributorId) -> Contributor | None:
        """One contributor, or None."""
        return next((person for person in self.contributors() if person.id == contributor_id), None)

    def sessions(self) -> tuple[Session, ...]:
        """All sessions, newest first."""
        query = "SELECT * FROM sessions WHERE uuid IS NOT NULL ORDER BY date DESC, name"
        return tuple(map(rows.to_session, self._rows(query)))

    def declined(self) -> tuple[Declined, ...]:
        """The known things that people do not want, by name."""
        return tuple(map(rows.to_declined, self._people(schema.DECLINED)))

    def earlier_profiles(self) -> tuple[EarlierProfile, ...]:
        """The profiles that have been made, oldest first, by the journal's clock."""
        found = [each for row in self._people(schema.EARLIER) if (each := to_earlier(row))]
        return tuple(sorted(found, key=lambda each: (each.moment.clock, each.made_at, each.id)))

    def shapings(self) -> tuple[Shaping, ...]:
        """How profiles have been shaped, for every place and audience that anybody has done so for."""
        return tuple(map(to_shaping, self._people(schema.SHAPING)))

    def _people(self, table: str) -> list[sqlite3.Row]:
        return self._rows(f'SELECT * FROM "{table}" WHERE uuid IS NOT NULL ORDER BY name COLLATE NOCASE')

    def steps(self, *, limit: int = 200) -> tuple[Step, ...]:
        """The history, newest first."""
        with as_problem(self.path):
            return journal.steps(self.connection, limit=limit)

    def stacks(self) -> Stacks:
        """What can be undone and what can be redone, the next one last."""
        with as_problem(self.path):
            return journal.stacks(self.connection)

    def step_by_id(self, step_id: StepId) -> Step | None:
        """One step of the history."""
        with as_problem(self.path):
            return journal.step_by_id(self.connection, step_id)

    def unseen_outside(self) -> tuple[tuple[str, RecordId], ...]:
        """Table and id of what other programs changed since we last looked."""
        found = self._rows(f"SELECT DISTINCT tbl, uuid {_UNSEEN} ORDER BY tbl, uuid", self._seen())
        return tuple((row[0], RecordId(row[1])) for row in found)

    def places_set_outside(self) -> frozenset[RecordId]:
        """Records whose place another program has set, since we last looked, without making them anew."""
        found = self._rows(f"SELECT DISTINCT uuid {_UNSEEN} AND field = 'place'", self._seen())
        return frozenset(RecordId(row[0]) for row in found)

    def places_before(self) -> Places:
        """The places as they were before other programs changed them since we last looked."""
        with self._history_in_order():
            return past.places_before(self.connection, self._seen(), self.places)

    @contextmanager
    def _history_in_order(self) -> Iterator[None]:
        """The journal is told from in this block; what another program made nonsense of is a `Problem`."""
        with as_problem(self.path):
            try:
                yield
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise damaged(self.path) from error

    def _seen(self) -> tuple[int, int]:
        ms, _, n = self.info("seen").partition(" ")
        return (int(ms), int(n)) if ms.isdecimal() and n.isdecimal() else (0, 0)


def _near(spec: KindSpec, here: Place | None) -> list[tuple[str, list[Any]]]:
    """What may lie in a ward or a patch: what is in the box around it."""
    if here is None or not here.kind.overlaps:
        return []
    west, south, east, north = here.geometry.bounds
    tree = f"rtree_{spec.table}_geom"
    box = f'SELECT id FROM "{tree}" WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?'
    return [(f"fid IN ({box})", [west, east, south, north])]


_UNSEEN = "FROM gpkg_pp_change INDEXED BY change_by_step WHERE step IS NULL AND (ms, n) > (?, ?)"


def note_seen(connection: sqlite3.Connection) -> None:
    """Remember the journal's clock as seen; inside the caller's transaction."""
    connection.execute(
        "INSERT OR REPLACE INTO gpkg_pp_info SELECT 'seen', ms || ' ' || n FROM gpkg_pp_change ORDER BY ms DESC, n DESC LIMIT 1"
    )


def full_text_query(text: str) -> str:
    """What people typed as a query for FTS5: every word, by its beginning; no operators of its own."""
    words = unicodedata.normalize("NFC", text).replace('"', " ").replace("\0", " ").split()
    return " ".join(f'"{word}"*' for word in words if any(letter.isalnum() for letter in word))
