"""What other boundaries would do to a plan, told before it is done, so that a whole hall can decide on it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from placeplanner.domain.boundaries import why_unused
from placeplanner.domain.change import Change
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Record
from placeplanner.edits.claims import UseOutlines
from placeplanner.edits.places import ReplaceBoundaries, RestoreBoundaries, listed, places_told

NOWHERE = "outside every neighbourhood"
_NAMED = 12  # beyond that, how many more


class Move(Struct, frozen=True):
    """A record that would be in another neighbourhood, all in words."""

    record: str
    before: str
    after: str


class Foreseen(Struct, frozen=True):
    """`places` is a sentence, empty where nothing would change; `unmatched` are sentences, each with its reason."""

    places: str
    moves: tuple[Move, ...] = ()
    unmatched: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()  # sentences about the ground

    @property
    def named(self) -> tuple[Move, ...]:
        """The moves that are told one by one."""
        return self.moves[:_NAMED]

    @property
    def and_more(self) -> str:
        """How many there are besides: a sentence, empty where all are told."""
        more = len(self.moves) - _NAMED
        return f"And {more:,} more." if more > 0 else ""


OfBoundaries = ReplaceBoundaries | RestoreBoundaries | UseOutlines


def foresee(plan: Reader, edit: OfBoundaries) -> Foreseen:
    """What performing an edit would change. Writes nothing. Raises `Problem` where it cannot be done."""
    before, changes = plan.places, edit.changes(plan)
    names = {place.code: place.name for place in before}
    names |= {change.after.code: change.after.name for change in changes if isinstance(change.after, Place)}

    def place_of(record: Record) -> str:
        return names.get(record.place, NOWHERE) if record.place else NOWHERE

    moves = [
        Move(_called(plan, change.after), place_of(change.before), place_of(change.after))
        for change in changes
        if isinstance(change.before, Record) and isinstance(change.after, Record)
    ]
    incoming = edit.places if isinstance(edit, ReplaceBoundaries) else ()
    unmatched = (*_unused(before, incoming), *_untouched(before, incoming, changes), *_chosen_by_hand(plan))
    return Foreseen(
        places_told(changes, is_done=False),
        tuple(sorted(moves, key=lambda move: move.record.casefold())),
        unmatched,
        edit.besides(plan) if isinstance(edit, UseOutlines) else (),
    )


def _called(plan: Reader, record: Record) -> str:
    return record.name or plan.catalogue[record.kind].category_label(record.category)


def _unused(places: Places, incoming: Sequence[Place]) -> list[str]:
    """What comes along and is not used, by the reason."""
    found: dict[str, list[str]] = {}
    for place in incoming:
        if why := why_unused(place, places):
            found.setdefault(why, []).append(place.name)
    return [f"{why[:1].upper()}{why[1:]}, so not used: {_some(names)}." for why, names in found.items()]


def _untouched(places: Places, incoming: Sequence[Place], changes: Sequence[Change]) -> list[str]:
    """Neighbourhoods of the plan that others come for, but not for them."""
    if not any(place.kind is PlaceKind.NEIGHBOURHOOD for place in incoming):
        return []
    known = {place.code for place in incoming}
    gone = {change.before.code for change in changes if isinstance(change.before, Place) and not change.after}
    left = [
        place.name
        for place in places.of_kind(PlaceKind.NEIGHBOURHOOD)
        if place.code not in known and place.code not in gone
    ]
    if not left or len(left) == len(places.of_kind(PlaceKind.NEIGHBOURHOOD)):
        return []
    return [f"Staying as they are, as the map has no outline for them: {_some(left)}."]


def _chosen_by_hand(plan: Reader) -> list[str]:
    """Records whose place a person has chosen: no boundary moves them."""
    count = sum(record.place_is_corrected for record in plan.records())
    if not count:
        return []
    whose = "1 record stays" if count == 1 else f"{count:,} records stay"
    return [f"{whose} where a person has said that {'it belongs' if count == 1 else 'they belong'}."]


def _some(names: Sequence[str]) -> str:
    shown, more = sorted(names)[:_NAMED], len(names) - _NAMED
    if more > 0:
        return f"{', '.join(shown)} and {more:,} more"
    return listed(shown)
