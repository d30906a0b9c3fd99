"""Outlines that a file or a pack holds without saying what they are, as far as they are of a plan's borough.

Read whole, never cut: a boundary that ends where a map ends would be a lie.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import shapely
from msgspec import Struct
from msgspec.structs import replace

from placeplanner.domain.outline import Outline
from placeplanner.domain.place import Place, Places
from placeplanner.errors import Problem
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.areas import EVERYTHING
from placeplanner.mappacks.boundaries import pack_of
from placeplanner.mappacks.haul import Drawn, Outlined, Progress
from placeplanner.mappacks.pack import open_pack
from placeplanner.mappacks.sources.recognise import recognise
from placeplanner.mappacks.sources.source import Source

_HALF = 0.5  # of its area must lie in the borough
_LEAST_M2 = 1.0
_NAMED = 3


class NoOutlines(Problem):
    """There is no area in it, and nothing that might have been meant for one."""


class Outlines(Struct, frozen=True):
    """Outlines in a borough, each with a name, and in sentences what became of the others."""

    title: str
    outlines: tuple[Outline, ...]
    told: tuple[str, ...] = ()


def outlines_in(source: str, plan: Places, progress: Progress) -> Outlines:
    """The outlines in a file, a pack's file or an installed pack. Raises `Problem` where none can be used."""
    path = Path(source)
    pack = pack_of(source)
    return _of_pack(pack, plan, progress) if pack else _of_file(path, plan, progress)


def _of_pack(path: Path, plan: Places, progress: Progress) -> Outlines:
    progress(None, f"Reading the outlines of “{path.stem}” …")
    pack = open_pack(path)
    try:
        found, title = list(pack.outlines()), pack.manifest.title
    finally:
        pack.close()
    if not found:
        raise _none(title, has_lines=False)
    return _in_borough(found, plan, title, [])


def _of_file(path: Path, plan: Places, progress: Progress) -> Outlines:
    found: list[Outline] = []
    told: list[str] = []
    has_lines = False
    for source in recognise(path):
        for haul in source.read(Area(EVERYTHING), progress):
            if isinstance(haul, Outlined):
                found.extend(haul.outlines)
            elif isinstance(haul, Drawn):
                has_lines = has_lines or bool((shapely.get_dimensions(haul.geometries) == 1).any())
        told.extend(_of_source(source))
    if not found:
        raise _none(path.name, has_lines=has_lines, told=told)
    return _in_borough(found, plan, path.name, told)


def _of_source(source: Source) -> Iterable[str]:
    """What was mended or refused, by name where there are names."""
    for tally in source.tallies:
        yield from tally.notes
        said = sum(note.endswith(("; mended.", "; left out.")) for note in tally.notes)
        unsaid = tally.repaired.total() + tally.refused.total()
        if unsaid and not said:
            reasons = "; ".join([*tally.repaired, *tally.refused])
            yield f"{unsaid:,} of {tally.read:,} shapes {'was' if unsaid == 1 else 'were'} not right: {reasons}."


def _none(name: str, *, has_lines: bool, told: Iterable[str] = ()) -> Problem:
    why = "It holds lines, and a line has no inside." if has_lines else " ".join(told)
    what = f"“{name}” holds no outlines of areas."
    if has_lines:
        return Problem(what, why, "Close the line to an area in the program that it came from.")
    if why:
        return Problem(what, why, "Draw it anew, or choose another file.")
    return NoOutlines(what, "What is in it has codes, or is no area.", "Choose a file with areas in it.")


def _in_borough(found: list[Outline], plan: Places, title: str, told: list[str]) -> Outlines:
    """Those that mostly lie in the borough and have a size, each with a name of its own."""
    numbered = [one if one.name else replace(one, name=f"Outline {at}") for at, one in enumerate(found, 1)]
    flat = [one for one in numbered if one.geometry.area < _LEAST_M2]
    sound = [one for one in numbered if one.geometry.area >= _LEAST_M2]
    borough = plan.borough
    here = sound if borough is None else [one for one in sound if _lies_in(one, borough)]
    kept = {id(one) for one in here}
    outside = [one for one in sound if id(one) not in kept]
    where = borough.name if borough else ""
    if not here:
        raise Problem(
            f"Nothing in “{title}” lies in {where or 'the plan'}.",
            f"{_some(outside or flat)} {'lie' if len(found) > 1 else 'lies'} elsewhere."
            if outside
            else "Its areas have no size.",
            "Check that it is the right file, and that longitude and latitude are the right way round.",
        )
    sentences = list(told)
    if flat:
        sentences.append(f"Without any size, so left out: {_some(flat)}.")
    if outside:
        sentences.append(f"Mostly outside {where}, so left out: {_some(outside)}.")
    return Outlines(title, tuple(_apart(here)), tuple(sentences))


def _lies_in(outline: Outline, borough: Place) -> bool:
    shared = shapely.intersection(outline.geometry, borough.geometry).area
    return bool(shared >= _HALF * min(outline.geometry.area, borough.geometry.area))


def _apart(outlines: list[Outline]) -> list[Outline]:
    """The same, the second of a name with a number behind it: people and the command line tell them apart by it."""
    taken: set[str] = set()
    last: dict[str, int] = {}
    named = []
    for one in outlines:
        key, name = one.name.casefold(), one.name
        number = last.get(key, 1)
        while name.casefold() in taken:
            number += 1
            name = f"{one.name} ({number})"
        last[key] = number
        taken.add(name.casefold())
        named.append(one if name == one.name else replace(one, name=name))
    return named


def _some(outlines: list[Outline]) -> str:
    names, more = [one.name for one in outlines[:_NAMED]], len(outlines) - _NAMED
    if more > 0:
        return f"{', '.join(names)} and {more:,} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
