"""What stands around a map on paper: its title, and at its foot the legend, the scale, north and the sources.

Each is laid out in units: millimetres on A4, more on larger paper. Nothing is drawn where only room is measured.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from placeplanner.domain.geometry import length_in_words
from placeplanner.domain.kinds import Kind
from placeplanner.domain.place import Place
from placeplanner.draw.easel import colour
from placeplanner.draw.furniture import north_arrow
from placeplanner.draw.looks import Look
from placeplanner.draw.named_layers import NamedLayer
from placeplanner.draw.scene import Scene
from placeplanner.draw.symbols import draw_symbol
from placeplanner.draw.viewport import scale_bar_m
from placeplanner.draw.writing import Writer, broken_at, width_of

_ROW, _SYMBOL, _LEGEND, _SMALL, _NOTE = 6.6, 4.8, 3.0, 2.15, 3.2  # units
_SCALE_WIDTH = 58.0  # units that the scale and north may take at the right
_SCALE_HEIGHT = 11.8
_GAP = 3.2


class Words(Struct, frozen=True):
    """What is written around a map."""

    scene: Scene
    place: Place
    title: str
    note: str
    date: str
    scale: str
    grid: str
    is_blank: bool
    named: tuple[NamedLayer, ...] = ()  # on the street map beneath


def write_head(
    writer: Writer, words: Words, inner: QRectF, unit: float, size: float, *, is_drawn: bool = True
) -> float:
    """The title, the date at its right, the note below; gives where the map may begin."""
    title, small = writer.font(size, 600), writer.font(_NOTE * unit)
    date_width = width_of(words.date, small) + 4 * unit
    lines = broken_at(words.title, title, inner.width() - date_width)
    notes = broken_at(words.note, writer.font(_NOTE * unit * 1.1), inner.width()) if words.note else []
    base = inner.top() + size * 0.78
    first_note = base + (len(lines) - 1) * size * 1.15 + _NOTE * unit * 1.9
    if is_drawn:
        with writer.part("H1"):
            _write_down(writer, QPointF(inner.left(), base), lines, title, size * 1.15)
        if notes:
            with writer.part("P"):
                at, font = QPointF(inner.left(), first_note), writer.font(_NOTE * unit * 1.1)
                _write_down(writer, at, notes, font, _NOTE * unit * 1.9, strength=0.85)
        if words.date:
            right = inner.right() - width_of(words.date, small)
            with writer.part("P"):
                writer.write(QPointF(right, base), words.date, small, strength=0.85)
    base += (len(lines) - 1) * size * 1.15 + len(notes) * _NOTE * unit * 1.9
    return base + max(size * 0.42, 2.4 * unit)


def _write_down(
    writer: Writer, at: QPointF, lines: list[str], font: QFont, leading: float, *, strength: float = 1.0
) -> None:
    """Lines below one another; `at` is where the first one's base line starts."""
    for number, line in enumerate(lines):
        ended = line if number + 1 == len(lines) else f"{line} "  # so that words stay apart when read out
        writer.write(at + QPointF(0, number * leading), ended, font, strength=strength)


def write_foot(
    writer: Writer,
    words: Words,
    inner: QRectF,
    unit: float,
    metres_per_pixel: float,
    *,
    is_drawn: bool = True,
) -> float:
    """Legend, scale and sources at the bottom; gives where the map must end."""
    font = writer.font(_SMALL * unit)
    lines = broken_at(words.scene.credits, font, inner.width()) if words.scene.credits else []
    credits_top = inner.bottom() - QFontMetricsF(font).lineSpacing() * len(lines)
    room = inner.width() - _SCALE_WIDTH * unit
    rows = _legend_rows(writer, words, unit, room)
    height = max(len(rows) * _ROW, _SCALE_HEIGHT) * unit
    top = credits_top - 2.0 * unit - height
    if is_drawn:
        _draw_legend(writer, words, rows, QPointF(inner.left(), top + height / 2), unit)
        box = QRectF(inner.left() + room, top, _SCALE_WIDTH * unit, height)
        _draw_scale(writer, words, box, unit, metres_per_pixel)
        if lines:
            with writer.part("P"):
                writer.write_lines(QPointF(inner.left(), credits_top), lines, font, 0.85)
    return top - _GAP * unit


def write_unseen(
    writer: Writer, told: str, words_at: Sequence[tuple[QPointF, str]], size: float, right: float
) -> None:
    """A list for those who hear the document, where a search is to lead to but never beyond `right`; unseen."""
    if writer.tags is None or not words_at:
        return
    font = writer.font(size)
    words_at = [
        (QPointF(min(at.x(), right - width_of(words, font)), at.y()), words) for at, words in words_at
    ]
    with writer.part("P", is_unseen=True):
        writer.write(words_at[0][0] - QPointF(0, size), told, font)
    with writer.parts("L", "None"):
        for at, words in words_at:
            with writer.parts("LI"), writer.part("LBody", is_unseen=True):
                writer.write(at, words, font)


class _Entry(Struct, frozen=True):
    """One thing in the legend: its mark if it has one, words, and how far from the left."""

    mark: Kind | NamedLayer | None
    words: str
    left: float


def _legend_rows(writer: Writer, words: Words, unit: float, room: float) -> list[list[_Entry]]:
    """The entries in as many rows as they need; columns line up where there are several rows."""
    font = writer.font(_LEGEND * unit)
    kinds: list[_Told] = [(kind, _told(words, kind)) for kind in Kind if kind in words.scene.visible]
    rows = _in_rows(kinds, font, unit, room)
    rows += _in_rows([(named, named.name) for named in words.named], font, unit, room)
    told = "Draw on this map, with these marks if you like." if words.is_blank else ""
    if line := " · ".join(filter(None, (told, words.grid))):
        rows.append([_Entry(None, line, 0.0)])
    return rows


_Told = tuple[Kind | NamedLayer, str]


def _in_rows(entries: Sequence[_Told], font: QFont, unit: float, room: float) -> list[list[_Entry]]:
    widths = [(_SYMBOL + 2.2 + 5.5) * unit + width_of(text, font) for _, text in entries]
    in_row = len(entries)
    if sum(widths) > room:
        in_row = max(int(room // max(widths)), 1)
    rows: list[list[_Entry]] = []
    for first in range(0, len(entries), max(in_row, 1)):
        left, row = 0.0, []
        for at in range(first, min(first + in_row, len(entries))):
            row.append(_Entry(*entries[at], left))
            left += max(widths) if in_row < len(entries) else widths[at]
        rows.append(row)
    return rows


def _told(words: Words, kind: Kind) -> str:
    plural = words.scene.catalogue[kind].plural
    if words.is_blank:
        return plural
    here: Counter[Kind] = Counter(
        record.kind for record in words.scene.places.holding(words.place.code, words.scene.records)
    )
    return f"{plural} ({here[kind]:,})"


def _draw_legend(
    writer: Writer, words: Words, rows: list[list[_Entry]], middle: QPointF, unit: float
) -> None:
    """The rows around the `middle` of the left side."""
    placed = [
        (entry, middle + QPointF(entry.left, (number + 0.5 - len(rows) / 2) * _ROW * unit))
        for number, row in enumerate(rows)
        for entry in row
    ]
    with writer.parts("L", "None"):
        for entry, at in placed:
            if entry.mark is not None:
                with writer.parts("LI"), writer.part("LBody"):
                    _draw_entry(writer, words, entry.mark, entry.words, at, unit)
    for entry, at in placed:
        if entry.mark is None:
            font = writer.font(_LEGEND * 0.85 * unit)
            with writer.part("P"):
                writer.write(at + QPointF(0, unit), entry.words, font, strength=0.85)


def _draw_entry(
    writer: Writer, words: Words, mark: Kind | NamedLayer, told: str, at: QPointF, unit: float
) -> None:
    painter = writer.painter
    painter.save()
    painter.translate(at + QPointF(_SYMBOL * unit / 2, 0))
    if isinstance(mark, NamedLayer):
        _draw_named(painter, mark, unit)
    else:
        spec = words.scene.catalogue[mark]
        draw_symbol(painter, Look(spec, spec.icon), _SYMBOL * unit, writer.style)
    painter.restore()
    start = at + QPointF((_SYMBOL + 2.2) * unit, _LEGEND * 0.36 * unit)
    writer.write(start, told, writer.font(_LEGEND * unit))


def _draw_named(painter: QPainter, named: NamedLayer, unit: float) -> None:
    """A dot, or a stretch of line, as on the map."""
    if named.is_dots:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(named.ink))
        painter.drawEllipse(QPointF(0, 0), 0.6 * unit, 0.6 * unit)
        return
    painter.setPen(QPen(colour(named.ink), 0.35 * unit))
    painter.drawLine(QPointF(-_SYMBOL * unit / 2, 0), QPointF(_SYMBOL * unit / 2, 0))


def _draw_scale(writer: Writer, words: Words, box: QRectF, unit: float, metres_per_pixel: float) -> None:
    """At the right: the scale in words, below it a bar of four parts, and north beside both."""
    font, right = writer.font(_NOTE * unit, 500), box.right() - 9 * unit
    with writer.part("P"):
        writer.write(QPointF(right - width_of(words.scale, font), box.top() + 2.8 * unit), words.scale, font)
    distance_m = scale_bar_m(metres_per_pixel, 44 * unit)
    told = f"Scale bar of {length_in_words(distance_m).replace('.0 km', ' km')}. North is at the top."
    with writer.part("Figure", told, box=box):
        _draw_bar(writer, box, unit, distance_m, distance_m / metres_per_pixel)


def _draw_bar(writer: Writer, box: QRectF, unit: float, distance_m: float, length: float) -> None:
    painter, ink, small = writer.painter, colour(writer.style.furniture.ink), writer.font(_SMALL * 1.1 * unit)
    painter.fillPath(north_arrow(box.right() - 3 * unit, box.top() + 11.6 * unit, 8 * unit), ink)
    letter = writer.font(_NOTE * unit, 600)
    writer.write(
        QPointF(box.right() - 3 * unit - width_of("N", letter) / 2, box.top() + 2.8 * unit), "N", letter
    )
    right, top, high = box.right() - 9 * unit, box.top() + 5.4 * unit, 1.5 * unit
    painter.setPen(QPen(ink, 0.22 * unit))
    for part in range(4):
        painter.setBrush(ink if part % 2 == 0 else Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(right - length + part * length / 4, top, length / 4, high))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for x, told in _figures(distance_m, length, small, 1.2 * unit):
        writer.write(QPointF(right + x, top + high + 3.2 * unit), told, small)


def _figures(distance_m: float, length: float, font: QFont, beyond: float) -> list[tuple[float, str]]:
    """What stands below a bar, and how far right of its end each begins; that of a short bar's middle has no room."""
    placed: list[tuple[float, str]] = []
    for share in (0.0, 0.5, 1.0):
        told = length_in_words(distance_m * share).replace(".0 km", " km") if share else "0"
        width = width_of(told, font)
        placed.append((min(-length * (1 - share) - width / 2, beyond - width), told))  # clear of the arrow
    start, middle, end = placed
    is_clear = middle[0] + width_of(middle[1], font) + beyond <= end[0]
    return [start, middle, end] if is_clear else [start, end]
