from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor

from placeplanner import paths
from placeplanner.draw.style import load_style
from placeplanner.errors import Problem


def texts(value: Any) -> Iterator[str]:
    if is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, tuple):
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
