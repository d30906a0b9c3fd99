from __future__ import annotations

import pytest

from placeplanner.draw.describing import describe_position
from tests.builders import a_record
from tests.draw.scenes import a_point, a_scene, at
from tests.draw.towns import a_town

SCENE = a_scene([a_record("asset", "Leigh Library", geometry=a_point(500, 500))])


@pytest.mark.parametrize(
    ("east", "north", "words"),
    [
        (500, 540, "West, 40 metres north of Leigh Library"),
        (300, 500, "West, 200 metres west of Leigh Library"),
        (560, 440, "West, 85 metres south-east of Leigh Library"),
        (1100, 500, "East, 600 metres east of Leigh Library"),
        (502, 501, "West, at Leigh Library"),
        (-100, 500, "Outside the borough, 600 metres west of Leigh Library"),
    ],
)
def test_a_position_is_told_as_a_person_would(east: float, north: float, words: str) -> None:
    assert describe_position(SCENE, at(east, north)) == words


@pytest.mark.parametrize(
    ("east", "north", "words"),
    [
        (1500, 1000, "East, in its middle"),
        (1540, 1000, "East, 40 metres east of its middle"),
        (2500, 500, "Outside the borough"),
    ],
)
def test_where_nothing_is_near_each_step_is_heard_as_another(east: float, north: float, words: str) -> None:
    assert describe_position(a_scene(), at(east, north)) == words


@pytest.mark.parametrize(
    ("east", "north", "words"),
    [
        (500, 540, "Flder Street, West, 40 metres north of Leigh Library"),
        (975, 420, "Oing Avenue, West, 500 metres east of Leigh Library"),
        (500, 915, "Wigan Road, West, 400 metres north of Leigh Library"),
        (1500, 1400, "East, 1350 metres north-east of Leigh Library"),
    ],
)
def test_on_a_street_its_name_comes_first(east: float, north: float, words: str) -> None:
    assert describe_position(SCENE.with_streets(a_town()), at(east, north)) == words
