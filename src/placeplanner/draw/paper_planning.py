"""From what people wish for to a map for paper: which way the paper lies, and the largest nice scale that fits."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from placeplanner.domain.place import Place
from placeplanner.draw.headless import ensure_qt
from placeplanner.draw.paper_map import PaperMap
from placeplanner.draw.paper_sizes import (
    PAPERS,
    SCALES,
    Size,
    Wishes,
    millimetres,
    needed_scale,
    nice_scale,
    scale_in_words,
    turned,
)
from placeplanner.draw.scene import Scene
from placeplanner.errors import Problem

_CLOSEST, _WIDEST = 100, 500_000
_WIDEST_MARGIN = 0.3  # of the paper's shorter side
_LONGEST_WALL_MM = 5_000
_LAID_OUT_AT = 5_000  # to measure the room for a map, whatever its scale will be


def planned(scene: Scene, place: Place, wishes: Wishes, date: str = "") -> PaperMap:
    """The map that is wished for. Raises `Problem` where it cannot be."""
    ensure_qt()
    _check(wishes)
    if wishes.paper is None and wishes.tiles and wishes.scale:
        return _as_large_as_needed(scene, place, wishes, wishes.scale, date)
    paper = wishes.paper or ("a1" if wishes.tiles else "a4")
    best = min(_tried(scene, place, wishes, paper, date), key=_needed if wishes.scale else _suiting)
    needed = _needed(best)
    if wishes.scale is None:
        return _at(best, nice_scale(needed))
    if wishes.scale < needed:
        raise DoesNotFit(best, wishes.scale, nice_scale(needed))
    return _at(best, wishes.scale)


def _check(wishes: Wishes) -> None:
    if wishes.scale is not None and not _CLOSEST <= wishes.scale <= _WIDEST:
        raise Problem(
            f"A map cannot be drawn at 1:{wishes.scale:,}.",
            "",
            f"Choose a number from {_CLOSEST} to {_WIDEST:,}; 5000 is good for a town on a wall.",
        )
    paper = wishes.paper or wishes.tiles or "a4"
    most = min(PAPERS[paper]) * _WIDEST_MARGIN
    if not 0 <= wishes.margin_mm <= most:
        raise Problem(
            f"A blank margin of {wishes.margin_mm:g} mm leaves no room for the map on {paper.upper()} paper.",
            "",
            f"Choose one from 0 to {most:.0f} mm.",
        )


def _tried(scene: Scene, place: Place, wishes: Wishes, paper: str, date: str) -> Iterable[PaperMap]:
    for size in turned(PAPERS[paper], wishes.is_portrait):
        yield _laid_out(scene, place, wishes, size, paper.upper(), date)


def _laid_out(scene: Scene, place: Place, wishes: Wishes, size: Size, paper: str, date: str) -> PaperMap:
    return PaperMap(
        scene,
        place,
        size,
        _LAID_OUT_AT,
        paper,
        wishes.title,
        wishes.note,
        date,
        wishes.margin_mm,
        wishes.has_grid,
        wishes.is_blank,
    )


def _at(sheet: PaperMap, scale: int) -> PaperMap:
    return replace(sheet, scale=scale)


def _needed(sheet: PaperMap) -> float:
    return needed_scale(sheet.place.geometry.bounds, sheet.room_mm)


def _suiting(sheet: PaperMap) -> tuple[int, bool, float]:
    """The larger the scale the better; where it is the same either way, paper lies as the place does."""
    west, south, east, north = sheet.place.geometry.bounds
    is_turned = (east - west > north - south) != (sheet.size_mm[0] > sheet.size_mm[1])
    return nice_scale(_needed(sheet)), is_turned, _needed(sheet)


class DoesNotFit(Problem):
    """A place is larger than the paper at a scale; `fitting` is the scale at which it would fit."""

    def __init__(self, sheet: PaperMap, scale: int, fitting: int) -> None:
        west, south, east, north = sheet.place.geometry.bounds
        is_as = millimetres(((east - west) / scale * 1000, (north - south) / scale * 1000))
        super().__init__(
            f"{sheet.place.name} does not fit on {sheet.paper} paper at {scale_in_words(scale)}.",
            f"At that scale it is {is_as}; the map has room for {millimetres(sheet.room_mm)}.",
            f"{scale_in_words(fitting)} fits. Or let the map be as large as it needs, on sheets to put together.",
        )
        self.scale = scale
        self.fitting = fitting


def _as_large_as_needed(scene: Scene, place: Place, wishes: Wishes, scale: int, date: str) -> PaperMap:
    """A sheet without a name around the place at the scale; its title and legend grow with it, so by trying."""
    west, south, east, north = place.geometry.bounds
    extent = ((east - west) / scale * 1000, (north - south) / scale * 1000)
    size = (max(extent[0] + 40, 260), max(extent[1] + 80, 190))
    for _ in range(8):
        if max(size) > _LONGEST_WALL_MM:
            raise Problem(
                f"{place.name} at {scale_in_words(scale)} would be {millimetres(size)} large.",
                "That is more than any wall has room for.",
                f"Choose a smaller scale, such as {scale_in_words(_smaller(scale))}.",
            )
        sheet = _at(_laid_out(scene, place, wishes, size, "", date), scale)
        room = sheet.room_mm
        short = max(extent[0] - room[0], 0), max(extent[1] - room[1], 0)
        if not any(short):
            return sheet
        size = (size[0] + short[0] + 1, size[1] + short[1] + 1)
    return sheet


def _smaller(scale: int) -> int:
    return next((each for each in SCALES if each >= 2 * scale), SCALES[-1])
