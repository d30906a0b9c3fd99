"""Using the boundaries of a map in the open plan: what would change is said first, then it is one step with undo.

For whoever shows maps: `offer` makes the sentence and the edit, `Desk.perform` does it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from placeplanner.domain.place import Place
from placeplanner.domain.reader import Reader
from placeplanner.edits.places import ReplaceBoundaries, preview
from placeplanner.mappacks.shipped import shipped_rules


@dataclass(frozen=True, slots=True)
class Offer:
    """What using boundaries would do: `words` for people, `edit` to perform; `edit` is None where nothing changes."""

    words: str
    edit: ReplaceBoundaries | None


def offer(plan: Reader, places: Iterable[Place], source: str) -> Offer:
    """What it would mean for a plan to use the places of a map called `source`. Writes nothing."""
    edit = ReplaceBoundaries(tuple(places), source, shipped_rules())
    if not edit.places:
        return Offer(f"{source} holds no boundaries of places.", None)
    told = preview(plan, edit)
    if not told:
        return Offer("This plan has these boundaries already.", None)
    return Offer(f"This would change the plan: {told}", edit)
