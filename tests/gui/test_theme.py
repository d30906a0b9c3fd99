"""How the app looks: what can be read, what can be hit, what follows the system."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import fields
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.gui import theme
from placeplanner.gui.colours import DARK, LIGHT, STRONG, Colours, contrast
from placeplanner.gui.stylesheet import sheet
from placeplanner.gui.theme import Scheme

LOOKS = pytest.mark.parametrize("worn", [LIGHT, DARK, STRONG], ids=["light", "dark", "strong"])


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    theme.apply(qapp, Scheme.LIGHT)
    yield qapp
    theme.apply(qapp, Scheme.LIGHT)
    qapp.setStyleSheet("")


@LOOKS
@pytest.mark.parametrize(
    "ground", ["window", "panel", "base", "hover", "selection", "notice", "problem_panel"]
)
def test_words_can_be_read_on_everything_they_lie_on(worn: Colours, ground: str) -> None:
    assert contrast(worn.text, getattr(worn, ground)) >= 7
    if ground not in ("notice", "problem_panel"):
        assert contrast(worn.muted, getattr(worn, ground)) >= 4.5


@LOOKS
def test_words_in_colour_can_be_read_too(worn: Colours) -> None:
    assert contrast(worn.on_accent, worn.accent) >= 4.5
    for ground in (worn.panel, worn.base, worn.hover):
        assert contrast(worn.accent, ground) >= 4.5
    for ground in (worn.panel, worn.base, worn.problem_panel):
        assert contrast(worn.problem, ground) >= 4.5


@LOOKS
@pytest.mark.parametrize("ground", ["window", "panel", "base"])
def test_the_outline_of_what_can_be_used_and_the_ring_of_the_keyboard_stand_out(
    worn: Colours, ground: str
) -> None:
    for mark in (worn.edge, worn.focus, worn.notice_edge, worn.problem):
        assert contrast(mark, getattr(worn, ground)) >= 3
    assert contrast(worn.focus, worn.selection) >= 3


@LOOKS
def test_a_symbol_stands_out_from_the_panel(worn: Colours) -> None:
    for spec in load_catalogue().kinds.values():
        colour = spec.colour_dark if worn is DARK else spec.colour
        assert contrast(colour, worn.panel) >= 3, spec.kind


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_look_that_is_asked_for_is_worn_at_once(dressed: QApplication) -> None:
    theme.apply(dressed, Scheme.DARK)
    assert theme.is_dark()
    assert theme.colours() is DARK
    theme.apply(dressed, Scheme.LIGHT)
    assert theme.colours() is LIGHT


def test_the_strong_look_is_worn_by_the_window_and_the_map(dressed: QApplication) -> None:
    theme.apply(dressed, Scheme.CONTRAST)
    assert theme.colours() is STRONG
    assert theme.map_style() == "contrast"
    theme.apply(dressed, Scheme.DARK)
    assert theme.map_style() == "dark"
    theme.apply(dressed, Scheme.LIGHT)
    assert theme.map_style() == "light"


def test_in_the_strong_look_hints_are_as_strong_as_words_and_outlines_as_letters() -> None:
    for ground in (STRONG.window, STRONG.panel, STRONG.base, STRONG.hover):
        assert contrast(STRONG.muted, ground) >= 7
        assert contrast(STRONG.edge, ground) >= 4.5


def test_letters_come_in_three_sizes_of_the_systems_own() -> None:
    worn = sheet(LIGHT, 10, is_dark=False)
    assert "font-size: 12.5pt" in worn
    assert "font-size: 16.0pt" in worn


@pytest.mark.parametrize("kind", [QPushButton, QLineEdit, QComboBox, QCheckBox, QRadioButton])
def test_nothing_to_be_hit_is_smaller_than_a_finger_needs(
    dressed: QApplication, qtbot: QtBot, kind: type[QPushButton]
) -> None:
    widget = kind()
    qtbot.addWidget(widget)
    widget.ensurePolished()
    assert widget.sizeHint().height() >= theme.TARGET


def test_a_ring_shows_where_the_keyboard_is(dressed: QApplication, qtbot: QtBot) -> None:
    button = QPushButton("Add photo")
    qtbot.addWidget(button)
    button.resize(120, 32)
    button.show()
    qtbot.waitExposed(button)
    button.clearFocus()
    without = button.grab().toImage()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    assert button.grab().toImage() != without
    assert button.grab().toImage().pixelColor(60, 1).name().upper() == LIGHT.focus


@LOOKS
def test_the_style_sheet_names_only_our_colours_and_pictures_that_exist(worn: Colours) -> None:
    made = sheet(worn, 9.0, is_dark=worn is DARK)
    ours = {str(getattr(worn, field.name)).upper() for field in fields(worn)}
    assert {found.upper() for found in re.findall(r"#[0-9A-Fa-f]{6}\b", made)} <= ours
    pictures = re.findall(r"url\((.+?)\)", made)
    assert pictures and all(Path(picture).exists() for picture in pictures)


@LOOKS
def test_what_cannot_be_used_is_quieter_than_words_and_still_there(worn: Colours) -> None:
    assert 2.0 <= contrast(worn.disabled, worn.panel) < contrast(worn.muted, worn.panel)


@LOOKS
def test_what_people_write_on_is_lighter_than_its_panel_and_that_than_the_window(worn: Colours) -> None:
    grounds = [QColor(ground).lightness() for ground in (worn.window, worn.panel, worn.base)]
    assert grounds == sorted(grounds)


def test_a_role_is_played_at_once(dressed: QApplication, qtbot: QtBot) -> None:
    label = QLabel("Hindley")
    qtbot.addWidget(label)
    label.ensurePolished()
    before = label.font().pointSizeF()
    theme.play(label, "title")
    assert label.font().pointSizeF() > before * 1.5


@pytest.mark.parametrize("look", [Scheme.LIGHT, Scheme.DARK])
def test_a_hint_inside_a_box_can_be_read(dressed: QApplication, qtbot: QtBot, look: Scheme) -> None:
    theme.apply(dressed, look)
    box, line = QComboBox(), QLineEdit()
    box.setEditable(True)
    inside = box.lineEdit()
    for widget in (box, line, inside):
        assert widget is not None
        qtbot.addWidget(widget)
        widget.ensurePolished()
        hint = widget.palette().color(QPalette.ColorRole.PlaceholderText)
        assert hint.alpha() == 255 and contrast(hint.name(), theme.colours().base) >= 4.5


def test_words_in_a_frame_do_not_touch_it(dressed: QApplication, qtbot: QtBot) -> None:
    label = QLabel("Eight files are made.")
    qtbot.addWidget(label)
    theme.play(label, "notice")
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    label.resize(label.sizeHint())
    image = label.grab().toImage()
    ground = image.pixelColor(3, 3)
    within = range(3, image.height() - 3)
    assert all(image.pixelColor(x, y) == ground for x in (3, 4) for y in within)
    theme.play(label, "hint")
    assert label.margin() == 0
