"""A map for paper at a stated scale: title, map with its grid, legend, scale bar, north, date and sources.

The larger the paper, the further off people stand: letters and lines grow with it, though more slowly than it does.
"""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.domain.place import Place
from placeplanner.draw.easel import Easel, Layer, colour
from placeplanner.draw.named_layers import named_layers_in
from placeplanner.draw.painter import LAYERS
from placeplanner.draw.paper_furniture import Words, write_foot, write_head, write_unseen
from placeplanner.draw.paper_grid import Grid, grid_layer, spacing_for, squares_in_words, write_grid
from placeplanner.draw.paper_sizes import Size, millimetres, scale_in_words
from placeplanner.draw.paper_style import style_for
from placeplanner.draw.paper_telling import Marked, map_in_words, marked_on, record_in_words
from placeplanner.draw.patches import paint_patches
from placeplanner.draw.scene import Scene
from placeplanner.draw.sheet_files import size_of
from placeplanner.draw.style import Style, load_style
from placeplanner.draw.viewport import Viewport
from placeplanner.draw.writing import Writer

_A4_DOTS, _SLOWER = (
    120,
    0.29,
)  # pixels of 1/120 inch on A4 grow to 1/80 on A0: lines and letters of half as much again
_EDGE_MM, _BAND_MM, _CLEAR_MM = 9.0, 5.2, 5.0
_UNSEEN_MM = 2.4
_WALL = 1.9  # times as large as A4 and more: read from across a table, or off a wall


class PaperMap(Struct, frozen=True, dict=True):
    """All that is on one sheet. `paper` is “A1”, or empty for a size that has no name; `date` stands at the right."""

    scene: Scene
    place: Place
    size_mm: Size
    scale: int
    paper: str = ""
    title: str = ""
    note: str = ""
    date: str = ""
    margin_mm: float = 0.0
    has_grid: bool = False
    is_blank: bool = False

    @property
    def grown(self) -> float:
        """How many times as large as A4 the things around the map are."""
        return float((min(self.size_mm) / 210) ** 0.65)

    @property
    def dots(self) -> int:
        """Pixels to the inch in which it is laid out."""
        return round(_A4_DOTS * float((210 / min(self.size_mm)) ** _SLOWER))

    @property
    def heading(self) -> str:
        """The title as it is written."""
        return self.title or self.place.name

    @property
    def credits(self) -> str:
        """Whom to thank."""
        return self.scene.credits

    @cached_property
    def told(self) -> str:
        """The map in words, for those who cannot see it."""
        return map_in_words(self._shown, self.place.name, self.scale_words, self.viewport, self.grid)

    @cached_property
    def marked(self) -> list[Marked]:
        """The records on it, in the order in which they are to be read."""
        return marked_on(self._shown, self.viewport, self.grid)

    def in_words(self, marked: Marked) -> str:
        """One of them: its name, its kind and its square."""
        return record_in_words(marked, self.scene)

    @property
    def scale_words(self) -> str:
        """“1:5,000 on A1 paper”."""
        paper = f"{self.paper} paper" if self.paper else f"paper of {millimetres(self.size_mm)}"
        return f"{scale_in_words(self.scale)} on {paper}"

    @property
    def metres_per_pixel(self) -> float:
        """Exactly what the stated scale says."""
        return self.scale * 0.0254 / self.dots

    def pixels(self, mm: float) -> float:
        """Millimetres of paper in the pixels that it is laid out in."""
        return mm / 25.4 * self.dots

    @cached_property
    def words(self) -> Words:
        """What is written around the map."""
        return Words(
            self.scene,
            self.place,
            self.heading,
            self.note,
            self.date,
            self.scale_words,
            squares_in_words(self._spacing_m) if self.has_grid else "",
            self.is_blank,
            named_layers_in(
                self.scene.streets,
                self.place.geometry.bounds,
                self.metres_per_pixel,
                load_style("paper").streets.references,
            ),
        )

    @cached_property
    def frame(self) -> QRectF:
        """Where the map lies, in whole pixels, so that its scale is exact."""
        inner = self._inner
        band = self.pixels(_BAND_MM * self.grown) if self.has_grid else 0.0
        writer = Writer(QPainter(), load_style("paper"))
        top = write_head(writer, self.words, inner, self.pixels(self.grown), self._title_size, is_drawn=False)
        foot = write_foot(
            writer, self.words, inner, self.pixels(self.grown), self.metres_per_pixel, is_drawn=False
        )
        left, right = inner.left() + band, inner.right() - band
        return QRectF(round(left), round(top + band), int(right - left), int(foot - top - 2 * band))

    @property
    def _spacing_m(self) -> int:
        """Of the grid, from the width of the sheet: what is in the frame is not known before the legend is."""
        return spacing_for(max(self._inner.width(), self._inner.height()) * self.metres_per_pixel * 0.97)

    @property
    def _inner(self) -> QRectF:
        width, height = size_of(self)
        edge = self.pixels(max(_EDGE_MM * self.grown**0.6, self.margin_mm))
        return QRectF(edge, edge, width - 2 * edge, height - 2 * edge)

    @property
    def _title_size(self) -> float:
        return self.pixels(7.0 * (min(self.size_mm) / 210) ** 0.85)

    @property
    def room_mm(self) -> Size:
        """What a place may fill of the map, so that it does not touch the frame."""
        clear = 2 * _CLEAR_MM * self.grown**0.5
        mm = 25.4 / self.dots
        return self.frame.width() * mm - clear, self.frame.height() * mm - clear

    @cached_property
    def viewport(self) -> Viewport:
        """The place in the middle of the frame, at the stated scale."""
        west, south, east, north = self.place.geometry.bounds
        centre = EastingNorthing((west + east) / 2, (south + north) / 2)
        frame = self.frame
        return Viewport(centre, self.metres_per_pixel, int(frame.width()), int(frame.height()))

    @cached_property
    def grid(self) -> Grid | None:
        """Its squares, if it has any; known once the scale is."""
        return Grid.of(self.viewport.bounds, self._spacing_m) if self.has_grid else None

    def draw_around(self, writer: Writer) -> QRectF:
        """Everything but the map, in the order in which it is to be read."""
        unit, frame = self.pixels(self.grown), self.frame
        write_head(writer, self.words, self._inner, unit, self._title_size)
        with writer.part("Figure", self.told, box=frame, shows_map=True):
            writer.painter.setPen(QPen(colour(writer.style.furniture.ink, 0.75), max(unit / 4, 1.0)))
            writer.painter.setBrush(Qt.BrushStyle.NoBrush)
            writer.painter.drawRect(frame)
            if self.grid:
                write_grid(writer, frame, self.viewport, self.grid, self.pixels(_BAND_MM * self.grown))
        listed = [(frame.topLeft() + QPointF(each.x, each.y), self.in_words(each)) for each in self.marked]
        write_unseen(writer, "On this map:", listed, self.pixels(_UNSEEN_MM), frame.right())
        write_foot(writer, self.words, self._inner, unit, self.metres_per_pixel)
        return frame

    def draw_map(
        self, painter: QPainter, size: QSizeF, *, ratio: float, as_outlines: bool, is_vector: bool
    ) -> None:
        """The map from (0, 0) on."""
        viewport = replace(self.viewport, pixel_ratio=ratio)
        scene = self._shown.with_chosen(self.place.code).with_theme("paper")
        easel = Easel(painter, scene, viewport, self.style, is_vector=is_vector, is_studied=True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for layer in self._layers():
            layer(easel)

    @property
    def _shown(self) -> Scene:
        return self.scene.with_all_records(()) if self.is_blank else self.scene

    def _layers(self) -> tuple[Layer, ...]:
        """The grid lies over streets and under what people know."""
        if not self.grid:
            return LAYERS
        at = LAYERS.index(paint_patches)
        return (*LAYERS[:at], grid_layer(self.grid, self.pixels(2.3 * self.grown**0.5)), *LAYERS[at:])

    @cached_property
    def style(self) -> Style:
        """How the map looks on this sheet."""
        is_on_a_wall = self.grown >= _WALL
        return style_for(self.dots, self.scale, self._shown, self.viewport, is_on_a_wall=is_on_a_wall)
