"""Names on the map beneath the records: along roads and rivers, at towns, parks and stations; the weightiest first.

What stands where is worked out in pixels of the whole world at one scale, and kept for each piece of names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF

from placeplanner.domain.streetmap import NAME_KINDS, Box, Names, StreetMap
from placeplanner.draw.easel import Easel
from placeplanner.draw.lettering import block_of, draw_block, sprite_of
from placeplanner.draw.outlines import Outlines
from placeplanner.draw.parts import Boxes, Indices, touching
from placeplanner.draw.plates import Plate, draw_plate, plate_sprite
from placeplanner.draw.road_names import Along, Points, places_along, poses_along
from placeplanner.draw.shown_names import within
from placeplanner.draw.street_style import Labels, Lettering
from placeplanner.draw.taken import Taken
from placeplanner.draw.turned import Turned, advances_of, draw_turned, length_of, sprite_of_turned
from placeplanner.draw.written import Set, Written

AROUND = 240  # pixels beyond the picture in which names are placed too, so that none jumps in at its edge
_MOST = 900  # names considered for a picture of a screen's size, so that none can take for ever
_SCREEN = 1_000_000  # pixels: paper on a wall has room for more
ROAD_NUMBER = re.compile(r"[ABM]\d+(\(M\))?")
_NUMBER_AT = 0.2  # of each stretch of its road, so that there is room for the road's name
_LINES = frozenset(("motorway", "a_road", "b_road", "through", "street", "service", "path", "waterway"))
_APART, _APART_NUMBERS = 170.0, 260.0  # pixels between two of the same text
_APART_ON_PAPER, _TRIES, _LATER = (
    340.0,
    3,
    0.01,
)  # where a name may be in several places of its road: less weight
_NARROWED = 0.82  # of its letters' width, where a name is too long for its road
_ASIDE = 60.0  # pixels from its point that the middle of a name may be
_BESIDE = 8  # pixels from a stop to its name
_FROM_FRAME = 4.0  # pixels on paper from a name to the frame
_LONG = 15  # letters of a name that is better set in two lines
_LETTERINGS = {
    "motorway": "main_road",
    "a_road": "main_road",
    "b_road": "main_road",
    "through": "main_road",
    "street": "road",
    "service": "path",
    "waterway": "water",
    "station": "stop",
}


def origin_of(easel: Easel) -> tuple[float, float]:
    """The picture's top left corner in pixels of the world."""
    west, _, _, north = easel.viewport.bounds
    return west / easel.viewport.metres_per_pixel, -north / easel.viewport.metres_per_pixel


def paint_map_names(easel: Easel, taken: Taken) -> None:
    """Set as many names as there is room for."""
    left, top = origin_of(easel)
    for name in chosen_names(easel, taken):
        if easel.is_studied or not _is_cut(easel, name):
            _draw(easel, name.set, name.x - left, name.y - top)


def _is_cut(easel: Easel, name: Written, clear: float = 0.0) -> bool:
    """Whether a name is cut by the edge of the picture, or nearer to it than so many pixels."""
    (west, north), (left, top, right, bottom) = origin_of(easel), name.extent
    return (
        left - west < clear
        or top - north < clear
        or right - west > easel.viewport.width - clear
        or bottom - north > easel.viewport.height - clear
    )


def chosen_names(easel: Easel, taken: Taken) -> Iterable[Written]:
    """The names that find room, the weightiest first.

    On a screen one that is cut by the edge keeps its room, so that what is beside it stays when it comes in; on paper
    it leaves the room to one that can be read.
    """
    placed: dict[str, list[tuple[float, float]]] = {}
    for name in _in_order(easel):
        others = placed.setdefault(name.text, [])
        if any((name.x - x) ** 2 + (name.y - y) ** 2 < name.apart**2 for x, y in others):
            continue
        for way in (name, *name.ways) if name.is_settlement else (name,):
            if easel.is_studied and _is_cut(easel, way, _FROM_FRAME):
                continue
            if taken.take_if_free(way.cells):
                others.append((way.x, way.y))
                yield way
                break


def _in_order(easel: Easel) -> list[Written]:
    streets, metres = easel.scene.streets, easel.viewport.metres_per_pixel
    if streets is None:
        return []
    west, south, east, north = easel.viewport.bounds
    more = AROUND * metres
    box = (west - more, south - more, east + more, north + more)
    left, top = origin_of(easel)
    right, bottom = left + easel.viewport.width + AROUND, top + easel.viewport.height + AROUND
    left, top = left - AROUND, top - AROUND
    style = easel.style
    names = [
        name
        for piece in _pieces(easel, streets, box)
        for name in worded(piece, metres, style.streets.names, style.families, easel.is_studied).near(
            (left, top, right, bottom)
        )
        if left < name.x < right and top < name.y < bottom and not _is_told(easel, name)
    ]
    names.sort(key=lambda name: (-name.weight, name.text, name.x, name.y))
    share = easel.viewport.width * easel.viewport.height / _SCREEN if easel.is_vector else 1.0
    return names[: round(_MOST * max(share, 1.0))]


def _pieces(easel: Easel, streets: StreetMap, box: Box) -> Iterable[Names]:
    """The names in a box in metres; of those on paper only what lies within its frame."""
    metres = easel.viewport.metres_per_pixel
    if not easel.is_studied:
        return streets.names(box, metres)
    west, south, east, north = easel.viewport.bounds
    less = _FROM_FRAME * metres
    frame = (west + less, south + less, east - less, north - less)
    return [within(piece, frame) for piece in streets.names(easel.viewport.bounds, metres)]


@lru_cache(maxsize=4)
def _boxes_by_name(outlines: Outlines) -> dict[str, list[Box]]:
    found: dict[str, list[Box]] = {}
    for place, (west, south, east, north) in zip(outlines.places, outlines.boxes.tolist(), strict=True):
        found.setdefault(place.name.casefold(), []).append((west, south, east, north))
    return found


def _is_told(easel: Easel, name: Written) -> bool:
    """Whether one of the plan's own places of that name lies there, and says it already."""
    if not name.is_place:
        return False
    metres = easel.viewport.metres_per_pixel
    east_of, north_of = name.x * metres, -name.y * metres
    return any(
        west <= east_of <= east and south <= north_of <= north
        for west, south, east, north in _boxes_by_name(easel.scene.outlines).get(name.text.casefold(), ())
    )


@lru_cache(maxsize=20)
def worded(
    names: Names, metres_per_pixel: float, labels: Labels, families: tuple[str, ...], is_studied: bool = False
) -> Worded:
    """The names of a piece at a scale."""
    return Worded(names, metres_per_pixel, labels, families, is_studied)


class Worded:
    """Where the names of a piece would stand at one scale. Only those that a view needs are worked out, and kept.

    On paper (`is_studied`) a name may be in more than one place of its road, and is narrower where that is short.
    """

    def __init__(
        self,
        names: Names,
        metres_per_pixel: float,
        labels: Labels,
        families: tuple[str, ...],
        is_studied: bool = False,
    ) -> None:
        self._names, self._metres = names, metres_per_pixel
        self._labels, self._families = labels, families
        self._is_studied = is_studied
        self._worth = np.flatnonzero(names.widest >= metres_per_pixel).astype(np.int64)
        self._boxes = _boxes_of(names, self._worth, metres_per_pixel)
        self._made: dict[int, tuple[Written, ...]] = {}

    def near(self, box: Box) -> Iterable[Written]:
        """Those whose line or point lies in a box of pixels of the world, or close to it."""
        wanted = self._worth[touching(self._boxes, box)]
        missing = [at for at in wanted.tolist() if at not in self._made]
        if missing:
            self._make(missing)
        return (name for at in wanted.tolist() for name in self._made[at])

    def _make(self, missing: Sequence[int]) -> None:
        names, labels, families = self._names, self._labels, self._families
        made: dict[int, list[Written]] = {at: [] for at in missing}
        lines: list[int] = []
        for at in missing:
            kind = NAME_KINDS[int(names.kinds[at])]
            if not names.texts[at].strip():
                continue
            if kind in _LINES and names.starts[at + 1] - names.starts[at] > 1:
                lines.append(at)
            else:
                made[at] += _standing(names, at, kind, self._metres, labels, families)
        looks = {at: _lettering(labels, NAME_KINDS[int(names.kinds[at])]) for at in lines}
        for at, name in self._along(lines, looks):
            made[at].append(name)
        short = [at for at in lines if not made[at]]
        if self._is_studied and short:
            narrow = {at: looks[at]._replace(narrowed=_NARROWED, spacing=0.0) for at in short}
            for at, name in self._along(short, narrow):
                made[at].append(name)
        self._made.update((at, tuple(found)) for at, found in made.items())

    def _along(self, lines: Sequence[int], looks: dict[int, Lettering]) -> Iterable[tuple[int, Written]]:
        names, families = self._names, self._families
        widths = [length_of(names.texts[at], looks[at], families) + looks[at].size * 0.6 for at in lines]
        phases = [_NUMBER_AT if ROAD_NUMBER.fullmatch(names.texts[at]) else 0.5 for at in lines]
        along = places_along(
            names.xy,
            names.starts,
            np.array(lines, dtype=np.int64),
            np.array(widths),
            self._metres,
            np.array(phases),
            _TRIES if self._is_studied else 1,
        )
        return _along(names, along, looks, self._labels, families)


def _boxes_of(names: Names, which: Indices, metres_per_pixel: float) -> Boxes:
    """Around the line or point of each name, in pixels of the world, and as far as it may stand beside it."""
    if not len(which):
        return np.zeros((0, 4))
    pixels = names.xy * (np.array((1.0, -1.0)) / metres_per_pixel)
    least = np.minimum.reduceat(pixels, names.starts[:-1], axis=0)[which]
    most = np.maximum.reduceat(pixels, names.starts[:-1], axis=0)[which]
    return np.hstack((least - _ASIDE, most + _ASIDE))


def _lettering(labels: Labels, kind: str) -> Lettering:
    found: Lettering = getattr(labels, _LETTERINGS.get(kind, kind))
    return found


def _along(
    names: Names, along: Along, looks: dict[int, Lettering], labels: Labels, families: tuple[str, ...]
) -> Iterable[tuple[int, Written]]:
    """Each with the number of its name."""
    middles = along.points.mean(axis=1)
    apart = _APART if not along.ranks.any() else _APART_ON_PAPER
    for at, points, middle, is_straight, rank in zip(
        along.names.tolist(),
        along.points,
        middles,
        along.is_straight.tolist(),
        along.ranks.tolist(),
        strict=True,
    ):
        text, weight = names.texts[at], float(names.weight[at]) - rank * _LATER
        x, y = middle.tolist()
        lettering = looks[at]
        if ROAD_NUMBER.fullmatch(text):
            plate = Plate(text, labels.number, labels.plate, labels.plate_edge, families)
            half = len(text) * labels.number.size * 0.35
            spine = np.array(((x - half, y), (x + half, y)))
            reach = labels.number.size * 0.8
            yield at, Written(text, weight, x, y, _APART_NUMBERS, _as_it_is(plate), spine, reach)
            continue
        reach = lettering.size * 0.5 + lettering.halo_width
        how = _turned(text, lettering, families, points, is_straight=is_straight)
        yield at, Written(text, weight, x, y, apart, how, points, reach)


def _as_it_is(value: Set) -> Callable[[], Set]:
    return lambda: value


def _turned(
    text: str, lettering: Lettering, families: tuple[str, ...], points: Points, *, is_straight: bool
) -> Callable[[], Set]:
    def turned() -> Set:
        if is_straight:
            across, down = (points[-1] - points[0]).tolist()
            return Turned(text, lettering, families, round(np.degrees(np.arctan2(down, across))))
        poses = poses_along(points, advances_of(text, lettering, families))
        return Turned(text, lettering, families, 0, poses)

    return turned


def _standing(
    names: Names, at: int, kind: str, metres: float, labels: Labels, families: tuple[str, ...]
) -> Iterable[Written]:
    """A name that stands level: at a town, in a park, beside a stop."""
    text, lettering = names.texts[at], _lettering(labels, kind)
    is_place = kind in ("town", "village", "locality")
    lines = 2 if len(text) > _LONG and not is_place else 1
    block = block_of(text, lettering, families, None, lines)
    x, y = (names.xy[names.starts[at]] * (1.0, -1.0) / metres).tolist()
    if kind in ("station", "stop"):
        y += _BESIDE + block.height / 2
    half = block.width / 2 - block.height / 2
    spine = np.array(((x - half, y), (x + half, y)))
    yield Written(
        text,
        float(names.weight[at]),
        x,
        y,
        _APART,
        _as_it_is(block),
        spine,
        block.height / 2,
        is_place=is_place,
        is_settlement=is_place and kind != "locality",
    )


def _draw(easel: Easel, name: Set, x: float, y: float) -> None:
    painter, ratio = easel.painter, easel.viewport.pixel_ratio
    if easel.is_vector:
        if isinstance(name, Turned):
            draw_turned(painter, name, x, y)
            return
        painter.save()
        painter.translate(x, y)
        draw_plate(painter, name) if isinstance(name, Plate) else draw_block(painter, name)
        painter.restore()
        return
    if isinstance(name, Turned):
        image = sprite_of_turned(name, ratio)
    else:
        image = plate_sprite(name, ratio) if isinstance(name, Plate) else sprite_of(name, ratio)
    left = round(x * ratio - image.width() / 2) / ratio
    top = round(y * ratio - image.height() / 2) / ratio
    painter.drawImage(QPointF(left, top), image)
