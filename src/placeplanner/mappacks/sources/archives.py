"""Zip files, opened as if somebody had made them to do harm: nothing leaves its folder, nothing fills the disk."""

from __future__ import annotations

import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from placeplanner.errors import Problem, said_by
from placeplanner.mappacks.sources.damage import Damaged
from placeplanner.mappacks.sources.sniffing import HEAD

MOST_MEMBERS = 10_000
MOST_BYTES = 8_000_000_000
_MOST_RATIO = 200
_RATIO_MATTERS = 100_000_000  # bytes: what is smaller does no harm
_LEFT_FREE = 200_000_000
_CHUNK = 1_048_576


@contextmanager
def opened_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip that was checked. Raises `Problem` where it is damaged or dangerous."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check(path, archive)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise _damaged(path) from error
    except OSError as error:
        raise _not_unpacked(path, error) from error


def members(archive: zipfile.ZipFile) -> list[str]:
    """The files in it that are not hidden, in order."""
    return sorted(
        info.filename
        for info in archive.infolist()
        if not info.is_dir() and not any(part.startswith((".", "__MACOSX")) for part in _parts(info.filename))
    )


def head_of_member(archive: zipfile.ZipFile, member: str) -> bytes:
    """The first bytes of a file in a zip."""
    _refuse_secret(archive, archive.getinfo(member))
    with archive.open(member) as file:
        return file.read(HEAD)


@contextmanager
def unpacked(path: Path, wanted: Iterable[str]) -> Iterator[Path]:
    """Some files of a zip in a private folder, which goes away afterwards, whatever happens. Raises `Problem`."""
    with tempfile.TemporaryDirectory(prefix="placeplanner-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with opened_zip(path) as archive:
            infos = [archive.getinfo(member) for member in wanted]
            _check_room(path, folder, sum(info.file_size for info in infos))
            for info in infos:
                _unpack(archive, info, folder)
        yield folder


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, folder: Path) -> None:
    _refuse_secret(archive, info)
    target = folder.joinpath(*_parts(info.filename))
    target.parent.mkdir(parents=True, exist_ok=True)
    left = info.file_size
    with archive.open(info) as packed, target.open("wb") as file:
        while chunk := packed.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise zipfile.BadZipFile("more in it than it says")
            file.write(chunk)


def _parts(name: str) -> tuple[str, ...]:
    return PurePosixPath(name.replace("\\", "/")).parts


def _check(path: Path, archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise _dangerous(
            path, f"It holds {len(infos):,} files, and {MOST_MEMBERS:,} are the most that are looked at."
        )
    for info in infos:
        _check_name(path, info)
    total = sum(info.file_size for info in infos)
    if total > MOST_BYTES:
        raise _dangerous(path, f"Unpacked it would take {total / 1e9:,.1f} GB.")
    packed = max(sum(info.compress_size for info in infos), 1)
    if total > _RATIO_MATTERS and total / packed > _MOST_RATIO:
        raise _dangerous(path, f"Unpacked it would be {total // packed:,} times as large, which no map is.")


def _check_name(path: Path, info: zipfile.ZipInfo) -> None:
    parts = _parts(info.filename)
    is_outside = info.filename.startswith(("/", "\\")) or ".." in parts or any(":" in part for part in parts)
    is_link = stat.S_ISLNK(info.external_attr >> 16)
    if is_outside or is_link or "\x00" in info.orig_filename:
        raise _dangerous(path, "A file in it would be put outside the folder that it is unpacked to.")


def _refuse_secret(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 1:
        raise Problem(
            f"“{Path(str(archive.filename)).name}” needs a password.",
            "Files with a password are not unpacked here.",
            "Unpack it, and add the files in it.",
        )


def _check_room(path: Path, folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if needed + _LEFT_FREE > free:
        raise Problem(
            f"There is not enough room to unpack “{path.name}”.",
            f"It needs {needed / 1e9:,.1f} GB, and {free / 1e9:,.1f} GB are free.",
            "Make room on this computer's disk and try again.",
        )


def _dangerous(path: Path, why: str) -> Problem:
    return Problem(
        f"“{path.name}” is not unpacked, since it may do harm.", why, "Fetch it again from its publisher."
    )


def _not_unpacked(path: Path, error: OSError) -> Problem:
    if error.errno is None:  # raised by what unpacks, not by the disk
        return _damaged(path)
    return Problem(
        f"“{path.name}” cannot be unpacked.", said_by(error), "Check that it is there and that there is room."
    )


def _damaged(path: Path) -> Damaged:
    return Damaged(
        f"“{path.name}” cannot be unpacked.",
        "It is damaged, or was not fetched completely.",
        "Fetch or copy it again.",
    )
