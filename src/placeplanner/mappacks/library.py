"""The packs on this computer: a folder of them, and a list of those that are switched off.

A pack enters only through its full check. A damaged one found in the folder is told and left alone, never used.
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct, structs

from placeplanner import paths
from placeplanner.errors import Problem, said_by
from placeplanner.mappacks.check import check_pack
from placeplanner.mappacks.content import PackManifest
from placeplanner.mappacks.layout import SUFFIX
from placeplanner.mappacks.opening import opened, read_manifest
from placeplanner.mappacks.pack import Pack, open_pack
from placeplanner.mappacks.packs import Packs
from placeplanner.mappacks.writer import sweep
from placeplanner.store.windows_names import why_windows_refuses
from placeplanner.written_whole import flush_folder, written_whole

_SWITCHED_OFF = "switched-off.json"


class Installed(Struct, frozen=True):
    """A pack in the folder. Either `manifest` says what it is, or `problem` why it cannot be used."""

    path: Path
    size: int
    is_on: bool
    manifest: PackManifest | None = None
    problem: Problem | None = None
    number: int = 1  # among those of the same title

    @property
    def name(self) -> str:
        """What it is called in the folder: how it is switched and removed."""
        return self.path.stem

    @property
    def title(self) -> str:
        """What people call it: the second of one title has a number behind it."""
        if self.manifest is None:
            return self.path.name
        return self.manifest.title if self.number == 1 else f"{self.manifest.title} ({self.number})"


class NotInstalled(Problem):
    """No pack has that name, perhaps no longer: another window may have removed it."""


class Added(Struct, frozen=True):
    """What `add` did: the pack that is there now, and another of the same title that it replaced or stands beside."""

    pack: Installed
    replaced: PackManifest | None = None
    beside: Installed | None = None


def installed() -> tuple[Installed, ...]:
    """All packs in the folder, by title; those that cannot be used with their reason."""
    folder, off = paths.map_packs(), _switched_off()
    found: list[Installed] = []
    counts: Counter[str] = Counter()
    for path in sorted(_files(folder), key=lambda path: (len(path.stem), path.stem)):
        pack = _looked_at(path, off)
        counts[pack.title] += 1
        found.append(structs.replace(pack, number=counts[pack.title]))
    return tuple(sorted(found, key=lambda pack: pack.title.casefold()))


def folder_problem() -> Problem | None:
    """Why the folder of packs cannot be looked through; None where it can, or is yet to be made."""
    folder = paths.map_packs()
    try:
        os.scandir(folder).close()
    except FileNotFoundError:
        why = "It is a link that leads nowhere." if folder.is_symlink() else ""
    except OSError as error:
        why = said_by(error)
    else:
        why = ""
    return Problem("The folder of the map packs cannot be used.", why, f"Look at {folder}.") if why else None


def add(path: Path, *, replace: bool = False, move: bool = False) -> Added:
    """Check a pack and take it into the folder, beside any other of its title, or in its place (`replace`).

    It is copied; or, where it already lies on that disk and nobody needs it there, moved (`move`).

    Raises:
        Problem: it fails its check, is there already, is to replace a newer one, or cannot be copied.
    """
    if problem := folder_problem():
        raise problem
    with_close_look = _manifest_of(path)
    _room_for(with_close_look, replace)  # else it would be copied before it is refused
    part = path if move else paths.map_packs() / f".{secrets.token_hex(8)}{SUFFIX}.{os.getpid()}.part"
    try:
        _copied(path, part, with_close_look)
        target, older, beside = _placed(part, with_close_look, replace)
    except OSError as error:
        raise _not_copied(path, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    _show_again(target)
    pack = next((pack for pack in installed() if pack.path == target), _looked_at(target, _switched_off()))
    return Added(pack, older.manifest if older else None, beside)


def remove(name: str) -> Installed:
    """Delete a pack, by its name or title. Raises `Problem` where there is none or it is in use."""
    pack = find(name)
    try:
        pack.path.unlink(missing_ok=True)  # another window may have been faster
    except OSError as error:
        raise Problem(
            f"The map pack “{pack.title}” cannot be removed.",
            said_by(error),
            "Close whatever uses it, and try again.",
        ) from error
    _show_again(pack.path)
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
    raise NotInstalled(
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


def _refuse_to_go_back(pack: Installed, new: PackManifest) -> None:
    assert pack.manifest is not None
    if pack.manifest.made_at > new.made_at:
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
    return next(path for name in names if not os.path.lexists(path := folder / f"{name}{SUFFIX}"))


def _room_for(new: PackManifest, replace: bool) -> tuple[Installed | None, Installed | None]:
    """The pack that gives way to a new one, and the one that it stands beside. Raises `Problem`."""
    packs = [pack for pack in installed() if pack.manifest]
    for pack in packs:
        _refuse_twin(pack, new)
    same = [pack for pack in packs if pack.manifest and pack.manifest.title == new.title]
    if not same or not replace:
        return None, same[0] if same else None
    if len(same) > 1:
        raise Problem(
            f"There are {len(same)} map packs called “{new.title}”.",
            f"They are {' and '.join(pack.name for pack in same)}.",
            "Remove those that are not wanted first.",
        )
    _refuse_to_go_back(same[0], new)
    return same[0], None


def _placed(part: Path, new: PackManifest, replace: bool) -> tuple[Path, Installed | None, Installed | None]:
    """Give a checked file its name: never that of another pack, which another window may just have added."""
    while True:
        older, beside = _room_for(new, replace)
        target = older.path if older else _free_name(new.title)
        try:
            _put(part, target, over=older is not None)
        except FileExistsError:
            continue
        flush_folder(target.parent)
        return target, older, beside


def _put(part: Path, target: Path, *, over: bool) -> None:
    """Rename a file, `over` another or never. Raises FileExistsError, OSError."""
    if over:
        os.replace(part, target)
        return
    try:
        os.link(part, target)  # which fails where there is one, in one step
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no links
        if os.path.lexists(target):
            raise FileExistsError from None
        os.rename(part, target)


def _copied(path: Path, part: Path, expected: PackManifest) -> None:
    part.parent.mkdir(parents=True, exist_ok=True)
    sweep(paths.map_packs())
    if part != path:
        with path.open("rb") as source, part.open("xb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
    # the copy, so that what the stick lost on the way is noticed too, and what was put in its place
    if check_pack(part) != expected:
        raise Problem(f"The map pack “{path.name}” changed while it was copied.", "", "Try again.")


def _not_copied(path: Path, error: OSError) -> Problem:
    is_full = error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
    return Problem(
        f"The map pack “{path.name}” cannot be copied.",
        said_by(error),
        "Make room and try again." if is_full else f"Check that {paths.map_packs()} can be written to.",
    )


def _show_again(path: Path) -> None:
    """Forget that a pack of this name was switched off; should that fail, it can be switched on by hand."""
    off = _switched_off()
    if path.name in off:
        with suppress(Problem):
            _keep_switched_off(off - {path.name})


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
