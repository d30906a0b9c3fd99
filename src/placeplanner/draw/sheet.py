"""A map for paper: title, map, legend, sources, and grid references at its corners; as PNG, SVG or PDF.

Everything is laid out in pixels of 1/120 inch (print is finer than a screen, and read from nearer) and scaled
to the device, so that the three are one drawing.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QImageWriter, QPageSize, QPainter, QPdfWriter, QPen
from PySide6.QtSvg import QSvgGenerator

from placeplanner.domain.coordinates import EastingNorthing, grid_ref
from placeplanner.domain.kinds import Kind
from placeplanner.domain.place import Place
from placeplanner.draw.easel import Easel, colour
from placeplanner.draw.furniture import paint_furniture
from placeplanner.draw.headless import ensure_qt
from placeplanner.draw.looks import Look
from placeplanner.draw.painter import paint_on
from placeplanner.draw.scene import Scene
from placeplanner.draw.style import load_style
from placeplanner.draw.symbols import draw_symbol
from placeplanner.draw.viewport import Viewport
from placeplanner.draw.writing import Writer, broken_at, width_of
from placeplanner.errors import Problem

A4_LANDSCAPE_MM = (297.0, 210.0)
_DPI = 120
_PDF_DPI = 1200
_MARGIN, _TITLE, _REFERENCES, _LEGEND = 48, 60, 18, 42  # pixels: of the page, and of the bands around the map


@dataclass(frozen=True, slots=True)
class Sheet:
    """What to put on paper. `note` stands after the title: a date, a session, "draft"."""

    scene: Scene
    place: Place
    size_mm: tuple[float, float] = A4_LANDSCAPE_MM
    title: str = ""
    note: str = ""
    is_map_only: bool = False  # for a page that has its own title and legend

    @property
    def size(self) -> tuple[int, int]:
        """In pixels of 1/120 inch."""
        width_mm, height_mm = self.size_mm
        return round(width_mm / 25.4 * _DPI), round(height_mm / 25.4 * _DPI)


def draw_sheet(sheet: Sheet, path: Path, *, dpi: int = 200) -> None:
    """Write the sheet as the file's ending says (.png, .svg, .pdf), whole or not at all. Raises `Problem`."""
    drawn = sheet_bytes(sheet, path.suffix.lower().lstrip("."), dpi=dpi)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(drawn)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Problem(
            f"The map could not be written to {path}.", f"{error.strerror}.", "Choose another folder."
        ) from error


def sheet_bytes(sheet: Sheet, format: str, *, dpi: int = 200) -> bytes:
    """The sheet as a file's bytes; `format` is "png", "svg" or "pdf". Raises `Problem` for any other."""
    ensure_qt()
    match format:
        case "png":
            return _to_png(sheet, dpi)
        case "svg":
            return _to_svg(sheet)
        case "pdf":
            return _to_pdf(sheet)
    raise Problem(
        f"A map cannot be written as “{format}”.", "", "Choose a name that ends in .png, .svg or .pdf."
    )


def map_svg(scene: Scene, place: Place, width_mm: float, height_mm: float) -> bytes:
    """The map of a place without title and legend, as SVG that needs no typeface."""
    return sheet_bytes(Sheet(scene, place, (width_mm, height_mm), is_map_only=True), "svg")


def map_png(scene: Scene, place: Place, width_mm: float, height_mm: float, dpi: int = 200) -> bytes:
    """The map of a place without title and legend, as PNG."""
    return sheet_bytes(Sheet(scene, place, (width_mm, height_mm), is_map_only=True), "png", dpi=dpi)


def _to_png(sheet: Sheet, dpi: int) -> bytes:
    ratio = dpi / _DPI
    width, height = sheet.size
    image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    _draw(painter, sheet, ratio=ratio)
    painter.end()
    image.setDotsPerMeterX(round(dpi / 0.0254))
    image.setDotsPerMeterY(round(dpi / 0.0254))
    return _bytes(lambda device: QImageWriter(device, QByteArray(b"png")).write(image))


def _to_svg(sheet: Sheet) -> bytes:
    """The sheet with its map as an SVG of its own inside it, which is what cuts the map off at its frame.

    Qt's generator either ignores clipping (SVG Tiny) or loses whole layers by it (SVG 1.1, Qt 6.11).
    """
    frames: list[QRectF] = []
    around = _svg(
        sheet,
        QSizeF(*sheet.size),
        lambda painter: frames.append(_draw_around(painter, sheet, as_outlines=True)),
    )
    frame = frames[0]
    inside = _svg(
        sheet, frame.size(), lambda painter: _draw_map(painter, sheet, frame.size(), as_outlines=True)
    )
    box = f'x="{frame.x():g}" y="{frame.y():g}" width="{frame.width():g}" height="{frame.height():g}"'
    view = f'viewBox="0 0 {frame.width():g} {frame.height():g}" overflow="hidden"'
    body = inside[inside.index(b">", inside.index(b"<svg")) + 1 : inside.rindex(b"</svg>")]
    end = around.rindex(b"</svg>")
    return around[:end] + f"<svg {box} {view}>".encode() + body + b"</svg>\n" + around[end:]


def _svg(sheet: Sheet, size: QSizeF, draw: Callable[[QPainter], object]) -> bytes:
    def write(device: QIODevice) -> None:
        generator = QSvgGenerator()
        generator.setOutputDevice(device)
        generator.setResolution(_DPI)
        generator.setSize(size.toSize())
        generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
        generator.setTitle(_title(sheet))
        generator.setDescription(sheet.scene.credits)
        painter = QPainter(generator)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter)
        painter.end()

    return _bytes(write)


def _to_pdf(sheet: Sheet) -> bytes:
    def write(device: QIODevice) -> None:
        writer = QPdfWriter(device)
        writer.setPageSize(QPageSize(QSizeF(*sheet.size_mm), QPageSize.Unit.Millimeter))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        writer.setResolution(_PDF_DPI)
        writer.setTitle(_title(sheet))
        writer.setCreator("Place Planner")
        painter = QPainter(writer)
        painter.scale(_PDF_DPI / _DPI, _PDF_DPI / _DPI)
        _draw(painter, sheet, is_vector=True)
        painter.end()

    return _bytes(write)


def _bytes(write: Callable[[QIODevice], object]) -> bytes:
    device = QBuffer()
    device.open(QIODevice.OpenModeFlag.WriteOnly)
    write(device)
    device.close()
    return bytes(device.data().data())


def _title(sheet: Sheet) -> str:
    return sheet.title or f"Map of {sheet.place.name}"


def _draw(painter: QPainter, sheet: Sheet, *, ratio: float = 1.0, is_vector: bool = False) -> None:
    """Draw the sheet; a `ratio` of real pixels is for sprites, `is_vector` for a device without pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = _draw_around(painter, sheet)
    painter.setClipRect(frame.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.translate(frame.topLeft())
    _draw_map(painter, sheet, frame.size(), ratio=ratio, is_vector=is_vector)


def _draw_around(painter: QPainter, sheet: Sheet, *, as_outlines: bool = False) -> QRectF:
    """Everything but the map, and the frame that the map is to be drawn in."""
    style = load_style("paper")
    painter.fillRect(QRectF(QPointF(0, 0), QSizeF(*sheet.size)), colour("#FFFFFF"))
    writer = Writer(painter, style, as_outlines)
    frame = _above_the_sources(writer, sheet) if sheet.is_map_only else _around_the_map(writer, sheet)
    painter.setPen(QPen(colour(style.furniture.ink, 0.6), 0.75))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(frame)
    if not sheet.is_map_only:
        _write_references(writer, frame, _viewport(sheet, frame.size(), 1.0))
    return frame


def _viewport(sheet: Sheet, size: QSizeF, ratio: float) -> Viewport:
    width, height = round(size.width()), round(size.height())
    return Viewport.fit(sheet.place.geometry.bounds, width, height, pixel_ratio=ratio)


def _draw_map(
    painter: QPainter,
    sheet: Sheet,
    size: QSizeF,
    *,
    ratio: float = 1.0,
    as_outlines: bool = False,
    is_vector: bool = False,
) -> None:
    style, viewport = load_style("paper"), _viewport(sheet, size, ratio)
    scene = sheet.scene.with_chosen(sheet.place.code).with_theme("paper")
    paint_on(Easel(painter, scene, viewport, style, is_vector=is_vector or as_outlines))
    paint_furniture(Writer(painter, style, as_outlines), viewport, "")


def _around_the_map(writer: Writer, sheet: Sheet) -> QRectF:
    """Title above, legend and sources below; gives the room that is left for the map."""
    width, _ = sheet.size
    inner = width - 2 * _MARGIN
    title, note = writer.font(28, 500), writer.font(13)
    writer.write(QPointF(_MARGIN, _MARGIN + 26), _title(sheet), title)
    if sheet.note:
        writer.write(QPointF(width - _MARGIN - width_of(sheet.note, note), _MARGIN + 26), sheet.note, note)
    bottom = _write_sources(writer, sheet, _MARGIN)
    _draw_legend(writer, sheet, bottom - _LEGEND / 2)
    top = _MARGIN + _TITLE
    return QRectF(_MARGIN, top, inner, bottom - _LEGEND - _REFERENCES - top)


def _above_the_sources(writer: Writer, sheet: Sheet) -> QRectF:
    """All but a strip at the bottom for the sources."""
    return QRectF(0, 0, sheet.size[0], _write_sources(writer, sheet, 1) - 4)


def _write_sources(writer: Writer, sheet: Sheet, margin: float) -> float:
    """The attribution at the bottom; gives its upper edge."""
    width, height = sheet.size
    font = writer.font(9)
    lines = broken_at(sheet.scene.credits, font, width - 2 * margin)
    top = height - margin - QFontMetricsF(font).lineSpacing() * len(lines)
    writer.write_lines(QPointF(margin, top), lines, font, 0.8)
    return top


def _draw_legend(writer: Writer, sheet: Sheet, middle: float) -> None:
    scene, painter = sheet.scene, writer.painter
    counts = _counts(sheet)
    x, font = float(_MARGIN), writer.font(13)
    for kind in (kind for kind in Kind if kind in scene.visible):
        spec = scene.catalogue[kind]
        painter.save()
        painter.translate(x + 8, middle)
        draw_symbol(painter, Look(spec, spec.icon), 16, writer.style)
        painter.restore()
        words = f"{spec.plural} ({counts[kind]})"
        writer.write(QPointF(x + 22, middle + 4), words, font)
        x += 22 + width_of(words, font) + 26


def _counts(sheet: Sheet) -> Counter[Kind]:
    here = sheet.scene.places.holding(sheet.place.code, sheet.scene.records)
    return Counter(record.kind for record in here)


def _write_references(writer: Writer, frame: QRectF, viewport: Viewport) -> None:
    """The grid reference of each corner, outside the frame."""
    west, south, east, north = viewport.bounds
    font = writer.font(9)
    for easting, northing in ((west, north), (east, north), (west, south), (east, south)):
        try:
            words = grid_ref(EastingNorthing(easting, northing))
        except Problem:
            continue  # beyond the grid there is none
        x = frame.left() if easting == west else frame.right() - width_of(words, font)
        y = frame.top() - 5 if northing == north else frame.bottom() + 12
        writer.write(QPointF(x, y), words, font, strength=0.7)
