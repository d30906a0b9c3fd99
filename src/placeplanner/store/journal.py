"""The history in the plan file: steps, the ops under them, what an op replaced, and writing that back.

Undo is a step of its own. It leaves alone what another program has changed since, and says which records those are.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any

from msgspec import Struct, field

from placeplanner.domain.ids import SessionId, StepId
from placeplanner.domain.instant import since_1970
from placeplanner.store.capture import BLOB, GONE, OUTSIDE, ROW, TICK, columns_of, named
from placeplanner.store.connection import rows_of
from placeplanner.store.schema import OF_A_PLACE


class StepKind(StrEnum):
    """Why a step was made."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"
    UPKEEP = "upkeep"  # the app's own care, such as working out places; not on the undo stack


class Step(Struct, frozen=True):
    """One entry of the history. `count` is how many things it touched; outside steps have no `by` of ours.

    `about` is the name of the one record (or group, or place) that it concerns, as it was called last; else empty.
    """

    id: StepId
    kind: StepKind
    label: str
    at: str  # ISO 8601, UTC
    by: str = ""
    session: SessionId | None = None
    reverses: StepId | None = None
    count: int = 0
    is_undone: bool = False
    is_outside: bool = False
    about: str = ""

    @property
    def told(self) -> str:
        """What was done, and to what where it was done to one thing and the label does not say."""
        names_it = not self.about or "“" in self.label
        return self.label if names_it else f"{self.label}: {self.about}"


class Op(Struct, frozen=True):
    """One row of the journal."""

    op: str
    table: str
    uuid: str
    field: str
    value: Any
    base: str | None


def open_step(connection: sqlite3.Connection, step: Step) -> None:
    """Write a step, and let everything that follows in this transaction belong to it."""
    connection.execute(TICK)
    connection.execute(
        "INSERT INTO gpkg_pp_step SELECT ?, ?, ?, ?, ?, ?, replica, ?, ms, n FROM gpkg_pp_clock",
        (step.id, step.at, step.kind.value, step.label, step.by, step.session, step.reverses),
    )
    connection.execute("UPDATE gpkg_pp_clock SET step = ?, by = ?", (step.id, step.by))


def label_step(connection: sqlite3.Connection, step_id: StepId, label: str) -> None:
    """Say something else about a step; inside the transaction that makes it."""
    connection.execute("UPDATE gpkg_pp_step SET label = ? WHERE id = ?", (label, step_id))


def close_step(connection: sqlite3.Connection) -> None:
    """From here on changes belong to nobody, as those of other programs do."""
    connection.execute("UPDATE gpkg_pp_clock SET step = NULL, by = NULL")


def step_by_id(connection: sqlite3.Connection, step_id: StepId) -> Step | None:
    """One step, without its counts."""
    row = connection.execute("SELECT * FROM gpkg_pp_step WHERE id = ?", (step_id,)).fetchone()
    return _step(row, about=_about(connection, step_id)) if row else None


def _about(connection: sqlite3.Connection, step_id: StepId) -> str:
    """The name of the only thing that a step touched, photos counting as part of their record."""
    touched = connection.execute(
        "SELECT DISTINCT CASE tbl WHEN 'photos' THEN coalesce("
        f"(SELECT json_extract(p.value, '$.record_uuid') FROM gpkg_pp_change AS p WHERE p.uuid = c.uuid AND p.field = '{ROW}'"
        "), '') ELSE uuid END FROM gpkg_pp_change AS c WHERE step = ? LIMIT 2",
        (step_id,),
    ).fetchall()
    if len(touched) != 1:
        return ""
    row = connection.execute(
        "SELECT tbl, CASE field WHEN 'name' THEN value ELSE iif(json_valid(value), json_extract(value, '$.name'), '') END FROM gpkg_pp_change "
        f"WHERE uuid = ? AND field IN ('name', '{ROW}', '{GONE}') ORDER BY ms DESC, n DESC LIMIT 1",
        tuple(touched[0]),
    ).fetchone()
    if row and row[0] in OF_A_PLACE:
        row = connection.execute("SELECT code, name FROM places WHERE code = ?", (row[1],)).fetchone()
    return str(row[1]) if row and row[1] else ""


def _step(row: sqlite3.Row, count: int = 0, is_undone: bool = False, about: str = "") -> Step:
    return Step(
        id=StepId(row["id"]),
        kind=StepKind(row["kind"]),
        label=row["label"],
        at=row["at"],
        by=row["by"],
        session=SessionId(row["session"]) if row["session"] else None,
        reverses=StepId(row["reverses"]) if row["reverses"] else None,
        count=count,
        is_undone=is_undone,
        about=about,
    )


class Stacks(Struct):
    """What can be undone and redone, the next one last; `undone` holds the edits that are not in force."""

    undo: list[StepId] = field(default_factory=list)
    redo: list[StepId] = field(default_factory=list)
    undone: set[StepId] = field(default_factory=set)


def stacks(connection: sqlite3.Connection) -> Stacks:
    """The stacks as the steps of this file tell them, whoever had it open.

    Steps of other replicas come with a merge: they are in the history, but only their own file undoes them. A
    copied file has its original's replica, so after a merge two steps may take back the same one: the first counts.
    """
    found = Stacks()
    original: dict[StepId, StepId] = {}
    query = (
        "SELECT s.id, s.kind, s.reverses, s.replica = clock.replica FROM gpkg_pp_step AS s, gpkg_pp_clock AS clock "
        "WHERE s.kind IN ('edit', 'undo', 'redo') ORDER BY s.ms, s.n, s.id"
    )
    for step_id, kind, reverses, is_ours in connection.execute(query).fetchall():
        original[step_id] = original.get(reverses, reverses) or step_id
        match StepKind(kind):
            case StepKind.EDIT if is_ours:
                found.undo.append(step_id)
                found.redo.clear()
            case StepKind.UNDO:
                found.undone.add(original[step_id])
                if is_ours and _take(found.undo, reverses):
                    found.redo.append(step_id)
            case StepKind.REDO:
                found.undone.discard(original[step_id])
                if is_ours and _take(found.redo, reverses):
                    found.undo.append(step_id)
            case _:
                pass
    return found


def _take(stack: list[StepId], step_id: StepId) -> bool:
    """Take a step off a stack, nearly always off its top; False where it is not there."""
    if stack and stack[-1] == step_id:
        stack.pop()
        return True
    if step_id in stack:
        stack.remove(step_id)
        return True
    return False


def steps(connection: sqlite3.Connection, *, limit: int) -> tuple[Step, ...]:
    """The history, newest first: our steps but for undo and redo themselves, and what other programs did.

    Newest by the journal's clock, which never goes back; the date on a step may, as computers' do.
    """
    undone = stacks(connection).undone
    query = (
        "SELECT s.*, (SELECT count(DISTINCT uuid) FROM gpkg_pp_change WHERE step = s.id) AS things FROM gpkg_pp_step AS s "
        "WHERE s.kind = 'edit' ORDER BY s.ms DESC, s.n DESC LIMIT ?"
    )
    ours = [
        (
            (row["ms"], row["n"]),
            _step(row, row["things"], row["id"] in undone, _about(connection, row["id"])),
        )
        for row in rows_of(connection, query, (limit,))
    ]
    both = sorted([*ours, *_outside(connection, limit)], key=lambda found: found[0], reverse=True)
    return tuple(step for _, step in both[:limit])


def _outside(connection: sqlite3.Connection, limit: int) -> Iterator[tuple[tuple[int, int], Step]]:
    """What other programs did, gathered by the minute, since they tell us no steps."""
    query = (
        "SELECT max(ms), max(n), count(DISTINCT uuid), sum(field = ?), sum(field = ?) FROM gpkg_pp_change "
        "WHERE step IS NULL GROUP BY ms / 60000 ORDER BY ms DESC LIMIT ?"
    )
    for ms, n, things, added, gone in connection.execute(query, (ROW, GONE, limit)).fetchall():
        verb = "Added" if added == things else "Removed" if gone == things else "Changed"
        noun = "a record" if things == 1 else f"{things} records"
        at = since_1970(ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        label = f"{verb} {noun} in {OUTSIDE}"
        step_id = StepId(f"outside-{at}")
        yield (
            (ms, n),
            Step(step_id, StepKind.EDIT, label, at, by=OUTSIDE, count=things, is_outside=True),
        )


def ops_of(connection: sqlite3.Connection, step_id: StepId) -> list[Op]:
    """The ops of a step in the order in which they happened."""
    query = "SELECT op, tbl, uuid, field, value, base FROM gpkg_pp_change WHERE step = ? ORDER BY ms, n, op"
    return [Op(*row) for row in rows_of(connection, query, (step_id,))]


def write_back(connection: sqlite3.Connection, step_id: StepId) -> tuple[set[tuple[str, str]], set[str]]:
    """Put back what a step replaced. Returns (table, uuid) of what changed, and uuids left as others made them."""
    touched: set[tuple[str, str]] = set()
    kept: set[str] = set()
    for op in reversed(ops_of(connection, step_id)):
        if _write_back_one(connection, op):
            touched.add((op.table, op.uuid))
        else:
            kept.add(op.uuid)
    return touched, kept


def _write_back_one(connection: sqlite3.Connection, op: Op) -> bool:
    exists = connection.execute(f'SELECT 1 FROM "{op.table}" WHERE uuid = ?', (op.uuid,)).fetchone()
    match op.field:
        case "_row":
            if exists and not _changed_since(connection, op, ()):
                connection.execute(f'DELETE FROM "{op.table}" WHERE uuid = ?', (op.uuid,))
                return True
            return False
        case "_del":
            if not exists:
                _insert(connection, op.table, op.uuid, json.loads(op.value))
            return not exists
        case name:
            if not exists or name not in columns_of(connection, op.table):
                return False
            if _changed_since(connection, op, (name,)):
                return False
            _set(connection, op.table, op.uuid, name, value_before(connection, op))
            return True


def _changed_since(connection: sqlite3.Connection, op: Op, fields: Iterable[str]) -> bool:
    """Whether somebody else changed the same thing after this op; what we did since was undone before.

    Somebody else is another program, another plan that was merged, or our own care for what those did.
    """
    names = tuple(fields)
    only = f"AND later.field IN ({','.join('?' * len(names))})" if names else ""
    query = (
        "SELECT 1 FROM gpkg_pp_change AS later, (SELECT ms, n FROM gpkg_pp_change WHERE op = ? AND uuid = ?) AS this "
        "WHERE later.uuid = ? AND (later.ms, later.n) > (this.ms, this.n) AND NOT EXISTS ("
        "SELECT 1 FROM gpkg_pp_step AS s, gpkg_pp_clock AS clock WHERE s.id = later.step AND s.replica = clock.replica AND s.kind != 'upkeep') "
        f"{only} LIMIT 1"
    )
    return connection.execute(query, (op.op, op.uuid, op.uuid, *names)).fetchone() is not None


def value_before(connection: sqlite3.Connection, op: Op) -> Any:
    """The value that an op of one field replaced, as it is kept in the journal."""
    if op.base is None:
        return None
    query = "SELECT field, value FROM gpkg_pp_change WHERE uuid = ? AND op = ?"
    row = next(iter(rows_of(connection, query, (op.uuid, op.base))), None)
    if row is None:
        return None
    if row["field"] in (ROW, GONE):
        return json.loads(row["value"]).get(op.field)
    return row["value"]


def _set(connection: sqlite3.Connection, table: str, uuid: str, field: str, value: Any) -> None:
    connection.execute(
        f'UPDATE "{table}" SET {named(field)} = ? WHERE uuid = ?', (stored_value(field, value), uuid)
    )


def _insert(connection: sqlite3.Connection, table: str, uuid: str, row: dict[str, Any]) -> None:
    known = set(columns_of(connection, table))
    kept = {name: stored_value(name, value) for name, value in row.items() if name in known}
    names = ", ".join(named(name) for name in ("uuid", *kept))
    marks = ", ".join("?" * (len(kept) + 1))
    connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', (uuid, *kept.values()))


def stored_value(field: str, value: Any) -> Any:
    """A value of the journal as the table keeps it."""
    if field == "geom":
        return bytes.fromhex(value) if value else None
    if isinstance(value, str) and value.startswith(BLOB):
        return bytes.fromhex(value.removeprefix(BLOB))
    return value
