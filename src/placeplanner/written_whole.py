"""A file that is written whole or not at all: what stood there stays until all of the new one is on the disk."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def written_whole(path: Path, *, survives_power_cut: bool = True) -> Iterator[BinaryIO]:
    """What to write to; it takes the name `path` when the block ends well, in place of what had it. Raises OSError.

    Waiting for the disk takes a while: leave it out (`survives_power_cut`) for what is kept often and is easily missed.
    """
    part = path.with_name(
        f".{secrets.token_hex(8)}.part"
    )  # not after `path`: a name may be as long as names can be
    try:
        with part.open("xb") as file:
            yield file
            if survives_power_cut:
                file.flush()
                os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    if survives_power_cut:
        flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make a new name in a folder survive a power cut, where the system can (Windows does it by itself)."""
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return  # a folder that may be written but not read cannot be flushed
    try:
        os.fsync(handle)
    except OSError:
        pass  # network shares and some sticks cannot flush a folder; the file itself has been flushed
    finally:
        os.close(handle)
