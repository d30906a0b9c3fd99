"""Changing the places of a plan: other boundaries, a neighbourhood in another town. Records follow by geometry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct, field

from placeplanner.domain.boundaries import with_boundaries, with_shipped, with_town
from placeplanner.domain.change import Change
from placeplanner.domain.combining import Rules
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Record
from placeplanner.edits.edit import Edit
from placeplanner.edits.records import all_placed
from placeplanner.errors import Problem

_BECAME = {
    "other": ("has other boundaries", "have other boundaries", "would have other boundaries"),
    "new": ("is new", "are new", "would be new"),
    "gone": ("is gone", "are gone", "would be gone"),
}
_TOLD = 3  # places that a sentence names
_NOUNS = {
    PlaceKind.BOROUGH: ("borough", "boroughs"),
    PlaceKind.TOWN: ("town", "towns"),
    PlaceKind.NEIGHBOURHOOD: ("neighbourhood", "neighbourhoods"),
    PlaceKind.WARD: ("ward", "wards"),
    PlaceKind.PATCH: ("area of a group’s own", "areas of groups’ own"),
}


class ReplaceBoundaries(Struct, frozen=True):
    """Use other outlines: `places` as somebody published or drew them, in metres. `rules` combine figures of towns."""

    places: tuple[Place, ...]
    source: str  # whose they are, in words; empty where each place says it itself
    rules: Rules = field(default_factory=dict)
    title: str = ""  # what people call them, if not by their source

    @property
    def label(self) -> str:
        return f"Used the boundaries of {self.title or self.source}"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        after = with_boundaries(plan.places, self.places, self.source, self.rules)
        return between(plan, after)

    def note(self, plan: Reader, changes: tuple[Change, ...]) -> str:
        return boundaries_told(plan, changes)


class RestoreBoundaries(Struct, frozen=True):
    """Go back to the outlines of the map that ships. Patches stay, and so do towns that people corrected."""

    shipped: tuple[Place, ...]
    rules: Rules = field(default_factory=dict)

    label = "Went back to the boundaries that came with Place Planner"

    def after(self, places: Places) -> Places:
        """The places as they would be."""
        return with_shipped(places, Places(self.shipped), self.rules)

    def is_needed(self, places: Places) -> bool:
        """Whether the places are others than those that it would make of them."""
        after = self.after(places)
        return len(after) != len(places) or any(after.get(place.code) != place for place in places)

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        return between(plan, self.after(plan.places))

    def note(self, plan: Reader, changes: tuple[Change, ...]) -> str:
        return boundaries_told(plan, changes)


class CorrectTown(Struct, frozen=True):
    """Say which town a neighbourhood belongs to. Both towns become what their neighbourhoods are."""

    neighbourhood: PlaceCode
    town: PlaceCode
    rules: Rules = field(default_factory=dict)

    label = "Corrected a town"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        places = plan.places
        moved = _of_kind(places, self.neighbourhood, PlaceKind.NEIGHBOURHOOD)
        town = _of_kind(places, self.town, PlaceKind.TOWN)
        if moved.parent == town.code:
            return ()
        left = places.get(moved.parent)
        if left and left.kind is PlaceKind.TOWN and len(places.children(left.code)) == 1:
            raise Problem(
                f"{left.name} would have no neighbourhood left.",
                f"{moved.name} is the only one it is made of.",
                f"Put another neighbourhood into {left.name} first.",
            )
        return between(plan, with_town(places, moved, town, self.rules))

    def note(self, plan: Reader, changes: tuple[Change, ...]) -> str:
        places = plan.places
        moved, town = places.get(self.neighbourhood), places.get(self.town)
        assert moved is not None and town is not None
        left = places.get(moved.parent)
        no_longer = f", and no longer to {left.name}" if left else ""
        count = sum(record.place == moved.code for record in plan.records())
        along = f" {_records(count)} {_goes(count)} along with it." if count else ""
        return f"{moved.name} belongs to {town.name} now{no_longer}.{along}"


def preview(plan: Reader, edit: Edit) -> str:
    """What using boundaries would change, in sentences; empty where it would change nothing. Writes nothing."""
    changes = edit.changes(plan)
    return boundaries_told(plan, changes) if changes else ""


def between(plan: Reader, after: Places) -> tuple[Change, ...]:
    """The changes that make the places of a plan these, and give its records their places among them."""
    before = plan.places
    gone = [Change(place, None) for place in before if after.get(place.code) is None]
    other = [Change(before.get(place.code), place) for place in after if before.get(place.code) != place]
    if not gone and not other:
        return ()
    records = plan.records()
    there = all_placed(after, records)
    moved = [Change(record, now) for record, now in zip(records, there, strict=True) if now != record]
    return (*gone, *other, *moved)


def boundaries_told(plan: Reader, changes: tuple[Change, ...]) -> str:
    """What became of places and of records, in a line."""
    return f"{places_told(changes)} {moved_told(plan.places, changes) or 'Every record stays in its place.'}"


def moved_told(before: Places, changes: tuple[Change, ...]) -> str:
    """Which records are elsewhere now: "3 records are now in Hindley West; 1 is outside every neighbourhood."."""
    names = {place.code: place.name for place in before}
    names |= {change.after.code: change.after.name for change in changes if isinstance(change.after, Place)}
    where = Counter(
        change.after.place for change in changes if isinstance(change.after, Record) and change.before
    )
    outside = where.pop(None, 0)
    inside = [(names.get(code, "a place") if code else "", count) for code, count in where.most_common()]
    parts = [f"{count:,} {_is(count)} now in {name}" for name, count in inside[:_TOLD]]
    if rest := sum(count for _, count in inside[_TOLD:]):
        parts.append(
            f"{rest:,} {_is(rest)} now in {'another neighbourhood' if rest == 1 else 'other neighbourhoods'}"
        )
    if outside:
        parts.append(f"{outside:,} {_is(outside)} outside every neighbourhood")
    if not parts:
        return ""
    first, _, rest_of_it = parts[0].partition(" ")
    noun = "record" if first == "1" else "records"
    return "; ".join([f"{first} {noun} {rest_of_it}", *parts[1:]]) + "."


def places_told(changes: tuple[Change, ...], *, is_done: bool = True) -> str:
    """What became of places, or would: "14 towns and 40 neighbourhoods have other boundaries; 25 wards are new."."""
    counts: Counter[tuple[str, PlaceKind]] = Counter()
    for change in changes:
        if isinstance(change.subject, Place):
            what = "new" if change.before is None else "gone" if change.after is None else "other"
            counts[what, change.subject.kind] += 1
    parts = []
    for what, verbs in _BECAME.items():
        found = {kind: count for kind in _NOUNS if (count := counts[what, kind])}
        if found:
            subject = listed([how_many_places(kind, count) for kind, count in found.items()])
            parts.append(f"{subject} {verbs[min(sum(found.values()), 2) - 1 if is_done else 2]}")
    sentence = "; ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def listed(words: Sequence[str]) -> str:
    """ "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def how_many_places(kind: PlaceKind, count: int) -> str:
    """ "25 wards", "1 neighbourhood", and "the borough", of which there is one."""
    noun, nouns = _NOUNS[kind]
    return (
        f"the {noun}"
        if kind is PlaceKind.BOROUGH and count == 1
        else f"{count:,} {noun if count == 1 else nouns}"
    )


def _of_kind(places: Places, code: str, kind: PlaceKind) -> Place:
    place = places.get(code)
    if place is None:
        raise Problem(
            "That place is no longer in the plan.",
            "It was removed, perhaps from another window or program.",
            "Look in the history: it can be brought back from there.",
        )
    if place.kind is not kind:
        noun = _NOUNS[kind][0]
        raise Problem(f"{place.name} is no {noun}.", f"It is a {place.kind.value}.", f"Choose a {noun}.")
    return place


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{count:,} records"


def _goes(count: int) -> str:
    return "goes" if count == 1 else "go"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
