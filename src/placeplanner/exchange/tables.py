"""Records as CSV (RFC 4180), for spreadsheets.

A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection): what a
stranger wrote in a record must never act on the machine of whoever opens the table.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

import shapely

from placeplanner.domain.coordinates import grid_ref, to_lonlat
from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Record
from placeplanner.exchange.rows import AFTER, BEFORE, Column, Names, Value, columns_of, middle_of

_RUNS_AS_FORMULA = re.compile(
    "^[\t\r\n]|^\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]"
)  # the last four are full-width
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def to_csv(records: Iterable[Record], names: Names, *, with_bom: bool = True) -> bytes:
    """All records in one table, UTF-8, with a byte order mark so that Excel reads the accents.

    Raises `Problem` where a record lies outside Great Britain.
    """
    kept = sorted(
        records, key=lambda record: (list(Kind).index(record.kind), record.name.casefold(), record.id)
    )
    columns = _all_columns(kept, names)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    header = ["ID", *(label for label, _ in columns), *_POSITION]
    writer.writerow([safe_cell(label) for label in header])
    for record in kept:
        found = (per_kind.get(record.kind) for _, per_kind in columns)
        words = (_worded(column.value(record, names)) if column else "" for column in found)
        writer.writerow([record.id, *(safe_cell(word) for word in words), *_position(record)])
    return out.getvalue().encode("utf-8-sig" if with_bom else "utf-8")


_POSITION = ("Latitude", "Longitude", "Grid reference", "Shape (WKT, British National Grid, EPSG:27700)")


def safe_cell(value: Value) -> Value:
    """A value as it may stand in a spreadsheet; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = _CONTROL.sub("", value)
    return f"'{text}" if _RUNS_AS_FORMULA.match(text) else text


def _all_columns(records: list[Record], names: Names) -> list[tuple[str, dict[Kind, Column]]]:
    """The label of each column and, for each kind that has it, where its values come from."""
    shared = [(column.label, dict.fromkeys(Kind, column)) for column in BEFORE]
    own: dict[str, dict[Kind, Column]] = {}
    for kind in Kind:
        of_kind = [record for record in records if record.kind is kind]
        fixed = {column.name for column in (*BEFORE, *AFTER)}
        for column in columns_of(names.catalogue[kind], of_kind):
            if column.name not in fixed:
                own.setdefault(column.label, {})[kind] = column
    last = [(column.label, dict.fromkeys(Kind, column)) for column in AFTER]
    return [*shared, *own.items(), *last]


def _worded(value: Value) -> Value:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else value


def _position(record: Record) -> tuple[Value, ...]:
    if record.geometry.is_empty:
        return ("", "", "", "")
    middle = middle_of(record.geometry)
    lon, lat = to_lonlat(middle)
    return (f"{lat:.7f}", f"{lon:.7f}", grid_ref(middle), _wkt(record))


def _wkt(record: Record) -> str:
    text: str = shapely.to_wkt(record.geometry, rounding_precision=2)
    return text
