"""Names as they are compared: how people type them should not matter.

Words are kept in full ("road", not "rd"), since an unfinished word then finds most abbreviations by itself. "St" is the
exception that needs care: a street at the end of a name, a saint anywhere else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_SHORT: Mapping[str, str] = {
    "rd": "road",
    "ln": "lane",
    "ct": "court",
    "ctr": "centre",
    "dv": "drive",
    "gdn": "garden",
    "gdns": "gardens",
    "pk": "park",
    "stn": "station",
    "tce": "terrace",
    "mt": "mount",
    "gt": "great",
    "lt": "little",
    "nth": "north",
    "sth": "south",
    "bldgs": "buildings",
    "&": "and",
}
"""Abbreviations that are not the beginning of the word that they stand for, and never a word themselves."""

_MAY_STAND_FOR: Mapping[str, tuple[str, ...]] = {
    "st": ("street", "saint"),
    "str": ("street",),
    "av": ("avenue",),
    "ave": ("avenue",),
    "cl": ("close",),
    "cr": ("crescent",),
    "cres": ("crescent",),
    "dr": ("drive",),
    "gr": ("grove",),
    "gro": ("grove",),
    "la": ("lane",),
    "pl": ("place",),
    "sq": ("square",),
    "ter": ("terrace",),
    "terr": ("terrace",),
    "sch": ("school",),
    "prim": ("primary",),
    "hosp": ("hospital",),
    "ch": ("church",),
    "cem": ("cemetery",),
    "rec": ("recreation",),
    "n": ("north",),
    "s": ("south",),
    "e": ("east",),
    "w": ("west",),
    "gtr": ("greater",),
}
"""Abbreviations that may also be the beginning of another word."""

_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ")
# Latin, Greek and Cyrillic: SQLite and Python do not agree about the letters of every script.
_WORD = re.compile(
    r"[a-z0-9\u00df-\u00f6\u00f8-\u024f\u0370-\u0373\u0376-\u0377\u03ac-\u03ce\u0430-\u045f]+|&"
)
_WHOLE_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?) +(\d[a-z]{2})\b")
_POSTCODE = re.compile(r"^([a-z]{1,2}\d[a-z\d]?)(?:\s*(\d)([a-z]{0,2}))?$")


def plain(text: str) -> str:
    """Text without case, apostrophes, hyphens and doubled spaces: "St. Peter's" and "st peters" are one."""
    bare = text.casefold().replace("’", "").replace("'", "").replace(".", " ").replace("-", " ")
    return " ".join(bare.split())


def words_typed(text: str) -> list[str]:
    """The words of what people type, without case, accents and signs; a whole postcode is one word."""
    return [_SHORT.get(word, word) for word in _bare_words(_WHOLE_POSTCODE.sub(r"\1\2", text.casefold()))]


def words_of_name(text: str) -> list[str]:
    """The words of a name as it is indexed: as typed words, and "St" in full."""
    words = words_typed(text)
    last = len(words) - 1
    return [
        word if word != "st" else "street" if place == last and place else "saint"
        for place, word in enumerate(words)
    ]


def meanings(word: str) -> tuple[str, ...]:
    """What a typed word may stand for besides itself: "st" for a street and a saint."""
    return _MAY_STAND_FOR.get(word, ())


def postcode_parts(text: str) -> tuple[str, str] | None:
    """Outward and inward part of what looks like a postcode or the beginning of one, else None.

    "wn71eb" is ("wn7", "1eb"), "WN7 1" is ("wn7", "1"), "wn7" is ("wn7", "").
    """
    match = _POSTCODE.match(" ".join(text.casefold().split()))
    if match is None:
        return None
    outward, sector, unit = match.groups()
    return outward, f"{sector or ''}{unit or ''}"


def _bare_words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_APOSTROPHES))
    return _WORD.findall("".join(sign for sign in decomposed if not unicodedata.combining(sign)))
