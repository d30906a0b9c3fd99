"""One name that people may type, and where it leads."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.streetmap import Box


class NameKind(StrEnum):
    """What kind of thing a name belongs to."""

    TOWN = "town"
    VILLAGE = "village"
    LOCALITY = "locality"
    NEIGHBOURHOOD = "neighbourhood"
    WARD = "ward"
    STREET = "street"
    PARK = "park"
    WOOD = "wood"
    WATER = "water"
    STATION = "station"
    STOP = "stop"
    SCHOOL = "school"
    HEALTH = "health"
    BUILDING = "building"
    POSTCODE = "postcode"  # a unit: WN7 1EB
    SECTOR = "sector"  # WN7 1
    DISTRICT = "district"  # WN7


class Name(Struct, frozen=True):
    """A name. `within` tells two of the same name apart ("Hindley"); `box` is what to show, None for a point.

    `weight` (0 to 1) is how likely people mean it, all else being equal.
    """

    text: str
    kind: NameKind
    at: EastingNorthing
    within: str = ""
    box: Box | None = None
    weight: float = 0.5
