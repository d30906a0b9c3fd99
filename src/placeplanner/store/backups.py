"""Copies of a plan that nobody had to think of: by SQLite's backup API, ten kept a plan, restorable.

A copy is written under another name, flushed, checked and only then named. Restoring keeps what was there aside.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from msgspec import Struct

from placeplanner import paths
from placeplanner.domain.ids import new_id
from placeplanner.errors import Problem, said_by
from placeplanner.store.connection import as_problem, connect
from placeplanner.store.file import damaged, look_at, no_plan, put_in_place
from placeplanner.store.migrations import applied

KEPT = 10
_STEM_BYTES = 120
_NAME = re.compile(
    r"(?P<stem>.+)-(?P<plan>[0-9a-f]{8})-(?P<at>\d{8}T\d{6})(?P<ms>\d{3})?Z(?P<why>-[a-z-]+)?\.gpkg",
    re.DOTALL,
)


class Backup(Struct, frozen=True):
    """One copy of a plan. `at` is in UTC; `plan` the first eight letters of the plan's identity."""

    path: Path
    stem: str
    plan: str
    at: datetime
    why: str = ""


def back_up(connection: sqlite3.Connection, source: Path, folder: Path | None = None) -> Path:
    """Copy a plan into the backup folder and let go of the oldest beyond ten. Returns the copy's path.

    Raises:
        Problem: the folder cannot be written, or the disk is full. The plan itself is untouched.
    """
    folder = folder or paths.backups()
    copy = _copy(connection, source, folder, "")
    this = _backup(copy)
    ours = [
        backup
        for backup in backups_in(folder)
        if this and (backup.plan, backup.stem, backup.why) == (this.plan, this.stem, "")
    ]
    for old in ours[KEPT:]:
        with contextlib.suppress(OSError):  # a copy too many is no harm
            old.path.unlink()
    return copy


def copy_aside(connection: sqlite3.Connection, source: Path, why: str) -> Path:
    """A copy that is kept until a person deletes it, made before something that cannot be undone."""
    return _copy(connection, source, paths.backups(), f"-{why}")


def backups_in(folder: Path | None = None) -> tuple[Backup, ...]:
    """All backups in a folder, newest first; none where the folder cannot be read."""
    try:
        found = [_backup(path) for path in (folder or paths.backups()).iterdir()]
    except OSError:
        return ()
    return tuple(sorted((backup for backup in found if backup), key=lambda backup: backup.at, reverse=True))


def restore(backup: Path, to: Path) -> Path | None:
    """Put a backup in a plan's place; what was there is kept beside it. Returns where that went, if anything.

    Raises:
        Problem: the backup is damaged, or the folder cannot be written. What was there is untouched then.
    """
    look_at(backup)
    part = to.with_name(f".{new_id()}.part")
    try:
        with as_problem(backup), closing(connect(backup, read_only=True)) as source:
            if not applied(source):
                raise no_plan(backup)
            try:
                to.parent.mkdir(parents=True, exist_ok=True)
                _write_whole(source, part, backup)
            except OSError as error:
                raise Problem(
                    f"“{to.name}” could not be written.",
                    said_by(error),
                    "Choose another folder to restore to.",
                ) from error
        return _swap(part, to)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _swap(part: Path, to: Path) -> Path | None:
    kept = _keep_aside(to) if os.path.lexists(to) else None
    try:
        put_in_place(part, to)
    except Problem:
        if kept and not os.path.lexists(to):
            kept.rename(to)
        raise
    return kept


def _keep_aside(path: Path) -> Path:
    """Rename what is there, with what SQLite left beside it, so that a half-done edit stays with its file."""
    with contextlib.suppress(sqlite3.Error), closing(connect(path)) as connection:
        connection.execute(
            "PRAGMA schema_version"
        )  # takes a half-done edit back, where the file is not damaged
    stamp = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
    stem = _shortened(path.stem)
    names = (f"{stem} (kept {stamp}{'' if turn == 0 else f', {turn}'})" for turn in count())
    candidates = (path.with_name(f"{name}{path.suffix}") for name in names)
    kept = next(candidate for candidate in candidates if not os.path.lexists(candidate))
    try:
        for suffix in ("-journal", "-wal", "-shm"):
            companion = path.with_name(f"{path.name}{suffix}")
            if companion.exists():
                companion.rename(kept.with_name(f"{kept.name}{suffix}"))
        path.rename(kept)
    except OSError as error:
        raise Problem(
            f"“{path.name}” could not be put aside, so nothing was restored.",
            said_by(error),
            "Close the plan in every program, or restore to another name.",
        ) from error
    return kept


def _copy(connection: sqlite3.Connection, source: Path, folder: Path, why: str) -> Path:
    part = folder / f".{new_id()}.part"
    try:
        with as_problem(source):
            plan = _plan_of(connection)
            folder.mkdir(parents=True, exist_ok=True)
            _write_whole(connection, part, source)
        path = _name_of_copy(folder, f"{_shortened(source.stem)}-{plan}", why)
        put_in_place(part, path)
    except OSError as error:
        raise Problem(
            "The backup could not be made.",
            f"The folder “{folder}” cannot be written. {said_by(error)}",
            "Free some space, or choose another backup folder.",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return path


def _name_of_copy(folder: Path, stem: str, why: str) -> Path:
    moment = datetime.now(UTC)
    while True:
        stamp = moment.strftime("%Y%m%dT%H%M%S") + f"{moment.microsecond // 1000:03d}"
        path = folder / f"{stem}-{stamp}Z{why}.gpkg"
        if not path.exists():
            return path
        moment += timedelta(milliseconds=1)


def _shortened(stem: str) -> str:
    """A file's stem with room behind it for more, and only with letters that every disk can spell."""
    text = os.fsencode(stem)[:_STEM_BYTES].decode("utf-8", "ignore").strip()
    return text or "plan"


def _write_whole(source: sqlite3.Connection, part: Path, named: Path) -> None:
    """Copy everything at once (`pages=-1`: stepped copies beside a writer never finish), flush and check it.

    Read inside a transaction: it waits for a writer as long as any question does, and not for ever.
    """
    with closing(sqlite3.connect(part, isolation_level=None)) as target:
        source.execute("BEGIN")
        try:
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(target, pages=-1)
        finally:
            if source.in_transaction:
                source.execute("ROLLBACK")
        target.execute("PRAGMA journal_mode=DELETE")
        if target.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise damaged(named)
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _plan_of(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT value FROM gpkg_pp_info WHERE key = 'id'").fetchone()
    return str(row[0])[:8] if row else "00000000"


def _backup(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    if not match:
        return None
    try:
        at = datetime.strptime(f"{match['at']}{match['ms'] or '000'}", "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(path, match["stem"], match["plan"], at, (match["why"] or "").lstrip("-"))
