"""How far it is along streets, on streets drawn in letters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from placeplanner.domain.streetmap import CLASSES, Box, Coverage, MapLayer, Names, Publication, Shapes, Tile
from placeplanner.insight.homes import Homes
from placeplanner.insight.nearness import nearest_m
from placeplanner.insight.streets import StreetNetwork

Line = list[tuple[float, float]]
STREET, MOTORWAY = (CLASSES[MapLayer.ROADS].index(name) for name in ("street", "motorway"))


class Roads:
    """A street map of nothing but some lines."""

    box: Box = (0.0, 0.0, 2_000.0, 2_000.0)
    attribution = ""
    references: tuple[str, ...] = ()
    publications: tuple[Publication, ...] = ()

    def __init__(self, *lines: Line, classes: Sequence[int] = ()) -> None:
        corners = [np.array(line, dtype=float) for line in lines]
        starts = np.cumsum([0, *(len(line) for line in corners)])
        codes = np.array(classes or [STREET] * len(lines), dtype=np.uint8)
        self._piece = Shapes(MapLayer.ROADS, 1, np.concatenate(corners), starts, np.arange(len(lines)), codes)

    def shapes(self, layer: MapLayer, box: Box, metres_per_pixel: float) -> Sequence[Shapes]:
        return [self._piece] if layer is MapLayer.ROADS else []

    def coverage(self, layer: MapLayer, box: Box, metres_per_pixel: float) -> Sequence[Coverage]:
        return ()

    def names(self, box: Box, metres_per_pixel: float) -> Sequence[Names]:
        return ()

    def tiles(self, box: Box, metres_per_pixel: float) -> Sequence[Tile]:
        return ()


def homes(*points: tuple[float, float]) -> Homes:
    return Homes(np.array(points), np.ones(len(points)), "")


def network(*lines: Line, classes: Sequence[int] = ()) -> StreetNetwork:
    found = StreetNetwork.of(Roads(*lines, classes=classes), (0, 0, 2_000, 2_000))
    assert found is not None
    return found


#   (0,300)────────(300,300)
#      │
#      │            a wall between
#      │
#   (0,0)──────────(300,0)
ROUND_THE_CORNER: list[Line] = [[(300, 0), (0, 0)], [(0, 0), (0, 300)], [(0, 300), (300, 300)]]


def test_it_is_further_along_the_streets_than_over_the_wall() -> None:
    library = [shapely.Point(300, 300)]
    along, which = network(*ROUND_THE_CORNER).nearest_m(homes((300, 0)), library)
    straight, _ = nearest_m(homes((300, 0)), library)
    assert along[0] == pytest.approx(900, abs=0.1) and straight[0] == pytest.approx(300)
    assert which[0] == 0


def test_whoever_lives_off_the_street_walks_to_it_first() -> None:
    along, _ = network(*ROUND_THE_CORNER).nearest_m(homes((-40, 0)), [shapely.Point(0, 330)])
    assert along[0] == pytest.approx(40 + 300 + 30, abs=0.1)


def test_the_nearest_of_several_is_named() -> None:
    both = [shapely.Point(300, 300), shapely.Point(0, 310)]
    along, which = network(*ROUND_THE_CORNER).nearest_m(homes((300, 0)), both)
    assert which[0] == 1 and along[0] == pytest.approx(610, abs=0.1)


def test_a_park_has_a_way_in_wherever_a_street_touches_it() -> None:
    park = shapely.box(-100, 280, 20, 400)
    along, _ = network(*ROUND_THE_CORNER).nearest_m(homes((0, 0)), [park])
    assert along[0] == pytest.approx(300, abs=0.1)  # to the corner that lies in it


def test_nobody_walks_along_a_motorway() -> None:
    lines = [[(0.0, 0.0), (900.0, 0.0)], [(0.0, 0.0), (0.0, 500.0)], [(0.0, 500.0), (900.0, 0.0)]]
    along, _ = network(*lines, classes=[MOTORWAY, STREET, STREET]).nearest_m(
        homes((0, 0)), [shapely.Point(900, 0)]
    )
    assert along[0] == pytest.approx(500 + np.hypot(900, 500), abs=0.2)


def test_a_drive_drawn_short_of_its_street_cuts_nobody_off() -> None:
    drive: Line = [(150, 20), (150, 40)]
    streets = [*ROUND_THE_CORNER, [(0, 0), (-200, 0)], [(-200, 0), (-200, 300)], drive]
    long_streets = [
        shapely.get_coordinates(shapely.segmentize(shapely.LineString(line), 10)).tolist() for line in streets
    ]
    along, _ = network(*long_streets).nearest_m(homes((150, 45)), [shapely.Point(0, 0)])
    assert along[0] == pytest.approx(45 + 150, abs=12)


def test_without_roads_there_is_no_network() -> None:
    assert StreetNetwork.of(Roads([(0, 0), (10, 0)], classes=[MOTORWAY]), (0, 0, 10, 10)) is None


def test_what_lies_beyond_every_street_is_out_of_reach() -> None:
    along, which = network(*ROUND_THE_CORNER).nearest_m(homes((0, 0)), [shapely.Point(5_000, 5_000)])
    assert np.isinf(along[0]) and which[0] == -1


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6, unique=True))
def test_no_way_is_shorter_than_a_straight_line(places: list[tuple[int, int]]) -> None:
    grid: list[Line] = [[(x * 100.0, y * 100.0) for y in range(10)] for x in range(10)]
    grid += [[(x * 100.0, y * 100.0) for x in range(10)] for y in range(10)]
    shapes = [shapely.Point(x * 100, y * 100) for x, y in places]
    living = homes((30, 70), (450, 455), (899, 10))
    along, _ = network(*grid).nearest_m(living, shapes)
    straight, _ = nearest_m(living, shapes)
    assert (along >= straight - 0.1).all() and np.isfinite(along).all()
