"""A source that nobody published: a little town in memory, to build packs from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.kinds import Kind
from placeplanner.domain.known import KnownThing
from placeplanner.domain.streetmap import CLASSES, MapLayer
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.build import BuildReport, build_pack
from placeplanner.mappacks.haul import (
    Credits,
    Drawn,
    Haul,
    Known,
    Named,
    Progress,
    SourceFile,
    Tally,
)
from tests.builders import HINDLEY

EAST, NORTH = HINDLEY
ALL = Area("everything")


def drawn(layer: str, shapes: Sequence[BaseGeometry], kind: str = "", names: Sequence[str] = ()) -> Drawn:
    """Shapes of one class of a layer."""
    number = CLASSES[MapLayer(layer)].index(kind) if kind else 0
    array = np.array(shapes, dtype=object)
    return Drawn(MapLayer(layer), array, np.full(len(array), number, np.uint8), tuple(names))


def line(*points: tuple[float, float]) -> BaseGeometry:
    """A line through points given in metres from Hindley."""
    return shapely.LineString([(EAST + x, NORTH + y) for x, y in points])


def block(x: float, y: float, size: float = 10.0) -> BaseGeometry:
    """A square with its south-west corner so many metres from Hindley."""
    return shapely.box(EAST + x, NORTH + y, EAST + x + size, NORTH + y + size)


@dataclass
class MadeUp:
    """A source of the hauls that it is given."""

    hauls: Sequence[Haul]
    file: SourceFile
    tallies: list[Tally] = field(default_factory=list)
    became: Tally | None = None

    def read(self, area: Area, progress: Progress) -> Iterator[Haul]:
        for number, haul in enumerate(self.hauls):
            progress(number / len(self.hauls), "Reading what was made up …")
            yield haul
        self.tallies = [self.became or Tally("things", read=len(self.hauls), kept=len(self.hauls))]


def made_up(
    folder: Path, *hauls: Haul, title: str = "A made-up town", attribution: str = "© Nobody"
) -> MadeUp:
    path = folder / "made-up.txt"
    path.write_text("Nothing is read from here.", encoding="utf-8")
    credits = Credits(title, "Nobody", "January 2026", "Open Government Licence v3.0", attribution)
    return MadeUp(hauls, SourceFile(path, "in memory", credits, "National Grid as they came"))


def a_town() -> tuple[Haul, ...]:
    """Streets, a park, a lake, houses, a station, a known thing and names."""
    rng = np.random.default_rng(3)
    corners = rng.uniform(-900, 900, (400, 2))
    thing = KnownThing(
        "made-up:1", Kind.ASSET, "library", "Hindley Library", shapely.Point(EAST, NORTH), "Nobody, January 2026",
        {"opened": "1887"},
    )  # fmt: skip
    return (
        drawn(
            "roads", [line((-900, 0), (0, 5)), line((0, 5), (900, 0))], "a_road", ["Market Street (A577)"] * 2
        ),
        drawn(
            "roads", [line((0, 5), (10, 400)), line((10, 400), (0, 800))], "street", ["Leyland’s Lane"] * 2
        ),
        drawn("roads", [line((-50, -300), (60, -320))], "path"),
        drawn("green", [block(200, 200, 300).difference(block(300, 300, 50))], "park", ["Leyland Park"]),
        drawn("water", [block(-600, -600, 150)], "water", ["Low Hall Flash"]),
        drawn("buildings", [block(x, y) for x, y in corners], "building"),
        drawn("stops", [shapely.Point(EAST + 500, NORTH - 200)], "station", ["Hindley"]),
        Named(
            (
                Name("Hindley", NameKind.TOWN, EastingNorthing(EAST, NORTH), weight=0.9),
                Name("WN2 3XA", NameKind.POSTCODE, EastingNorthing(EAST + 20, NORTH)),
            )
        ),
        Known((thing,)),
    )


def a_pack(folder: Path, *hauls: Haul, title: str = "Hindley", name: str = "hindley.pack") -> BuildReport:
    return build_pack([made_up(folder, *(hauls or a_town()))], ALL, folder / name, title=title)
