"""A wall map as a PDF of ordinary sheets: how to put it together first, then its pieces, each with its place."""

from __future__ import annotations

from PySide6.QtCore import QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from placeplanner.draw.easel import colour
from placeplanner.draw.paper_furniture import write_unseen
from placeplanner.draw.paper_map import PaperMap
from placeplanner.draw.paper_pdf import PDF_DPI
from placeplanner.draw.paper_sizes import millimetres, scale_in_words
from placeplanner.draw.paper_telling import Marked, counted
from placeplanner.draw.paper_tiles import EDGE_MM, FOOT_MM, OVERLAP_MM, Piece, Tiling, cut_up
from placeplanner.draw.sheet_files import draw_leaf, in_memory, paper_sized, pdf_writer
from placeplanner.draw.style import load_style
from placeplanner.draw.tagged_pdf import Shown, tagged
from placeplanner.draw.tags import Tags
from placeplanner.draw.writing import Writer, broken_at, width_of

_DOTS = 254  # ten to a millimetre
_MM = _DOTS / 25.4
_MARK_MM = 4.0
_CUT, _QUIET = "#2B2720", "#8B8375"
_HOW = "How to put this map together"


def assembled(sheet: PaperMap, paper: str) -> bytes:
    """The map in pieces of a paper, as a PDF. Raises `Problem` where they would be too many."""
    tiling = cut_up(sheet.size_mm, paper)
    picture = _picture_box(tiling)
    whole = (picture.width(), picture.height())
    shown = [Shown((0, 0), (picture.left(), picture.top()), whole, picture.width() / tiling.wall_mm[0])]
    shown += [Shown((piece.left, piece.top), tiling.corner_mm, tiling.piece_mm) for piece in tiling.pieces()]
    noted: list[Tags] = []
    written = in_memory(lambda device: noted.append(_write(device, sheet, tiling)))
    return tagged(written, noted[0], tiling.page_mm, shown, sheet.told)


def _write(device: QIODevice, sheet: PaperMap, tiling: Tiling) -> Tags:
    """Instructions, the pages around the pieces, and last the whole map."""
    writer = pdf_writer(device, f"{sheet.heading}: a map in {tiling.count} sheets", tiling.page_mm)
    painter = QPainter(writer)
    painter.scale(PDF_DPI / _DOTS, PDF_DPI / _DOTS)
    tags = Tags(painter, _HOW)
    on_page = Writer(painter, load_style("paper"), tags=tags)
    _draw_cover(on_page, sheet, tiling)
    for piece in tiling.pieces():
        writer.newPage()
        tags.turn_page(f"Sheet {piece.name}")
        _draw_around_piece(on_page, sheet, tiling, piece)
    paper_sized(writer, sheet.size_mm)
    writer.newPage()
    painter.resetTransform()
    painter.scale(PDF_DPI / sheet.dots, PDF_DPI / sheet.dots)
    draw_leaf(painter, sheet, is_vector=True)
    painter.end()
    return tags


def _draw_around_piece(writer: Writer, sheet: PaperMap, tiling: Tiling, piece: Piece) -> None:
    """Its name and what to do with it, the picture, what is on it, and where it belongs."""
    left, top = (each * _MM for each in tiling.corner_mm)
    width, height = (each * _MM for each in tiling.piece_mm)
    box = QRectF(left, top, width, height)
    foot = (tiling.page_mm[1] - EDGE_MM - FOOT_MM + 4.0) * _MM
    with writer.part("H2"):
        writer.write(QPointF(left, foot + 5.5 * _MM), f"Sheet {piece.name}", writer.font(6.2 * _MM, 600))
    told = f"{piece.number} of {tiling.count} · {sheet.heading} · {scale_in_words(sheet.scale)}"
    with writer.part("P"):
        writer.write(QPointF(left, foot + 10.2 * _MM), told, writer.font(2.9 * _MM), strength=0.85)
    key = _key_box(tiling, box.right(), foot - 1 * _MM)
    font = writer.font(2.6 * _MM)
    start = left + max(width_of(told, writer.font(2.9 * _MM)), 40 * _MM) + 8 * _MM
    room = key.left() - 6 * _MM - start
    if room > 50 * _MM:
        lines = broken_at(_how_to_join(piece), font, room)
        with writer.part("P"):
            writer.write_lines(QPointF(start, foot + 1.6 * _MM), lines, font, 0.85)
    marked = [each for each in sheet.marked if _is_on(tiling, piece, _on_wall(sheet, each))]
    with writer.part("Figure", _piece_in_words(sheet, tiling, piece, marked), box=box, shows_map=True):
        _draw_cut_lines(writer, box, tiling, piece)
    corner = box.topLeft() - QPointF(piece.left, piece.top) * _MM
    listed = [(corner + _on_wall(sheet, each) * _MM, sheet.in_words(each)) for each in marked]
    write_unseen(writer, f"On sheet {piece.name}:", listed, 2.4 * _MM, box.right())
    where = f"Of {tiling.columns} columns and {tiling.rows} rows this is column {piece.column + 1}, row {piece.row + 1}."
    with writer.part("Figure", where, box=key):
        _draw_key(writer.painter, tiling, key, piece)


def _on_wall(sheet: PaperMap, marked: Marked) -> QPointF:
    """Where a record stands on the wall map, in millimetres."""
    return (sheet.frame.topLeft() + QPointF(marked.x, marked.y)) * (25.4 / sheet.dots)


def _is_on(tiling: Tiling, piece: Piece, at: QPointF) -> bool:
    """Whether a point is on a piece and not on what a neighbour covers."""
    across, down = at.x() - piece.left, at.y() - piece.top
    width, height = tiling.piece_mm
    right = width - (OVERLAP_MM if piece.column + 1 < tiling.columns else 0)
    bottom = height - (OVERLAP_MM if piece.row + 1 < tiling.rows else 0)
    return 0 <= across < right and 0 <= down < bottom


def _piece_in_words(sheet: PaperMap, tiling: Tiling, piece: Piece, marked: list[Marked]) -> str:
    part = f"part of the map of {sheet.place.name} at {scale_in_words(sheet.scale)}"
    on_it = "" if sheet.is_blank else f" On it: {counted(marked, sheet.scene)}."
    return f"Sheet {piece.name}, {piece.number} of {tiling.count}: {part}.{on_it}"


def _how_to_join(piece: Piece) -> str:
    """What to do with this sheet, in one or two sentences."""
    parts = []
    if piece.column:
        parts.append("the sheet to its left")
    if piece.row:
        parts.append("the sheet above it")
    if not parts:
        return "Begin with this sheet. Cut along the lines at the left and the top."
    return (
        "Cut along the lines at the left and the top, then lay this sheet over the 10 mm strip of "
        f"{' and '.join(parts)}."
    )


def _draw_cut_lines(writer: Writer, box: QRectF, tiling: Tiling, piece: Piece) -> None:
    """Lines where to cut, marks beyond their ends, and ticks where the next sheet’s edge will lie."""
    painter = writer.painter
    has_right, has_below = piece.column + 1 < tiling.columns, piece.row + 1 < tiling.rows
    painter.setPen(QPen(colour(_CUT), 0.18 * _MM))
    mark, gap = _MARK_MM * _MM, 0.8 * _MM
    painter.drawLine(box.topLeft(), box.topRight())
    painter.drawLine(box.topLeft(), box.bottomLeft())
    if not has_right:
        painter.drawLine(box.topRight(), box.bottomRight())
    if not has_below:
        painter.drawLine(box.bottomLeft(), box.bottomRight())
    for x in (box.left(),) if has_right else (box.left(), box.right()):
        painter.drawLine(QPointF(x, box.top() - gap), QPointF(x, box.top() - gap - mark))
        painter.drawLine(QPointF(x, box.bottom() + gap), QPointF(x, box.bottom() + gap + mark))
    for y in (box.top(),) if has_below else (box.top(), box.bottom()):
        painter.drawLine(QPointF(box.left() - gap, y), QPointF(box.left() - gap - mark, y))
        painter.drawLine(QPointF(box.right() + gap, y), QPointF(box.right() + gap + mark, y))
    _draw_glue_ticks(writer, box, has_right=has_right, has_below=has_below)


def _draw_glue_ticks(writer: Writer, box: QRectF, *, has_right: bool, has_below: bool) -> None:
    """Dashed: up to here the next sheet covers this one."""
    painter, strip, mark, gap = writer.painter, OVERLAP_MM * _MM, _MARK_MM * _MM, 0.8 * _MM
    dashed = QPen(colour(_QUIET), 0.25 * _MM)
    dashed.setDashPattern([3.0, 2.0])
    painter.setPen(dashed)
    font = writer.font(2.1 * _MM)
    if has_right:
        x = box.right() - strip
        for start, end in (
            (box.top() - gap - mark, box.top() - gap),
            (box.bottom() + gap, box.bottom() + gap + mark),
        ):
            painter.drawLine(QPointF(x, start), QPointF(x, end))
        writer.write(QPointF(x + 1.2 * _MM, box.top() - 1.4 * _MM), "glue", font, strength=0.75)
    painter.setPen(dashed)
    if has_below:
        y = box.bottom() - strip
        for start, end in (
            (box.left() - gap - mark, box.left() - gap),
            (box.right() + gap, box.right() + gap + mark),
        ):
            painter.drawLine(QPointF(start, y), QPointF(end, y))
        painter.save()
        painter.translate(box.left() - 1.4 * _MM, box.bottom() - 1.2 * _MM)
        painter.rotate(-90)
        writer.write(QPointF(0, 0), "glue", font, strength=0.75)
        painter.restore()


def _key_box(tiling: Tiling, right: float, top: float) -> QRectF:
    """Where the little map of sheets lies."""
    piece = tiling.piece_mm
    share = min(13.0 / (piece[1] * tiling.rows), 40.0 / (piece[0] * tiling.columns)) * _MM
    width, height = piece[0] * tiling.columns * share, piece[1] * tiling.rows * share
    return QRectF(right - width, top, width, height)


def _draw_key(painter: QPainter, tiling: Tiling, box: QRectF, piece: Piece) -> None:
    width, height = box.width() / tiling.columns, box.height() / tiling.rows
    painter.setPen(QPen(colour(_QUIET), 0.2 * _MM))
    for each in tiling.pieces():
        painter.setBrush(colour(_CUT) if each.name == piece.name else Qt.BrushStyle.NoBrush)
        painter.drawRect(
            QRectF(box.left() + each.column * width, box.top() + each.row * height, width, height)
        )
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _picture_box(tiling: Tiling) -> QRectF:
    """Where the first page shows the whole, in millimetres."""
    width, height = tiling.page_mm
    is_lying = width > height
    room = QRectF(15, 125, width - 30, height - 143)
    if is_lying:
        room = QRectF(width * 0.5, 38, width * 0.5 - 15, height - 56)
    share = min(room.width() / tiling.wall_mm[0], room.height() / tiling.wall_mm[1])
    drawn = tiling.wall_mm[0] * share, tiling.wall_mm[1] * share
    return QRectF(room.left() + (room.width() - drawn[0]) / 2, room.top(), *drawn)


def _draw_cover(writer: Writer, sheet: PaperMap, tiling: Tiling) -> None:
    width, height = tiling.page_mm
    is_lying = width > height
    left, right = 15 * _MM, (width * 0.5 - 8 if is_lying else width - 15) * _MM
    heading, plain = writer.font(7.5 * _MM, 600), writer.font(3.6 * _MM)
    with writer.part("H1"):
        writer.write(QPointF(left, 22 * _MM), _HOW, heading)
    told = (
        f"{sheet.heading} · {scale_in_words(sheet.scale)} · {millimetres(tiling.wall_mm)} · {_sheets(tiling)}"
    )
    with writer.part("P"):
        writer.write(QPointF(left, 29.5 * _MM), told, plain, strength=0.85)
    y = _write_steps(writer, tiling, QPointF(left, 40 * _MM), right, plain)
    _draw_ruler(writer, QPointF(left, y + 5 * _MM))
    picture = _picture_box(tiling)
    box = QRectF(picture.topLeft() * _MM, picture.size() * _MM)
    alt = f"The whole map, cut into sheets A1 to {tiling.last}. {sheet.told} {sheet.credits}"
    with writer.part("Figure", alt.strip(), box=box, shows_map=True):
        _draw_cuts(writer, tiling)


def _sheets(tiling: Tiling) -> str:
    return f"{tiling.count} sheets of {tiling.paper}, {tiling.columns} across and {tiling.rows} down"


def _steps(tiling: Tiling) -> list[str]:
    """What to do, in order; nothing about neighbours that are not there."""
    steps = [
        f"Print all pages on {tiling.paper} paper, on one side, at “Actual size” or “100 %”. “Fit to page” would "
        "spoil the scale. Then measure the line below: it must be 100 mm long."
    ]
    if tiling.count == 1:
        return [*steps, "Cut along the thin lines, if you like a clean edge."]
    steps += [
        "Lay the sheets out on a table or the floor as the picture shows: sheet A1 at the top left, letters "
        "across, numbers down.",
        "On each sheet cut along the thin lines: at the left and at the top, and at the outer edge of the map. "
        "Leave the edges marked “glue” as they are.",
    ]
    if tiling.columns > 1:
        steps.append(
            "Begin with sheet A1. Lay sheet B1 over the 10 mm strip at its right, up to the dashed marks, so that "
            "streets meet. Glue it or tape it from behind. Join the whole row."
        )
    if tiling.rows > 1 and tiling.columns > 1:
        steps.append(
            "Join each row like this, then lay every row over the strip at the bottom of the row above."
        )
    elif tiling.rows > 1:
        steps.append(
            "Begin with sheet A1. Lay sheet A2 over the 10 mm strip at its bottom, up to the dashed marks, so that "
            "streets meet. Glue it or tape it from behind, and go on downwards."
        )
    return steps


def _write_steps(writer: Writer, tiling: Tiling, at: QPointF, right: float, font: QFont) -> float:
    """Numbered, one below another; gives where they end."""
    indent, spacing = 8 * _MM, QFontMetricsF(font).lineSpacing()
    bold, y = writer.font(5.2 * _MM, 600), at.y()
    with writer.parts("L", "Decimal"):
        for number, step in enumerate(_steps(tiling), start=1):
            lines = broken_at(step, font, right - at.x() - indent)
            with writer.parts("LI"):
                with writer.part("Lbl"):
                    writer.write(QPointF(at.x(), y + 3.9 * _MM), str(number), bold)
                with writer.part("LBody"):
                    writer.write_lines(QPointF(at.x() + indent, y), lines, font)
            y += spacing * len(lines) + 4 * _MM
    return y


def _draw_ruler(writer: Writer, at: QPointF) -> None:
    """A line of 100 mm to be measured."""
    painter = writer.painter
    box = QRectF(at.x(), at.y() - 3 * _MM, 100 * _MM, 3 * _MM)
    with writer.part("Figure", "A line of 100 mm, to be measured.", box=box):
        painter.setPen(QPen(colour(_CUT), 0.3 * _MM))
        painter.drawLine(at, at + QPointF(100 * _MM, 0))
        for tick in range(0, 101, 10):
            high = 3.0 if tick % 50 == 0 else 1.6
            painter.drawLine(at + QPointF(tick * _MM, 0), at + QPointF(tick * _MM, -high * _MM))
    told, font = "100 mm when it is printed at its actual size", writer.font(3 * _MM)
    with writer.part("P"):
        writer.write(at + QPointF(0, 4.6 * _MM), told, font, strength=0.85)


def _draw_cuts(writer: Writer, tiling: Tiling) -> None:
    """On the picture of the whole: where it is cut, and the sheets’ names."""
    painter, box = writer.painter, _picture_box(tiling)
    share = box.width() / tiling.wall_mm[0]
    size = tiling.piece_mm
    font = writer.font(min(size[0] * share, size[1] * share) * 0.22 * _MM, 600)
    for piece in tiling.pieces():
        left, top = box.left() + piece.left * share, box.top() + piece.top * share
        wide = (size[0] - (OVERLAP_MM if piece.column + 1 < tiling.columns else 0)) * share
        high = (size[1] - (OVERLAP_MM if piece.row + 1 < tiling.rows else 0)) * share
        cell = QRectF(left * _MM, top * _MM, wide * _MM, high * _MM)
        painter.setPen(QPen(colour(_CUT), 0.3 * _MM))
        painter.drawRect(cell)
        middle = cell.center() - QPointF(width_of(piece.name, font) / 2, -QFontMetricsF(font).capHeight() / 2)
        writer.write(middle, piece.name, font, has_halo=True)
