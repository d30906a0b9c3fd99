"""Words of a pack that are spelt nearly as one that was typed.

Trigrams of the word with its ends marked find those that share any three letters; how far they are apart is then
counted: a letter more, less, other, or two that changed places.
"""

from __future__ import annotations

import sqlite3

from rapidfuzz.distance import OSA

from placeplanner.gazetteer.index import padded

_MOST_ALIKE = 3000
_MOST_MEANT = 12


def spelt_like(connection: sqlite3.Connection, typed: str) -> dict[str, float]:
    """Words like the one that was typed, and how far each is from it; none for words too short to be misspelt."""
    most = _most_apart(typed)
    if not most:
        return {}
    found: list[tuple[float, int, str]] = []
    for number, word in _alike(connection, typed):
        apart: float = OSA.distance(typed, word, score_cutoff=most)
        if apart > most and len(word) > len(typed):  # it may not be finished
            apart = OSA.distance(typed, word[: len(typed)], score_cutoff=most) + 0.5
        if apart > most + 0.5:
            continue
        if word[0] != typed[0]:
            apart += 0.5
        found.append((apart, number, word))
    return {word: apart for apart, _, word in sorted(found)[:_MOST_MEANT]}


def _most_apart(typed: str) -> int:
    if len(typed) < 3 or typed.isdigit():
        return 0
    return 1 if len(typed) < 4 else 2 if len(typed) < 9 else 3


def _alike(connection: sqlite3.Connection, typed: str) -> list[tuple[int, str]]:
    marked = padded(typed)
    threes = {marked[start : start + 3] for start in range(len(marked) - 2)}
    return connection.execute(
        "select id, word from name_word where id in"
        " (select rowid from name_trigrams where name_trigrams match ? limit ?)",
        (" OR ".join(f'"{three}"' for three in sorted(threes)), _MOST_ALIKE),
    ).fetchall()
