"""Icons: there for every kind and category, in the colours that are worn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

import placeplanner
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.kinds import Kind
from placeplanner.gui import icons, theme
from placeplanner.gui.colours import DARK, LIGHT
from placeplanner.gui.theme import Scheme


def test_every_kind_and_category_has_an_icon_that_exists() -> None:
    for spec in load_catalogue().kinds.values():
        assert icons.exists(spec.icon), spec.kind
        for category in spec.categories:
            assert icons.exists(category.icon), category.code


def _ink(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> set[str]:
    image = icon.pixmap(48, 48, mode).toImage()
    points = (image.pixelColor(x, y) for x in range(48) for y in range(48))
    return {point.name().upper() for point in points if point.alpha() == 255}


def test_an_icon_takes_the_colour_that_is_worn_when_it_is_painted(qapp: QApplication) -> None:
    icon = icons.icon("mdi6.library")
    theme.apply(qapp, Scheme.LIGHT)
    assert _ink(icon) == {LIGHT.text}
    theme.apply(qapp, Scheme.DARK)
    assert _ink(icon) == {DARK.text}
    theme.apply(qapp, Scheme.LIGHT)
    qapp.setStyleSheet("")


def test_an_icon_of_something_that_cannot_be_used_is_grey(qapp: QApplication) -> None:
    theme.apply(qapp, Scheme.LIGHT)
    assert _ink(icons.icon("mdi6.library"), QIcon.Mode.Disabled) == {LIGHT.disabled}
    qapp.setStyleSheet("")


def test_an_icon_that_nobody_drew_is_a_question_mark(qapp: QApplication) -> None:
    unknown, question = icons.icon("mdi6.no-such-thing"), icons.icon(icons.UNKNOWN)
    assert unknown.pixmap(32, 32).toImage() == question.pixmap(32, 32).toImage()


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_has_a_shape_of_its_own_inside_its_box(qapp: QApplication, kind: Kind) -> None:
    box = QRectF(2, 2, 28, 28)
    spec = load_catalogue()[kind]
    path = icons.symbol_path(spec.symbol, box)
    assert box.contains(path.boundingRect().adjusted(0.01, 0.01, -0.01, -0.01))
    others = [
        icons.symbol_path(other.symbol, box) for other in load_catalogue().kinds.values() if other is not spec
    ]
    assert path not in others


def test_an_icon_is_sharp_on_a_fine_screen(qapp: QApplication) -> None:
    pixmap = icons.icon("mdi6.library").pixmap(icons.QSize(24, 24), 2.0)
    assert pixmap.size().width() == 48


def test_every_icon_named_in_code_exists() -> None:
    source = Path(placeplanner.__file__).parent
    named = {
        name
        for path in source.rglob("*.py")
        for name in re.findall(r'"(mdi6\.[a-z0-9-]+)"', path.read_text("utf-8"))
    }
    assert len(named) > 40
    assert sorted(name for name in named if not icons.exists(name)) == []


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_wears_its_colour_light_and_dark(qapp: QApplication, kind: Kind) -> None:
    spec = load_catalogue()[kind]
    theme.apply(qapp, Scheme.DARK)
    assert spec.colour_dark.upper() in _ink(icons.kind_icon(spec))
    theme.apply(qapp, Scheme.LIGHT)
    assert spec.colour.upper() in _ink(icons.kind_icon(spec))
    qapp.setStyleSheet("")
