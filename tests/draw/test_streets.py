from __future__ import annotations

import numpy as np
import pytest
import shapely
from msgspec.structs import replace
from PySide6.QtCore import QBuffer, QIODevice, QPointF, Qt
from PySide6.QtGui import QColor, QImage

from placeplanner.domain.streetmap import MapLayer
from placeplanner.draw.painter import LAYERS, paint
from placeplanner.draw.pieces import areas_of, dashes_of, lines_of, strokes_of
from placeplanner.draw.sheet import Sheet, sheet_bytes
from placeplanner.draw.streets import STREETS, width_of
from placeplanner.draw.style import load_style
from placeplanner.draw.viewport import Viewport
from tests.draw.goldens import assert_golden, painted_without_letters, pixels
from tests.draw.scenes import a_box, a_line, a_point, a_scene, a_view, at, some_records
from tests.draw.streets import FakeStreets, shapes_of
from tests.draw.towns import PATH, STREET, a_built_up_grid, a_tile, a_town

CLOSE = Viewport(at(560, 360), 1.2, 320, 260)
TOWN = Viewport(at(800, 900), 4.0, 360, 320)
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("theme", ["light", "dark", "contrast", "paper"])
def test_a_town_looks_as_it_did(theme: str) -> None:
    scene = a_scene(theme=theme).with_streets(a_town())
    assert_golden(painted_without_letters(scene, TOWN), f"town_{theme}")


def test_streets_close_up_look_as_they_did() -> None:
    scene = a_scene(some_records()).with_streets(a_town())
    assert_golden(painted_without_letters(scene, CLOSE), "streets_light")


def test_without_a_street_map_nothing_is_painted_for_it() -> None:
    plain = a_scene(some_records())
    varied = plain.with_streets(FakeStreets({}))
    np.testing.assert_array_equal(
        pixels(painted_without_letters(plain, TOWN)), pixels(painted_without_letters(varied, TOWN))
    )


def test_where_streets_cross_no_casing_runs_across() -> None:
    image = painted_without_letters(a_scene().with_streets(a_town()), Viewport(at(360, 280), 0.5, 60, 60))
    assert image.pixelColor(30, 30) == QColor("#FFFFFF")


def test_records_and_the_veil_lie_above_the_streets() -> None:
    town, records = a_town(), some_records()
    library = Viewport(at(300, 1500), 1.0, 40, 40)
    with_streets = painted_without_letters(a_scene(records).with_streets(town), library)
    alone = painted_without_letters(a_scene(records), library)
    assert with_streets.pixelColor(20, 14) == alone.pixelColor(20, 14)
    open_, veiled = (
        painted_without_letters(a_scene(chosen=chosen).with_streets(town), TOWN) for chosen in ("B", "E")
    )
    east, west = (300, 80), (80, 80)
    assert open_.pixelColor(*east) == veiled.pixelColor(*east)
    assert open_.pixelColor(*west) != veiled.pixelColor(*west)


def test_what_is_given_as_coverage_is_a_tint() -> None:
    streets = FakeStreets({}, covered={MapLayer.BUILDINGS: [a_built_up_grid()]})
    image = painted_without_letters(a_scene().with_streets(streets), a_view())
    style = load_style("light")
    assert image.pixelColor(100, 250) == QColor(style.streets.buildings.building.fill)
    assert image.pixelColor(400, 250) == QColor(style.ground.towns[0])


def test_a_backdrop_lies_where_its_corners_say() -> None:
    red = QImage(16, 16, QImage.Format.Format_RGB32)
    red.fill(QColor("#FF0000"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    red.save(buffer, "PNG")  # type: ignore[call-overload]
    picture = bytes(buffer.data().data())
    streets = FakeStreets({}, pictures=(a_tile(picture), a_tile(b"broken")))
    image = painted_without_letters(a_scene().with_streets(streets), a_view())
    inside, outside = image.pixelColor(225, 250), image.pixelColor(110, 250)
    assert inside.red() - inside.blue() > 100 and outside.red() - outside.blue() < 40


def test_a_layer_that_somebody_named_has_a_colour_of_its_own() -> None:
    pieces = [
        shapes_of(MapLayer.REFERENCE, [(a_point(900, 1000), 0)]),
        shapes_of(MapLayer.REFERENCE, [(a_box(1200, 1200, 1600, 1600), 1)]),
    ]
    streets = FakeStreets({MapLayer.REFERENCE: pieces}, references=("Bins", "Flood zone"))
    image = painted_without_letters(a_scene().with_streets(streets), a_view())
    inks = load_style("light").streets.references
    assert image.pixelColor(225, 250) == QColor(inks[0])
    edge, inside = image.pixelColor(300, 150), image.pixelColor(350, 150)
    assert QColor(inks[1]).green() < edge.green() < inside.green() and edge.green() > edge.red() + 20


def test_the_dots_of_a_named_layer_do_not_drown_a_map_of_the_borough() -> None:
    pieces = [shapes_of(MapLayer.REFERENCE, [(a_point(900, 1000), 0)])]
    scene = a_scene().with_streets(FakeStreets({MapLayer.REFERENCE: pieces}, references=("Bins",)))
    plain = a_scene()
    for metres, is_seen in ((2.0, True), (10.0, True), (20.0, False)):
        view = Viewport(at(900, 1000), metres, 200, 200)
        same = painted_without_letters(scene, view) == painted_without_letters(plain, view)
        assert same is not is_seen, metres


def test_painting_can_be_given_up_between_any_two_layers_of_streets() -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 8

    assert paint(a_scene().with_streets(a_town()), TOWN, cancelled=cancelled) is None
    assert len(asked) == 9 and set(STREETS) <= set(LAYERS)


def test_the_makers_of_places_and_of_streets_are_both_named_and_none_twice() -> None:
    scene = a_scene(attribution="© Places")
    assert scene.credits == "© Places"
    assert scene.with_streets(a_town()).credits == "© Places · © Somebody who drew streets"
    same = replace(a_town(), attribution="© Places")
    assert scene.with_streets(same).credits == "© Places"
    assert a_scene().with_streets(a_town()).credits == a_town().attribution


def test_a_scene_takes_up_streets_without_preparing_anything_anew() -> None:
    scene = a_scene(some_records())
    varied = scene.with_streets(a_town())
    assert varied.layers is scene.layers and varied.outlines is scene.outlines
    assert varied.with_selected(()).streets is a_town()


def test_a_piece_is_prepared_once_in_paths_of_a_few_areas() -> None:
    piece = a_town().pieces[MapLayer.BUILDINGS][0]
    areas = areas_of(piece)
    assert areas is areas_of(piece)
    assert len(areas.paths) == len(areas.boxes) == len(areas.classes) < piece.count / 4
    assert max(path.elementCount() for path in areas.paths) <= 160
    assert sum(path.elementCount() for path in areas.paths) == len(piece.xy)


def test_holes_in_areas_stay_open() -> None:
    ring = shapely.difference(a_box(0, 0, 100, 100), a_box(40, 40, 60, 60))
    path = areas_of(shapes_of(MapLayer.WATER, [(ring, 0)])).paths[0]
    inside, hole = (shapely.get_coordinates(a_point(*xy))[0] for xy in ((20, 20), (50, 50)))
    assert path.contains(QPointF(*inside)) and not path.contains(QPointF(*hole))


def test_lines_are_told_by_class_and_do_not_run_on_from_one_to_the_next() -> None:
    piece = shapes_of(
        MapLayer.ROADS, [(a_line((0, 0), (10, 0), (10, 5)), STREET), (a_line((50, 50), (60, 50)), PATH)]
    )
    lines = lines_of(piece)
    assert len(lines[STREET].sides) == 2 and len(lines[PATH].sides) == 1
    assert lines[STREET].offsets.tolist() == [0, 10] and lines[PATH].offsets.tolist() == [0]
    assert [path.elementCount() for path in strokes_of(piece).paths] == [3, 2]


def test_dashes_run_on_around_a_bend() -> None:
    piece = shapes_of(MapLayer.ROADS, [(a_line((0, 0), (10, 0), (10, 10)), PATH)])
    lines = lines_of(piece)[PATH]
    dashes = dashes_of(lines.sides, lines.offsets, 4, 4)
    lengths = np.hypot(dashes[:, 2] - dashes[:, 0], dashes[:, 3] - dashes[:, 1])
    np.testing.assert_allclose(lengths, [4, 2, 2, 4])


def test_roads_are_as_wide_as_in_the_world_within_reason() -> None:
    street = load_style("light").streets.roads.street
    assert width_of(street, 1.0) == street.metres
    assert width_of(street, 0.05) == street.most
    assert width_of(street, 50.0) == street.least


def test_on_paper_streets_are_lines_and_letters_are_outlines() -> None:
    scene = a_scene(attribution="© Places").with_streets(a_town())
    place = scene.places.borough
    assert place is not None
    drawn = sheet_bytes(Sheet(scene, place), "svg").decode()
    assert "<image" not in drawn and "<text" not in drawn
    assert "© Places · © Somebody who drew streets" in drawn
    assert len(drawn) < 3_000_000
    assert len(sheet_bytes(Sheet(scene, place), "pdf")) < 1_500_000


def test_a_sharp_screen_shows_the_same_map_with_four_times_the_pixels() -> None:
    scene = a_scene().with_streets(a_town())
    single, double = (paint(scene, replace(TOWN, pixel_ratio=ratio)) for ratio in (1.0, 2.0))
    assert single is not None and double is not None
    assert (double.width(), double.height()) == (2 * single.width(), 2 * single.height())
    small = double.scaled(single.size())
    off = np.abs(pixels(single).astype(int) - pixels(small))
    assert off.mean() < 8


def detail(image: QImage) -> float:
    """How much neighbouring dots differ: what is merely enlarged has half as much or less."""
    grey = pixels(image).astype(float).mean(axis=2)
    return float(np.abs(np.diff(grey, axis=0)).mean() + np.abs(np.diff(grey, axis=1)).mean())


def test_names_symbols_and_streets_are_sharp_at_200_per_cent() -> None:
    scene = a_scene(some_records()).with_streets(a_town())
    single, double = (paint(scene, replace(CLOSE, pixel_ratio=ratio)) for ratio in (1.0, 2.0))
    assert single is not None and double is not None
    single.setDevicePixelRatio(1)
    double.setDevicePixelRatio(1)
    enlarged = single.scaled(
        double.size(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    assert (double.width(), double.height()) == (2 * single.width(), 2 * single.height())
    assert detail(double) > 1.25 * detail(enlarged)
