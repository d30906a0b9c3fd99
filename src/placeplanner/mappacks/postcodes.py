"""The postcode sectors that the map packs on this computer know, for hiding somebody's home in one."""

from __future__ import annotations

from pathlib import Path

from placeplanner.domain.hiding import Hiding, HomesShown
from placeplanner.gazetteer.sectors import PostcodeSectors


def hiding(shown: HomesShown, pack: Path | None = None) -> Hiding:
    """How homes are hidden: with the sectors of a pack, else of those that are installed and switched on.

    Whether the map is shown or not makes no difference to what hides a home.
    """
    if shown is not HomesShown.SECTOR:
        return Hiding(shown)
    if pack is not None:
        return Hiding(shown, PostcodeSectors.in_packs([pack]))
    from placeplanner.mappacks.library import installed

    used = [each.path for each in installed() if each.is_on and each.manifest]
    return Hiding(shown, PostcodeSectors.in_packs(used) if used else None)
