"""The file around a plan: what can be seen of it without SQL, whether it may be written, and giving it its name.

Nothing here changes a file that is there already; what a plan has in it is the business of `opening`.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from placeplanner.errors import Problem, said_by
from placeplanner.store.gpkg import APPLICATION_ID
from placeplanner.store.windows_names import why_windows_refuses
from placeplanner.written_whole import flush_folder

_HEADER = 100
_LONGEST_NAME = 255 - len(
    "-journal"
)  # bytes; SQLite keeps its journal beside the plan, under the plan's name
_DOCUMENTS = "Choose another folder, such as your Documents."


def look_at(path: Path) -> None:
    """Raise `Problem` unless a whole GeoPackage lies at `path`; reads a hundred bytes and touches nothing."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _no_file(path, is_folder=stat.S_ISDIR(status.st_mode))
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except FileNotFoundError as error:
        raise Problem(
            f"There is no file “{path}”.",
            "It may have been moved or renamed.",
            "Look for it, or restore a backup.",
        ) from error
    except (OSError, ValueError) as error:
        raise Problem(
            f"“{path.name}” cannot be read.",
            said_by(error),
            "Check that the disk is plugged in, or ask whoever gave you the file.",
        ) from error
    if not header:
        raise Problem(
            f"“{path.name}” is empty.",
            "Copying it may have been cut short.",
            "Copy it again, or restore a backup.",
        )
    if not b"SQLite format 3\0".startswith(header[:16]):
        raise no_plan(path)
    if len(header) < _HEADER:
        raise damaged(path)
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID and not _has_companion(path, "-wal"):
        raise no_plan(path)
    _check_whole(path, header, status.st_size)


def _check_whole(path: Path, header: bytes, size: int) -> None:
    """Refuse a file cut short: its header knows how many pages there should be.

    Not where another program was cut off: then a journal or log beside the file holds what is missing.
    """
    page_size = int.from_bytes(header[16:18], "big")
    page_size = 65536 if page_size == 1 else page_size
    pages = int.from_bytes(header[28:32], "big")
    count_is_valid = header[24:28] == header[92:96]
    is_short = count_is_valid and size < pages * page_size
    if is_short and not _has_companion(path, "-journal") and not _has_companion(path, "-wal"):
        raise damaged(path)


def _has_companion(path: Path, suffix: str) -> bool:
    """Whether SQLite left something beside the file; it writes beside the real file, not beside a link to it."""
    real = path.resolve()
    companion = real.with_name(f"{real.name}{suffix}")
    try:
        return companion.stat().st_size > 0
    except OSError:
        return False


def _no_file(path: Path, *, is_folder: bool) -> Problem:
    if not is_folder:
        return no_plan(path)
    return Problem(
        f"“{path.name or path}” is a folder.",
        "A plan is one file that ends in .gpkg.",
        "Choose the file in it.",
    )


def no_plan(path: Path) -> Problem:
    """The file is something else."""
    return Problem(
        f"“{path.name}” is not a plan.",
        "It may hold other data, such as what was exported from a plan.",
        "Open a file that was made with “New plan”; it ends in .gpkg, too.",
    )


def damaged(path: Path) -> Problem:
    """The file is a plan no more."""
    return Problem(
        f"“{path.name}” is damaged and was left as it is.",
        "Part of the file is missing or is not what it should be, as happens when a copy is cut short.",
        "Restore a backup from the welcome page, or copy the file again from where it came.",
    )


def check_writable(path: Path) -> None:
    """Raise `Problem` where the file or its folder is read-only; the marks count, even for an administrator."""
    _check_name(path)
    folder = path.resolve().parent
    if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
        what = f"“{path.name}” is marked as read-only."
    elif not _folder_is_writable(folder):
        what = f"“{path.name}” lies in a folder that cannot be written to."
    else:
        return
    raise Problem(
        what,
        "Nothing could be saved in it, so it was not opened.",
        "Copy the plan to a folder of your own, such as Documents, and open the copy.",
    )


def _folder_is_writable(folder: Path) -> bool:
    is_marked = os.name == "nt" or bool(folder.stat().st_mode & 0o222)  # Windows marks Documents read-only
    return is_marked and os.access(folder, os.W_OK)


def _check_name(path: Path) -> None:
    if "\0" in str(path):
        raise Problem(
            f"No file can have the name “{path.name.replace(chr(0), '�')}”.",
            "One of its letters is none.",
            "Choose another name.",
        )
    if os.name == "nt" and (why := why_windows_refuses(path.name)):
        raise Problem(f"No file can have the name “{path.name}”.", why, "Choose another name.")
    if len(os.fsencode(path.name)) > _LONGEST_NAME:
        raise Problem(
            f"The name “{path.name[:40]}…” is too long.",
            "The disk takes no more letters, and a few are needed for the journal beside the plan.",
            "Choose a shorter name.",
        )


def check_free(path: Path) -> None:
    """Raise `Problem` unless a new file can be made at `path`; makes the folder where it is missing."""
    _check_name(path)
    try:
        if path.is_symlink() or os.path.lexists(path):
            raise Problem(
                f"There is already something called “{path.name}” in that folder.",
                "A new plan never takes the place of another file.",
                "Choose another name, or open the one that is there.",
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        is_writable = _folder_is_writable(path.parent)
    except (OSError, ValueError) as error:
        raise Problem(f"The folder “{path.parent}” cannot be made.", said_by(error), _DOCUMENTS) from error
    if not is_writable:
        raise Problem(
            f"Nothing can be written to the folder “{path.parent}”.",
            "It belongs to somebody else, or it is read-only.",
            _DOCUMENTS,
        )


def put_in_place(part: Path, path: Path) -> None:
    """Give a finished file its name unless something has it by now, and flush the folder to the disk."""
    try:
        try:
            os.link(part, path)
        except FileExistsError:
            check_free(path)
            os.link(part, path)  # it has gone again meanwhile
        except OSError:  # file systems without hard links, such as the FAT of a memory stick
            check_free(path)
            path.open("xb").close()  # from here on the name is ours
            os.replace(part, path)
        flush_folder(path.parent)
    except OSError as error:
        raise Problem(f"“{path.name}” could not be written.", said_by(error), _DOCUMENTS) from error


Identity = tuple[int, int] | None


def identity_of(path: Path) -> Identity:
    """What tells the file at `path` from another of that name; None where none can be seen."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return (
        (0, 0) if os.name == "nt" else (status.st_dev, status.st_ino)
    )  # Windows keeps an open file in its place


def look_for(path: Path, known_as: Identity) -> None:
    """Raise `Problem` unless the file that was opened still lies at `path`.

    An open file can be read and even written after it was moved or taken away: nobody would ever find that again.
    """
    if identity_of(path) == known_as:
        return
    raise Problem(
        f"“{path.name}” is no longer where it was, so nothing more can be saved.",
        "It was moved, renamed or replaced, or the stick that it is on was taken out.",
        "Put it back to go on. If that does not help, open it again from where it is, or bring back a backup.",
    )
