"""Candidates for the councils' lists: Assets of Community Value, and a local heritage list.

The council lists an asset, never this app: what is written are candidates. Fields and their order are those of
planning data's working draft `asset-of-community-value` (2025-03-04); of the local list, Historic England's Advice
Note 7 (second edition) as republished by Cambridgeshire.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.coordinates import geometry_to_lonlat
from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Record
from placeplanner.exchange.checking import Checked, Lack
from placeplanner.exchange.rows import Names, Value, middle_of, worded
from placeplanner.exchange.tables import safe_cell

ACV_FIELDS = (
    "reference",
    "name",
    "address-text",
    "description",
    "point",
    "geometry",
    "organisation",
    "nomination-date",
    "nominating-group",
    "decision",
    "decision-date",
    "expiry-date",
    "notification-to-sell-date",
    "interested-group",
    "protected-period-start-date",
    "notes",
    "entry-date",
    "start-date",
    "end-date",
)
ACV_STANDARD = "planning data, asset-of-community-value, working draft of 4 March 2025"
LOCAL_LIST_STANDARD = (
    "Historic England, Advice Note 7 (second edition), criteria as republished by Cambridgeshire"
)
_ACV_MUSTS = (
    ("name", "a name"),
    ("address", "its address"),
    ("social_value", "how it helps people's wellbeing"),
)
_ACV_SHOULDS = (
    ("current_use", "what it is used for"),
    ("future_use", "why that could go on"),
    ("boundary", "what exactly is put forward"),
    ("owner", "who owns it"),
    ("nominating_group", "which group puts it forward"),
    ("nominator_type", "what kind of group that is"),
)
_CRITERIA = (
    "asset_type",
    "age_band",
    "rarity",
    "artistic_interest",
    "group_value",
    "archaeological_interest",
    "historic_interest",
    "landmark_status",
)
_ALREADY_LISTED = ("listed_building", "scheduled_monument")


def is_nominated(record: Record) -> bool:
    """Whether people want an asset put forward."""
    return record.kind is Kind.ASSET and bool(record.details.get("nominate"))


def acv_csv(records: Iterable[Record], *, organisation: str = "local-authority:WGN") -> tuple[bytes, Checked]:
    """The nomination candidates among some records, UTF-8 with a byte order mark, and what they lack."""
    chosen = [record for record in records if is_nominated(record)]
    rows = [_acv_row(record, organisation) for record in chosen]
    lacks = tuple(lack for record in chosen for lack in _acv_lacks(record))
    checked = Checked(
        "Candidates for Assets of Community Value",
        ACV_STANDARD,
        len(rows),
        lacks,
        ("The council decides what is listed; these are candidates. The draft standard may change.",),
    )
    return _csv(ACV_FIELDS, rows), checked


def _acv_row(record: Record, organisation: str) -> list[Value]:
    details = record.details
    found: dict[str, Value] = {
        "reference": record.id,
        "name": record.name,
        "address-text": details.get("address"),
        "description": " ".join(
            str(part) for name in ("current_use", "social_value", "future_use") if (part := details.get(name))
        ),
        "point": _wkt(shapely.Point(middle_of(record.geometry))),
        "geometry": _wkt(record.geometry) if "Polygon" in record.geometry.geom_type else "",
        "organisation": organisation,
        "nomination-date": details.get("nomination_date"),
        "nominating-group": details.get("nominating_group"),
        "decision": details.get("decision"),
        "decision-date": details.get("decision_date"),
        "expiry-date": details.get("expiry_date"),
        "notes": record.notes,
        "entry-date": (record.changed_at or record.created_at)[:10],
        "start-date": details.get("nomination_date"),
    }
    return [found.get(field, "") for field in ACV_FIELDS]


def _acv_lacks(record: Record) -> Iterable[Lack]:
    for name, words in (*_ACV_MUSTS, *_ACV_SHOULDS):
        value = record.name if name == "name" else record.details.get(name)
        if value in (None, ""):
            yield Lack(record.id, record.name, words, (name, words) in _ACV_MUSTS)


def _wkt(geometry: BaseGeometry) -> str:
    text: str = shapely.to_wkt(geometry_to_lonlat(geometry), rounding_precision=6)
    return text


def local_list_csv(records: Iterable[Record], names: Names) -> tuple[bytes, Checked]:
    """Heritage that a local list could take, with the criteria as columns; never what is listed nationally."""
    chosen = [record for record in records if _is_for_local_list(record)]
    spec = names.catalogue[Kind.HERITAGE]
    fields = [field for name in _CRITERIA if (field := spec.field(name))]
    heads = [
        "Reference",
        "Name",
        "Category",
        "Address",
        *(f.label for f in fields),
        "Story",
        "Place",
        "Shape (WKT)",
    ]
    rows: list[list[Value]] = [
        [
            record.id,
            record.name,
            spec.category_label(record.category),
            record.details.get("address"),
            *(worded(field, record.details.get(field.name)) for field in fields),
            record.details.get("story"),
            names.place(record),
            _wkt(record.geometry),
        ]
        for record in chosen
    ]
    lacks = tuple(
        Lack(record.id, record.name, f"“{field.label}”", False)
        for record in chosen
        for field in fields
        if record.details.get(field.name) in (None, "")
    )
    note = "Only some districts take nominations; elsewhere they go to the Historic Environment Record. Ask first."
    return _csv(heads, rows), Checked(
        "Heritage for a local list", LOCAL_LIST_STANDARD, len(rows), lacks, (note,)
    )


def _is_for_local_list(record: Record) -> bool:
    is_heritage = record.kind is Kind.HERITAGE and record.category not in _ALREADY_LISTED
    return is_heritage and any(record.details.get(name) for name in _CRITERIA)


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([[safe_cell("" if cell is None else cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")
