"""The world's faults, told in words that a person understands.

Anything raised that is not a `Problem` is a bug in this program.
"""

from __future__ import annotations

import errno

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


class Problem(Exception):
    """Something that went wrong outside this program: what happened, why, and what to try.

    Each part is a full sentence without jargon; `try_this` may be empty where nothing can be done.
    """

    def __init__(self, what: str, why: str = "", try_this: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.try_this = try_this

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.why, self.try_this) if part)


def said_by(error: Exception) -> str:
    """What the system says about a file that it refuses, as a sentence; in plain words that there is no room."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return "There is no room on the disk."
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"The system says: {words}."
