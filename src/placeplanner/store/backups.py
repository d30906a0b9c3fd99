"""Copies of a plan that nobody had to think of: by SQLite's backup API, ten kept a plan, restorable.

A copy is written under another name, flushed, checked and only then named. Restoring keeps what was there aside.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from placeplanner import paths
from placeplanner.domain.ids import new_id
from placeplanner.errors import Problem
from placeplanner.store.connection import as_problem, connect, damaged
from placeplanner.store.creation import check_free, put_in_place

KEPT = 10
_NAME = re.compile(r"(?P<stem>.+)-(?P<plan>[0-9a-f]{8})-(?P<at>\d{8}T\d{6}Z)(?P<why>-[a-z-]+)?\.gpkg")


@dataclass(frozen=True, slots=True)
class Backup:
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
    ours = [backup for backup in backups_in(folder) if backup.plan == _plan_of(connection) and not backup.why]
    for old in ours[KEPT:]:
        with contextlib.suppress(OSError):  # a copy too many is no harm
            old.path.unlink()
    return copy


def copy_aside(connection: sqlite3.Connection, source: Path, why: str) -> Path:
    """A copy that is kept until a person deletes it, made before something that cannot be undone."""
    return _copy(connection, source, paths.backups(), f"-{why}")


def backups_in(folder: Path | None = None) -> tuple[Backup, ...]:
    """All backups in a folder, newest first."""
    folder = folder or paths.backups()
    if not folder.is_dir():
        return ()
    found = [_backup(path) for path in folder.iterdir() if path.suffix == ".gpkg"]
    return tuple(sorted((backup for backup in found if backup), key=lambda backup: backup.at, reverse=True))


def restore(backup: Path, to: Path) -> Path | None:
    """Put a backup in a plan's place; what was there is kept beside it. Returns where that went, if anything.

    Raises:
        Problem: the backup is damaged, or the folder cannot be written. What was there is untouched then.
    """
    with as_problem(backup):
        source = connect(backup, read_only=True)
    try:
        part = to.with_name(f".{to.name}.{new_id()[:8]}.part")
        with as_problem(to):
            to.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(source, part, backup)
    finally:
        source.close()
    kept = _keep_aside(to) if to.exists() else None
    try:
        put_in_place(part, to)
    except Problem:
        if kept and not to.exists():
            kept.rename(to)
        raise
    finally:
        part.unlink(missing_ok=True)
    return kept


def _keep_aside(path: Path) -> Path:
    stamp = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
    kept = path.with_name(f"{path.stem} (kept {stamp}){path.suffix}")
    check_free(kept)
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():  # a half-done edit is finished or taken back before the file moves away from it
        with as_problem(path):
            connect(path).execute("SELECT count(*) FROM sqlite_master").fetchone()
    path.rename(kept)
    return kept


def _copy(connection: sqlite3.Connection, source: Path, folder: Path, why: str) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    path = folder / f"{source.stem}-{_plan_of(connection)}-{stamp}{why}.gpkg"
    if path.exists():
        return path
    part = folder / f".{new_id()[:8]}.part"
    try:
        with as_problem(path):
            folder.mkdir(parents=True, exist_ok=True)
            _write_whole(connection, part, source)
        put_in_place(part, path)
    except OSError as error:
        raise Problem(
            "The backup could not be made.",
            f"The folder “{folder}” cannot be written: {error.strerror}.",
            "Free some space, or choose another backup folder.",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return path


def _write_whole(source: sqlite3.Connection, part: Path, named: Path) -> None:
    """Copy everything at once (`pages=-1`: stepped copies beside a writer never finish), flush and check it."""
    target = sqlite3.connect(part, isolation_level=None)
    try:
        source.backup(target, pages=-1)
        if target.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise damaged(named)
    finally:
        target.close()
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _plan_of(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT value FROM plan_info WHERE key = 'id'").fetchone()
    return str(row[0])[:8] if row else "00000000"


def _backup(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    if not match:
        return None
    at = datetime.strptime(match["at"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return Backup(path, match["stem"], match["plan"], at, (match["why"] or "").lstrip("-"))
