"""What of the installed maps is shown: layers switched off, a bare map, a pack whose file has gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shapely import LineString, Point, box

from placeplanner import settings
from placeplanner.domain.streetmap import Box, MapLayer, Names, Shapes
from placeplanner.errors import Problem
from placeplanner.gui.maps import holding
from placeplanner.gui.maps.shown import MANY, Shown, Steady, Switches, named_layers
from placeplanner.gui.shell.plan_page import PlanPage
from placeplanner.mappacks import library
from placeplanner.mappacks.pack import Pack
from tests.draw.streets import FakeStreets, names_of, shapes_of
from tests.gui.maps.town import a_layered_pack, a_pack
from tests.stories.window import a_new_plan, a_window, page_of

ALL = (0.0, 0.0, 5_000.0, 5_000.0)
ALL_ON = Switches()


class APack(FakeStreets, frozen=True, eq=False):
    first_reference: int = 0


class GonePack(APack):
    def shapes(self, layer: MapLayer, box: Box, metres_per_pixel: float) -> Sequence[Shapes]:
        raise Problem("The stick is gone.")

    names = shapes  # type: ignore[assignment]


BENCHES, FLOODS = Point(100, 100), box(50, 50, 400, 400)


def a_pack_of_layers() -> APack:
    """Benches and a flood zone that holds one of them, and a street."""
    return APack(
        {
            MapLayer.ROADS: [shapes_of(MapLayer.ROADS, [(LineString([(0, 0), (500, 0)]), 4)])],
            MapLayer.REFERENCE: [
                shapes_of(MapLayer.REFERENCE, [(BENCHES, 0), (Point(900, 900), 0)]),
                shapes_of(MapLayer.REFERENCE, [(FLOODS, 1)]),
            ],
        },
        written=(
            names_of(
                [
                    ("Long Lane", "street", LineString([(0, 0), (500, 0)])),
                    ("Oak bench", "reference", BENCHES),
                    ("Zone 3", "reference", Point(300, 300)),
                ]
            ),
        ),
        references=("Benches", "Flood zones"),
    )


def as_shown(pack: APack, switches: Switches = ALL_ON) -> Shown:
    return Shown(pack, (Steady(pack, lambda problem: None),), switches)


def classes(street_map: Shown) -> list[int]:
    pieces = street_map.shapes(MapLayer.REFERENCE, ALL, 1.0)
    return [number for piece in pieces for number in piece.classes.tolist()]


def texts(street_map: Shown) -> list[str]:
    pieces: Sequence[Names] = street_map.names(ALL, 1.0)
    return [text for piece in pieces for text in piece.texts]


def test_with_nothing_switched_off_all_is_as_it_is_in_the_pack() -> None:
    pack = a_pack_of_layers()
    street_map = as_shown(pack)
    assert street_map.shapes(MapLayer.REFERENCE, ALL, 1.0) == pack.shapes(MapLayer.REFERENCE, ALL, 1.0)
    assert texts(street_map) == ["Long Lane", "Oak bench", "Zone 3"]


def test_a_layer_that_is_switched_off_goes_with_its_names() -> None:
    street_map = as_shown(a_pack_of_layers(), Switches(hidden=frozenset({0})))
    assert classes(street_map) == [1]
    assert texts(street_map) == ["Long Lane", "Zone 3"]
    other = street_map.switched(Switches(hidden=frozenset({1})))
    assert classes(other) == [0, 0]
    assert texts(other) == ["Long Lane", "Oak bench"]


def test_what_is_left_of_a_piece_is_whole() -> None:
    pack = APack({MapLayer.REFERENCE: [shapes_of(MapLayer.REFERENCE, [(box(0, 0, 9, 9), 0), (FLOODS, 1)])]})
    (piece,) = as_shown(pack, Switches(hidden=frozenset({0}))).shapes(MapLayer.REFERENCE, ALL, 1.0)
    assert (piece.count, piece.owner.tolist(), piece.starts.tolist()) == (1, [0], [0, 5])
    assert piece.xy.max() == 400


def test_what_is_asked_for_again_is_the_very_same() -> None:
    street_map = as_shown(a_pack_of_layers(), Switches(hidden=frozenset({0, 1})))
    once, again = (street_map.names(ALL, 1.0) for _ in range(2))
    assert once[0] is again[0]


def test_a_bare_map_has_no_streets_but_what_is_asked_for() -> None:
    street_map = as_shown(a_pack_of_layers(), Switches(has_streets=False, hidden=frozenset({1})))
    assert street_map.shapes(MapLayer.ROADS, ALL, 1.0) == []
    assert classes(street_map) == [0, 0]
    assert texts(street_map) == ["Oak bench"]


def test_layers_of_one_name_in_two_packs_are_switched_together() -> None:
    one, two = a_pack_of_layers(), replace(a_pack_of_layers(), first_reference=2)
    raised = [
        shapes_of(MapLayer.REFERENCE, [(Point(n, n), 2) for n in range(MANY)]),
    ]
    two.pieces[MapLayer.REFERENCE] = raised
    layers = {layer.name: layer for layer in named_layers([one, two])}
    assert layers["Benches"].numbers == {0, 2}
    assert (layers["Benches"].count, layers["Benches"].is_many) == (MANY + 2, True)
    assert (layers["Flood zones"].count, layers["Flood zones"].is_many) == (1, False)


def test_a_pack_that_goes_is_left_out_and_told_once() -> None:
    told: list[Problem] = []
    here, gone = a_pack_of_layers(), GonePack({})
    street_map = Shown(here, (Steady(gone, told.append), Steady(here, told.append)))
    for _ in range(3):
        assert len(street_map.shapes(MapLayer.ROADS, ALL, 1.0)) == 1
        assert texts(street_map)
    assert [problem.what for problem in told] == ["The stick is gone."]


# In the window


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlanPage:
    return a_new_plan(a_window(qtbot), tmp_path / "plan.gpkg", monkeypatch)


def until(qtbot: QtBot, condition: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(condition()), timeout=20_000)


def with_pack(qtbot: QtBot, page: PlanPage, pack: Path) -> None:
    page.maps.take_files([pack])
    until(qtbot, lambda: page.map.canvas.scene.streets is not None)
    page.rail.show_panel("map")


def test_without_a_pack_nothing_is_offered(page: PlanPage) -> None:
    assert page.layers.underneath.isHidden()


def test_the_street_map_can_be_taken_away_for_a_bare_one(
    page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    with_pack(qtbot, page, a_pack(tmp_path))
    streets = page.layers.underneath.streets
    assert streets.isVisible() and streets.isChecked()
    qtbot.keyClick(streets, Qt.Key.Key_Space)
    seen = page.map.canvas.scene.streets
    assert seen is not None and not seen.shapes(MapLayer.ROADS, seen.box, 1.0)
    assert "hidden" in page.care.message()
    qtbot.keyClick(streets, Qt.Key.Key_Space)
    seen = page.map.canvas.scene.streets
    assert seen is not None and seen.shapes(MapLayer.ROADS, seen.box, 1.0)


def test_a_layer_of_very_many_is_off_until_it_is_asked_for_and_that_is_remembered(
    page: PlanPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_pack(qtbot, page, a_layered_pack(tmp_path, {"Bins": MANY + 1, "Benches": 3}))
    ticks = page.layers.underneath.ticks
    assert {name: tick.isChecked() for name, tick in ticks.items()} == {"Bins": False, "Benches": True}
    ticks["Bins"].click()
    seen = page.map.canvas.scene.streets
    assert seen is not None
    assert sum(piece.count for piece in seen.shapes(MapLayer.REFERENCE, seen.box, 1.0)) == MANY + 4
    assert dict(settings.load().map_layers) == {"Bins": True}


def test_a_stick_pulled_out_while_the_map_is_painted_is_told_once_and_the_map_goes_on(
    page: PlanPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_pack(qtbot, page, a_pack(tmp_path))
    until(qtbot, lambda: page.map.canvas.is_painted)
    told: list[Problem] = []
    page.maps.refused.connect(told.append)

    def gone(*_: object) -> bytes:
        raise Problem("The file of the map is gone.")

    monkeypatch.setattr(Pack, "_read", gone)
    packs = page.maps.packs
    assert packs is not None
    for pack in packs.packs:
        pack._kept = type(pack._kept)(1)
    for scale in (2_000, 9_000, 3_000):
        page.map.canvas.stage.set_viewport(page.map.canvas.viewport.at_scale(scale))
        until(qtbot, lambda: page.map.canvas.is_painted)
    until(qtbot, lambda: told)
    assert len(told) == 1
    assert "“Little Wigan” can no longer be read" in told[0].what
    assert page.desk.is_open and "Little Wigan" in page.care.message()
    assert library.installed() and holding.is_any_installed()
    assert page_of(page.window()) is page  # type: ignore[arg-type]
