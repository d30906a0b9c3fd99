"""Names as they are compared: how people type them should not matter."""

from __future__ import annotations


def plain(text: str) -> str:
    """Text without case, apostrophes, hyphens and doubled spaces: "St. Peter's" and "st peters" are one."""
    bare = text.casefold().replace("’", "").replace("'", "").replace(".", " ").replace("-", " ")
    return " ".join(bare.split())
