"""What is wrong with a shape, said in words, with the shape mended where that can be done without guessing.

A line may cross itself, as routes do; an outline may not. A shape may reach a little over the border of the
borough, because the outlines that ship are generalised to 200 m.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import shapely
from msgspec import Struct
from shapely import LineString, MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.geometry import (
    SAME_PLACE_M,
    corners,
    drawn,
    first_repeated,
    joined,
    length_in_words,
    size_in_words,
    without_repeated,
)
from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.kinds import Shape
from placeplanner.domain.record import shape_of

TOLERANCE_M = 300.0  # how far over the generalised border a shape may reach
_DRAWABLE = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")


class Fault(Struct, frozen=True):
    """One thing wrong with a shape: what, why it matters, what to try, where.

    `mended` is the shape without this fault and those told before it; None where only a person can mend it.
    """

    what: str
    why: str
    try_this: str
    at: EastingNorthing | None = None
    mended: BaseGeometry | None = None


def faults(geometry: BaseGeometry, borough: BaseGeometry | None) -> tuple[Fault, ...]:
    """Everything wrong with a shape, in the order in which to mend it; empty where it is good.

    `borough` is the outline to lie in, or None where that does not matter. Both in metres.
    """
    return tuple(_faults(geometry, borough))


def mended(geometry: BaseGeometry, borough: BaseGeometry | None) -> BaseGeometry | None:
    """The shape with every fault mended, or None where one needs a person; a good shape stays as it is."""
    for _ in range(4):  # mending one thing can, rarely, bring out another
        found = faults(geometry, borough)
        if not found:
            return geometry
        if (better := found[-1].mended) is None:
            return None
        geometry = better
    return None


def _faults(geometry: BaseGeometry, borough: BaseGeometry | None) -> Iterator[Fault]:
    if geometry.geom_type not in _DRAWABLE:
        yield Fault(
            "The shape mixes points, lines and areas.",
            "A record is one point, one line or one area, perhaps in several parts.",
            "Make a record of each.",
        )
        return
    current: BaseGeometry | None = geometry
    for check in (_not_a_number, _nothing, _repeated, _no_size, _crossing):
        assert current is not None
        if fault := check(current):
            yield fault
            if (current := fault.mended) is None:
                return
    if borough is not None and current is not None and (fault := _outside(current, borough)):
        yield fault


def _not_a_number(geometry: BaseGeometry) -> Fault | None:
    coordinates = shapely.get_coordinates(geometry)
    is_good = np.isfinite(coordinates).all(axis=1)
    if is_good.all():
        return None
    left = None
    if geometry.geom_type in ("LineString", "Polygon") and not getattr(geometry, "interiors", ()):
        left = drawn([EastingNorthing(*row) for row in coordinates[is_good].tolist()], shape_of(geometry))
    return Fault(
        "A corner has no position.",
        "Its coordinates are not numbers.",
        "Leave that corner out, or give it coordinates.",
        mended=left,
    )


def _nothing(geometry: BaseGeometry) -> Fault | None:
    return _too_few(shape_of(geometry)) if geometry.is_empty else None


def _too_few(shape: Shape) -> Fault:
    match shape:
        case Shape.POINT:
            return Fault("There is no point yet.", "", "Choose a place on the map.")
        case Shape.LINE:
            return Fault("The line is not finished.", "A line needs at least two corners.", "Add a corner.")
        case Shape.AREA:
            return Fault(
                "The area is not finished.", "An area needs at least three corners.", "Add a corner."
            )


def _repeated(geometry: BaseGeometry) -> Fault | None:
    """Corners on top of the one before; told only where enough others are left to make the shape."""
    if shape_of(geometry) is Shape.POINT:
        return _repeated_points(geometry)
    at = first_repeated(geometry)
    left = without_repeated(geometry) if at is not None else None
    if left is None or _is_without_size(left):
        return None  # told as such
    return _twice(at, left)


def _twice(at: EastingNorthing | None, left: BaseGeometry) -> Fault:
    return Fault(
        "Two corners lie on top of each other.",
        "One of them does nothing, and is hard to find later.",
        "Leave one of them out.",
        at,
        left,
    )


def _repeated_points(geometry: BaseGeometry) -> Fault | None:
    positions = corners(geometry)
    distinct = list(dict.fromkeys(positions))
    if len(distinct) == len(positions):
        return None
    at = next(position for i, position in enumerate(positions) if position in positions[:i])
    return _twice(at, MultiPoint(distinct))


def _is_without_size(geometry: BaseGeometry) -> bool:
    if shape_of(geometry) is Shape.AREA:
        return bool(geometry.area < SAME_PLACE_M**2)
    return shape_of(geometry) is Shape.LINE and bool(geometry.length <= SAME_PLACE_M)


def _no_size(geometry: BaseGeometry) -> Fault | None:
    positions = corners(geometry)
    if shape_of(geometry) is Shape.LINE and _is_without_size(geometry):
        return Fault(
            "The line has no length.",
            "Its corners all lie in one spot.",
            "Move a corner, or draw a point instead.",
            positions[0],
        )
    if shape_of(geometry) is not Shape.AREA:
        return None
    if len(set(positions)) < 3:
        return Fault(
            "The area has fewer than three corners.",
            "Two corners make a line and not an area.",
            "Add a corner.",
            positions[0],
        )
    if _is_without_size(geometry) and not _is_bow_tie(geometry):
        return Fault(
            "The area is flat.",
            "Its corners all lie on one line.",
            "Move a corner away from it.",
            positions[0],
        )
    return None


def _is_bow_tie(geometry: BaseGeometry) -> bool:
    """Whether the area is only nothing because its two halves, going round in opposite ways, cancel out."""
    return not shapely.make_valid(geometry, method="structure", keep_collapsed=False).is_empty


_CROSSING = (
    "The outline crosses itself.",
    "It has to go round the area once, so that inside and outside are clear.",
    "Move a corner until it no longer crosses, or let it be split where it crosses.",
)
_WORDS_OF_REASONS = {  # what GEOS says, and what people are told
    "Self-intersection": _CROSSING,
    "Ring Self-intersection": (
        "The outline touches itself.",
        "It has to go round the area once, without coming back to the same spot.",
        "Move a corner away from that spot, or let it be mended.",
    ),
    "Hole lies outside shell": (
        "A hole lies outside its area.",
        "A hole has to be cut out of something.",
        "Move the hole inside, or let it become a part of its own.",
    ),
    "Nested shells": (
        "Two parts of the area overlap.",
        "Where they overlap would count twice.",
        "Move them apart, or let them become one.",
    ),
}
_REASON = re.compile(r"^(.*)\[(\S+) (\S+)\]$")


def _crossing(geometry: BaseGeometry) -> Fault | None:
    """What makes an area invalid, or a line in parts of which one has no length."""
    if geometry.is_valid:
        return None
    match = _REASON.match(shapely.is_valid_reason(geometry))
    reason, at = (match[1], EastingNorthing(float(match[2]), float(match[3]))) if match else ("", None)
    what, why, try_this = _WORDS_OF_REASONS.get(
        reason, ("The parts of the shape do not fit together.", "", "Let it be mended, or draw it again.")
    )
    if reason == "Self-intersection" and geometry.geom_type == "MultiPolygon" and _parts_are_valid(geometry):
        what, why, try_this = _WORDS_OF_REASONS["Nested shells"]
    return Fault(what, why, try_this, at, _made_valid(geometry))


def _parts_are_valid(geometry: BaseGeometry) -> bool:
    return bool(shapely.is_valid(shapely.get_parts(geometry)).all())


def _made_valid(geometry: BaseGeometry) -> BaseGeometry | None:
    """All parts kept that are of the same dimension: the halves of a bow tie become two parts of one area."""
    valid = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    return _only(shape_of(geometry), valid)


def _only(shape: Shape, geometry: BaseGeometry) -> BaseGeometry | None:
    """The parts that are points, lines or areas, as one shape; None where there are none."""
    kind = {Shape.POINT: Point, Shape.LINE: LineString, Shape.AREA: Polygon}[shape]
    parts = [part for part in _flat(geometry) if isinstance(part, kind) and not part.is_empty]
    parts = [part for part in parts if not _is_without_size(part)]
    if not parts:
        return None
    return shapely.orient_polygons(parts[0] if len(parts) == 1 else joined(parts))


def _flat(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(geometry):
        if hasattr(part, "geoms"):
            yield from _flat(part)
        else:
            yield part


@lru_cache(maxsize=4)
def _widened(borough: BaseGeometry) -> BaseGeometry:
    widened = borough.buffer(TOLERANCE_M)
    shapely.prepare(widened)
    return widened


def _outside(geometry: BaseGeometry, borough: BaseGeometry) -> Fault | None:
    widened = _widened(borough)
    if widened.covers(geometry):
        return None
    if not widened.intersects(geometry):
        return Fault(
            "This lies outside the borough.",
            f"The border is {length_in_words(borough.distance(geometry))} away.",
            "Move it into the borough.",
            EastingNorthing(*shapely.get_coordinates(geometry)[0].tolist()),
        )
    beyond = shapely.difference(geometry, borough)
    at = shapely.get_coordinates(shapely.point_on_surface(beyond))[0].tolist()
    return Fault(
        "Part of this lies outside the borough.",
        f"{_how_much(beyond, geometry)} of it is beyond the border.",
        "Move the corners that are outside, or let it be cut off at the border.",
        EastingNorthing(*at),
        _only(shape_of(geometry), shapely.intersection(geometry, borough)),
    )


def _how_much(beyond: BaseGeometry, geometry: BaseGeometry) -> str:
    match shape_of(geometry):
        case Shape.AREA:
            share = beyond.area / geometry.area
        case Shape.LINE:
            share = beyond.length / geometry.length
        case Shape.POINT:
            count = len(shapely.get_parts(beyond))
            return f"{count} of {len(shapely.get_parts(geometry))} points"
    return f"{size_in_words(beyond)} ({share:.0%})"
