"""An area of which only its file's word is known: it may be the boundary of a place, a group's own area, or neither."""

from __future__ import annotations

from msgspec import Struct
from shapely import MultiPolygon


class Outline(Struct, frozen=True):
    """An area in metres (EPSG:27700). `name` is as its file calls it, empty where it does not."""

    name: str
    geometry: MultiPolygon
    source: str = ""  # whose it is, in words
