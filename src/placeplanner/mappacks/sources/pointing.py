"""Whether a map points to the network, somewhere in it: then GDAL must not even see it.

A GeoJSON file may name its coordinate system by an address, which GDAL would fetch. It reads more than JSON allows
(comments, quotes of either sort, letters written as numbers), so what is not plainly harmless is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from placeplanner.errors import Problem

_CHUNK = 4_000_000
_OVERLAP = 64
_LONGEST_SYSTEM = 8_192  # bytes
_SYSTEM = re.compile(rb"(?:c|\\u00[46]3)(?:r|\\u00[57]2)(?:s|\\u00[57]3)[\"']", re.IGNORECASE)
_HARMLESS = ("name", "epsg", "ogc")
_LINK = re.compile(rb"<(?:[\w.-]+:)?NetworkLink[\s/>]")


def refuse_linked_system(path: Path) -> None:
    """Raises `Problem` where a GeoJSON file says where on the web its coordinate system is described."""
    for _, after in _found(path, _SYSTEM):
        if not _is_harmless(after):
            raise Problem(
                f"“{path.name}” does not say itself where its positions are.",
                "It only gives an address where its coordinate system is described, and no network is used here.",
                "Save it again as GeoJSON or GeoPackage in the program that it came from.",
            )


def links_in_kml(path: Path) -> int:
    """How many maps on the web, or in other files, a KML file points to."""
    return sum(1 for _ in _found(path, _LINK))


def _is_harmless(after: bytes) -> bool:
    """Whether what follows the word is no key, or the key of a name, a number or nothing."""
    text = after.decode("utf-8", "replace").lstrip()
    if not text.startswith(":"):
        return not text.startswith("/")  # a comment may hide what follows
    text = text[1:].lstrip()
    if not text.startswith("{"):
        return not text.startswith("/")
    try:
        told, _ = json.JSONDecoder(object_pairs_hook=_Pairs).raw_decode(text)
    except (ValueError, RecursionError):
        return False
    types = [value for key, value in told if key.casefold() == "type"]
    return all(isinstance(value, str) and value.casefold() in _HARMLESS for value in types)


class _Pairs(list[tuple[str, Any]]):
    """An object as it is written: of keys that stand twice, others may take the other one."""


def _found(path: Path, wanted: re.Pattern[bytes]) -> Iterator[tuple[int, bytes]]:
    """Where something stands in a file, and what follows it."""
    with path.open("rb") as file:
        at, kept = 0, b""
        while chunk := file.read(_CHUNK):
            whole, start = kept + chunk, at - len(kept)
            for match in wanted.finditer(whole):
                if match.end() > len(kept):  # else it was found before
                    file.seek(start + match.end())
                    yield start + match.start(), file.read(_LONGEST_SYSTEM)
            at += len(chunk)
            file.seek(at)
            kept = whole[-_OVERLAP:]
