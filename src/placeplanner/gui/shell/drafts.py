"""The shape being drawn, kept on the disk from its first corner, so that a crash or a dead battery cannot take it.

It lies beside the settings, not in the plan: it is not a record before a person says so. Each window has a file of its
own, held by a lock: what a window that still draws has kept is nobody else's, what a dead one left is offered.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

import shapely
from msgspec import Struct
from PySide6.QtCore import QLockFile
from shapely.geometry.base import BaseGeometry

from placeplanner import paths
from placeplanner.domain.kinds import Kind
from placeplanner.written_whole import written_whole


class Kept(Struct, frozen=True):
    """A shape that was being drawn. `patch` is the code of the patch that it is of, empty for a new one, None for a record."""

    kind: Kind
    tool: str  # the name of the tool that was drawing it
    geometry: BaseGeometry
    patch: str | None = None


_held: dict[Path, QLockFile] = {}  # by the draft's file: gone with this process, however that ends


def _path(plan_id: str) -> Path:
    return paths.settings_file().parent / f"draft-{plan_id}-{os.getpid()}.json"


def keep(plan_id: str, kept: Kept) -> None:
    """Keep a shape; a disk that refuses must not stop the drawing."""
    found = {
        "kind": kept.kind.value,
        "tool": kept.tool,
        "patch": kept.patch,
        "wkt": shapely.to_wkt(kept.geometry, 3),
    }
    path = _path(plan_id)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        _hold(path)
        with written_whole(path, survives_power_cut=False) as file:
            file.write(json.dumps(found).encode())


def kept(plan_id: str) -> Kept | None:
    """The shape that was being drawn when the app last ended, if it ended by surprise. From now on it is this window's."""
    own = _path(plan_id)
    others = own.parent.glob(f"draft-{plan_id}*.json")
    for path in (own, *sorted(path for path in others if path != own)):
        found = _read(path)
        if found is None or not _hold(path):
            continue
        if path != own:
            keep(plan_id, found)
            _let_go(path)
        return found
    return None


def forget(plan_id: str) -> None:
    """The shape has become a record, or was given up."""
    _let_go(_path(plan_id))


def _read(path: Path) -> Kept | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        patch = found.get("patch")
        return Kept(
            Kind(found["kind"]),
            str(found["tool"]),
            shapely.from_wkt(found["wkt"]),
            None if patch is None else str(patch),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError):
        return None


def _hold(path: Path) -> bool:
    """Whether it is ours to keep: nobody who is still alive has it."""
    if path in _held:
        return True
    lock = QLockFile(str(path.with_suffix(".lock")))
    lock.setStaleLockTime(0)  # only a process that is no more loses its lock, however long ago it took it
    if not lock.tryLock(0):
        return (
            lock.error() is not QLockFile.LockError.LockFailedError
        )  # a disk that refuses locks must not take it away
    _held[path] = lock
    return True


def _let_go(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
    lock = _held.pop(path, None)
    if lock is not None:
        lock.unlock()
