"""The colours of the window, light, dark and strong, and what each is for."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtGui import QColor


class Colours(Struct, frozen=True):
    """What each colour is for. `edge` and `focus` hold 3:1 against what they lie on, all text 4.5:1."""

    window: str  # behind everything: the paper
    panel: str  # side panels and the form
    base: str  # where people write
    hover: str
    text: str
    muted: str  # hints, times
    line: str  # decoration only
    edge: str  # the outline of what can be used
    accent: str
    on_accent: str
    selection: str
    focus: str
    notice: str  # behind a note that something changed
    notice_edge: str
    problem: str  # words of a problem, on `panel`
    problem_panel: str
    disabled: str


LIGHT = Colours(
    window="#F1EDE4",
    panel="#FAF8F3",
    base="#FFFFFF",
    hover="#EDE8DC",
    text="#24211C",
    muted="#5F594E",
    line="#DDD6C8",
    edge="#857D6F",
    accent="#17616E",
    on_accent="#FFFFFF",
    selection="#D5E6E6",
    focus="#0E7486",
    notice="#FBF0D3",
    notice_edge="#A07414",
    problem="#9C2A1C",
    problem_panel="#FAE9E4",
    disabled="#8F887B",
)
DARK = Colours(
    window="#1B1A18",
    panel="#242320",
    base="#2E2C28",
    hover="#35332E",
    text="#EDE9E0",
    muted="#B5AE9F",
    line="#3E3B36",
    edge="#918978",
    accent="#7CCAD4",
    on_accent="#10282C",
    selection="#21484E",
    focus="#7CCAD4",
    notice="#3C331C",
    notice_edge="#D0A64A",
    problem="#F2A294",
    problem_panel="#43241F",
    disabled="#7D776B",
)
STRONG = Colours(  # for eyes that need strong ink: all words 7:1, the outline of what can be used 4.5:1
    window="#F2EFE8",
    panel="#FFFFFF",
    base="#FFFFFF",
    hover="#E4E0D8",
    text="#000000",
    muted="#38342C",
    line="#857D6F",
    edge="#3A352B",
    accent="#004F5E",
    on_accent="#FFFFFF",
    selection="#C4E0E6",
    focus="#004F5E",
    notice="#FFF2C9",
    notice_edge="#6B4C00",
    problem="#850D08",
    problem_panel="#FFF0EC",
    disabled="#6B655A",
)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    of = QColor(colour)
    return 0.2126 * _linear(of.redF()) + 0.7152 * _linear(of.greenF()) + 0.0722 * _linear(of.blueF())


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
