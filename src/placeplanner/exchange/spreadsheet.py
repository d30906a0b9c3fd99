"""Records as an Excel workbook: a sheet a kind, dates as dates, numbers as numbers, and nothing that acts by itself."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Mapping
from typing import Any

from placeplanner.domain.coordinates import grid_ref, to_lonlat
from placeplanner.domain.kinds import FieldType, Kind
from placeplanner.domain.record import Record
from placeplanner.exchange.rows import Column, Names, Value, columns_of, middle_of

_LONGEST_CELL = 32_767  # characters: Excel's own limit
_WIDEST, _NARROWEST = 60, 9
_POSITION = ("Latitude", "Longitude", "Grid reference")


def to_xlsx(records: Iterable[Record], names: Names, *, about: Mapping[str, str] | None = None) -> bytes:
    """A workbook with a sheet for each kind that there are records of, and one that says where it comes from.

    Raises `Problem` where a record lies outside Great Britain.
    """
    import xlsxwriter  # type: ignore[import-untyped]  # here, since it takes a while and few exports need it

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    styles = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "date": book.add_format({"num_format": "d mmm yyyy", "valign": "top", "align": "left"}),
        "time": book.add_format({"num_format": "d mmm yyyy hh:mm", "valign": "top", "align": "left"}),
        "number": book.add_format({"valign": "top"}),
    }
    kept = tuple(records)
    for kind in Kind:
        if of_kind := [record for record in kept if record.kind is kind]:
            sheet = book.add_worksheet(names.catalogue[kind].plural[:31])
            _fill(sheet, of_kind, columns_of(names.catalogue[kind], of_kind), names, styles)
    _say_where_from(book, about or {}, styles)
    book.close()
    return out.getvalue()


def _fill(
    sheet: Any, records: list[Record], columns: tuple[Column, ...], names: Names, styles: dict[str, Any]
) -> None:
    heads = ["ID", *(column.label for column in columns), *_POSITION]
    for number, head in enumerate(heads):
        sheet.write_string(0, number, head, styles["head"])
    widths = [len(head) for head in heads]
    for row, record in enumerate(sorted(records, key=lambda each: (each.name.casefold(), each.id)), start=1):
        values = [record.id, *(_typed(column, record, names) for column in columns), *_position(record)]
        for number, value in enumerate(values):
            _write(sheet, row, number, value, styles)
            widths[number] = max(widths[number], min(len(str(value or "")), _WIDEST))
    for number, width in enumerate(widths):
        sheet.set_column(number, number, min(max(width + 1, _NARROWEST), _WIDEST))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(records), len(heads) - 1)


def _typed(column: Column, record: Record, names: Names) -> Value | datetime.date:
    value = column.value(record, names)
    if column.type is FieldType.DATE or column.name in ("created", "changed"):
        return _as_date(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return value


def _as_date(value: Value) -> Value | datetime.date:
    """A full date or time as such; "1897" and "about 1910" stay what they are."""
    try:
        found = datetime.datetime.fromisoformat(str(value or "").replace("Z", "+00:00"))
    except ValueError:
        return value
    return found.date() if len(str(value)) == 10 else found.astimezone(datetime.UTC).replace(tzinfo=None)


def _write(sheet: Any, row: int, column: int, value: Value | datetime.date, styles: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime.datetime):
        sheet.write_datetime(row, column, value, styles["time"])
    elif isinstance(value, datetime.date):
        if value.year < 1900:  # before Excel's first day
            sheet.write_string(row, column, value.isoformat(), styles["text"])
        else:
            sheet.write_datetime(row, column, datetime.datetime(*value.timetuple()[:3]), styles["date"])
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, styles["number"])
    else:
        sheet.write_string(row, column, _as_xml_takes_it(value)[:_LONGEST_CELL], styles["text"])


def _as_xml_takes_it(text: str) -> str:
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


def _position(record: Record) -> tuple[Value, ...]:
    if record.geometry.is_empty:
        return (None, None, None)
    middle = middle_of(record.geometry)
    lon, lat = to_lonlat(middle)
    return (round(lat, 7), round(lon, 7), grid_ref(middle))


def _say_where_from(book: Any, about: Mapping[str, str], styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 100)
    for row, (label, text) in enumerate(about.items()):
        sheet.write_string(row, 0, label.replace("_", " ").capitalize(), styles["head"])
        sheet.write_string(row, 1, text, styles["text"])
