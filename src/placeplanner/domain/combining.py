"""What a wider place is, from the places that it is made of: their union, and their figures together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from operator import mul

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.place import Place

WEIGHT = "residents_2021"
_SLIVER_M2 = 10_000.0  # a hole no larger lies between outlines that were generalised differently


class Combine(StrEnum):
    """How the figure of a wider place comes from those of the places inside it."""

    SUM = "sum"
    MEAN = "mean"  # weighted by residents


Rules = Mapping[str, Combine]


def union_of(places: Sequence[Place]) -> MultiPolygon:
    """The outline around places. Neighbours that share their corners leave no slivers; small gaps are closed."""
    outlines = [place.geometry for place in places]
    if shapely.coverage_is_valid(outlines):
        return as_multipolygon(shapely.coverage_union_all(outlines))
    return as_multipolygon(_without_slivers(shapely.union_all(outlines)))


def _without_slivers(geometry: BaseGeometry) -> MultiPolygon:
    parts = (part for part in shapely.get_parts(geometry) if isinstance(part, Polygon))
    return MultiPolygon(
        [
            Polygon(part.exterior, [hole for hole in part.interiors if Polygon(hole).area > _SLIVER_M2])
            for part in parts
        ]
    )


def as_multipolygon(geometry: BaseGeometry) -> MultiPolygon:
    """The areas of a shape, outer rings anticlockwise."""
    parts = [
        part
        for whole in shapely.get_parts(geometry)
        for part in shapely.get_parts(whole)
        if isinstance(part, Polygon)
    ]
    oriented = shapely.orient_polygons(MultiPolygon(parts))
    assert isinstance(oriented, MultiPolygon)
    return oriented


def combined(places: Sequence[Place], rules: Rules) -> dict[str, float]:
    """The figures of places together. One that any of them lacks is left out: a sum of some is no sum."""
    found: dict[str, float] = {}
    for name, rule in rules.items():
        values = [place.figures[name] for place in places if name in place.figures]
        weights = [place.figures[WEIGHT] for place in places if WEIGHT in place.figures]
        if not values or len(values) < len(places):
            continue
        match rule:
            case Combine.SUM:
                found[name] = float(sum(values))
            case Combine.MEAN if len(weights) == len(places) and sum(weights) > 0:
                found[name] = round(sum(map(mul, values, weights)) / sum(weights), 4)
            case _:
                pass
    return found
