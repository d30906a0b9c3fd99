"""Where an atlas comes from, told once: every source in one numbered list, and at each place the numbers of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from placeplanner.profile.blocks import SourceLine
from placeplanner.profile.words import listed


def told_once(places: Iterable[Sequence[SourceLine]]) -> tuple[SourceLine, ...]:
    """Every source of any place: publications in the order met, then where records come from, by name."""
    met = dict.fromkeys(source for sources in places for source in sources)
    published = [source for source in met if not source.behind]
    of_records = {replace(source, behind="") for source in met if source.behind}
    return (*published, *sorted(of_records.difference(published), key=lambda source: source.title))


def by_number(sources: Sequence[SourceLine], every: Sequence[SourceLine]) -> str:
    """The sources of one place as numbers in the list of `every` one: "Sources 1 to 6 and 9 (behind one record)"."""
    number = {source: at for at, source in enumerate(every, 1)}
    published = sorted(number[source] for source in sources if not source.behind)
    of_records = sorted(
        (number[replace(source, behind="")], source.behind) for source in sources if source.behind
    )
    told = [*_runs(published), *(f"{at} ({behind})" for at, behind in of_records)]
    return f"Source{'s' if len(sources) > 1 else ''} {listed(told)} of the list at the end of this atlas."


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Numbers in order, those that follow on one another as one: "1 to 6", "8"."""
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        found = [number for _, number in run]
        if len(found) > 2:
            yield f"{found[0]} to {found[-1]}"
        else:
            yield from map(str, found)
