"""What people call an area, and what they get."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from placeplanner.errors import Problem
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.areas import parse_area
from placeplanner.mappacks.shipped import shipped_places


def area(text: str) -> Area:
    return parse_area(text, shipped_places())


@pytest.mark.parametrize("text", ["Wigan", "wigan borough", "borough"])
def test_wigan_is_the_borough_and_says_so(text: str) -> None:
    found = area(text)
    assert found.name == "Wigan Borough and 500 m around it"
    assert found.outline is not None and found.outline.area > 180e6


def test_a_town_has_a_margin() -> None:
    found, (town,) = area("Hindley"), shipped_places().named("town-hindley")
    assert found.name == "the town of Hindley and 500 m around it"
    assert found.title == "Hindley"
    assert found.outline is not None
    assert found.outline.contains(town.geometry.buffer(499))


def test_a_box_may_be_in_metres_or_in_degrees() -> None:
    assert area("361000, 404000, 362000, 405000").box == (361000, 404000, 362000, 405000)
    box = area("-2.60 53.53 -2.58 53.54").box
    assert box is not None and 360000 < box[0] < box[2] < 362500


@pytest.mark.parametrize("text", ["362000,404000,361000,405000", "1,1,1,1"])
def test_a_box_without_room_is_a_problem(text: str) -> None:
    with pytest.raises(Problem, match="no room"):
        area(text)


def test_a_box_beyond_great_britain_is_a_problem() -> None:
    with pytest.raises(Problem, match="Great Britain"):
        area("100, 20, 101, 21")


def test_all_is_everything() -> None:
    assert area("All").outline is None


def test_a_boundary_may_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "patch.geojson"
    ring = [[-2.60, 53.53], [-2.58, 53.53], [-2.58, 53.54], [-2.60, 53.53]]
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    found = area(str(path))
    assert found.outline is not None and found.outline.area == pytest.approx(0.74e6, rel=0.05)
    assert (found.name, found.title) == ("the boundary in patch.geojson", "Patch")


def test_a_file_of_points_bounds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "points.geojson"
    point = {"type": "Point", "coordinates": [-2.6, 53.5]}
    feature = {"type": "Feature", "properties": {"name": "A"}, "geometry": point}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with pytest.raises(Problem, match="holds no boundary"):
        area(str(path))


def test_what_may_be_several_places_is_asked_back() -> None:
    with pytest.raises(Problem, match="several places"):
        area("in")
    with pytest.raises(Problem, match="No area is called"):
        area("Atlantis")


def test_everything_touches_an_area_without_an_outline() -> None:
    assert area("all").touches(shapely.points([[0, 0], [1, 1]])).all()
