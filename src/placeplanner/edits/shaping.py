"""Shaping a profile: its title, foreword, logo, photos, and the order and opening words of its sections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from placeplanner.domain.change import Change
from placeplanner.domain.reader import Reader
from placeplanner.domain.shaping import Shaping


def shaping_of(plan: Reader, bare: Shaping) -> Shaping:
    """The shaping that a plan keeps for the same place and audience, else `bare`."""
    return next((each for each in plan.shapings() if each.id == bare.id), bare)


@dataclass(frozen=True, slots=True)
class ShapeProfile:
    """Keep how a profile is shaped; `logo` is the image file whose SHA-256 it names, where that is new."""

    shaping: Shaping
    logo: bytes = field(default=b"", repr=False)

    label = "Shaped a profile"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        bare = Shaping.of(self.shaping.place, self.shaping.audience)
        before = next((each for each in plan.shapings() if each.id == self.shaping.id), None)
        if self.shaping == (before or bare):
            return ()
        return (Change(before, self.shaping),)

    def files(self) -> Mapping[str, tuple[str, bytes]]:
        return {self.shaping.logo: ("image/jpeg", self.logo)} if self.logo else {}
