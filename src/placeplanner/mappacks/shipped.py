"""The map that ships: the borough, its 14 towns and 40 neighbourhoods, with people and deprivation figures.

Only neighbourhoods are published; towns and the borough are unions of them, and so are their figures.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import shapely
from shapely import MultiPolygon

from placeplanner import paths
from placeplanner.domain.combining import Rules, as_multipolygon, combined, union_of
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.errors import Problem
from placeplanner.mappacks.manifest import Manifest, load_manifest


@cache
def shipped_manifest() -> Manifest:
    """Where the map that ships comes from. Raises `Problem`."""
    return load_manifest(paths.maps() / "manifest.toml")


@cache
def shipped_places() -> Places:
    """The borough, its towns and its neighbourhoods, in metres. Raises `Problem` where the map is damaged."""
    return load_places(paths.maps(), shipped_manifest())


def load_places(folder: Path, manifest: Manifest) -> Places:
    """The places of a map folder: borough first, then towns, then neighbourhoods. Raises `Problem`."""
    try:
        return _places(folder, manifest)
    except OSError as error:
        raise _damaged(f"{error.filename} cannot be read: {error.strerror or error}.") from error
    except KeyError as error:
        raise _damaged(f"Something named {error.args[0]} is missing.") from error
    except (ValueError, TypeError, shapely.GEOSException) as error:
        raise _damaged(f"{error}") from error


def rules_of(manifest: Manifest) -> Rules:
    """How each figure of a town comes from those of its neighbourhoods."""
    return {figure.name: figure.combine for figure in manifest.figures}


def shipped_rules() -> Rules:
    """How the figures of the map that ships come together. Raises `Problem`."""
    return rules_of(shipped_manifest())


def town_code(name: str) -> PlaceCode:
    """The code of a town: towns have none of their own, so it is made from the name."""
    return PlaceCode("town-" + "-".join(name.casefold().split()))


def _damaged(why: str) -> Problem:
    return Problem("The map of the borough is damaged.", why, "Install Place Planner again.")


def _places(folder: Path, manifest: Manifest) -> Places:
    outlines = _outlines(folder / manifest.outlines_file)
    rows = _rows(folder / manifest.figures_file)
    if strangers := {row["town"] for row in rows} - set(manifest.towns):
        raise ValueError(f"No town is called {', '.join(sorted(strangers))}.")
    neighbourhoods = [_neighbourhood(row, outlines[row["code"]], manifest) for row in rows]
    borough = PlaceCode(manifest.borough_code)
    towns = [_town(name, borough, neighbourhoods, manifest) for name in manifest.towns]
    whole = Place(
        code=borough,
        name=manifest.borough_name,
        kind=PlaceKind.BOROUGH,
        parent=None,
        geometry=union_of(neighbourhoods),
        figures=combined(neighbourhoods, rules_of(manifest)),
        source=_source(manifest),
    )
    return Places([whole, *towns, *neighbourhoods])


def _town(name: str, borough: PlaceCode, neighbourhoods: Iterable[Place], manifest: Manifest) -> Place:
    code = town_code(name)
    inside = [place for place in neighbourhoods if place.parent == code]
    return Place(
        code=code,
        name=name,
        kind=PlaceKind.TOWN,
        parent=borough,
        geometry=union_of(inside),
        figures=combined(inside, rules_of(manifest)),
        source=f"{_source(manifest)}; best fit",
    )


def _neighbourhood(row: Mapping[str, str], outline: MultiPolygon, manifest: Manifest) -> Place:
    return Place(
        code=PlaceCode(row["code"]),
        name=row["name"],
        kind=PlaceKind.NEIGHBOURHOOD,
        parent=town_code(row["town"]),
        geometry=outline,
        figures={figure.name: float(row[figure.name]) for figure in manifest.figures},
        source=_source(manifest),
    )


def _source(manifest: Manifest) -> str:
    return f"{manifest.publisher}, {manifest.date}"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _outlines(path: Path) -> dict[str, MultiPolygon]:
    """By code, in metres: converted when the map was made, for OSTN15 is large and slow to load."""
    rows = (line.split(" ", 1) for line in path.read_text(encoding="utf-8").splitlines())
    return {code: as_multipolygon(shapely.from_wkt(outline)) for code, outline in rows}
