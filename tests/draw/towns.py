"""A made-up town of streets in the small borough of `scenes`: a grid with a bending main road, a park, a river."""

from __future__ import annotations

from functools import cache

import numpy as np

from placeplanner.domain.streetmap import Coverage, MapLayer, Tile
from tests.draw.scenes import E, N, a_box, a_line, a_point
from tests.draw.streets import FakeStreets, Item, NameItem, class_number

A_ROAD, THROUGH, STREET, SERVICE, PATH = (
    class_number(MapLayer.ROADS, name) for name in ("a_road", "through", "street", "service", "path")
)
MAIN = [(0.0, 900.0), (500.0, 920.0), (900.0, 1010.0), (1200.0, 1200.0), (2000.0, 1500.0)]


def _roads() -> tuple[list[Item], list[NameItem]]:
    main = a_line(*MAIN)
    roads: list[Item] = [(main, A_ROAD), (a_line((60, 60), (300, 240), (500, 300)), PATH)]
    names: list[NameItem] = [("Wigan Road", "a_road", main), ("A577", "a_road", main)]
    for number in range(9):
        across = a_line((100, 100 + number * 90), (1900, 100 + number * 90))
        upright = a_line((150 + number * 210, 60), (150 + number * 210, 860))
        roads += [(across, STREET), (upright, STREET)]
        names += [(f"{'ABCDEFGHI'[number]}lder Street", "street", across)]
        names += [(f"{'KLMNOPQRS'[number]}ing Avenue", "street", upright)]
    roads += [(a_line((200, 125), (330, 125)), SERVICE), (a_line((0, 1700), (2000, 1750)), THROUGH)]
    names += [("Long Lane", "through", a_line((0, 1700), (2000, 1750)))]
    return roads, names


@cache
def a_town() -> FakeStreets:
    """All of it, in pieces of sixty shapes."""
    roads, names = _roads()
    houses = [
        (a_box(x, y, x + 9, y + 12), int(x % 105 == 0))
        for x in range(160, 1840, 15)
        for y in range(112, 820, 45)
        if (x - 150) % 210 > 20
    ]
    return FakeStreets.of(
        {
            "grounds": [(a_box(1200, 1550, 1400, 1650), 0)],
            "green": [(a_box(300, 1200, 700, 1500), 0), (a_box(1600, 900, 1800, 1000), 5)],
            "woods": [(a_box(1400, 1750, 1900, 1950), 0)],
            "water": [(a_box(500, 1250, 600, 1320), 0)],
            "waterways": [(a_line((0, 1100), (700, 1150), (1300, 1500), (2000, 1650)), 0)],
            "buildings": houses,
            "railways": [(a_line((1000, 0), (1050, 1000), (1000, 2000)), 0)],
            "roads": roads,
            "stops": [(a_point(1050, 1000), 0), (a_point(500, 925), 2)],
        },
        [*names, ("Queen's Park", "park", a_point(500, 1400)), ("Wester", "village", a_point(400, 1600))],
        size=60,
    )


def a_built_up_grid() -> Coverage:
    """Buildings as coverage: the western half of the borough full, the eastern empty."""
    cells = np.zeros((20, 20), dtype=np.uint8)
    cells[:, :10] = 255
    return Coverage(MapLayer.BUILDINGS, cells, (E, N, E + 2000, N + 2000))


def a_tile(picture: bytes) -> Tile:
    """A picture over the middle square kilometre, a little askew."""
    corners = np.array([(500, 1510), (1500, 1500), (1490, 490), (490, 500)], dtype=float)
    return Tile(picture, corners + np.array((E, N)))
