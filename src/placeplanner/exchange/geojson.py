"""Records as GeoJSON (RFC 7946): WGS 84, seven decimals (a centimetre), outer rings anticlockwise."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.coordinates import geometry_to_lonlat
from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Record
from placeplanner.exchange.rows import Column, Names, columns_of

DECIMALS = 7


def to_geojson(records: Iterable[Record], names: Names, *, about: Mapping[str, str] | None = None) -> bytes:
    """One FeatureCollection in UTF-8. `about` (title, licence …) becomes members of the collection.

    Raises `Problem` where a record lies outside Great Britain.
    """
    kept = tuple(records)
    features: list[dict[str, Any]] = []
    for kind in Kind:
        of_kind = [record for record in kept if record.kind is kind]
        columns = columns_of(names.catalogue[kind], of_kind)
        features += [_feature(record, columns, names) for record in of_kind]
    collection = {**(about or {}), "type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def geometry_of(geometry: BaseGeometry) -> dict[str, Any] | None:
    """A shape in metres as a GeoJSON geometry; an empty one is null, as clause 3.2 wants."""
    if geometry.is_empty:
        return None
    turned = shapely.orient_polygons(geometry_to_lonlat(geometry))
    return dict(shapely.geometry.mapping(shapely.transform(turned, lambda pairs: pairs.round(DECIMALS))))


def _feature(record: Record, columns: Iterable[Column], names: Names) -> dict[str, Any]:
    values = {column.name: column.value(record, names) for column in columns}
    return {
        "type": "Feature",
        "id": record.id,
        "geometry": geometry_of(record.geometry),
        "properties": {name: value for name, value in values.items() if value not in ("", None)},
    }
