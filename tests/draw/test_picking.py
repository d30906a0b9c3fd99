from __future__ import annotations

import pytest

from placeplanner.domain.kinds import Kind
from placeplanner.draw.picking import pick, pick_all, pick_within
from tests.builders import a_record
from tests.draw.scenes import E, N, a_box, a_line, a_point, a_scene, a_view, at

PARK = a_record("greenspace", "Park", geometry=a_box(0, 0, 1000, 1000))
POND = a_record("greenspace", "Pond", geometry=a_box(100, 100, 400, 400))
PATH = a_record("asset", "Path", geometry=a_line((0, 150), (600, 150)))
BENCH = a_record("asset", "Bench", geometry=a_point(200, 150))
SCENE = a_scene([BENCH, PARK, POND, PATH])
VIEW = a_view()


def names(east: float, north: float, within_px: float = 8) -> list[str]:
    found = pick_all(SCENE, VIEW, at(east, north), within_px)
    return [record.name for record_id in found if (record := SCENE.record(record_id))]


def test_points_come_before_lines_before_areas_and_small_areas_before_large() -> None:
    assert names(202, 152) == ["Bench", "Path", "Pond", "Park"]


def test_a_line_is_picked_within_eight_pixels_and_not_beyond() -> None:
    assert "Path" in names(500, 150 + 8 * 4 - 1)
    assert "Path" not in names(500, 150 + 8 * 4 + 1)


def test_an_area_is_picked_inside_and_not_outside() -> None:
    assert names(900, 900) == ["Park"]
    assert names(1100, 1100) == []


def test_the_symbol_of_an_area_stands_for_it() -> None:
    assert pick(SCENE, VIEW, at(500, 500)) == PARK.id


def test_what_is_not_shown_cannot_be_picked() -> None:
    assert pick(SCENE.with_visible({Kind.HERITAGE}), VIEW, at(202, 152)) is None


def test_an_empty_map_gives_nothing() -> None:
    assert pick_all(a_scene(), VIEW, at(0, 0)) == ()


def test_a_box_takes_what_lies_wholly_inside() -> None:
    found = pick_within(SCENE, (E + 50, N + 50, E + 450, N + 450))
    assert set(found) == {POND.id, BENCH.id}


@pytest.mark.parametrize("hole", [True, False])
def test_a_hole_is_not_part_of_its_area(hole: bool) -> None:
    ring = PARK.geometry.difference(POND.geometry) if hole else PARK.geometry
    scene = a_scene([a_record("greenspace", "Ring", geometry=ring)])
    assert bool(pick_all(scene, VIEW, at(300, 300))) is not hole
