"""One drawing as PNG, SVG and PDF: laid out in pixels of its own size and scaled to the device."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QImage, QImageWriter, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from placeplanner.draw.easel import colour
from placeplanner.draw.headless import ensure_qt
from placeplanner.draw.paper_pdf import PDF_DPI
from placeplanner.draw.paper_sizes import Size, millimetres
from placeplanner.draw.style import load_style
from placeplanner.draw.tagged_pdf import Shown, tagged
from placeplanner.draw.tags import Tags
from placeplanner.draw.writing import Writer
from placeplanner.errors import Problem

_MOST_PIXELS = 80_000_000  # 320 MB while it is painted: more than an old laptop has to spare
FORMATS = ("png", "svg", "pdf")


class Leaf(Protocol):
    """What can be put on paper: something around a frame, and a map inside it."""

    @property
    def size_mm(self) -> Size:
        """Of the whole sheet."""

    @property
    def dots(self) -> int:
        """Pixels to the inch in which it is laid out."""

    @property
    def heading(self) -> str:
        """The title that the file says of itself."""

    @property
    def told(self) -> str:
        """What it shows, in a sentence or two, for those who cannot see it."""

    @property
    def credits(self) -> str:
        """Whom to thank, in one line."""

    def draw_around(self, writer: Writer) -> QRectF:
        """Draw everything but the map; gives the frame for it. One part of it is noted as what shows the map."""

    def draw_map(
        self, painter: QPainter, size: QSizeF, *, ratio: float, as_outlines: bool, is_vector: bool
    ) -> None:
        """Draw the map from (0, 0) on. A `ratio` of real pixels is for sprites, `is_vector` for a device without."""


def size_of(leaf: Leaf) -> tuple[int, int]:
    """In the pixels that it is laid out in."""
    width_mm, height_mm = leaf.size_mm
    return round(width_mm / 25.4 * leaf.dots), round(height_mm / 25.4 * leaf.dots)


def leaf_bytes(leaf: Leaf, format: str, *, dpi: int = 200) -> bytes:
    """The leaf as a file's bytes; `format` is "png", "svg" or "pdf". Raises `Problem` for any other."""
    ensure_qt()
    match format:
        case "png":
            return _to_png(leaf, dpi)
        case "svg":
            return _to_svg(leaf)
        case "pdf":
            return _to_pdf(leaf)
    raise Problem(
        f"A map cannot be written as “{format}”.", "", "Choose a name that ends in .png, .svg or .pdf."
    )


def write_whole(path: Path, drawn: bytes) -> None:
    """Write a file whole or not at all. Raises `Problem`."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(drawn)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Problem(
            f"The map could not be written to {path}.", f"{error.strerror}.", "Choose another folder."
        ) from error


def in_memory(write: Callable[[QIODevice], object]) -> bytes:
    """What is written to a device, as bytes."""
    device = QBuffer()
    device.open(QIODevice.OpenModeFlag.WriteOnly)
    write(device)
    device.close()
    return bytes(device.data().data())


def paper_sized(writer: QPdfWriter, size_mm: Size) -> None:
    """Give the next page of a PDF this size, without margins of the device's own."""
    writer.setPageSize(
        QPageSize(QSizeF(*size_mm), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
    )
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))


def draw_leaf(painter: QPainter, leaf: Leaf, *, ratio: float = 1.0, is_vector: bool = False) -> None:
    """Draw the whole leaf, its map cut off at the frame."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_map(painter, leaf, _draw_around(painter, leaf), ratio=ratio, is_vector=is_vector)
    painter.restore()


def _draw_map(painter: QPainter, leaf: Leaf, frame: QRectF, *, ratio: float, is_vector: bool) -> None:
    painter.setClipRect(frame.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.translate(frame.topLeft())
    leaf.draw_map(painter, frame.size(), ratio=ratio, as_outlines=False, is_vector=is_vector)


def _draw_around(
    painter: QPainter, leaf: Leaf, *, as_outlines: bool = False, tags: Tags | None = None
) -> QRectF:
    painter.fillRect(QRectF(QPointF(0, 0), QSizeF(*size_of(leaf))), colour("#FFFFFF"))
    return leaf.draw_around(Writer(painter, load_style("paper"), as_outlines, tags))


def _to_png(leaf: Leaf, dpi: int) -> bytes:
    ratio = dpi / leaf.dots
    width, height = (round(side * ratio) for side in size_of(leaf))
    if width * height > _MOST_PIXELS:
        fitting = int(dpi * (_MOST_PIXELS / (width * height)) ** 0.5) // 10 * 10
        raise Problem(
            f"A picture of {millimetres(leaf.size_mm)} at {dpi} dots to the inch would have "
            f"{width * height / 1e6:,.0f} million dots.",
            "Most computers and printers cannot hold so large a picture.",
            f"Write it as .pdf, which is sharp at any size, or with {fitting} dots to the inch.",
        )
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)  # the last row may be less than a whole pixel of the drawing
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    draw_leaf(painter, leaf, ratio=ratio)
    painter.end()
    image.setDotsPerMeterX(round(dpi / 0.0254))
    image.setDotsPerMeterY(round(dpi / 0.0254))
    return in_memory(lambda device: QImageWriter(device, QByteArray(b"png")).write(image))


def _to_svg(leaf: Leaf) -> bytes:
    """The leaf with its map as an SVG of its own inside it, which is what cuts the map off at its frame.

    Qt's generator either ignores clipping (SVG Tiny) or loses whole layers by it (SVG 1.1, Qt 6.11).
    """
    frames: list[QRectF] = []
    around = _svg(
        leaf,
        QSizeF(*size_of(leaf)),
        lambda painter: frames.append(_draw_around(painter, leaf, as_outlines=True)),
    )
    frame = frames[0]
    inside = _svg(
        leaf,
        frame.size(),
        lambda painter: leaf.draw_map(painter, frame.size(), ratio=1.0, as_outlines=True, is_vector=True),
    )
    box = f'x="{frame.x():g}" y="{frame.y():g}" width="{frame.width():g}" height="{frame.height():g}"'
    view = f'viewBox="0 0 {frame.width():g} {frame.height():g}" overflow="hidden"'
    body = inside[inside.index(b">", inside.index(b"<svg")) + 1 : inside.rindex(b"</svg>")]
    end = around.rindex(b"</svg>")
    return around[:end] + f"<svg {box} {view}>".encode() + body + b"</svg>\n" + around[end:]


def _svg(leaf: Leaf, size: QSizeF, draw: Callable[[QPainter], object]) -> bytes:
    def write(device: QIODevice) -> None:
        generator = QSvgGenerator()
        generator.setOutputDevice(device)
        generator.setResolution(leaf.dots)
        generator.setSize(size.toSize())
        generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
        generator.setTitle(leaf.heading)
        generator.setDescription(leaf.credits)
        painter = QPainter(generator)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter)
        painter.end()

    return in_memory(write)


def pdf_writer(device: QIODevice, title: str, size_mm: Size) -> QPdfWriter:
    """Writes a PDF whose first page is of this size."""
    writer = QPdfWriter(device)
    writer.setPdfVersion(QPdfWriter.PdfVersion.PdfVersion_1_6)
    writer.setResolution(PDF_DPI)
    writer.setTitle(title)
    writer.setCreator("Place Planner")
    writer.setAuthor("Place Planner")
    paper_sized(writer, size_mm)
    return writer


def _to_pdf(leaf: Leaf) -> bytes:
    """What is around the map on one page, and the map on a second, which `tagged` puts into the first."""
    noted: list[Tags] = []

    def write(device: QIODevice) -> None:
        writer = pdf_writer(device, leaf.heading, leaf.size_mm)
        painter = QPainter(writer)
        noted.append(tags := Tags(painter))
        painter.scale(PDF_DPI / leaf.dots, PDF_DPI / leaf.dots)
        frame = _draw_around(painter, leaf, tags=tags)
        writer.newPage()
        _draw_map(painter, leaf, frame, ratio=1.0, is_vector=True)
        painter.end()

    written = in_memory(write)
    shown = Shown((0, 0), (0, 0), leaf.size_mm, is_on_top=True)
    return tagged(written, noted[0], leaf.size_mm, [shown], leaf.told)
