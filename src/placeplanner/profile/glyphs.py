"""Texts made fit for paper: long words may break, and what no font at hand can show is said in words.

PDF/UA forbids empty boxes, so Typst refuses a text that it has no glyph for. An emoji then becomes its name
in brackets, words in a script without a font become a remark that they are there, and fancy letters plain ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

_LONGEST_WORD = 26
_CHUNK = 13
_LONG = re.compile(rf"\S{{{_LONGEST_WORD},}}")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\uffff]")
_JOINERS = "\u200d\ufe0e\ufe0f\u20e3"
# What Libertinus Serif, the font inside the Typst wheel, is known to show.
_PLAIN = re.compile(
    "[\t\n\u0020-\u007e\u00a0-\u017f\u200b\u2010-\u2015\u2018-\u201e\u2022\u2026\u2032\u2033\u20ac]*"
)


def in_every(value: Any, change: Callable[[str], str]) -> Any:
    """The same nest of dicts and lists with every text in it changed; keys stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: in_every(each, change) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [in_every(each, change) for each in value]
    return value


def is_plain(value: Any) -> bool:
    """Whether the font inside the Typst wheel shows every text in it."""
    if isinstance(value, str):
        return _PLAIN.fullmatch(value) is not None
    if isinstance(value, dict):
        return all(is_plain(each) for each in value.values())
    return all(is_plain(each) for each in value) if isinstance(value, list | tuple) else True


def for_paper(text: str) -> str:
    """Without control characters, and with places to break in words too long for a line."""
    clean = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _LONG.sub(lambda match: _breakable(match[0]), clean)


def _breakable(word: str) -> str:
    return "\u200b".join(word[start : start + _CHUNK] for start in range(0, len(word), _CHUNK))


def in_words(text: str, missing: frozenset[str]) -> str:
    """The text with what cannot be shown said in words: "[evergreen tree]", "[words in Arabic script]"."""
    if not missing.intersection(text):
        return text
    text = "".join(_plainly(char, missing) if char in missing else char for char in text)
    scripts = {_script(char) for char in text if char in missing and _is_of_a_word(char)}
    told: list[str] = []
    for word in re.split(r"(\s+)", text):
        hidden = next(
            (_script(char) for char in word if _is_of_a_word(char) and _script(char) in scripts), ""
        )
        told.append(f"[words in {hidden} script]" if hidden else _with_names(word, missing))
    return re.sub(r"(\[words in [^\]]* script\])(?:\s+\1)+", r"\1", "".join(told))


def _plainly(char: str, missing: frozenset[str]) -> str:
    """A letter of a fancy alphabet, as people pick for a name that is to stand out, as the letter that it means."""
    plain = unicodedata.normalize("NFKC", char)
    return char if missing.intersection(plain) else plain


def _with_names(word: str, missing: frozenset[str]) -> str:
    return "".join(_named(char) if char in missing else char for char in word if char not in _JOINERS)


def _is_of_a_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM" and char not in _JOINERS


def _script(char: str) -> str:
    """The script of a letter, as Unicode names it: "Arabic", "CJK"."""
    name = unicodedata.name(char, "another").split()[0]
    return name if name == "CJK" else name.capitalize()


def _named(char: str) -> str:
    if unicodedata.category(char) in ("Cf", "Mn", "Co", "Cn", "Sk"):
        return ""
    name = unicodedata.name(char, "").lower()
    return f"[{name}]" if name else "[sign]"
