"""Greenspaces under the names and codes of OS Open Greenspace, so that they can be laid beside it in a GIS.

The publisher's own `id` changes at every release, so a site's is the record's UUID here. Categories that the
publisher has no `function` for are left out, and counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import shapely
from shapely import MultiPolygon

from placeplanner.domain.kinds import Kind, Shape
from placeplanner.domain.record import Record
from placeplanner.exchange.checking import Checked, Lack
from placeplanner.store import gpkg
from placeplanner.store.connection import as_problem
from placeplanner.store.package import Package

STANDARD = "Ordnance Survey, OS Open Greenspace, GreenspaceSite"
FUNCTIONS = {
    "allotments_or_community_growing_spaces": "Allotments Or Community Growing Spaces",
    "bowling_green": "Bowling Green",
    "cemetery": "Cemetery",
    "golf_course": "Golf Course",
    "other_sports_facility": "Other Sports Facility",
    "play_space": "Play Space",
    "playing_field": "Playing Field",
    "public_park_or_garden": "Public Park Or Garden",
    "religious_grounds": "Religious Grounds",
    "tennis_court": "Tennis Court",
}
_LONGEST_NAME = 254


def write_open_greenspace(path: Path, records: Iterable[Record], *, shown_as: Path | None = None) -> None:
    """Write a new GeoPackage with the layer `greenspace_site` (EPSG:27700).

    Raises:
        Problem: the disk is full, or gone.
        FileExistsError: there is something at that path already.
    """
    drawn = [record for record in records if _has_function(record) and record.shape is Shape.AREA]
    path.touch(exist_ok=False)
    with as_problem(shown_as or path), closing(Package(path)) as package:
        package.layer(
            "greenspace_site",
            title="Greenspace sites",
            description="Greenspaces as people drew them, under the names of OS Open Greenspace",
            type_name="MULTIPOLYGON",
            columns=[
                ("id", "TEXT(38)", "id"),
                ("function", "TEXT(40)", "function"),
                ("distinctive_name_1", "TEXT(254)", "distinctiveName1"),
                ("access_type", "TEXT(40)", "accessType (of the whole site)"),
            ],
        )
        package.fill(
            "greenspace_site", ["id", "function", "distinctive_name_1", "access_type"], [*map(_row, drawn)]
        )
        package.finish()


def _has_function(record: Record) -> bool:
    return record.kind is Kind.GREENSPACE and record.category in FUNCTIONS


def _row(record: Record) -> tuple[object, ...]:
    outline = MultiPolygon([*shapely.get_parts(record.geometry)])
    return (
        gpkg.to_gpb(outline),
        record.id,
        record.id,
        FUNCTIONS[record.category],
        record.name[:_LONGEST_NAME] or None,
        record.details.get("access_type"),
    )


def checked_greenspace(records: Iterable[Record]) -> Checked:
    """What the greenspaces among some records lack."""
    greens = [record for record in records if record.kind is Kind.GREENSPACE]
    known = [record for record in greens if _has_function(record)]
    drawn = [record for record in known if record.shape is Shape.AREA]
    lacks = [Lack(record.id, record.name, "its outline", True) for record in known if record not in drawn]
    lacks += [Lack(record.id, record.name, "a name", False) for record in drawn if not record.name.strip()]
    others = len(greens) - len(known)
    notes = (
        f"{others:,} greenspaces of other categories are left out: the standard has no function for them.",
    )
    return Checked("Greenspaces", STANDARD, len(drawn), tuple(lacks), notes if others else ())
