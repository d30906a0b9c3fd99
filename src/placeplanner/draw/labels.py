"""Which names stand where: the most important first, on a bitmap of 4-pixel cells taken or free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import shapely
from msgspec.structs import replace
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.place import Place, PlaceKind
from placeplanner.draw.easel import Easel
from placeplanner.draw.lettering import Block, block_of, draw_block, shortened, sprite_of
from placeplanner.draw.map_names import AROUND, origin_of, paint_map_names
from placeplanner.draw.parts import touching
from placeplanner.draw.street_style import Lettering
from placeplanner.draw.streets import stations_near
from placeplanner.draw.symbols import symbol_size
from placeplanner.draw.taken import Taken
from placeplanner.draw.viewport import Bounds, Coordinates

_BOROUGH_ABOVE, _TOWNS_ABOVE, _RECORDS_BELOW = 210_000, 26_000, 22_000  # scale denominators
_STUDIED_BELOW = 60_000
_MOST_RECORD_NAMES = 600  # considered for one picture, so that no crowd of records can slow it
_INSIDE = 0.86  # of a name's box, that must lie in its place
_IN_TURN = ((1.0, _INSIDE), (1.0, 0.5), (0.84, 0.5))  # among symbols: a town's name less inside, then smaller
_GAP = 3  # pixels between a symbol and its name
_ASIDE = 4  # pixels at least from a place's name to the next: closer they would be read as one
_AROUND_THE_MIDDLE = np.array(  # widths and sizes of a name that it may be off the middle where symbols crowd
    sorted(
        ((across / 2, down * 1.1) for across in range(-3, 4) for down in range(-7, 8)),
        key=lambda off: abs(off[0]) * 3 + abs(off[1]),
    )
)
_POINTS_OF_A_BOX = np.array([(across / 6, down / 2) for across in (0, 1, 2, 4, 5, 6) for down in (0, 1, 2)])
_DOUBT = 0.12  # of a share that is told by points
_FIRM_HALO = 3.0  # pixels, of a name that has no room but on symbols
_FROM_FRAME = 4.0  # pixels on paper
Candidate = tuple[Block, float, float]  # a name as it would be set, and the pixel of its middle


def paint_names(easel: Easel) -> None:
    """Names of the borough, towns and neighbourhoods, of records where there is room, and then of streets.

    Names of places that follow the view wait for those of the streets, which would jump aside for them otherwise.
    """
    has_streets = easel.scene.streets is not None
    stations = stations_near(easel, AROUND) if has_streets else None
    taken, symbols = _taken(easel, stations), _taken(easel, stations)
    size = symbol_size(easel.viewport.scale, easel.style)
    shown = _shown_records(easel)
    anchors = easel.viewport.to_pixels(easel.scene.layers.anchors[shown])
    symbols.take_squares(anchors, size)
    if not has_streets:
        _paint_place_names(easel, taken, symbols, (True, False))
    else:
        _paint_place_names(easel, taken, symbols, (True,))
    if easel.viewport.scale <= (_STUDIED_BELOW if easel.is_studied else _RECORDS_BELOW):
        taken.take_squares(anchors, size)
        _paint_record_names(easel, taken, shown, anchors, size)
    if has_streets:
        taken.take_squares(anchors, size)
        paint_map_names(easel, taken)
        _paint_place_names(easel, taken, symbols, (False,))


def _taken(easel: Easel, stations: Coordinates | None) -> Taken:
    around = AROUND if easel.scene.streets is not None else 0
    taken = Taken(
        easel.viewport.width,
        easel.viewport.height,
        around=around,
        origin=origin_of(easel),
        inset=_FROM_FRAME if easel.is_studied else None,
    )
    for box in easel.kept_free:
        taken.take(*box)
    if stations is not None:
        taken.take_squares(stations, 0)  # their middles: so that a station's own name finds room beside it
    return taken


def _shown_records(easel: Easel) -> NDArray[np.int64]:
    layers = easel.scene.layers
    boxes = np.hstack((layers.anchors, layers.anchors))
    return np.flatnonzero(touching(boxes, easel.viewport.bounds) & easel.scene.is_shown())


def _paint_place_names(easel: Easel, taken: Taken, symbols: Taken, fixed: tuple[bool, ...]) -> None:
    """Those whose place shows its middle (`fixed`), those that follow the view, or both."""
    scale, names = easel.viewport.scale, easel.style.names
    kinds = [
        (PlaceKind.PATCH, names.neighbourhood),
        (PlaceKind.NEIGHBOURHOOD, names.neighbourhood),
        (PlaceKind.WARD, names.neighbourhood),
    ]
    if scale > _TOWNS_ABOVE:
        kinds.insert(0, (PlaceKind.TOWN, names.town))
    if scale > _BOROUGH_ABOVE:
        kinds.insert(0, (PlaceKind.BOROUGH, names.borough))
    for kind, lettering in kinds:
        _name_places(easel, kind, lettering, (taken, symbols), fixed)


def _name_places(
    easel: Easel, kind: PlaceKind, lettering: Lettering, both: tuple[Taken, Taken], fixed: tuple[bool, ...]
) -> None:
    taken, symbols = both
    outlines = easel.scene.outlines
    seen = touching(outlines.boxes, core_of(easel)).tolist()
    indices = [index for index in outlines.of_kind(kind) if seen[index]]
    indices.sort(key=lambda i: (_is_veiled(easel, outlines.places[i]), -outlines.places[i].area_m2))
    for index in indices:
        if _shows_its_middle(easel, index) not in fixed:
            continue
        if kind is PlaceKind.NEIGHBOURHOOD and _is_named_by_its_town(easel, outlines.places[index]):
            continue
        if kind is PlaceKind.WARD and outlines.places[index].code != easel.scene.chosen:
            continue  # wards lie across neighbourhoods: their names would be taken for these
        placed = _placed(easel, index, lettering, taken, symbols)
        if placed:
            _draw(easel, *placed)
            left, top, right, bottom = _box(*placed)
            taken.take(left - _ASIDE, top, right + _ASIDE, bottom)


def _placed(easel: Easel, index: int, lettering: Lettering, taken: Taken, symbols: Taken) -> Candidate | None:
    """Where a name lies on no name and no symbol; else, but not on paper, the first place where it lies on no name."""
    on_symbols: Candidate | None = None
    for candidate in _candidates(easel, index, lettering, taken):
        if symbols.is_free(*_box(*candidate)):
            return candidate
        on_symbols = on_symbols or candidate
    if on_symbols is None:
        return None
    in_a_gap = _in_a_gap(easel, index, lettering, taken, symbols)
    if in_a_gap or easel.is_studied:
        return in_a_gap
    block, x, y = on_symbols
    return replace(block, lettering=_firmer(easel, lettering)), x, y


def _firmer(easel: Easel, lettering: Lettering) -> Lettering:
    """As it can be read on symbols."""
    return lettering._replace(colour=easel.style.names.town.colour, halo_width=_FIRM_HALO)


def _in_a_gap(
    easel: Easel, index: int, lettering: Lettering, taken: Taken, symbols: Taken
) -> Candidate | None:
    """The nearest place between crowding symbols where a name is still within what it names."""
    seen, (x, y) = _seen_part(easel, index)
    if seen is None:
        return None
    is_small = easel.scene.outlines.places[index].kind is PlaceKind.NEIGHBOURHOOD
    for share, least in ((1.0, _INSIDE),) if is_small else _IN_TURN:
        blocks = tuple(_blocks(easel, index, lettering, share))
        sizes = np.array([(block.width, block.height, block.size) for block in blocks])
        middles = np.array((x, y)) + (_AROUND_THE_MIDDLE[:, None] * sizes[None, :, ::2]).reshape(-1, 2)
        half = np.tile(sizes[:, :2] / 2, (len(_AROUND_THE_MIDDLE), 1))
        boxes = np.hstack((middles - half, middles + half))
        free = np.flatnonzero(symbols.are_free(boxes))
        for at in free[_seem_inside(easel, seen, boxes[free]) >= least - _DOUBT].tolist():
            box: tuple[float, float, float, float] = tuple(boxes[at].tolist())
            if taken.is_free(*box) and _share_inside(easel, seen, box) >= least:
                return blocks[at % len(blocks)], *middles[at].tolist()
    return None


def _shows_its_middle(easel: Easel, index: int) -> bool:
    west, south, east, north = core_of(easel)
    x, y = easel.scene.outlines.middles[index].tolist()
    return bool(west < x < east and south < y < north)


def _is_named_by_its_town(easel: Easel, place: Place) -> bool:
    """Whether a town of the same name already says it."""
    parent = easel.scene.places.get(place.parent)
    is_named = easel.viewport.scale > _TOWNS_ABOVE
    return is_named and parent is not None and parent.name.casefold() == place.name.casefold()


def _candidates(easel: Easel, index: int, lettering: Lettering, taken: Taken) -> Iterator[Candidate]:
    """Ways to set a place's name on no other, and where its middle may be, best first. A neighbourhood's must fit it."""
    seen, (x, y) = _seen_part(easel, index)
    if seen is None:
        return
    others: list[Candidate] = []
    for block in _blocks(easel, index, lettering):
        for share in (0.0, -0.9, 0.9, -1.8, 1.8):
            middle = (x, y + share * block.height)
            if not taken.is_free(*_box(block, *middle)):
                continue
            if _share_inside(easel, seen, _box(block, *middle)) >= _INSIDE:
                yield block, *middle
            else:
                others.append((block, *middle))
    is_whole = _shows_its_middle(
        easel, index
    )  # of a strip of a town the name would be taken for its neighbour's
    if is_whole and easel.scene.outlines.places[index].kind is not PlaceKind.NEIGHBOURHOOD:
        yield from others


def _blocks(easel: Easel, index: int, lettering: Lettering, share: float = 1.0) -> Iterator[Block]:
    """A place's name in one, two and three lines, as far as it has words; `share` of its size."""
    place = easel.scene.outlines.places[index]
    size = round(_size_for(easel, place, lettering) * share)
    for lines in (1, 2, 3):
        block = block_of(place.name, lettering, easel.style.families, size, lines)
        if len(block.lines) < lines:
            break
        yield block


def _size_for(easel: Easel, place: Place, lettering: Lettering) -> int:
    """Names grow a little with their place, never past one and a half; beneath the veil they stay small."""
    if _is_veiled(easel, place):
        return round(lettering.size)
    pixels = place.area_m2**0.5 / easel.viewport.metres_per_pixel
    growth: float = min(max((pixels / 170) ** 0.3, 1.0), 1.5)
    return round(lettering.size * growth)


def _is_veiled(easel: Easel, place: Place) -> bool:
    chosen = easel.scene.chosen
    if chosen is None or place.code == chosen:
        return False
    return all(ancestor.code != chosen for ancestor in easel.scene.places.ancestors(place.code))


def core_of(easel: Easel) -> Bounds:
    """What people will see of the picture, in metres: without the margin that is only there for panning."""
    inner = easel.viewport.widened(-easel.margin) if easel.margin else easel.viewport
    return inner.bounds


def _seen_part(easel: Easel, index: int) -> tuple[BaseGeometry | None, tuple[float, float]]:
    """The part of a place that is in view, and the pixel in its middle."""
    outlines = easel.scene.outlines
    geometry: BaseGeometry = outlines.places[index].geometry
    middle = outlines.middles[index]
    if not _shows_its_middle(easel, index):
        geometry = shapely.clip_by_rect(geometry, *core_of(easel))
        if geometry.is_empty or geometry.area == 0:
            return None, (0.0, 0.0)
        circles = shapely.maximum_inscribed_circle([geometry], 4 * easel.viewport.metres_per_pixel)
        middle = shapely.get_coordinates(circles)[0]
    x, y = easel.viewport.to_pixels(np.array([middle]))[0]
    return geometry, (float(x), float(y))


def _share_inside(easel: Easel, geometry: BaseGeometry, box: tuple[float, float, float, float]) -> float:
    corners = easel.viewport.to_eastings_northings(np.array(box).reshape(2, 2))
    (west, north), (east, south) = corners.tolist()
    inside = shapely.clip_by_rect(geometry, west, south, east, north)
    whole = max((east - west) * (north - south), 1e-9)
    return float(inside.area / whole)


def _seem_inside(easel: Easel, geometry: BaseGeometry, boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each box, shape (n, 4), about how much lies inside: by some points of it, for many boxes at once."""
    across, down = (boxes[:, ::2], boxes[:, 1::2])
    x = across[:, :1] + (across[:, 1:] - across[:, :1]) * _POINTS_OF_A_BOX[:, 0]
    y = down[:, :1] + (down[:, 1:] - down[:, :1]) * _POINTS_OF_A_BOX[:, 1]
    metres = easel.viewport.to_eastings_northings(np.column_stack((x.ravel(), y.ravel())))
    shapely.prepare(geometry)
    inside = shapely.contains_xy(geometry, metres[:, 0], metres[:, 1]).reshape(x.shape)
    share: NDArray[np.float64] = inside.mean(axis=1)
    return share


def _paint_record_names(
    easel: Easel,
    taken: Taken,
    shown: NDArray[np.int64],
    anchors: NDArray[np.float64],
    size: int,
) -> None:
    layers, lettering = easel.scene.layers, easel.style.names.record
    order = np.argsort(-layers.areas_m2[shown], kind="stable")[:_MOST_RECORD_NAMES]
    for at in order.tolist():
        name = layers.records[shown[at]].name
        if not name.strip():
            continue
        x, y = anchors[at].tolist()
        for block, left, top in _beside(easel, shortened(name), lettering, x, y, size):
            if taken.is_free(*_box(block, left, top)):
                _draw(easel, block, left, top)
                taken.take(*_box(block, left, top))
                break


def _beside(
    easel: Easel, name: str, lettering: Lettering, x: float, y: float, size: int
) -> Iterable[Candidate]:
    """Right, left, below and above a symbol, in one line or two."""
    for lines in (1, 2) if len(name) <= 16 else (2, 1):
        block = block_of(name, lettering, easel.style.families, None, lines)
        aside = size * 0.55 + _GAP + block.width / 2
        along = size * 0.55 + _GAP + block.height / 2
        yield from (
            (block, x + aside, y),
            (block, x - aside, y),
            (block, x, y + along),
            (block, x, y - along),
        )


def _box(block: Block, x: float, y: float) -> tuple[float, float, float, float]:
    return x - block.width / 2, y - block.height / 2, x + block.width / 2, y + block.height / 2


def _draw(easel: Easel, block: Block, x: float, y: float) -> None:
    painter, ratio = easel.painter, easel.viewport.pixel_ratio
    if easel.is_vector:
        painter.save()
        painter.translate(x, y)
        draw_block(painter, block)
        painter.restore()
        return
    image = sprite_of(block, ratio)
    left = round(x * ratio - image.width() // 2) / ratio
    top = round(y * ratio - image.height() // 2) / ratio
    painter.drawImage(QPointF(left, top), image)
