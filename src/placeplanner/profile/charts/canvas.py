"""A sheet to draw on, in points from its upper left corner, made of matplotlib's own boxes, lines and letters."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal

from placeplanner.profile.charts.inks import FILLS, INK, PAPER
from placeplanner.profile.charts.plot import Look
from placeplanner.profile.charts.press import letters

if TYPE_CHECKING:
    from matplotlib.artist import Artist

_NOTHING_ABOUT_IT: dict[str, None] = dict.fromkeys(("Creator", "Date", "Format", "Type"))


class Canvas:
    """One chart in the making."""

    def __init__(self, width: float, height: float) -> None:
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        self._painted = 0
        self._figure = Figure(figsize=(width / 72, height / 72), dpi=72, frameon=False)
        self._points = Affine2D().scale(1 / width, -1 / height).translate(0, 1) + self._figure.transFigure

    def box(self, left: float, top: float, width: float, height: float, look: Look) -> None:
        """A part of a bar."""
        from matplotlib.patches import Rectangle

        fill = FILLS[look]
        self._add(
            Rectangle(
                (left, top),
                width,
                height,
                facecolor=fill.ground,
                edgecolor=fill.edge,
                hatch=fill.hatch or None,
                linewidth=0.8,
            )
        )

    def ground(self, left: float, top: float, width: float, height: float) -> None:
        """A piece of bare paper, so that words on lines can be read."""
        from matplotlib.patches import Rectangle

        self._add(Rectangle((left, top), width, height, facecolor=PAPER, edgecolor="none"))

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        ink: str,
        thick: float,
        dashes: Literal["-", "--"] = "-",
    ) -> None:
        """A straight line."""
        from matplotlib.lines import Line2D

        across, down = zip(start, end, strict=True)
        self._add(Line2D(across, down, color=ink, linewidth=thick, linestyle=dashes, solid_capstyle="butt"))

    def dot(self, x: float, y: float, radius: float, ink: str) -> None:
        """A filled circle."""
        from matplotlib.patches import Circle

        self._add(Circle((x, y), radius, facecolor=ink, edgecolor=PAPER, linewidth=0.8))

    def diamond(self, x: float, y: float, radius: float) -> None:
        """A hollow square on its corner."""
        from matplotlib.patches import RegularPolygon

        self._add(RegularPolygon((x, y), 4, radius=radius, facecolor=PAPER, edgecolor=INK, linewidth=1.4))

    def words(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        ink: str = INK,
        side: Literal["left", "center", "right"] = "left",
        is_strong: bool = False,
    ) -> None:
        """A line of words whose middle is at the height `y`."""
        from matplotlib.text import Text

        font = letters(size, is_strong=is_strong)
        # a baseline of its own: what letters there are decides nothing, so words in a row stand level
        self._add(Text(x, y + size * 0.34, text, color=ink, fontproperties=font, ha=side, va="baseline"))

    def svg(self) -> str:
        """All of it, as matplotlib writes it."""
        out = io.StringIO()
        self._figure.savefig(out, format="svg", metadata=_NOTHING_ABOUT_IT)
        return out.getvalue()

    def _add(self, artist: Artist) -> None:
        self._painted += 1
        artist.set(transform=self._points, zorder=self._painted)  # what comes later lies above
        self._figure.add_artist(artist, clip=False)
