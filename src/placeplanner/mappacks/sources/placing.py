"""Putting coordinates right: into National Grid metres, whatever they are, and whatever the file says that they are.

A file may say one thing and hold another. That is put right where only one reading leads to Great Britain, and
said; else it is refused.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyproj
import shapely
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray
from pyproj.exceptions import ProjError

from placeplanner.domain.coordinates import eastings_northings_or_nan
from placeplanner.domain.streetmap import Box
from placeplanner.errors import Problem
from placeplanner.mappacks.area import Area

Coordinates = NDArray[np.float64]
_Convert = Callable[[Coordinates], Coordinates]

BRITAIN = (-9.0, 49.0, 2.5, 61.5)  # degrees
_GRID = (0.0, 0.0, 700_000.0, 1_300_000.0)  # metres
_WEB_MERCATOR = (-1_010_000.0, 6_250_000.0, 290_000.0, 8_800_000.0)
_MOST = 0.9  # of the positions in a sample
_MARGIN_DEGREES = 0.002
_MARGIN_M = 100.0

_DEGREES = "latitude and longitude (WGS 84), made National Grid by OSTN15 to well within a metre"
_METRES = "National Grid eastings and northings (EPSG:27700), as they are"


class Placing(Struct, frozen=True):
    """How positions of one layer become metres. `notes` are sentences about what was put right."""

    words: str
    to_metres: _Convert  # NaN where the National Grid does not reach
    box_of: Callable[[Area], Box | None]  # in the file's own coordinates; None: it must be read whole
    notes: tuple[str, ...] = ()
    is_degrees: bool = False


@np.errstate(all="ignore")  # what is no number is no position
def placing_of(crs: str | None, sample: Coordinates, layer: str) -> Placing:
    """How to place a layer that says it uses `crs`, by some of its positions. Raises `Problem`."""
    finite = sample[np.isfinite(sample).all(axis=1)] if len(sample) else sample
    finite = finite[(finite != 0).any(axis=1)] if len(finite) else finite
    if crs is None:
        return _undeclared(finite, layer)
    declared = _declared(crs, layer)
    # degrees of Great Britain may pass for metres at the National Grid's corner, where there is only sea
    is_misread = not declared.is_degrees and _lie_in(BRITAIN, finite)
    if len(finite) == 0 or (_share_in_britain(declared.to_metres, finite) > 0 and not is_misread):
        return declared
    return _put_right(declared, finite, layer)


def _lie_in(box: Box, xy: Coordinates) -> bool:
    return _share_in(box, xy) >= _MOST


def _share_in(box: Box, xy: Coordinates) -> float:
    west, south, east, north = box
    inside = (xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north)
    return float(inside.mean()) if len(xy) else 0.0


def _share_in_britain(to_metres: _Convert, xy: Coordinates) -> float:
    return _share_in(_GRID, np.nan_to_num(to_metres(xy), nan=-1.0))


def _undeclared(xy: Coordinates, layer: str) -> Placing:
    found = _guess(xy)
    if found is None:
        raise Problem(
            f"“{layer}” does not say which coordinates it uses.",
            "Its positions look neither like latitude and longitude nor like eastings and northings in Great Britain.",
            "Ask for the file as GeoJSON or GeoPackage, which always say so.",
        )
    placing, looks = found
    return _noting(placing, f"“{layer}” does not say which coordinates it uses; they are {looks}.")


def _put_right(declared: Placing, xy: Coordinates, layer: str) -> Placing:
    found = _guess(xy)
    if found is None:
        raise Problem(
            f"“{layer}” holds nothing in Great Britain.",
            f"It says that it uses {declared.words.split(',')[0]}, and its positions are elsewhere, such as"
            f" {xy[0][0]:.6g}, {xy[0][1]:.6g}.",
            "Check that it is the right file, and that it was saved with the right coordinate system.",
        )
    placing, looks = found
    says = declared.words.split(",")[0]
    return _noting(placing, f"“{layer}” says that it uses {says}, but its positions are {looks}; put right.")


def _guess(xy: Coordinates) -> tuple[Placing, str] | None:
    """The one reading of positions that leads to Great Britain, and what they are in words."""
    if len(xy) == 0:
        return None
    if _lie_in(BRITAIN, xy):
        return WGS84, "latitude and longitude"
    if _lie_in(BRITAIN, xy[:, ::-1]):
        return _swapped(WGS84), "latitude and longitude the other way round"
    if _lie_in(_WEB_MERCATOR, xy):
        return _declared("EPSG:3857", ""), "metres of web maps (EPSG:3857)"
    if _lie_in(_GRID, xy) and np.abs(xy).max() > 1000:
        return NATIONAL_GRID, "eastings and northings on the National Grid"
    if _lie_in(_GRID, xy[:, ::-1]) and np.abs(xy).max() > 1000:
        return _swapped(NATIONAL_GRID), "northings and eastings the other way round"
    return None


def _noting(placing: Placing, note: str) -> Placing:
    return replace(placing, notes=(*placing.notes, note))


def _swapped(placing: Placing) -> Placing:
    def box_of(area: Area) -> Box | None:
        box = placing.box_of(area)
        return None if box is None else (box[1], box[0], box[3], box[2])

    return Placing(
        f"{placing.words}; they stood the other way round",
        lambda xy: placing.to_metres(np.ascontiguousarray(xy[:, ::-1])),
        box_of,
    )


def _from_degrees(xy: Coordinates) -> Coordinates:
    # OSTN15 is asked only about what it may know: a hundred degrees north is not its business
    west, south, east, north = BRITAIN
    with np.errstate(invalid="ignore"):
        near = (xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north)
    metres = np.full((len(xy), 2), np.nan)
    if near.any():
        metres[near] = eastings_northings_or_nan(xy[near])
    return metres


def _from_metres(xy: Coordinates) -> Coordinates:
    west, south, east, north = _GRID
    with np.errstate(invalid="ignore"):
        near = (xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north)
    return np.where(near[:, None], xy, np.nan)


def _degrees_around(area: Area) -> Box | None:
    if area.lonlat_box is None:
        return None
    west, south, east, north = area.lonlat_box
    return west - _MARGIN_DEGREES, south - _MARGIN_DEGREES, east + _MARGIN_DEGREES, north + _MARGIN_DEGREES


def _metres_around(area: Area) -> Box | None:
    if area.box is None:
        return None
    west, south, east, north = area.box
    return west - _MARGIN_M, south - _MARGIN_M, east + _MARGIN_M, north + _MARGIN_M


WGS84 = Placing(_DEGREES, _from_degrees, _degrees_around, is_degrees=True)
NATIONAL_GRID = Placing(_METRES, _from_metres, _metres_around)


def _declared(crs: str, layer: str) -> Placing:
    try:
        system = pyproj.CRS.from_user_input(crs)
        return _placing_in(system)
    except ProjError as error:
        raise Problem(
            f"“{layer}” uses coordinates that are not known here.",
            f"It describes them as “{crs[:80]}”.",
            "Ask for the file in National Grid (EPSG:27700) or in latitude and longitude (WGS 84).",
        ) from error


def _placing_in(system: pyproj.CRS) -> Placing:
    flat = system.sub_crs_list[0] if system.is_compound and system.sub_crs_list else system
    epsg = flat.to_epsg(min_confidence=25)
    if epsg in (4326, 4258) or "CRS84" in flat.name.replace(" ", ""):
        return WGS84
    if epsg == 27700 or "british_national_grid" in flat.name.casefold().replace(" ", "_"):
        return NATIONAL_GRID
    datum = flat.datum.name if flat.datum else ""
    if "OSGB" in datum or "Ordnance Survey of Great Britain 1936" in datum:
        return _by_proj(flat, pyproj.CRS.from_epsg(27700), "made National Grid without a change of datum")
    return _by_proj(flat, pyproj.CRS.from_epsg(4326), "")


def _by_proj(system: pyproj.CRS, target: pyproj.CRS, how: str) -> Placing:
    there = pyproj.Transformer.from_crs(system, target, always_xy=True)
    accuracy = f" to within {there.accuracy:g} m" if there.accuracy > 0 else ""
    last = _from_metres if how else _from_degrees
    words = f"{system.name}, {how or f'made latitude and longitude by PROJ{accuracy}, then National Grid by OSTN15'}"

    def to_metres(xy: Coordinates) -> Coordinates:
        x, y = there.transform(xy[:, 0], xy[:, 1])
        pairs = np.column_stack([x, y])
        return last(np.where(np.isfinite(pairs), pairs, np.nan))

    return Placing(words, to_metres, lambda area: None, is_degrees=system.is_geographic)


def positions(geometries: NDArray[np.object_]) -> Coordinates:
    """All corners of some shapes, shape (n, 2)."""
    return shapely.get_coordinates(geometries)
