"""What to say about files that are no maps, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from placeplanner.errors import Problem
from placeplanner.mappacks.sources.sniffing import Sort

WHAT_IS_READ = (
    "Map packs are made from OpenStreetMap extracts (.osm.pbf, .osm), Ordnance Survey OpenData, boundaries of the"
    " Office for National Statistics, Historic England's lists, GeoPackage, Shapefile, GML, GeoJSON, KML, GPX,"
    " FlatGeobuf, CSV tables with positions, MBTiles and PMTiles, zipped or not."
)
_MOST_REASONS = 4
_WHY = {
    Sort.PACK: (
        "It is a map pack already.",
        "Install it as it is: drop it on the map, or use “placeplanner maps add”.",
    ),
    Sort.PICTURE: (
        "It is a picture, which does not say where on the map it belongs.",
        "Choose the same map as MBTiles, PMTiles or GeoPackage.",
    ),
    Sort.DOCUMENT: (
        "It is a document or a spreadsheet.",
        "If it is a list with positions, save it as CSV (comma-separated values) and choose that.",
    ),
    Sort.PACKED: (
        "It is packed in a way that is not unpacked here.",
        "Unpack it first, and choose the files in it.",
    ),
    Sort.REFERRING: (
        "It holds no map, but says where to fetch one from: another file or a service on the web.",
        "Choose the file that holds the map.",
    ),
    Sort.COMPANION: (
        "It is only a part of a shapefile.",
        "Choose the file that ends in .shp, with the others beside it.",
    ),
}


def refusal(path: Path, name: str, sort: Sort) -> Problem:
    """Why a file of this sort makes no source."""
    if sort is Sort.EMPTY:
        return empty(name)
    if sort in _WHY:
        why, instead = _WHY[sort]
        return Problem(f"“{name}” is no source for a map pack.", why, instead)
    if path.suffix.casefold() in (".dbf", ".shx", ".prj", ".cpg"):
        return refusal(Path(name).with_suffix(""), name, Sort.COMPANION)
    return nothing_known(name)


def empty(name: str) -> Problem:
    """A file with nothing in it."""
    return Problem(f"“{name}” is empty.", "There is nothing in it.", "Fetch or copy it again.")


def a_plan(name: str) -> Problem:
    """A plan, given where a source is wanted."""
    return Problem(
        f"“{name}” is a plan, not a source for a map pack.",
        "A map pack holds no people's words, and a plan holds little else.",
        "Open it with “Open plan”.",
    )


def nothing_in(where: str, reasons: Sequence[str]) -> Problem:
    """Several files, or a folder of them, of which none is of use."""
    told = list(reasons[:_MOST_REASONS])
    if len(reasons) > len(told):
        told.append(f"So it is with {len(reasons) - len(told):,} more.")
    return Problem(f"Nothing in {where} can be put on a map.", " ".join(told), WHAT_IS_READ)


def nothing_known(name: str) -> Problem:
    """Something in which nothing is recognised."""
    return Problem(
        f"Nothing in “{name}” can be put on a map.", "It is in no format that is known here.", WHAT_IS_READ
    )
