"""The outlines of icons, read straight from QtAwesome's Material Design font, for any thread to paint.

Importing QtAwesome itself would load ten fonts and take a third of a second.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import local

from PySide6.QtGui import QPainterPath, QRawFont, QTransform

_EM = 512.0
_PREFIX = "mdi6."
_outlines: dict[str, QPainterPath] = {}
_of_this_thread = local()  # a QRawFont must stay in the thread that made it


def glyph_path(name: str) -> QPainterPath | None:
    """The icon called "mdi6.library", one unit wide and high around (0, 0); None for an unknown name."""
    outline = _outlines.get(name)
    if outline is None:
        outline = _outlines[name] = _read(name)
    return None if outline.isEmpty() else outline


def _read(name: str) -> QPainterPath:
    code = _charmap().get(name.removeprefix(_PREFIX)) if name.startswith(_PREFIX) else None
    if code is None:
        return QPainterPath()
    font = _font()
    glyphs = font.glyphIndexesForString(chr(int(code, 16)))
    outline = font.pathForGlyph(glyphs[0])
    middle = (font.ascent() - font.descent()) / 2
    return QTransform.fromScale(1 / _EM, 1 / _EM).translate(-_EM / 2, middle).map(outline)


def _font() -> QRawFont:
    if not hasattr(_of_this_thread, "font"):
        _of_this_thread.font = QRawFont(str(_shipped("materialdesignicons6-webfont-*.ttf")), _EM)
    font: QRawFont = _of_this_thread.font
    return font


@cache
def _charmap() -> dict[str, str]:
    found: dict[str, str] = json.loads(
        _shipped("materialdesignicons6-webfont-charmap-*.json").read_text("utf-8")
    )
    return found


def _shipped(pattern: str) -> Path:
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("QtAwesome, whose icons the map uses, is not installed")
    return next((Path(spec.origin).parent / "fonts").glob(pattern))
