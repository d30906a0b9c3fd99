"""The outlines of icons, read straight from QtAwesome's Material Design font, for any thread to paint."""

from __future__ import annotations

from threading import local

from PySide6.QtGui import QPainterPath, QRawFont, QTransform

from placeplanner.draw.icon_font import icon_font, letter_of

_EM = 512.0
_outlines: dict[str, QPainterPath] = {}
_of_this_thread = local()  # a QRawFont must stay in the thread that made it


def glyph_path(name: str) -> QPainterPath | None:
    """The icon called "mdi6.library", one unit wide and high around (0, 0); None for an unknown name."""
    outline = _outlines.get(name)
    if outline is None:
        outline = _outlines[name] = _read(name)
    return None if outline.isEmpty() else outline


def _read(name: str) -> QPainterPath:
    letter = letter_of(name)
    if not letter:
        return QPainterPath()
    font = _font()
    glyphs = font.glyphIndexesForString(letter)
    outline = font.pathForGlyph(glyphs[0])
    middle = (font.ascent() - font.descent()) / 2
    return QTransform.fromScale(1 / _EM, 1 / _EM).translate(-_EM / 2, middle).map(outline)


def _font() -> QRawFont:
    if not hasattr(_of_this_thread, "font"):
        _of_this_thread.font = QRawFont(str(icon_font()), _EM)
    font: QRawFont = _of_this_thread.font
    return font
