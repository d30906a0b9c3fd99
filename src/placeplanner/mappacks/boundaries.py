"""Boundaries that a plan may take over: from an installed pack, a pack's file, or whatever file has areas in it."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.errors import Problem
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.areas import MARGIN_M, parse_area
from placeplanner.mappacks.haul import Bounded, Progress
from placeplanner.mappacks.layout import SUFFIX
from placeplanner.mappacks.library import find
from placeplanner.mappacks.opening import opened
from placeplanner.mappacks.pack import open_pack
from placeplanner.mappacks.sources.recognise import recognise


class NoPlaces(Problem):
    """It can be read, but nothing in it says which places its areas are."""


class Found(Struct, frozen=True):
    """Places with their boundaries, and whose they are in words."""

    places: tuple[Place, ...]
    source: str


def _silently(share: float | None, what: str) -> None:
    pass


def boundaries_in(
    source: str, plan: Places, *, kind: PlaceKind | None = None, progress: Progress = _silently
) -> Found:
    """The boundaries that a file or an installed pack holds for the borough of a plan.

    `kind` says what they are where the file does not, or has it wrong. Raises `Problem` where there are none.
    """
    path, pack = Path(source), pack_of(source)
    found = _of_pack(pack) if pack else _of_file(path, plan, progress)
    if kind is not None:
        found = replace(found, places=tuple(replace(place, kind=kind) for place in found.places))
    named = tuple(place if place.source else replace(place, source=found.source) for place in found.places)
    found = replace(found, places=named)
    if not found.places:
        raise NoPlaces(
            f"“{path.name}” holds no places.",
            "There are no wards, neighbourhoods or boroughs with their boundaries in it.",
            "Choose a file of boundaries, such as the wards that the Office for National Statistics publishes.",
        )
    return found


def outline_in(path: Path) -> BaseGeometry:
    """All areas of a file as one outline, in metres. Raises `Problem` where it holds none."""
    outline = parse_area(str(path), Places(())).outline
    assert outline is not None  # a file's area always has one
    return outline


def pack_of(source: str) -> Path | None:
    """The pack that is meant, by its file or by the name of an installed one; None where it is another file."""
    path = Path(source)
    if path.exists() and not (path.suffix == SUFFIX and path.is_file()):
        return None
    pack = path if path.exists() else _installed(source)
    opened(pack).close()  # says what is wrong with it
    return pack


def _installed(name: str) -> Path:
    try:
        return find(name).path
    except Problem as problem:
        raise Problem(
            f"There is no file and no installed map pack “{name}”.", problem.why, problem.try_this
        ) from problem


def _of_pack(path: Path) -> Found:
    pack = open_pack(path)
    try:
        return Found(pack.places(), pack.manifest.title)
    finally:
        pack.close()


def _of_file(path: Path, plan: Places, progress: Progress) -> Found:
    borough = plan.borough
    outline = borough.geometry.buffer(MARGIN_M) if borough else None
    area = Area(borough.name if borough else path.name, outline)
    places: dict[str, Place] = {}
    titles: list[str] = []
    for source in recognise(path):
        before = len(places)
        for haul in source.read(area, progress):
            if isinstance(haul, Bounded):
                places.update((place.code, place) for place in haul.places)
        if len(places) > before:
            credits = source.file.credits
            titles.append(", ".join(part for part in (credits.title, credits.date) if part) or path.name)
    return Found(tuple(places.values()), "; ".join(dict.fromkeys(titles)) or path.name)
