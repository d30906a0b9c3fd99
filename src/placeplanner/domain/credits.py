"""Whose data a map shows, in one line: each publisher once, however many of its files lie on one another.

Licences ask for certain sentences. Those that differ in their years alone become one sentence with all the years.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

_NAMED_ONLY = re.compile(r"(.+) data, OGL v3")
_SENTENCES = re.compile(r" · |(?:(?<=[a-z]{3})|(?<=\d)|(?<=\d\)))\. (?=[A-Z©])")  # not after “St.” or “J.”
_YEARS = re.compile(r"(.*?)(?: ((?:19|20)\d\d)(?:–((?:19|20)\d\d))?)?")
_IN_FULL = {"ONS": "National Statistics", "MHCLG": "Communities and Local Government"}
_LICENCE = "Open Government Licence"


def attribution_of(lines: Iterable[str]) -> str:
    """What must be shown for several sources, in one line, each said once; only the years of some may differ."""
    years: dict[str, set[str]] = {}
    for line in lines:
        for sentence in _SENTENCES.split(line.strip().rstrip(".")):
            found = _YEARS.fullmatch(sentence.strip())
            if found and found[1]:
                known = years.setdefault(found[1], set())
                known.update(year for year in (found[2], found[3]) if year)
    return " · ".join(_with_years(said, known) for said, known in years.items())


@lru_cache(maxsize=64)
def credits_of(*lines: str) -> str:
    """What is said on a map of several parts: as `attribution_of`, and those who are only named share a sentence."""
    said = attribution_of(line.replace("Ordnance Survey data ©", "OS data ©") for line in lines)
    sentences = said.split(" · ") if said else []
    named = [found[1] for found in map(_NAMED_ONLY.fullmatch, sentences) if found]
    others = [sentence for sentence in sentences if not _NAMED_ONLY.fullmatch(sentence)]
    licence = [sentence for sentence in others if sentence.startswith(_LICENCE)]
    others = [sentence for sentence in others if sentence not in licence]
    names = dict.fromkeys(name for each in named for name in re.split(r", | and ", each))
    if licence:  # and so in full words: who is among them needs no second mention
        told = " · ".join(others)
        names = {name: None for name in names if name not in _IN_FULL or _IN_FULL[name] not in told}
    shared = [f"{listed(list(names))} data, OGL v3"] if names else []
    return " · ".join((*others, *shared, *licence))


def listed(names: Sequence[str]) -> str:
    """“a, b and c”."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _with_years(said: str, years: set[str]) -> str:
    if not years:
        return said
    first, last = min(years), max(years)
    return f"{said} {first}" if first == last else f"{said} {first}–{last}"
