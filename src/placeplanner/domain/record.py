"""One thing that people put on the map, and the photos that belong to it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.ids import ContributorId, GroupId, PhotoId, PlaceCode, RecordId, SessionId
from placeplanner.domain.kinds import Audience, Kind, Shape

Detail = str | int | float | bool
Details = Mapping[str, Detail]


class Record(Struct, frozen=True):
    """One thing on the map. `geometry` is in EPSG:27700 metres; `details` are the kind's own fields by name.

    The plan file itself supplies `created_*` and `changed_*` (ISO 8601, UTC): what is put there by hand is ignored.
    """

    id: RecordId
    kind: Kind
    category: str
    name: str
    geometry: BaseGeometry
    place: PlaceCode | None = None
    place_is_corrected: bool = False  # a person chose the place; the geometry no longer does
    notes: str = ""
    source: str = ""
    group: GroupId | None = None
    contributor: ContributorId | None = None
    session: SessionId | None = None
    consent: Audience = Audience.GROUP
    is_sample: bool = False
    details: Details = field(default_factory=dict)
    created_at: str = ""
    created_by: str = ""
    changed_at: str = ""
    changed_by: str = ""
    origin: str = (
        ""  # which thing of a published list it is, as `KnownThing.origin` says; empty where it is none
    )
    imported: str = ""  # what the publisher said about it when last taken in (JSON, see `edits.known_facts`)

    @property
    def shape(self) -> Shape:
        """How it is drawn."""
        return shape_of(self.geometry)


def shape_of(geometry: BaseGeometry) -> Shape:
    """Point, line or area, whether single or multiple."""
    dimensions = {0: Shape.POINT, 1: Shape.LINE, 2: Shape.AREA}
    name = geometry.geom_type
    return dimensions[2 if "Polygon" in name else 1 if "Line" in name else 0]


class Photo(Struct, frozen=True):
    """A photo of a record. Its bytes lie in the plan under `sha256`, so that equal photos are kept once.

    `taken_at` (ISO 8601) and `taken_lonlat` (WGS 84) come from the camera; the place leaves only with consent.
    """

    id: PhotoId
    record: RecordId
    sha256: str
    media_type: str
    width: int
    height: int
    caption: str = ""
    credit: str = ""
    taken_at: str = ""
    taken_lonlat: tuple[float, float] | None = None
    may_show_place: bool = False
    consent: Audience = Audience.GROUP
