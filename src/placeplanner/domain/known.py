"""Things that a publisher already knows, such as listed buildings: proposed to people, never recorded unasked."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.ids import DeclinedId
from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Detail


class KnownThing(Struct, frozen=True):
    """One of them. `geometry` is in EPSG:27700 metres; `details` are the kind's own fields by name.

    `origin` says which thing it is wherever it is met again: the publisher's own lasting number ("nhle:1287654",
    "osm:way/123", "stop:1800SB1234"), or, where there is none, what is made from its name and position.
    """

    origin: str
    kind: Kind
    category: str
    name: str
    geometry: BaseGeometry
    source: str  # publisher, publication, date: "Historic England, National Heritage List for England, January 2026"
    details: Mapping[str, Detail] = field(default_factory=dict)
    also: tuple[str, ...] = ()  # the origins of other pieces of it, where it was put together from several


class Declined(Struct, frozen=True):
    """A known thing that people do not want in their plan: not proposed again until they say otherwise."""

    id: DeclinedId
    origin: str
    name: str  # as it was called then, so that people know it again
    kind: str = ""  # a `Kind`, or what a newer app calls one
    category: str = ""
