"""Two maps of the same streets would draw them double: that is noticed, and what only lies beside or above is not."""

from __future__ import annotations

from pathlib import Path

from placeplanner.mappacks import library
from placeplanner.mappacks.doubles import doubles
from tests.mappacks.made_up import a_pack, block, drawn, line


def add(folder: Path, title: str, *hauls: object) -> None:
    (folder / title).mkdir()
    library.add(a_pack(folder / title, *hauls, title=title).path)  # type: ignore[arg-type]


def told() -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(other.title for other in others) for name, others in doubles(library.installed()).items()
    }


def test_two_maps_of_the_same_streets_are_each_other_s_double(tmp_path: Path) -> None:
    add(tmp_path, "Ours", drawn("roads", [line((0, 0), (900, 900))], "street"))
    add(tmp_path, "Theirs", drawn("roads", [line((10, 0), (900, 880))], "street"))
    assert told() == {"ours": ("Theirs",), "theirs": ("Ours",)}
    library.switch("ours", False)
    assert told() == {}


def test_a_town_within_the_borough_is_doubled_by_it(tmp_path: Path) -> None:
    add(tmp_path, "Borough", drawn("buildings", [block(0, 0), block(9000, 9000)], "building"))
    add(tmp_path, "Town", drawn("buildings", [block(100, 100), block(900, 900)], "building"))
    assert told()["town"] == ("Borough",)


def test_neighbours_that_only_touch_are_no_doubles(tmp_path: Path) -> None:
    add(tmp_path, "West", drawn("roads", [line((0, 0), (900, 900))], "street"))
    add(tmp_path, "East", drawn("roads", [line((800, 0), (1700, 900))], "street"))
    assert told() == {}


def test_benches_above_a_street_map_are_no_double_of_it(tmp_path: Path) -> None:
    add(tmp_path, "Streets", drawn("roads", [line((0, 0), (900, 900))], "street"))
    add(tmp_path, "Lakes", drawn("water", [block(0, 0, 800)], "water"))
    add(tmp_path, "Houses", drawn("buildings", [block(0, 0, 800)], "building"))
    assert told() == {}


def test_a_neighbour_round_whose_corner_another_lies_is_no_double_of_it(tmp_path: Path) -> None:
    houses = [(x, y) for x in range(0, 4000, 100) for y in range(0, 4000, 100)]
    below = [block(x, y) for x, y in houses if y < x - 600]
    above = [block(x, y) for x, y in houses if y > x + 600]
    add(tmp_path, "South", drawn("buildings", below, "building"))
    add(tmp_path, "North", drawn("buildings", above, "building"))
    assert told() == {}
    add(tmp_path, "Again", drawn("buildings", below[:-9], "building"))
    assert told() == {"south": ("Again",), "again": ("South",)}
