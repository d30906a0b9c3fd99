from __future__ import annotations

import numpy as np
import pytest
import shapely
from msgspec.structs import replace
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

from placeplanner.domain.streetmap import MapLayer
from placeplanner.draw import map_names
from placeplanner.draw.easel import Easel
from placeplanner.draw.labels import paint_names
from placeplanner.draw.map_names import AROUND, chosen_names, origin_of
from placeplanner.draw.plates import Plate
from placeplanner.draw.road_names import Along, places_along, poses_along
from placeplanner.draw.scene import Scene
from placeplanner.draw.shown_names import within
from placeplanner.draw.style import load_style
from placeplanner.draw.taken import Taken
from placeplanner.draw.turned import Turned, length_of, outline_of_turned, sprite_of_turned, strip_of
from placeplanner.draw.viewport import Viewport
from placeplanner.draw.written import Set, Written
from tests.builders import a_record
from tests.draw.scenes import E, N, a_line, a_point, a_scene, at
from tests.draw.streets import FakeStreets, Item, names_of, shapes_of
from tests.draw.towns import a_town

VIEW = Viewport(at(800, 700), 1.3, 900, 700)
ROAD = load_style("light").streets.names.road
pytestmark = pytest.mark.usefixtures("qapp")
Corners = list[tuple[float, float]]


def along(corners: Corners, width: float = 100, metres_per_pixel: float = 1.0) -> Along:
    """Places for one name along one line."""
    lines, which = np.array(corners, dtype=float), np.zeros(1, dtype=np.int64)
    starts = np.array([0, len(corners)])
    return places_along(lines, starts, which, np.array([width]), metres_per_pixel, np.array([0.5]))


def named(scene: Scene, view: Viewport = VIEW, *, is_studied: bool = False) -> list[Written]:
    """The names that find room in a view, road names and all, with nothing else on the map."""
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    easel = Easel(painter, scene, view, scene.style, is_studied=is_studied)
    taken = Taken(view.width, view.height, around=AROUND, origin=origin_of(easel))
    try:
        return list(chosen_names(easel, taken))
    finally:
        painter.end()


def test_a_name_runs_along_a_straight_road() -> None:
    found = along([(0, 0), (400, 200)])
    assert found.is_straight.tolist() == [True]
    np.testing.assert_allclose(found.points[0].mean(axis=0), (200, -100), atol=1e-6)
    assert np.hypot(*(found.points[0][-1] - found.points[0][0])) == pytest.approx(100)


@pytest.mark.parametrize("corners", [[(0, 0), (300, 100)], [(300, 100), (0, 0)], [(300, 0), (0, 290)]])
def test_no_name_stands_on_its_head(corners: Corners) -> None:
    points = along(corners).points[0]
    assert points[-1][0] > points[0][0]


@pytest.mark.parametrize("corners", [[(0, 0), (0, 300)], [(0, 300), (0, 0)], [(0, 0), (-2, 300)]])
def test_upright_names_read_upwards(corners: Corners) -> None:
    points = along(corners).points[0]
    assert points[-1][1] < points[0][1]


def test_a_road_shorter_than_its_name_has_none() -> None:
    assert len(along([(0, 0), (99, 0)]).names) == 0
    assert len(along([(0, 0), (99, 0)], metres_per_pixel=0.5).names) == 1


def test_a_name_prefers_the_straight_part_of_its_road() -> None:
    found = along([(0, 0), (130, 0), (170, 60), (190, 140), (150, 200), (140, 240)])
    assert found.is_straight.tolist() == [True]
    assert found.points[0][:, 0].max() <= 130.5


def test_no_name_is_bent_around_a_sharp_corner_nor_across_itself() -> None:
    assert len(along([(0, 0), (60, 0), (0, 3)]).names) == 0
    circle = [(18 * np.cos(a), 18 * np.sin(a)) for a in np.linspace(0, 6.2, 30)]
    assert len(along(circle).names) == 0


def _bend(radius: float = 120) -> Corners:
    return [(radius * np.cos(a), radius * np.sin(a)) for a in np.linspace(0.3, 2.8, 40)]


def test_along_a_gentle_bend_each_letter_follows_the_road() -> None:
    found = along(_bend())
    assert found.is_straight.tolist() == [False]
    advances = [10.0 * (i + 1) for i in range(9)]
    poses = np.array(poses_along(found.points[0], advances))
    middles = poses[:, :2] + found.points[0].mean(axis=0)
    np.testing.assert_allclose(np.hypot(*middles.T), 120, atol=1.5)
    steps = np.hypot(*np.diff(middles, axis=0).T)
    assert steps.min() > 8.5 and steps.max() < 11.5
    assert np.abs(poses[:, 2]).max() < 60 and (np.diff(poses[:, 2]) > 0).all()


def test_a_long_road_says_its_name_again_and_again() -> None:
    middles = along([(0, 0), (3000, 0)]).points.mean(axis=1)[:, 0]
    assert 5 <= len(middles) <= 8
    assert np.diff(np.sort(middles)).min() > 300


def test_zooming_a_little_leaves_names_where_they_are_in_the_world() -> None:
    before, after = (
        along([(0, 0), (3000, 0)], metres_per_pixel=metres).points.mean(axis=1) * metres
        for metres in (1.0, 1.1)
    )
    np.testing.assert_allclose(before, after)


def test_no_name_lies_on_another() -> None:
    names = named(a_scene().with_streets(a_town()))
    assert len(names) > 12
    cells = np.concatenate(
        [np.unique(np.column_stack((name.cells.rows, name.cells.columns)), axis=0) for name in names]
    )
    assert len(np.unique(cells, axis=0)) == len(cells)


def _inside(names: list[Written], view: Viewport, metres: float) -> set[tuple[str, float, float]]:
    """Names well inside a view, with their middles in the world."""
    west, south, east, north = view.bounds
    found = set()
    for name in names:
        x, y = name.x * metres, -name.y * metres
        if west + 150 < x < east - 150 and south + 150 < y < north - 150:
            found.add((name.text, round(x, 2), round(y, 2)))
    return found


@pytest.mark.parametrize("step", [(1, 0), (3, -7), (37, 53), (-101, 11), (0.37, 0.61)])
def test_names_stay_where_they_are_while_the_map_is_panned(step: tuple[float, float]) -> None:
    scene = a_scene().with_streets(a_town())
    other = VIEW.panned(*step)
    before, after = named(scene), named(scene, other)
    metres = VIEW.metres_per_pixel
    both = _inside(before, VIEW, metres) & _inside(before, other, metres)
    assert len(both) > 8
    assert both <= {(name.text, round(name.x * metres, 2), round(-name.y * metres, 2)) for name in after}
    assert _inside(after, VIEW, metres) & _inside(after, other, metres) == both


def test_the_weightier_name_wins() -> None:
    crossing = [
        ("Small Street", "street", a_line((800, 600), (800, 760))),
        ("Great North Road", "a_road", a_line((700, 680), (900, 680))),
    ]
    names = named(a_scene().with_streets(FakeStreets({}, (names_of(crossing),))))
    assert [name.text for name in names] == ["Great North Road"]


def test_a_road_with_two_carriageways_says_its_name_once() -> None:
    twice = [("Dual Way", "street", a_line((600, 700 + off), (1000, 700 + off))) for off in (0, 30)]
    names = named(a_scene().with_streets(FakeStreets({}, (names_of(twice),))))
    assert [name.text for name in names] == ["Dual Way"]


def test_a_place_of_the_plan_is_not_named_by_the_street_map_as_well() -> None:
    places = [("west", "village", a_point(600, 700)), ("Wester", "village", a_point(900, 700))]
    names = named(a_scene().with_streets(FakeStreets({}, (names_of(places),))))
    assert [name.text for name in names] == ["Wester"]


def test_a_number_stands_on_a_plate_and_leaves_room_for_the_name() -> None:
    names = named(a_scene().with_streets(a_town()), replace(VIEW, centre=at(900, 1050)))
    assert any(isinstance(name.set, Plate) and name.text == "A577" for name in names)
    assert any(isinstance(name.set, Turned) and name.text == "Wigan Road" for name in names)


def _ink(image: QImage) -> NDArray[np.bool_]:
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.width(), 4)
    return rows[:, :, 3] > 200


def test_sprites_are_sharp_on_a_sharp_screen() -> None:
    turned = Turned("Alder Street", ROAD, (), 30)
    single, double = sprite_of_turned(turned, 1.0), sprite_of_turned(turned, 2.0)
    assert double.devicePixelRatio() == 2.0
    assert abs(double.width() - 2 * single.width()) <= 4
    assert _ink(double).sum() > 3 * _ink(single).sum()


def test_a_turned_name_is_as_long_as_the_room_kept_for_it() -> None:
    box = outline_of_turned(Turned("Alder Street", ROAD, ())).boundingRect()
    assert abs(box.width() - length_of("Alder Street", ROAD, ())) < 3
    assert abs(box.center().x()) < 2 and abs(box.center().y()) < 3


def test_records_keep_street_names_off_their_symbols(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[tuple[object, float, float]] = []
    monkeypatch.setattr(map_names, "_draw", lambda easel, name, x, y: drawn.append((name, x, y)))
    line = a_line((600, 700), (1000, 700))
    streets = FakeStreets({}, (names_of([("Alder Street", "street", line)]),))
    image = QImage(VIEW.width, VIEW.height, QImage.Format.Format_RGB32)
    for records in ([], [a_record("asset", "", geometry=a_point(800, 700))]):
        painter = QPainter(image)
        paint_names(Easel(painter, a_scene(records).with_streets(streets), VIEW, load_style("light")))
        painter.end()
    assert len(drawn) == 1


def test_names_keep_off_stations_and_that_of_a_village_moves_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: dict[str, float] = {}

    def note(_easel: Easel, name: Set, _x: float, y: float) -> None:
        drawn[name.text if isinstance(name, Turned | Plate) else name.lines[0]] = y

    monkeypatch.setattr(map_names, "_draw", note)
    street, village = a_line((600, 700), (1000, 700)), a_point(800, 400)
    names = names_of([("Alder Street", "street", street), ("Ashby", "village", village)])
    image = QImage(VIEW.width, VIEW.height, QImage.Format.Format_RGB32)

    def painted(*stations: Item) -> dict[str, float]:
        drawn.clear()
        painter = QPainter(image)
        streets = FakeStreets({MapLayer.STOPS: [shapes_of(MapLayer.STOPS, stations)]}, (names,))
        paint_names(Easel(painter, a_scene().with_streets(streets), VIEW, load_style("light")))
        painter.end()
        return dict(drawn)

    far = painted((a_point(300, 300), 0))
    near = painted((a_point(800, 700), 0), (a_point(801, 400), 0))
    assert far.keys() == {"Alder Street", "Ashby"} and near.keys() == {"Ashby"}
    assert 12 < abs(near["Ashby"] - far["Ashby"]) < 24, "a line above or below"


@pytest.mark.parametrize("metres", [1.0, 1.3, 2.9, 4.3])
def test_a_station_has_its_own_name_beside_it(metres: float, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(map_names, "_draw", lambda _, name, *__: drawn.append(name.lines[0]))
    image = QImage(900, 700, QImage.Format.Format_RGB32)
    for step in range(8):
        point = a_point(800 + step * 1.7, 700 + step * 2.3)
        streets = FakeStreets(
            {MapLayer.STOPS: [shapes_of(MapLayer.STOPS, [(point, 0)])]},
            (names_of([("Ince", "station", point)]),),
        )
        painter = QPainter(image)
        view = Viewport(at(800, 700), metres, 900, 700)
        paint_names(Easel(painter, a_scene().with_streets(streets), view, load_style("light")))
        painter.end()
    assert drawn == ["Ince"] * 8


def test_names_in_the_margin_keep_their_room_but_are_not_drawn_across_the_edge() -> None:
    line = shapely.LineString([(E + 200, N + 700), (E + 270, N + 700)])
    streets = FakeStreets({}, (names_of([("Edge Row", "street", line)]),))
    view = Viewport(at(235 + 450, 700), 1.0, 900, 700)
    (name,) = named(a_scene().with_streets(streets), view)
    assert name.text == "Edge Row"


def test_on_paper_a_road_cut_by_the_frame_is_named_within_it() -> None:
    line = shapely.LineString([(E - 3000, N + 700), (E + 300, N + 700)])
    streets = FakeStreets({}, (names_of([("Long Lane", "street", line)]),))
    view = Viewport(at(300, 700), 1.0, 400, 300)
    for name in (names := named(a_scene().with_streets(streets), view, is_studied=True)):
        left = name.spine[:, 0] - (E + 300 - 200)
        assert (left >= 4).all() and (left <= 396).all()
    assert [name.text for name in names] == ["Long Lane"]


def test_on_paper_a_name_that_would_be_cut_leaves_its_room_to_another() -> None:
    stop = shapely.Point(E + 300 - 198, N + 700)
    beside = shapely.LineString([(E + 300 - 190, N + 700), (E + 300 - 60, N + 700)])
    names = names_of([("Far Park and Gardens", "park", stop), ("Near Row", "street", beside)])
    view = Viewport(at(300, 700), 1.0, 400, 300)
    found = named(a_scene().with_streets(FakeStreets({}, (names,))), view, is_studied=True)
    assert [name.text for name in found] == ["Near Row"]


def test_what_leaves_the_paper_and_returns_is_two_lines() -> None:
    line = shapely.LineString([(0, 0), (0, 20), (5, 20), (5, 0)])
    both = within(names_of([("Loop", "street", line), ("Pond", "park", shapely.Point(2, 2))]), (-1, -1, 9, 9))
    assert both.texts == ("Loop", "Loop", "Pond")
    assert both.starts.tolist() == [0, 2, 4, 5]
    assert both.xy[:, 1].max() == 9
    assert not within(names_of([]), (0, 0, 1, 1)).texts


def test_no_thin_road_is_read_as_a_hyphen_between_two_words() -> None:
    """Between words lies halo, and no ink: the letters are as they would be without it."""
    turned = Turned("Oak Road", ROAD, ())
    image = sprite_of_turned(turned, 1.0)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    middle = rows[image.height() // 2, 6:-6]
    assert (middle[:, 3] > 180).all()
    halo = QColor(ROAD.halo)
    gap = rows[image.height() // 2][np.argmin(_darkness(rows).sum(axis=0)[10:-10]) + 10]
    assert abs(int(gap[2]) - halo.red() * int(gap[3]) / 255) < 6
    assert strip_of(Turned("Northgate", ROAD, ())) is None


def _darkness(rows: NDArray[np.uint8]) -> NDArray[np.int64]:
    """How dark each pixel is."""
    return np.where(rows[:, :, 3] > 60, 255 - rows[:, :, :3].mean(axis=2), 0).astype(np.int64)


def test_on_paper_a_name_goes_where_its_road_has_room() -> None:
    """Where it should be, in the middle, lies a place's name already."""
    line = shapely.LineString([(E + 60, N + 700), (E + 540, N + 700)])
    in_the_way = shapely.Point(E + 300, N + 700)
    names = names_of([("Long Lane", "street", line), ("Middleton", "village", in_the_way)])
    scene = a_scene().with_streets(FakeStreets({}, (names,)))
    view = Viewport(at(300, 700), 1.0, 600, 300)
    assert [name.text for name in named(scene, view)] == ["Middleton"]
    assert {name.text for name in named(scene, view, is_studied=True)} == {"Middleton", "Long Lane"}


def test_on_paper_a_name_too_long_for_its_road_is_set_narrower() -> None:
    long = length_of("Chestnut Close", ROAD, ())
    line = shapely.LineString([(E + 100, N + 700), (E + 100 + long * 1.02, N + 700)])
    scene = a_scene().with_streets(FakeStreets({}, (names_of([("Chestnut Close", "street", line)]),)))
    view = Viewport(at(200, 700), 1.0, 400, 300)
    assert not named(scene, view)
    (name,) = named(scene, view, is_studied=True)
    assert isinstance(name.set, Turned) and name.set.lettering.narrowed < 1
    drawn = outline_of_turned(name.set).boundingRect()
    assert drawn.width() == pytest.approx(length_of(name.text, name.set.lettering, ()), abs=3)
    assert drawn.width() < long * 0.86


def test_on_paper_a_road_is_not_named_over_and_over() -> None:
    line = shapely.LineString([(E, N + 700), (E + 2000, N + 700)])
    scene = a_scene().with_streets(FakeStreets({}, (names_of([("Long Lane", "street", line)]),)))
    found = named(scene, Viewport(at(1000, 700), 1.0, 2000, 300), is_studied=True)
    places = sorted(name.x for name in found)
    assert len(places) > 2 and np.diff(places).min() >= 340
