from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor

from placeplanner import paths
from placeplanner.draw.street_style import Lettering
from placeplanner.draw.style import load_style
from placeplanner.errors import Problem
from tests.colours import VISION, closest_pair, contrast


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("name", ["light", "dark", "contrast", "paper"])
def test_every_colour_of_a_shipped_style_is_one(name: str) -> None:
    style = load_style(name)
    assert style.name == name
    colours = [text for text in texts(style) if text not in (name, "")]  # an area may have no edge
    assert colours and all(text.startswith("#") and QColor(text).isValid() for text in colours)


def luminance(colour: str) -> float:
    return QColor(colour).lightnessF()


def test_the_dark_style_keeps_the_order_of_lightness_mirrored() -> None:
    light, dark = load_style("light"), load_style("dark")
    for style, sign in ((light, 1), (dark, -1)):
        ground, lines = style.ground, style.boundaries
        assert sign * luminance(ground.borough) > sign * luminance(lines.neighbourhood.colour)
        assert sign * luminance(lines.neighbourhood.colour) > sign * luminance(lines.chosen.colour)
        assert sign * luminance(style.names.neighbourhood.colour) > sign * luminance(
            style.names.record.colour
        )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("is_dark = false", "is_dark = 3"), "true or false"),
        (("glow_width = 22", ""), "glow_width"),
        (("glow_width = 22", "glow_width = 22\nglow_depth = 2"), "glow_depth"),
        (("[ground]", "[ground"), "TOML"),
    ],
)
def test_a_mistake_in_a_style_is_told_with_its_place(
    change: tuple[str, str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = (paths.resources() / "styles" / "light.toml").read_text(encoding="utf-8")
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / f"bad{words[:4]}.toml").write_text(good.replace(*change), encoding="utf-8")
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    with pytest.raises(Problem, match=words):
        load_style(f"bad{words[:4]}")


STYLES = ["light", "dark", "contrast", "paper"]


@pytest.mark.parametrize("name", STYLES)
def test_names_on_the_map_stand_out_from_their_halo(name: str) -> None:
    style = load_style(name)
    letterings = list(style.streets.names)
    least = 7.0 if name == "contrast" else 3.4
    for lettering in letterings:
        if isinstance(lettering, Lettering):
            assert contrast(lettering.colour, lettering.halo) >= least, lettering
    assert contrast(style.streets.names.road.colour, style.streets.names.road.halo) >= 4.5


def test_with_strong_ink_everything_on_the_map_has_an_edge_that_can_be_seen() -> None:
    streets, paper = load_style("contrast").streets, "#FFFFFF"
    inks = [road.casing or road.fill for road in streets.roads]
    inks += [streets.buildings.building.edge, streets.water.water.edge, streets.woods.wood.edge]
    inks += [streets.green.park.edge, streets.waterways.river.fill, streets.railways.railway.casing]
    assert min(contrast(ink, paper) for ink in inks) >= 3.0


@pytest.mark.parametrize("name", STYLES)
@pytest.mark.parametrize("vision", VISION)
def test_water_and_green_can_be_told_apart_and_from_the_ground(vision: str, name: str) -> None:
    style = load_style(name)
    shown = [style.streets.water.water.fill, style.streets.woods.wood.fill, style.ground.borough]
    assert closest_pair(shown, vision) > 5


@pytest.mark.parametrize("name", STYLES)
def test_what_lies_beneath_is_quieter_than_what_people_record(name: str) -> None:
    style = load_style(name)
    ground = style.ground.borough
    quiet = [
        style.streets.buildings.building.fill,
        style.streets.green.park.fill,
        style.streets.water.water.fill,
    ]
    assert max(contrast(fill, ground) for fill in quiet) < 2
    assert all(contrast(style.marks.selected, fill) > 2.5 for fill in quiet)


def test_letters_on_the_map_grow_with_the_hall_view_and_roads_do_not() -> None:
    usual, large = load_style("light"), load_style("light", 1.5)
    assert large.streets.names.road.size == 1.5 * usual.streets.names.road.size
    assert large.streets.names.plate == usual.streets.names.plate
    assert large.streets.roads == usual.streets.roads
