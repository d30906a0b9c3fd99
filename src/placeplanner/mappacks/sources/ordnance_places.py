"""What has a name on OS OpenMap Local: schools, churches, hospitals, stations, towns.

A school is several buildings there, each with the school's name: it is drawn as they are and proposed as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np
from msgspec import Struct, field

from placeplanner.domain.kinds import Kind
from placeplanner.domain.known import KnownThing
from placeplanner.domain.record import Detail
from placeplanner.domain.streetmap import CLASSES, MapLayer
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.mappacks.haul import Drawn, Haul, Known, Named
from placeplanner.mappacks.sources.rows import Each, Made, Maker, Rows, Shapes, titled
from placeplanner.mappacks.sources.things import Gathered, name_at, position_of

_NAMES = ("distname", "distinctivename")
_CLASSIFIED = ("classifica", "classification")
_CATEGORIES = (  # what the classification says, the asset's category, the name's kind
    ("education", "school", NameKind.SCHOOL),
    ("school", "school", NameKind.SCHOOL),
    ("university", "skills_or_training_place", NameKind.SCHOOL),
    ("college", "skills_or_training_place", NameKind.SCHOOL),
    ("worship", "faith_building", NameKind.BUILDING),
    ("religious", "faith_building", NameKind.BUILDING),
    ("library", "library", NameKind.BUILDING),
    ("hospital", "health_service", NameKind.HEALTH),
    ("hospice", "health_service", NameKind.HEALTH),
    ("medical", "health_service", NameKind.HEALTH),
    ("health", "health_service", NameKind.HEALTH),
    ("sport", "sports_club", NameKind.BUILDING),
    ("leisure", "sports_club", NameKind.BUILDING),
    ("community", "community_centre", NameKind.BUILDING),
)
_HIGHER = ("further education", "higher or university", "higher education")
_GROUNDS = (
    ("education", "education"),
    ("medical", "health"),
    ("health", "health"),
    ("hospital", "health"),
    ("industr", "industry"),
    ("air", "other"),
)


def category_of(said: str) -> tuple[str, NameKind] | None:
    """An asset's category and a name's kind for what a publisher calls a thing; None where neither fits."""
    plain = said.casefold()
    if any(word in plain for word in _HIGHER):
        return "skills_or_training_place", NameKind.SCHOOL
    return next(((category, kind) for word, category, kind in _CATEGORIES if word in plain), None)


Classes = Callable[[str], str]


class _Sites(Struct):
    """Draws each shape at once, and proposes each named site once all of its buildings are known."""

    layer: MapLayer
    class_of: Classes
    theme: tuple[str, ...]
    gathered: Gathered
    _kinds: dict[str, NameKind] = field(default_factory=dict)

    def add(self, rows: Rows) -> Made:
        names = rows.texts(*_NAMES)
        themes, classified = rows.texts(*self.theme), rows.texts(*_CLASSIFIED)
        for index, name in enumerate(names):
            found = category_of(f"{classified[index]} {themes[index]}")
            if name and found:
                self._kinds[name] = found[1]
                details: Mapping[str, Detail] = (
                    {"current_use": classified[index]} if classified[index] else {}
                )
                self.gathered.add(name, Kind.ASSET, found[0], rows.geometries[index], details)
        said = [self.class_of(f"{a} {b}") for a, b in zip(themes, classified, strict=True)]
        classes = np.array([CLASSES[self.layer].index(name) for name in said], dtype=np.uint8)
        return Made((Drawn(self.layer, rows.geometries, classes, tuple(names)),))

    def finish(self) -> Iterator[Haul]:
        things = tuple(self.gathered.things())
        if things:
            yield Known(things)
            yield Named(tuple(self._name(thing) for thing in things))

    def _name(self, thing: KnownThing) -> Name:
        return name_at(thing.name, self._kinds[thing.name], thing.geometry)


def important_buildings(source: str) -> Maker:
    """Buildings with a use."""
    return _Sites(
        MapLayer.BUILDINGS,
        lambda said: "public",
        ("buildgthem", "buildingtheme"),
        Gathered("building", source),
    )


def functional_sites(source: str) -> Maker:
    """The grounds of schools, hospitals, works."""

    def class_of(said: str) -> str:
        return next((name for word, name in _GROUNDS if word in said.casefold()), "other")

    return _Sites(MapLayer.GROUNDS, class_of, ("sitetheme",), Gathered("site", source))


def stations(source: str) -> Maker:
    """Railway and tram stations."""
    gathered = Gathered("station", source)

    def make(rows: Rows) -> Made:
        names, said = [titled(name) for name in rows.texts(*_NAMES)], rows.texts(*_CLASSIFIED)
        is_tram = ["light" in text.casefold() or "tram" in text.casefold() for text in said]
        classes = [CLASSES[MapLayer.STOPS].index("tram_stop" if tram else "station") for tram in is_tram]
        for name, geometry in zip(names, rows.geometries, strict=True):
            if name:
                gathered.add(name, Kind.ASSET, "bus_or_rail_stop", geometry, {})
        drawn = Drawn(MapLayer.STOPS, rows.geometries, np.array(classes, dtype=np.uint8), tuple(names))
        return Made((drawn, *_named(names, rows.geometries)))

    return _Finishing(make, lambda: (Known(tuple(gathered.things())),))


def _named(names: list[str], geometries: Shapes) -> tuple[Named, ...]:
    found = [
        Name(name, NameKind.STATION, position_of(geometry), weight=0.7)
        for name, geometry in zip(names, geometries, strict=True)
        if name
    ]
    return (Named(tuple(found)),) if found else ()


class _Finishing(Struct, frozen=True):
    make: Callable[[Rows], Made]
    last: Callable[[], Iterable[Haul]]

    def add(self, rows: Rows) -> Made:
        return self.make(rows)

    def finish(self) -> Iterable[Haul]:
        return self.last()


PLACES = (  # what the classification says, the name's kind, how likely people mean it
    ("city", NameKind.TOWN, 1.0),
    ("town", NameKind.TOWN, 0.9),
    ("village", NameKind.VILLAGE, 0.8),
    ("suburban", NameKind.LOCALITY, 0.7),
    ("hamlet", NameKind.LOCALITY, 0.6),
    ("settlement", NameKind.LOCALITY, 0.6),
    ("populated", NameKind.LOCALITY, 0.6),
    ("wood", NameKind.WOOD, 0.4),
    ("forest", NameKind.WOOD, 0.4),
    ("water", NameKind.WATER, 0.4),
    ("hydrography", NameKind.WATER, 0.4),
    ("land", NameKind.LOCALITY, 0.3),
    ("site", NameKind.BUILDING, 0.3),
)


def place_names(source: str) -> Maker:
    """Names of towns, villages, woods and waters, at points."""

    def make(rows: Rows) -> Made:
        names, said, left = [], rows.texts(*_CLASSIFIED), Counter[str]()
        for index, text in enumerate(rows.texts(*_NAMES)):
            fits = next(((k, w) for word, k, w in PLACES if word in said[index].casefold()), None)
            if not text:
                left["it has no name"] += 1
            elif fits is None:
                left[f"names of the kind “{said[index] or 'unknown'}” are not on this map"] += 1
            else:
                names.append(name_at(text, fits[0], rows.geometries[index], weight=fits[1]))
        return Made((Named(tuple(names)),) if names else (), left)

    return Each(make)
