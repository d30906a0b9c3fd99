"""Words around a map: as letters where a screen or a PDF sets them, else as outlines that need no font."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from placeplanner.draw.easel import colour
from placeplanner.draw.lettering import font_of
from placeplanner.draw.street_style import Lettering
from placeplanner.draw.style import Style
from placeplanner.draw.tags import Tags


class Writer(Struct, frozen=True):
    """Writes with one painter, in a style's own ink; notes in `tags`, where there are any, what is what."""

    painter: QPainter
    style: Style
    as_outlines: bool = False
    tags: Tags | None = None

    def font(self, size: float, weight: int = 400, spacing: float = 0.0) -> QFont:
        """The typeface at a size in pixels."""
        furniture = self.style.furniture
        lettering = Lettering(furniture.ink, furniture.paper, size, spacing, weight)
        return font_of(lettering, round(size), self.style.families)

    def part(self, role: str, alt: str = "", **more: Any) -> AbstractContextManager[None]:
        """What is written meanwhile is one part of the page: see `Tags.leaf`."""
        return self.tags.leaf(role, alt, **more) if self.tags else nullcontext()

    def parts(self, role: str, numbering: str = "") -> AbstractContextManager[None]:
        """The parts that are written meanwhile are parts of one: see `Tags.group`."""
        return self.tags.group(role, numbering) if self.tags else nullcontext()

    def write(
        self, at: QPointF, words: str, font: QFont, *, has_halo: bool = False, strength: float = 1
    ) -> None:
        """Words from `at` on, which is the left end of their base line."""
        furniture = self.style.furniture
        if has_halo or self.as_outlines:
            outline = QPainterPath()
            outline.addText(at, font, words)
            if has_halo:
                halo = QPen(colour(furniture.paper, furniture.paper_strength), 3)
                halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                self.painter.strokePath(outline, halo)
            if self.as_outlines:
                self.painter.fillPath(outline, colour(furniture.ink, strength))
                return
        self.painter.setFont(font)
        self.painter.setPen(colour(furniture.ink, strength))
        self.painter.drawText(at, words)

    def write_lines(self, at: QPointF, lines: list[str], font: QFont, strength: float = 1.0) -> None:
        """Lines below one another; `at` is the top left corner."""
        metrics = QFontMetricsF(font)
        for number, line in enumerate(lines):
            base = at + QPointF(0, metrics.ascent() + number * metrics.lineSpacing())
            ended = line if number + 1 == len(lines) else f"{line} "  # so that words stay apart when read out
            self.write(base, ended, font, strength=strength)


def width_of(words: str, font: QFont) -> float:
    """How wide words are, in pixels."""
    return QFontMetricsF(font).horizontalAdvance(words)


def broken_at(words: str, font: QFont, width: float) -> list[str]:
    """Words in lines no wider than `width`, unless a single word is."""
    metrics = QFontMetricsF(font)
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
