"""Names as blocks of one to three centred lines with a halo: sprites on screen, outlines on paper."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QImage, QPainter, QPainterPath, QPen

from placeplanner.draw.easel import colour
from placeplanner.draw.halo import inked
from placeplanner.draw.street_style import Lettering

_LEADING = 1.22
_HYPHEN = re.compile(r"(?:(?<=\w{5})|(?<=-\w\w)|(?<=-\w\w\w))-(?=\w{5})")  # not in “Co-operative”
_NO_SPACE = "\u200b"
_FIRM = 2.0  # of halos: names that stand level lie on whatever is there, those along roads on their road
_PLAIN = Lettering("#000000", "#FFFFFF", 12)
_LONGEST = 42  # characters of a record's name before it is cut


class Block(Struct, frozen=True):
    """Lines of text set in one lettering; sizes in pixels, halo included."""

    lines: tuple[str, ...]
    lettering: Lettering
    size: int
    families: tuple[str, ...]
    width: float
    height: float


@lru_cache(maxsize=256)
def font_of(lettering: Lettering, size: int, families: tuple[str, ...] = ()) -> QFont:
    """The typeface: the interface's own unless the style prefers others. Not to be changed: it is shared."""
    font = QFont(QGuiApplication.font())
    if families:
        font.setFamilies([*families, *font.families()])
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(lettering.weight))
    font.setItalic(lettering.is_italic)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, lettering.spacing * size)
    return font


def lacking(texts: Iterable[str], families: tuple[str, ...] = ()) -> frozenset[str]:
    """The characters in some texts that no typeface at hand has: empty boxes, were they drawn."""
    metrics = QFontMetricsF(font_of(_PLAIN, 12, families))
    return frozenset(char for char in set().union(*texts) if not metrics.inFontUcs4(ord(char)))


@lru_cache(maxsize=8192)
def block_of(
    text: str, lettering: Lettering, families: tuple[str, ...], size: int | None = None, lines: int = 1
) -> Block:
    """Set a name in a number of lines, as even as its words allow."""
    size = size or round(lettering.size)
    shown = text.upper() if lettering.is_capitals else text
    broken = even_lines(shown, lines)
    metrics = QFontMetricsF(font_of(lettering, size, families))
    around = 2 * lettering.halo_width
    width = max(metrics.horizontalAdvance(line) for line in broken) - lettering.spacing * size
    return Block(broken, lettering, size, families, width + around, size * _LEADING * len(broken) + around)


def even_lines(text: str, lines: int) -> tuple[str, ...]:
    """The text in at most `lines` lines, broken so that the longest is shortest: between words, or after a hyphen
    between long parts, as in “Ashton-in- | Makerfield”."""
    return _even(_HYPHEN.sub(f"-{_NO_SPACE} ", text).split(), lines)


def _even(parts: list[str], lines: int) -> tuple[str, ...]:
    best: tuple[str, ...] = (" ".join(parts).replace(f"{_NO_SPACE} ", "").removesuffix(_NO_SPACE),)
    for at in range(1, len(parts)) if lines > 1 else ():
        broken = (*_even(parts[:at], lines - 1), *_even(parts[at:], 1))
        if max(map(len, broken)) < max(map(len, best)):
            best = broken
    return best


def shortened(text: str) -> str:
    """A record's name, cut between words where it is too long for a map."""
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,.;:–-") + "…"


def outline_of(block: Block) -> QPainterPath:
    """The letters' outlines, around (0, 0)."""
    font = font_of(block.lettering, block.size, block.families)
    metrics = QFontMetricsF(font)
    path = QPainterPath()
    for line, (x, y) in zip(block.lines, _baselines(block, metrics), strict=True):
        path.addText(QPointF(x, y), font, line)
    return path


def draw_block(painter: QPainter, block: Block) -> None:
    """Draw a name around (0, 0) as outlines, so that no reader needs its typeface."""
    outline = outline_of(block)
    painter.strokePath(outline, halo_pen(block.lettering))
    painter.fillPath(outline, colour(block.lettering.colour))


@lru_cache(maxsize=4096)
def sprite_of(block: Block, pixel_ratio: float) -> QImage:
    """A name as pixels, its middle in the middle."""
    width, height = math.ceil(block.width * pixel_ratio) + 4, math.ceil(block.height * pixel_ratio) + 4
    mask = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    mask.fill(Qt.GlobalColor.transparent)
    painter = QPainter(mask)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(width // 2, height // 2)
    painter.scale(pixel_ratio, pixel_ratio)
    font = font_of(block.lettering, block.size, block.families)
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.white)
    for line, (x, y) in zip(block.lines, _baselines(block, QFontMetricsF(font)), strict=True):
        painter.drawText(QPointF(x, y), line)
    painter.end()
    return inked(mask, block.lettering, pixel_ratio, _FIRM)


def _baselines(block: Block, metrics: QFontMetricsF) -> list[tuple[float, float]]:
    """Where each line starts, so that the block is centred on (0, 0)."""
    leading = block.size * _LEADING
    first = -leading * (len(block.lines) - 1) / 2 + metrics.capHeight() / 2
    spacing = block.lettering.spacing * block.size
    return [
        (round(-(metrics.horizontalAdvance(line) - spacing) / 2), round(first + i * leading))
        for i, line in enumerate(block.lines)
    ]


def halo_pen(lettering: Lettering) -> QPen:
    """What letters' outlines are stroked with before they are filled."""
    made = QPen(colour(lettering.halo, 0.85), 2 * lettering.halo_width)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return made
