"""Where the icons come from: QtAwesome's Material Design font and the codes of its letters, found without Qt.

Importing QtAwesome itself would load ten fonts and take a third of a second.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path

_PREFIX = "mdi6."


def icon_font() -> Path:
    """The font's file. Raises `ModuleNotFoundError` where QtAwesome is not installed."""
    return _shipped("materialdesignicons6-webfont-*.ttf")


def letter_of(name: str) -> str:
    """The letter that shows the icon called "mdi6.library"; empty for an unknown name."""
    code = _charmap().get(name.removeprefix(_PREFIX)) if name.startswith(_PREFIX) else None
    return chr(int(code, 16)) if code else ""


@cache
def _charmap() -> dict[str, str]:
    found: dict[str, str] = json.loads(
        _shipped("materialdesignicons6-webfont-charmap-*.json").read_text("utf-8")
    )
    return found


def _shipped(pattern: str) -> Path:
    # by its folder: on a computer where Qt cannot be imported, QtAwesome cannot either, but its files are there
    for folder in sys.path:
        for found in (Path(folder) / "qtawesome" / "fonts").glob(pattern):
            return found
    raise ModuleNotFoundError("QtAwesome, whose icons the map uses, is not installed")
