"""The world's faults, told in words that a person understands.

Anything raised that is not a `Problem` is a bug in this program.
"""

from __future__ import annotations


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
