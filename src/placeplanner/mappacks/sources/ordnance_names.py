"""Names without shapes: OS Open Names, and postcodes from Code-Point Open or the National Statistics directory.

Sectors and districts of postcodes are published nowhere: they are the middle of their units, and reach around them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import shapely
from msgspec import Struct, field

from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.streetmap import Box
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.gazetteer.spelling import postcode_parts
from placeplanner.mappacks.haul import Haul, Named
from placeplanner.mappacks.sources import credits
from placeplanner.mappacks.sources.rows import Each, Layer, Made, Meaning, Rows
from placeplanner.mappacks.sources.things import name_at

_POSTCODES = ("postcode", "pcds", "pcd", "pcd7", "pcd8")
_DIRECTORY = frozenset(
    {"pcds", "pcd", "pcd7", "pcd8", "doterm", "lsoa21cd", "msoa21cd", "ward23cd", "oslaua", "lsoa11"}
)
_CODE_POINT = "positionalqualityindicator"
_KINDS = (  # Open Names: what its local type says, the name's kind, how likely people mean it
    ("city", NameKind.TOWN, 1.0),
    ("town", NameKind.TOWN, 0.9),
    ("village", NameKind.VILLAGE, 0.8),
    ("suburban area", NameKind.LOCALITY, 0.7),
    ("hamlet", NameKind.LOCALITY, 0.6),
    ("other settlement", NameKind.LOCALITY, 0.6),
    ("road", NameKind.STREET, 0.5),
    ("postcode", NameKind.POSTCODE, 0.5),
    ("railway station", NameKind.STATION, 0.7),
    ("light rail", NameKind.STATION, 0.6),
    ("tram", NameKind.STATION, 0.6),
    ("bus station", NameKind.STOP, 0.5),
    ("coach station", NameKind.STOP, 0.5),
    ("education", NameKind.SCHOOL, 0.5),
    ("university", NameKind.SCHOOL, 0.6),
    ("hospital", NameKind.HEALTH, 0.7),
    ("medical", NameKind.HEALTH, 0.6),
    ("hospice", NameKind.HEALTH, 0.5),
    ("wood", NameKind.WOOD, 0.4),
    ("water", NameKind.WATER, 0.4),
    ("canal", NameKind.WATER, 0.4),
    ("named landform", NameKind.LOCALITY, 0.3),
    ("named valley", NameKind.LOCALITY, 0.3),
    ("hill or mountain", NameKind.LOCALITY, 0.3),
)


def names_meaning(layer: Layer, title: str) -> Meaning | None:
    """OS Open Names, else None."""
    if not {"namesuri", "name1", "localtype"} <= set(layer.fields):
        return None
    said = credits.ordnance_survey("OS Open Names", credits.date_in(title))
    columns = (
        "name1",
        "name2",
        "type",
        "localtype",
        "mbrxmin",
        "mbrymin",
        "mbrxmax",
        "mbrymax",
        "populatedplace",
        "districtborough",
    )
    return Meaning(
        "OS Open Names", said, lambda: Each(_names), columns=columns, labels=("name1",), is_whole=True
    )


def _names(rows: Rows) -> Made:
    found, left = list[Name](), Counter[str]()
    texts, types = rows.texts("name1"), rows.texts("localtype")
    within = [
        a or b for a, b in zip(rows.texts("populatedplace"), rows.texts("districtborough"), strict=True)
    ]
    boxes = _boxes(rows)
    for index, text in enumerate(texts):
        fits = next(
            ((kind, weight) for word, kind, weight in _KINDS if word in types[index].casefold()), None
        )
        if not text or fits is None:
            left[
                f"names of the kind “{types[index] or 'unknown'}” are not on this map"
                if text
                else "it has no name"
            ] += 1
            continue
        inside = within[index] if within[index] != text else ""
        found.append(
            name_at(text, fits[0], rows.geometries[index], within=inside, weight=fits[1], box=boxes[index])
        )
    return Made((Named(tuple(found)),) if found else (), left)


def _boxes(rows: Rows) -> list[Box | None]:
    """What each name reaches over, in metres, where the row says so."""
    sides = [rows.texts(name) for name in ("mbrxmin", "mbrymin", "mbrxmax", "mbrymax")]
    found: list[Box | None] = []
    for cells in zip(*sides, strict=True):
        try:
            west, south, east, north = (float(cell) for cell in cells)
        except ValueError:
            found.append(None)
            continue
        found.append((west, south, east, north) if west < east and south < north else None)
    return found


def postcode_meaning(layer: Layer, title: str) -> Meaning | None:
    """A table of unit postcodes, else None."""
    column = next((name for name in _POSTCODES if name in layer.fields), None)
    if column is None or layer.dimension not in (0, None):
        return None
    codes = [text for text in layer.sample.texts(column) if text]
    is_unit = [bool((parts := postcode_parts(text)) and len(parts[1]) == 3) for text in codes]
    if not codes or not all(is_unit) or len(set(codes)) != len(codes):
        return None
    date = credits.date_in(title)
    if _CODE_POINT in layer.fields or not _DIRECTORY & set(layer.fields):
        if _CODE_POINT not in layer.fields and len(layer.fields) > 5:
            return None  # a list of something else that has addresses
        said = credits.postcodes("Code-Point Open", "Ordnance Survey", date)
    else:
        said = credits.postcodes("ONS Postcode Directory", "Office for National Statistics", date)
    return Meaning(
        product=said.title,
        credits=said,
        begin=lambda: _Postcodes(column),
        dimensions=frozenset({0}),
        columns=(column, "doterm"),
        labels=(column,),
    )


class _Reach(Struct):
    """The units of a sector or a district so far: how many, their sum, the box around them."""

    count: int = 0
    x: float = 0.0
    y: float = 0.0
    box: Box = (np.inf, np.inf, -np.inf, -np.inf)

    def add(self, x: float, y: float) -> None:
        west, south, east, north = self.box
        self.count += 1
        self.x += x
        self.y += y
        self.box = (min(west, x), min(south, y), max(east, x), max(north, y))

    @property
    def middle(self) -> EastingNorthing:
        return EastingNorthing(round(self.x / self.count, 2), round(self.y / self.count, 2))


class _Postcodes(Struct):
    column: str
    _sectors: dict[str, _Reach] = field(default_factory=dict)
    _districts: dict[str, _Reach] = field(default_factory=dict)

    def add(self, rows: Rows) -> Made:
        names, left = list[Name](), Counter[str]()
        ended = rows.texts("doterm")
        points = shapely.get_coordinates(shapely.centroid(rows.geometries))
        for index, text in enumerate(rows.texts(self.column)):
            parts = postcode_parts(text)
            if parts is None or len(parts[1]) != 3:
                left["it is not a postcode"] += 1
            elif ended[index]:
                left["it is no longer in use"] += 1
            else:
                x, y = (float(value) for value in points[index])
                names.append(self._unit(parts[0].upper(), parts[1].upper(), x, y))
        return Made((Named(tuple(names)),) if names else (), left)

    def _unit(self, outward: str, inward: str, x: float, y: float) -> Name:
        self._sectors.setdefault(f"{outward} {inward[0]}", _Reach()).add(x, y)
        self._districts.setdefault(outward, _Reach()).add(x, y)
        return Name(f"{outward} {inward}", NameKind.POSTCODE, EastingNorthing(round(x, 2), round(y, 2)))

    def finish(self) -> Iterator[Haul]:
        wider = [
            Name(text, kind, reach.middle, box=reach.box if reach.count > 1 else None, weight=weight)
            for found, kind, weight in (
                (self._sectors, NameKind.SECTOR, 0.6),
                (self._districts, NameKind.DISTRICT, 0.7),
            )
            for text, reach in found.items()
        ]
        if wider:
            yield Named(tuple(wider))
