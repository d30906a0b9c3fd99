"""How somebody's home is hidden from others: what a person chose, and who knows the postcode sectors.

A sector ("WN2 3") hides a home only if everything that is told follows from the sector alone. So the place that a
home is told in is the one in which the middle of its sector lies: its own neighbourhood as well would cut the sector
into pieces, some of them a single postcode.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from placeplanner.domain.grid import EastingNorthing


class HomesShown(StrEnum):
    """Where others see somebody's home; the value is also the word on the command line."""

    SECTOR = "sector"
    NEIGHBOURHOOD = "neighbourhood"
    LEFT_OUT = "left-out"

    @property
    def label(self) -> str:
        """The words people choose from."""
        return {
            HomesShown.SECTOR: "In the middle of their postcode sector",
            HomesShown.NEIGHBOURHOOD: "In the middle of their neighbourhood",
            HomesShown.LEFT_OUT: "Nowhere: left out",
        }[self]


class Sector(Struct, frozen=True):
    """A postcode sector, such as "WN2 3", and where homes in it are shown: the same for all of them."""

    name: str
    middle: EastingNorthing


class Sectors(Protocol):
    """Who knows the postcode sectors of a piece of the country."""

    def of(self, at: EastingNorthing) -> Sector | None:
        """The sector that a home at this position is shown in; None where none is known that can hide it."""


class Hiding(Struct, frozen=True):
    """What was chosen; without `sectors` a home is shown in its neighbourhood instead."""

    shown: HomesShown = HomesShown.SECTOR
    sectors: Sectors | None = None


NO_SECTORS = Hiding()  # where nobody knows any
