"""Shapes as they are typed: positions, or well-known text; checked as the window checks what is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import click
import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from placeplanner.cli.printing import note
from placeplanner.domain.checks import faults, mended
from placeplanner.domain.coordinates import geometry_to_easting_northing, parse_position
from placeplanner.domain.geometry import drawn
from placeplanner.domain.kinds import Category, Shape
from placeplanner.domain.place import Places
from placeplanner.domain.record import shape_of
from placeplanner.errors import Problem

_AREA_LETTERS = {Shape.POINT: "a point", Shape.LINE: "a line", Shape.AREA: "an area"}
_BRITAIN = (-9.5, 49.0, 2.5, 61.5)  # degrees west, south, east, north


def shape_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options by which a command is told a shape."""
    for option in (
        click.option("--mend", is_flag=True, help="Mend a shape that crosses itself or leaves the borough."),
        click.option(
            "--shape-wkt",
            "wkt",
            metavar="WKT",
            help="The shape as text, longitude first, or in National Grid metres.",
        ),
        click.option(
            "--as",
            "shape",
            type=click.Choice([each.value for each in Shape]),
            help="How to draw several --at.",
        ),
        click.option(
            "--at",
            "positions",
            multiple=True,
            metavar="POSITION",
            help="Latitude,longitude or a grid reference; repeat it with --as line or --as area.",
        ),
    ):
        command = option(command)
    return command


def typed_shape(positions: Sequence[str], shape: str | None, wkt: str | None) -> BaseGeometry | None:
    """The shape that was typed, in metres; None where none was. Raises `Problem` or click's complaint."""
    if positions and wkt:
        raise click.UsageError("Give --at or --shape-wkt, not both.")
    if wkt:
        return _from_wkt(wkt)
    if not positions:
        return None
    corners = [parse_position(position) for position in positions]
    wanted = Shape(shape) if shape else Shape.POINT
    if len(corners) > 1 and wanted is Shape.POINT:
        raise click.UsageError("Several positions make a line or an area: add --as line or --as area.")
    geometry = drawn(corners, wanted)
    if geometry is None:
        needed = 2 if wanted is Shape.LINE else 3
        raise click.UsageError(
            f"{_AREA_LETTERS[wanted].capitalize()} needs at least {needed} different positions."
        )
    return geometry


def _from_wkt(text: str) -> BaseGeometry:
    try:
        geometry = shapely.force_2d(shapely.from_wkt(re.sub(r"^\s*SRID=\d+;", "", text)))
    except (ShapelyError, ValueError) as error:
        raise Problem(
            "That shape cannot be read.",
            "It is not well-known text.",
            "Write it like POINT(-2.58 53.53), or LINESTRING(361900 404500, 362000 404600) in metres.",
        ) from error
    if geometry.is_empty:
        raise Problem("That shape is empty.", "", "Give it at least one position.")
    west, south, east, north = geometry.bounds
    if max(abs(west), abs(south), abs(east), abs(north)) > 180:
        return geometry
    if _BRITAIN[0] <= south <= _BRITAIN[2] and _BRITAIN[1] <= west <= _BRITAIN[3]:
        raise Problem(
            "Latitude and longitude are the wrong way round in that shape.",
            "In well-known text longitude comes first.",
            f"Write {east:g} after {north:g}.",
        )
    return geometry_to_easting_northing(geometry)


def checked(geometry: BaseGeometry, places: Places, category: Category | None, *, mend: bool) -> BaseGeometry:
    """The shape, if it may be stored so, mended where that was asked for. Raises `Problem`."""
    borough = places.borough.geometry if places.borough else None
    found = faults(geometry, borough)
    if found and mend and (better := mended(geometry, borough)) is not None:
        note(f"Mended: {' '.join(fault.what for fault in found)}")
        geometry, found = better, ()
    if found:
        first = found[0]
        may_mend = "Or add --mend." if not mend and mended(geometry, borough) is not None else ""
        raise Problem(first.what, first.why, f"{first.try_this} {may_mend}".strip())
    if category is not None and shape_of(geometry) not in category.shapes:
        allowed = " or ".join(_AREA_LETTERS[shape] for shape in category.shapes)
        raise Problem(
            f"“{category.label}” is drawn as {allowed}, and not as {_AREA_LETTERS[shape_of(geometry)]}.",
            "",
            "Give another shape, or choose another category.",
        )
    return geometry
