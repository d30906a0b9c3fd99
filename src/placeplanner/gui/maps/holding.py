"""The map packs on this computer, as the window handles them: all of it work for a job, none of it knows Qt.

What reads and makes packs is loaded only when it is used: most starts of the app need none of it.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from placeplanner import paths
from placeplanner.domain.place import Place
from placeplanner.errors import Problem, said_by
from placeplanner.written_whole import written_whole

if TYPE_CHECKING:
    from placeplanner.gazetteer.name import NameKind
    from placeplanner.gazetteer.search import Gazetteer
    from placeplanner.gui.jobs import Progress
    from placeplanner.gui.maps.shown import NamedLayer
    from placeplanner.mappacks.build import BuildReport
    from placeplanner.mappacks.content import PackManifest
    from placeplanner.mappacks.library import Added
    from placeplanner.mappacks.packs import Packs

SUFFIX = ".pack"
_MAKING = ".making-"
_A_DAY_S = 86_400
_PIECE = 4_000_000  # bytes copied between two reports of progress


class Held(Struct, frozen=True):
    """An installed pack as the window shows it; without a manifest it cannot be used, and `fault` says why."""

    name: str
    path: Path
    size: int
    is_on: bool
    manifest: PackManifest | None = None
    fault: Problem | None = None
    title: str = ""  # the second of one title has a number behind it
    doubles: tuple[Held, ...] = ()  # others that are shown and draw the same streets


class Looked(Struct, frozen=True):
    """A file or folder that was looked at: what is in it, in words, or why it is of no use.

    `left_aside` are sentences about what in it is of no use where the rest is.
    """

    path: Path
    formats: tuple[str, ...] = ()
    problem: Problem | None = None
    left_aside: tuple[str, ...] = ()
    has_outlines: bool = False  # areas without codes, which people may say to be boundaries


class Opened(Struct, frozen=True):
    """The packs that are shown, their names, and why others are not."""

    packs: Packs | None
    gazetteer: Gazetteer | None
    problems: tuple[Problem, ...] = ()
    layers: tuple[NamedLayer, ...] = ()
    kinds: frozenset[NameKind] = frozenset()  # of names


def is_any_installed() -> bool:
    """Whether there is anything to open; quick enough to ask before the first picture."""
    try:
        return any(name.endswith(SUFFIX) for name in os.listdir(paths.map_packs()))
    except FileNotFoundError:
        return paths.map_packs().is_symlink()  # which leads nowhere: that is told when it is opened
    except OSError:
        return True


def opened() -> Opened:
    """The packs that are installed and switched on, with their names."""
    from placeplanner.gazetteer.search import Gazetteer
    from placeplanner.gui.maps.shown import named_layers
    from placeplanner.mappacks import library

    if problem := library.folder_problem():
        return Opened(None, None, (problem,))
    problems = tuple(pack.problem for pack in library.installed() if pack.is_on and pack.problem)
    packs = library.open_installed()
    if packs is None:
        return Opened(None, None, problems)
    names, unreadable = _readable_names([pack.path for pack in packs.packs])
    problems += unreadable
    gazetteer = Gazetteer(names)
    gazetteer.find("a")  # reads what every search reads, so that the first letter typed does not wait for it
    try:
        layers = named_layers(packs.packs)
    except Problem:  # it is told when that pack is painted
        layers = ()
    return Opened(packs, gazetteer, problems, layers, gazetteer.kinds)


def _readable_names(paths: Sequence[Path]) -> tuple[list[Path], tuple[Problem, ...]]:
    """The packs whose names can be looked through: one that is damaged takes the map from nobody."""
    from placeplanner.gazetteer.search import Gazetteer

    good, problems = [], []
    for path in paths:
        try:
            Gazetteer([path]).close()
            good.append(path)
        except Problem as problem:
            problems.append(problem)
    return good, tuple(problems)


def held() -> list[Held]:
    """All packs on this computer, by title."""
    from placeplanner.mappacks import library
    from placeplanner.mappacks.doubles import doubles

    packs = library.installed()
    plain = {
        pack.name: Held(pack.name, pack.path, pack.size, pack.is_on, pack.manifest, pack.problem, pack.title)
        for pack in packs
    }
    same = doubles(packs)
    return [
        replace(one, doubles=tuple(plain[other.name] for other in same.get(name, ())))
        for name, one in plain.items()
    ]


def installed(packs: Sequence[Path], progress: Progress) -> tuple[list[Added], list[Problem]]:
    """Check packs and install those that are whole; the others with their reasons."""
    from placeplanner.mappacks import library

    added, problems = [], []
    for number, path in enumerate(packs):
        progress(number / len(packs), f"Checking {path.name} …")
        try:
            added.append(library.add(path))
        except Problem as problem:
            problems.append(problem)
    return added, problems


def switch(name: str, is_on: bool) -> None:
    """Show a pack, or leave it out. Raises `Problem`."""
    from placeplanner.mappacks import library

    try:
        library.switch(name, is_on)
    except library.NotInstalled as problem:
        raise Problem(
            "That map is no longer on this computer.", "Another window, or somebody, removed it."
        ) from problem


def switch_off(names: Sequence[str]) -> None:
    """Leave packs out that draw what another shows better; those that have gone need no switching. Raises `Problem`."""
    from placeplanner.mappacks import library

    for name in names:
        with suppress(library.NotInstalled):
            library.switch(name, False)


def remove(name: str) -> None:
    """Take a pack off this computer, unless another window has already. Raises `Problem`."""
    from placeplanner.mappacks import library

    with suppress(library.NotInstalled):
        library.remove(name)


def is_pack(path: Path) -> bool:
    """Whether a file is a map pack of any version, whole or not; told by its first bytes."""
    from placeplanner.mappacks.layout import APPLICATION_ID

    try:
        with path.open("rb") as file:
            head = file.read(72)
    except OSError:
        return False
    return path.suffix.lower() == SUFFIX or head[68:] == APPLICATION_ID.to_bytes(4, "big")


def looked_at(files: Sequence[Path], progress: Progress) -> tuple[list[Path], list[Looked]]:
    """Which of some files are map packs, and what the others are."""
    from placeplanner.mappacks.sources.gathering import gather

    packs, others = [], []
    for number, path in enumerate(files):
        progress(number / len(files), f"Looking at {path.name} …")
        if is_pack(path):
            packs.append(path)
            continue
        try:
            found = gather([path])
            formats = tuple(dict.fromkeys(source.file.format for source in found.sources))
            aside = tuple(one.verdict for one in found.left_aside)
            has_outlines = any(source.file.has_outlines for source in found.sources)
            others.append(Looked(path, formats, left_aside=aside, has_outlines=has_outlines))
        except Problem as problem:
            others.append(Looked(path, problem=problem))
    return packs, others


def built(files: Sequence[Path], place: Place | None, title: str, progress: Progress) -> BuildReport:
    """A map of some files, of a place or of all that they hold, not yet in use.

    Raises `Problem`; then, as after cancelling, nothing is left behind.
    """
    from placeplanner.mappacks.area import Area
    from placeplanner.mappacks.areas import EVERYTHING, around
    from placeplanner.mappacks.build import build_pack
    from placeplanner.mappacks.sources.gathering import gather

    progress(None, "Looking at the files …")
    found = gather(files)
    area = Area(EVERYTHING) if place is None else around(place)
    folder = _workshop()
    try:
        return build_pack(
            found.sources,
            area,
            folder / f"new{SUFFIX}",
            title=title,
            left_aside=found.left_aside,
            progress=progress,
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def put_to_use(report: BuildReport) -> Added:
    """Check what was built and install it, beside others of its title. Raises `Problem`."""
    from placeplanner.mappacks import library

    try:
        return library.add(report.path, move=True)
    finally:
        shutil.rmtree(report.path.parent, ignore_errors=True)


def _workshop() -> Path:
    """A folder of its own beside the packs, where there is room for what becomes one; what a crash left is cleared."""
    from placeplanner.mappacks import library

    folder = paths.map_packs()
    if problem := library.folder_problem():
        raise problem
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{_MAKING}*"):
            with suppress(FileNotFoundError):  # another window cleared it
                if time.time() - left.stat().st_mtime > _A_DAY_S:
                    shutil.rmtree(left, ignore_errors=True)
        return Path(mkdtemp(prefix=_MAKING, dir=folder))
    except OSError as error:
        raise Problem(
            "The map cannot be written.",
            said_by(error),
            "Check that there is room on the disk.",
        ) from error


def copied(source: Path, folder: Path, progress: Progress) -> Path:
    """A pack copied into a folder under the same name, whole or not at all. Raises `Problem`."""
    to = folder / source.name
    try:
        if to.exists() and to.samefile(source):
            raise Problem(f"{to.name} is in that folder already.", "", "Choose another folder, or a stick.")
        with source.open("rb") as reading, written_whole(to) as writing:
            size, done = source.stat().st_size, 0
            while piece := reading.read(_PIECE):
                writing.write(piece)
                done += len(piece)
                progress(done / max(size, 1), f"Copying {source.name} …")
    except OSError as error:
        raise Problem(
            f"{source.name} could not be copied to {folder}.",
            said_by(error),
            "Check that there is room and that the stick can be written to.",
        ) from error
    return to
