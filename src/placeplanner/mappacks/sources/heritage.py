"""The National Heritage List for England, as Historic England exports it, whatever the file is called.

Registered parks are proposed as greenspace: in this plan a park is a greenspace, and its listing a protection.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct

from placeplanner.domain.instant import since_1970
from placeplanner.domain.kinds import Kind
from placeplanner.domain.known import KnownThing
from placeplanner.domain.record import Detail
from placeplanner.mappacks.haul import Haul, Known
from placeplanner.mappacks.sources import credits
from placeplanner.mappacks.sources.generic import drawn_reference
from placeplanner.mappacks.sources.rows import Each, Layer, Made, Meaning, Rows, text_of, titled

_GRADES = {"I": "I", "II*": "II*", "II": "II", "1": "I", "2*": "II*", "2": "II"}
_DAY = re.compile(r"^(\d{4})[-/](\d{2})[-/](\d{2})")
_MILLISECONDS = re.compile(r"^-?\d{9,14}$")


class _List(Struct, frozen=True):
    """One of the lists that the List is made of."""

    title: str
    date: str  # column
    kind: Kind | None
    category: str = ""
    is_drawn: bool = False


_LISTS = (
    _List("Scheduled monuments", "scheddate", Kind.HERITAGE, "scheduled_monument", is_drawn=True),
    _List("Registered parks and gardens", "regdate", Kind.GREENSPACE, "public_park_or_garden", is_drawn=True),
    _List("Registered battlefields", "battdate", None, is_drawn=True),
    _List("World Heritage Sites", "inscrdate", None, is_drawn=True),
    _List("Listed buildings", "listdate", Kind.HERITAGE, "listed_building"),
    _List("Listed buildings", "desigdate", Kind.HERITAGE, "listed_building"),
    _List("Listed buildings", "grade", Kind.HERITAGE, "listed_building"),
)


def heritage_meaning(layer: Layer, title: str) -> Meaning | None:
    """A layer of the National Heritage List, else None."""
    if not {"listentry", "name"} <= set(layer.fields):
        return None
    found = next((which for which in _LISTS if which.date in layer.fields), None)
    if found is None:
        return None
    said = credits.historic_england(
        f"National Heritage List for England: {found.title}", credits.date_in(title)
    )
    source = ", ".join(
        part for part in ("Historic England", "National Heritage List for England", said.date) if part
    )
    return Meaning(
        product=f"{found.title} (National Heritage List for England)",
        credits=said,
        begin=lambda: Each(_maker(found, source)),
        labels=("name", "listentry"),
        is_whole=True,
    )


def _maker(which: _List, source: str) -> Callable[[Rows], Made]:
    def make(rows: Rows) -> Made:
        hauls: list[Haul] = []
        names = [titled(name) for name in rows.texts("name")]
        if which.kind is not None:
            hauls.append(Known(tuple(_things(rows, which, names, source))))
        if which.is_drawn:
            hauls.extend(drawn_reference(rows, which.title, names))
        return Made(tuple(hauls))

    return make


def _things(rows: Rows, which: _List, names: list[str], source: str) -> list[KnownThing]:
    assert which.kind is not None
    entries, grades, dates = rows.texts("listentry"), rows.texts("grade"), rows.texts(which.date)
    pages = rows.texts("hyperlink", "url")
    return [
        KnownThing(
            origin=f"nhle:{entries[index]}",
            kind=which.kind,
            category=which.category,
            name=names[index],
            geometry=geometry,
            source=source,
            details=_details(which, entries[index], grades[index], dates[index], pages[index]),
        )
        for index, geometry in enumerate(rows.geometries)
    ]


def _details(which: _List, entry: str, grade: str, date: str, page: str) -> Mapping[str, Detail]:
    if which.kind is Kind.GREENSPACE:
        found = {"protection": "registered_park"}
    else:
        found = {
            "nhle_entry": entry,
            "grade": _GRADES.get(grade.upper(), "") if which.category == "listed_building" else "",
            "designated_on": day_of(date),
        }
    return {name: value for name, value in {**found, "website": page}.items() if value}


def day_of(value: object) -> str:
    """A date as YYYY-MM-DD, from how exports write it; "" where it cannot be told."""
    text = text_of(value)
    if match := _DAY.match(text):
        return "-".join(match.groups())
    if _MILLISECONDS.match(text):
        return since_1970(int(text)).date().isoformat()
    return ""
