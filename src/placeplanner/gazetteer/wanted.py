"""What somebody types, taken apart: words to look up, what each may stand for, a postcode.

Every word may be unfinished, not only the last: people add a letter in the middle as well.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from placeplanner.gazetteer.spelling import meanings, postcode_parts, words_typed

_MOST_LETTERS = 100
_MOST_WORDS = 8


class Word(Struct, frozen=True):
    """A word as it was typed, and what else it may be: whole words, each with how far it is from what was typed.

    An abbreviation is no distance away, a word spelt with one other letter 1.
    """

    typed: str
    others: Mapping[str, float] = field(default_factory=dict)

    @property
    def expression(self) -> str:
        """For FTS5. Words hold letters and digits only, so nothing in them has a meaning there."""
        return "(" + " OR ".join([f'"{self.typed}" *', *(f'"{other}"' for other in self.others)]) + ")"


class Wanted(Struct, frozen=True):
    """All that was typed."""

    words: tuple[Word, ...]
    postcode: tuple[str, str] | None = None  # outward and inward part, either unfinished

    @property
    def in_name(self) -> str:
        """For FTS5: every word in the name itself."""
        return f"spelt : ({self._all})"

    @property
    def anywhere(self) -> str:
        """For FTS5: every word in the name or where it is, and one at least in the name."""
        return f"({self._all}) AND spelt : ({' OR '.join(word.expression for word in self.words)})"

    @property
    def _all(self) -> str:
        return " AND ".join(word.expression for word in self.words)

    def without(self, index: int) -> Wanted:
        """The same, but for one word."""
        return Wanted((*self.words[:index], *self.words[index + 1 :]))


def wanted(text: str) -> Wanted:
    """What is wanted; no words where nothing was typed that a name could hold."""
    text = text[:_MOST_LETTERS]
    postcode = postcode_parts(text)
    typed = ["".join(postcode)] if postcode else words_typed(text)[:_MOST_WORDS]
    return Wanted(tuple(Word(word, dict.fromkeys(meanings(word), 0.0)) for word in typed), postcode)
