"""Texts that strangers wrote, made fit to be shown on one line: they neither steer a screen nor turn letters round."""

from __future__ import annotations

import unicodedata

LONGEST = 500
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def shown(text: str, most: int = LONGEST) -> str:
    """The text without control characters, marks of direction and line ends, and not longer than `most` letters."""
    if text.isprintable() and len(text) <= most:
        return text
    return "".join(" " if sign.isspace() else sign for sign in text[:most] if _can_be_shown(sign)).strip()


def _can_be_shown(sign: str) -> bool:
    return sign.isspace() or (unicodedata.category(sign) not in ("Cc", "Cs", "Cn") and sign not in _TURNING)
