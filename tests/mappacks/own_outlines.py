"""Files as groups bring them: shapes with names and nothing else, in longitude and latitude."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.coordinates import lonlats
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.mappacks.shipped import shipped_places

REAL = Path(__file__).parents[3] / "shared" / "real" / "boundaries"
CODES = ("area_code", "local_authority_area_code")


def a_file(path: Path, shapes: Mapping[str, BaseGeometry], column: str = "Called") -> Path:
    """A GeoJSON file of shapes that are given in metres, by what each is called; an empty name is none."""
    features = [
        {
            "type": "Feature",
            "properties": {column: name} if name.strip() else {"drawn": 2026},
            "geometry": json.loads(shapely.to_geojson(shapely.transform(shape, lonlats))),
        }
        for name, shape in shapes.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def without_codes(name: str, path: Path) -> Path:
    """A real file of boundaries, its codes taken out."""
    if not (REAL / name).exists():
        pytest.skip("the real boundaries are not beside this checkout")
    told = json.loads((REAL / name).read_text(encoding="utf-8"))
    for feature in told["features"]:
        for code in CODES:
            feature["properties"].pop(code, None)
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


def tile(name: str) -> Place:
    """A neighbourhood as it ships."""
    (found,) = (place for place in shipped_places().of_kind(PlaceKind.NEIGHBOURHOOD) if place.name == name)
    return found


def shifted(shape: BaseGeometry, east: float, north: float = 0.0) -> BaseGeometry:
    """The same shape, so many metres further."""
    moved = shapely.transform(shape, lambda xy: xy + np.array([east, north]))
    assert isinstance(moved, BaseGeometry)
    return moved


def a_bow_tie(around: Place) -> BaseGeometry:
    """An outline in the middle of a place whose ring crosses itself near a corner."""
    at = around.geometry.centroid
    corners = [(-400, -300), (400, -300), (400, 300), (-360, 300), (-400, 290), (-360, 290), (-400, 300)]
    return shapely.Polygon([(at.x + x, at.y + y) for x, y in corners])
