"""What leads to somebody's door in a text that people wrote: its address, a postcode, a position, a link.

A text that does is left out whole. Half a sentence would be odd, and may still say which house is meant.
"""

from __future__ import annotations

import re

_STREET = (
    r"(?:street|st|road|rd|lane|ln|avenue|ave|drive|close|crescent|court|grove|terrace|gardens|square|mews|fold"
    r"|way|row|place|walk|rise|croft|brow)"
)
_LEADS_THERE = (
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?[\s-]*\d[A-Z]{2}\b", re.IGNORECASE),  # a postcode: WN2 3AB
    re.compile(  # a door: 14a Ladies Lane
        rf"\b\d+[A-Za-z]?,? (?:[A-Z][\w'’.-]* ){{1,3}}{_STREET.replace('(?:', '(?i:')}\b"
    ),
    re.compile(
        r"\b\d+[a-z]?,? [a-z'’]+ (?:street|road|lane|avenue|crescent|grove|terrace)\b"
    ),  # 14a ladies lane
    re.compile(r"\b(?:[A-HJ-Z]{2}|(?i:s[dj])) ?\d{3,5}[ -]?\d{3,5}\b"),  # a grid reference: SD 6190 0450
    re.compile(r"-?\b\d{1,2}(?:\.\d{4,}|,\d{5,})|\b\d{1,2} ?° ?\d"),  # degrees
    re.compile(
        r"(?<!\d)\d{6}(?:\.\d+)?\s*[,;/ ]\s*[EN]? ?\d{6}(?!\d)", re.IGNORECASE
    ),  # eastings and northings
    re.compile(r"https?:|www\.|///", re.IGNORECASE),  # a link, or three words that stand for a square
)
_NUMBER = re.compile(r"^(?:(?:flat|unit|no\.?|number)\s+)?\d+\s*[a-z]?\b[\s,]*", re.IGNORECASE)
_IS_STREET = re.compile(rf"\b{_STREET}$", re.IGNORECASE)
_SHORTEST = 5  # letters: "Lane" alone may be any


def leads_to_door(text: str, address: str) -> bool:
    """Whether a text would lead to a home with this address, which may be unknown."""
    plain = _plain(text)
    return any(each.search(text) for each in _LEADS_THERE) or any(part in plain for part in _parts(address))


def _parts(address: str) -> list[str]:
    """What of an address is no town: the house and the street, without the number."""
    parts = [part.strip() for part in re.split(r"[,;\n]", address) if part.strip()]
    telling = [
        part
        for number, part in enumerate(parts)
        if number == 0 or any(letter.isdigit() for letter in part) or _IS_STREET.search(part)
    ]
    bare = (_plain(_NUMBER.sub("", part)) for part in telling)
    return [part for part in bare if len(part) >= _SHORTEST]


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]+", " ", text.casefold()).split())
