from __future__ import annotations

from placeplanner.domain.kinds import Kind
from placeplanner.draw.snapping import snap
from tests.builders import a_record
from tests.draw.scenes import a_box, a_line, a_point, a_scene, a_view, at

PARK = a_record("greenspace", "Mesnes Park", geometry=a_box(200, 200, 600, 600))
STOP = a_record("asset", "Bus stop", geometry=a_point(1500, 1500))
PATH = a_record("asset", "Towpath", geometry=a_line((1200, 100), (1800, 100)))
SCENE = a_scene([PARK, STOP, PATH])
VIEW = a_view()  # 4 metres a pixel, so 10 pixels are 40 metres


def test_a_corner_wins_over_a_nearer_edge() -> None:
    found = snap(SCENE, VIEW, at(225, 205))
    assert found is not None and found.at == at(200, 200)
    assert found.words == "a corner of Mesnes Park" and found.is_corner


def test_an_edge_takes_the_nearest_point_on_it() -> None:
    found = snap(SCENE, VIEW, at(400, 212))
    assert found is not None and found.at == at(400, 200)
    assert found.words == "the edge of Mesnes Park" and not found.is_corner


def test_a_point_is_called_by_its_name() -> None:
    found = snap(SCENE, VIEW, at(1510, 1490))
    assert found is not None and (found.at, found.words) == (at(1500, 1500), "Bus stop")


def test_a_boundary_between_two_places_is_told_as_such() -> None:
    found = snap(SCENE, VIEW, at(1010, 900))
    assert found is not None and found.at == at(1000, 900)
    assert found.words == "the boundary between West and East"


def test_a_corner_of_places_is_snapped_to_before_their_edge() -> None:
    found = snap(SCENE, VIEW, at(15, 25))
    assert found is not None and found.at == at(0, 0)
    assert found.words == "a corner of the boundary of West"


def test_nothing_is_snapped_to_beyond_ten_pixels() -> None:
    assert snap(SCENE, VIEW, at(400, 400)) is None
    assert snap(SCENE, VIEW, at(1500, 1500 - 41)) is None


def test_a_record_does_not_snap_to_itself() -> None:
    assert snap(SCENE, VIEW, at(225, 225), leaving_out=(PARK.id,)) is None


def test_a_shape_snaps_to_its_own_first_corner() -> None:
    found = snap(SCENE, VIEW, at(810, 790), own_corners=[at(800, 800)])
    assert found is not None and (found.at, found.words) == (at(800, 800), "your own corner")


def test_what_is_not_shown_attracts_nothing() -> None:
    assert snap(SCENE.with_visible({Kind.HERITAGE}), VIEW, at(225, 205)) is None


def test_nothing_jumps_far_over_the_ground_when_zoomed_out() -> None:
    far_out = a_view().zoomed(1 / 20)  # 80 metres a pixel, so 10 pixels are 800 metres
    assert snap(SCENE, far_out, at(1550, 1500)) is None
    near = snap(SCENE, far_out, at(1520, 1500))
    assert near is not None and near.words == "Bus stop"


def test_the_shape_being_drawn_can_be_closed_at_any_zoom() -> None:
    far_out = a_view().zoomed(1 / 20)
    found = snap(SCENE, far_out, at(1000, 1500), own_corners=[at(1300, 1500)])
    assert found is not None and found.words == "your own corner"
