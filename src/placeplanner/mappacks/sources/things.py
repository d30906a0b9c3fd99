"""Known things out of rows: how they are called where no publisher numbers them, and one thing out of many buildings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import shapely
from msgspec import Struct, field
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.kinds import Kind
from placeplanner.domain.known import KnownThing
from placeplanner.domain.record import Detail
from placeplanner.domain.streetmap import Box
from placeplanner.gazetteer.name import Name, NameKind

_KILOMETRE = 1000.0
_ONE_SITE_M = 400.0  # buildings of one name within this distance are one school
_WORD = re.compile(r"[^\W_]+")


def position_of(geometry: BaseGeometry) -> EastingNorthing:
    """A point in a shape."""
    point = geometry if geometry.geom_type == "Point" else shapely.point_on_surface(geometry)
    x, y = shapely.get_coordinates(point)[0]
    return EastingNorthing(round(float(x), 2), round(float(y), 2))


def made_origin(word: str, name: str, geometry: BaseGeometry) -> str:
    """What tells a thing apart where nobody numbers it: its name and its square kilometre."""
    at = position_of(geometry)
    slug = "-".join(_WORD.findall(name.casefold().replace("'", "").replace("’", "")))
    return f"{word}:{slug}@{int(at.easting // _KILOMETRE)},{int(at.northing // _KILOMETRE)}"


def name_at(
    text: str,
    kind: NameKind,
    geometry: BaseGeometry,
    *,
    within: str = "",
    weight: float = 0.5,
    box: Box | None = None,
) -> Name:
    """A name for the gazetteer; what it shows is the shape's box, where it has one."""
    if box is None and geometry.geom_type != "Point":
        west, south, east, north = geometry.bounds
        box = (west, south, east, north)
    return Name(text, kind, position_of(geometry), within, box, weight)


class Gathered(Struct):
    """Things that stand in the data as several buildings, put together by name and nearness."""

    word: str
    source: str
    _found: dict[tuple[str, Kind, str], list[tuple[BaseGeometry, Mapping[str, Detail]]]] = field(
        default_factory=dict
    )

    def add(
        self, name: str, kind: Kind, category: str, geometry: BaseGeometry, details: Mapping[str, Detail]
    ) -> None:
        """One building."""
        self._found.setdefault((name, kind, category), []).append((geometry, details))

    def things(self) -> Iterator[KnownThing]:
        """Each site once, all its buildings in its shape."""
        for (name, kind, category), buildings in self._found.items():
            for site in _sites([geometry for geometry, _ in buildings]):
                shape = _together([buildings[index][0] for index in site])
                origin = made_origin(self.word, name, shape)
                yield KnownThing(origin, kind, category, name, shape, self.source, buildings[site[0]][1])


def _sites(geometries: Sequence[BaseGeometry]) -> Iterable[list[int]]:
    """Indices of shapes that are near one another, group by group."""
    waiting = list(range(len(geometries)))
    while waiting:
        site = [waiting.pop(0)]
        for index in site:  # grows while it is walked
            near = [
                other for other in waiting if geometries[index].distance(geometries[other]) <= _ONE_SITE_M
            ]
            site.extend(near)
            waiting = [other for other in waiting if other not in near]
        yield sorted(site)


def _together(geometries: Sequence[BaseGeometry]) -> BaseGeometry:
    if len(geometries) == 1:
        return geometries[0]
    return shapely.union_all(np.array(geometries, dtype=object))
