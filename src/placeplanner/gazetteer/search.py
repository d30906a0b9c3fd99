"""Finding names while they are typed, in one or several packs, over as many names as there are.

What was typed is taken at its word first; only where that gives little is it taken as misspelt, and only where that
gives nothing is a word of it left out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from heapq import nlargest
from pathlib import Path
from threading import Lock

from msgspec import Struct
from msgspec.structs import replace

from placeplanner.domain.grid import EastingNorthing
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.gazetteer.scoring import Why, metres_between, postal_quality, quality, score
from placeplanner.gazetteer.shelf import Candidate, Shelf
from placeplanner.gazetteer.wanted import Wanted, Word, wanted

_ENOUGH = 3  # found so many: what was typed is taken to be spelt as it should be
_FEW = 12  # found in names alone: where they are is looked through as well
_SURE = (Why.WHOLE, Why.WORDS)
_SAME_NAME_M = 400.0  # two packs that know the same street do not agree to the metre
_POSTAL = (NameKind.POSTCODE, NameKind.SECTOR, NameKind.DISTRICT)


class Hit(Struct, frozen=True):
    """A name that may be meant, why it was found, and how well it fits (to sort by)."""

    name: Name
    why: Why
    score: float


class Gazetteer:
    """The names of some packs. Raises `Problem` where one of them cannot be read; nothing else ever does.

    May be used from any thread: one looks up at a time, the next waits.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._lock = Lock()
        self._shelves: list[Shelf] = []
        try:
            for path in paths:
                self._shelves.append(Shelf(path))
        except BaseException:
            self.close()
            raise

    @property
    def kinds(self) -> frozenset[NameKind]:
        """What kinds of names can be found at all. Looks through every name once: not while somebody types."""
        found: set[NameKind] = set()
        with self._lock:
            for shelf in self._shelves:
                with suppress(sqlite3.Error):  # of no use, then, until its stick is back
                    found |= shelf.kinds()
        return frozenset(found)

    def close(self) -> None:
        """Let go of the files. Nothing is found afterwards."""
        with self._lock:
            for shelf in self._shelves:
                shelf.close()
            self._shelves = []

    def find(self, text: str, near: EastingNorthing | None = None, limit: int = 12) -> list[Hit]:
        """What people may mean, best first, what is near before what is far. Any text will do."""
        sought = wanted(text)
        if not sought.words or limit < 1:
            return []
        with self._lock:
            hits = self._over_all(_as_typed, sought, near, limit)
            if not sought.postcode and len(hits) < _ENOUGH and not any(hit.why in _SURE for hit in hits):
                hits += self._over_all(_misspelt, sought, near, limit)
            if not sought.postcode and not hits and len(sought.words) > 1:
                hits = self._over_all(_in_part, sought, near, limit)
        return _without_doubles(hits, limit)

    def _over_all(
        self, look: Callable[..., list[Hit]], sought: Wanted, near: EastingNorthing | None, limit: int
    ) -> list[Hit]:
        """What each pack gives, with some to spare for what two packs know."""
        found: list[Hit] = []
        for shelf in self._shelves:
            try:
                found += nlargest(limit * 2, look(shelf, sought, near), key=_by_score)
            except (sqlite3.Error, ValueError, TypeError):
                continue  # its stick was pulled out, or a page of it is damaged: the other packs still answer
        return found


def _as_typed(shelf: Shelf, sought: Wanted, near: EastingNorthing | None) -> list[Hit]:
    hits = _judged(shelf.fitting(sought.in_name, sought, near), sought, near)
    if sought.postcode:
        roads = [hit for hit in hits if hit.name.kind not in _POSTAL]  # the A580, and the M6
        return [*_postcodes(shelf, sought, sought.postcode, near), *roads]
    if len(sought.words) > 1 and len(hits) < _FEW:
        hits += _judged(shelf.fitting(sought.anywhere, sought, near), sought, near)
    return hits


def _misspelt(shelf: Shelf, sought: Wanted, near: EastingNorthing | None) -> list[Hit]:
    """First only the words that no name has are taken as misspelt, then all of them."""
    known = [shelf.knows(word) for word in sought.words]
    for wrong in (lambda index: not known[index], lambda index: True):
        respelt = _respelt(shelf, sought, wrong)
        if respelt == sought:
            continue
        hits = _judged(shelf.fitting(respelt.anywhere, respelt, near), respelt, near)
        if hits:
            return hits
    return []


def _respelt(shelf: Shelf, sought: Wanted, is_wrong: Callable[[int], bool]) -> Wanted:
    words = tuple(shelf.respelt(word) if is_wrong(index) else word for index, word in enumerate(sought.words))
    return replace(sought, words=words)


def _in_part(shelf: Shelf, sought: Wanted, near: EastingNorthing | None) -> list[Hit]:
    """With one word left out, whichever; judged by all of them."""
    known = tuple(word for word in sought.words if shelf.knows(word))
    respelt = _respelt(shelf, sought, lambda index: sought.words[index] not in known)
    for index in reversed(range(len(respelt.words))):  # what is typed last is the likeliest to be unfinished
        fewer = respelt.without(index)
        if hits := _judged(shelf.fitting(fewer.anywhere, fewer, near), respelt, near):
            return hits
    return []


def _postcodes(
    shelf: Shelf, sought: Wanted, typed: tuple[str, str], near: EastingNorthing | None
) -> list[Hit]:
    """Postcodes that begin so; where there is no such one, its sector, then its district."""
    outward, inward = typed
    for shorter in dict.fromkeys((inward, inward[:2], inward[:1], "")):
        part = (outward, shorter)
        cut = Wanted((Word("".join(part)),), part)
        rows = shelf.fitting(cut.in_name, cut, near)
        names = [row.name for row in rows if row.name.kind in _POSTAL]
        if names:
            why = Why.PART if shorter == inward else Why.SOME
            return [_postal_hit(name, part, why, near) for name in names]
    return []


def _postal_hit(name: Name, typed: tuple[str, str], why: Why, near: EastingNorthing | None) -> Hit:
    fits = postal_quality(typed, name.kind, name.text)
    why = Why.WHOLE if fits == 1.0 and why is Why.PART else why
    return Hit(name, why, score(fits, metres_between(name.at, near), 0.0))


def _judged(rows: Iterable[Candidate], sought: Wanted, near: EastingNorthing | None) -> list[Hit]:
    hits = []
    for row in rows:
        fits, why = quality(sought, row.spelt, row.apart)
        if fits:
            metres = metres_between(row.name.at, near)
            hits.append(Hit(row.name, why, score(fits, metres, row.name.weight)))
    return hits


def _without_doubles(hits: Iterable[Hit], limit: int) -> list[Hit]:
    """The best, each thing once: two packs may know the same street."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (-hit.score, hit.name.text, hit.name.at)):
        if not any(_is_same(hit.name, other.name) for other in kept):
            kept.append(hit)
        if len(kept) == limit:
            break
    return kept


def _is_same(one: Name, other: Name) -> bool:
    if one.kind is not other.kind or one.text.casefold() != other.text.casefold():
        return False
    metres = metres_between(one.at, other.at)
    return metres is not None and metres < _SAME_NAME_M


def _by_score(hit: Hit) -> float:
    return hit.score
