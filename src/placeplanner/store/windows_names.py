"""Names that Windows gives no file. It takes some of them all the same: a colon hides a plan inside another file."""

from __future__ import annotations

import re

_LETTERS = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\..*)?", re.IGNORECASE | re.DOTALL)


def why_windows_refuses(name: str) -> str:
    """Why a file cannot have this name on Windows, as a sentence; "" where it can."""
    if found := _LETTERS.search(name):
        letter = found[0]
        told = (
            f"“{letter}”" if letter.isprintable() else "line break, nor another letter that cannot be seen,"
        )
        return f"Windows allows no {told} in the name of a file."
    if name.endswith((".", " ")):
        return "Windows lets no name end in a full stop or a space."
    if _DEVICES.fullmatch(name):
        return "Windows keeps this name for itself."
    return ""
