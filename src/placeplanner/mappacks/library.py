"""The packs on this computer: a folder of them, and a list of those that are switched off.

A pack enters only through its full check. A damaged one found in the folder is told and left alone, never used.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from placeplanner import paths
from placeplanner.errors import Problem, said_by
from placeplanner.mappacks.check import check_pack
from placeplanner.mappacks.content import PackManifest
from placeplanner.mappacks.layout import SUFFIX
from placeplanner.mappacks.opening import opened, read_manifest
from placeplanner.mappacks.pack import Pack, open_pack
from placeplanner.mappacks.packs import Packs
from placeplanner.store.windows_names import why_windows_refuses
from placeplanner.written_whole import written_whole

_SWITCHED_OFF = "switched-off.json"


class Installed(Struct, frozen=True):
    """A pack in the folder. Either `manifest` says what it is, or `problem` why it cannot be used."""

    path: Path
    size: int
    is_on: bool
    manifest: PackManifest | None = None
    problem: Problem | None = None

    @property
    def name(self) -> str:
        """What it is called in the folder: how it is switched and removed."""
        return self.path.stem

    @property
    def title(self) -> str:
        """What people call it."""
        return self.manifest.title if self.manifest else self.path.name


class Added(Struct, frozen=True):
    """What `add` did: the pack that is there now, and the older one of the same title that it took the place of."""

    pack: Installed
    replaced: PackManifest | None = None


def installed() -> tuple[Installed, ...]:
    """All packs in the folder, by title; those that cannot be used with their reason."""
    folder, off = paths.map_packs(), _switched_off()
    found = [_looked_at(path, off) for path in _files(folder)]
    return tuple(sorted(found, key=lambda pack: pack.title.casefold()))


def add(path: Path) -> Added:
    """Check a pack and copy it into the folder; an older one of the same title gives way, and that is told.

    Raises:
        Problem: it fails its check, is there already, is older than the one there, or cannot be copied.
    """
    with_close_look = _manifest_of(path)
    same = [pack for pack in installed() if pack.manifest]
    for pack in same:
        _refuse_twin(pack, with_close_look)
    older = next((pack for pack in same if pack.title == with_close_look.title), None)
    target = older.path if older else _free_name(with_close_look.title)
    _copied(path, target, with_close_look)
    return Added(_looked_at(target, _switched_off()), older.manifest if older else None)


def remove(name: str) -> Installed:
    """Delete a pack, by its name or title. Raises `Problem` where there is none or it is in use."""
    pack = find(name)
    try:
        pack.path.unlink()
    except OSError as error:
        raise Problem(
            f"The map pack “{pack.title}” cannot be removed.",
            said_by(error),
            "Close whatever uses it, and try again.",
        ) from error
    _keep_switched_off(_switched_off() - {pack.path.name})
    return pack


def switch(name: str, is_on: bool) -> Installed:
    """Use a pack, or leave it unused where it is. Raises `Problem` where there is none of that name."""
    pack = find(name)
    off = _switched_off()
    _keep_switched_off(off - {pack.path.name} if is_on else off | {pack.path.name})
    return _looked_at(pack.path, _switched_off())


def find(name: str) -> Installed:
    """The installed pack that a name or title means. Raises `Problem`."""
    packs = installed()
    wanted = name.strip().casefold().removesuffix(SUFFIX)
    for pack in packs:
        if wanted in (pack.name.casefold(), pack.title.casefold()):
            return pack
    there = ", ".join(pack.name for pack in packs)
    raise Problem(
        f"No map pack is called “{name}”.",
        f"There are: {there}." if packs else "None is installed.",
        "“placeplanner maps list” shows them.",
    )


def open_installed() -> Packs | None:
    """All packs that are switched on and can be used, as one map; None where there are none."""
    opened_packs: list[Pack] = []
    for pack in installed():
        if pack.is_on and pack.manifest:
            with suppress(Problem):  # `installed` tells it
                opened_packs.append(open_pack(pack.path))
    return Packs(opened_packs) if opened_packs else None


@contextmanager
def in_use() -> Iterator[Packs | None]:
    """The installed map for a while: closed when the block ends."""
    packs = open_installed()
    try:
        yield packs
    finally:
        if packs:
            packs.close()


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == SUFFIX and path.is_file())
    except OSError:
        return []


def _looked_at(path: Path, off: frozenset[str]) -> Installed:
    size, is_on = 0, path.name not in off
    try:
        size = path.stat().st_size
        return Installed(path, size, is_on, manifest=_manifest_of(path))
    except Problem as problem:
        return Installed(path, size, is_on, problem=problem)
    except OSError as error:
        gone = Problem(f"“{path.name}” cannot be read.", said_by(error))
        return Installed(path, size, is_on, problem=gone)


def _manifest_of(path: Path) -> PackManifest:
    connection = opened(path)
    try:
        return read_manifest(connection)
    finally:
        connection.close()


def _refuse_twin(pack: Installed, new: PackManifest) -> None:
    assert pack.manifest is not None
    if pack.manifest.content_sha256 == new.content_sha256:
        raise Problem(f"The map pack “{new.title}” is installed already.", "It is the very same one.")
    if pack.title == new.title and pack.manifest.made_at > new.made_at:
        raise Problem(
            f"A newer map pack called “{new.title}” is installed.",
            f"It was made on {pack.manifest.made_at[:10]}, this one on {new.made_at[:10]}.",
            "To go back to the older one, remove the newer one first.",
        )


def _free_name(title: str) -> Path:
    slug = re.sub(r"[^\w]+", "-", title.casefold()).strip("-_")[:60] or "map"
    if why_windows_refuses(slug):
        slug = f"map-{slug}"
    folder = paths.map_packs()
    names = [slug, *(f"{slug}-{number}" for number in range(2, 1000))]
    return next(path for name in names if not (path := folder / f"{name}{SUFFIX}").exists())


def _copied(path: Path, target: Path, expected: PackManifest) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as source, part.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
        # the copy, so that what the stick lost on the way is noticed too, and what was put in its place
        if check_pack(part) != expected:
            raise Problem(f"The map pack “{path.name}” changed while it was copied.", "", "Try again.")
        os.replace(part, target)
    except OSError as error:
        raise Problem(
            f"The map pack “{path.name}” cannot be copied.",
            said_by(error),
            "Make room and try again." if error.errno == errno.ENOSPC else "",
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _switched_off() -> frozenset[str]:
    try:
        found = json.loads((paths.map_packs() / _SWITCHED_OFF).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return frozenset()
    return (
        frozenset(name for name in found if isinstance(name, str)) if isinstance(found, list) else frozenset()
    )


def _keep_switched_off(names: frozenset[str]) -> None:
    path = paths.map_packs() / _SWITCHED_OFF
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(path) as file:
            file.write(json.dumps(sorted(names), ensure_ascii=False).encode())
    except OSError as error:
        raise Problem("Which maps are used cannot be written down.", said_by(error)) from error
