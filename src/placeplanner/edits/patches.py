"""A group's own area on the map, "our patch": drawn, reshaped, renamed, removed. It may cross neighbourhoods.

Nothing about a record changes with it: which records lie in a patch is told by geometry whenever it is asked.
"""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.change import Change
from placeplanner.domain.checks import faults
from placeplanner.domain.combining import as_multipolygon
from placeplanner.domain.ids import PlaceCode, new_id
from placeplanner.domain.kinds import Shape
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import shape_of
from placeplanner.errors import Problem


def new_patch_code() -> PlaceCode:
    """A code that no other patch has, in this plan or another."""
    return PlaceCode(f"patch-{new_id()[:8]}")


class DrawPatch(Struct, frozen=True):
    """Put a group's own area on the map. `geometry` is an area in metres."""

    name: str
    geometry: BaseGeometry
    source: str = "Drawn by the group"
    code: PlaceCode = field(default_factory=new_patch_code)

    @property
    def label(self) -> str:
        return f"Drew “{_plain(self.name)}”"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        return (Change(None, as_patch(plan.places, self.name, self.geometry, self.source, self.code)),)

    def note(self, plan: Reader, changes: tuple[Change, ...]) -> str:
        return _inside_told(plan, changes)


class ReshapePatch(Struct, frozen=True):
    """Give a patch another outline."""

    code: PlaceCode
    geometry: BaseGeometry

    label = "Changed the outline of a patch"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        before = existing_patch(plan, self.code)
        outline = as_multipolygon(_checked_area(plan.places, self.geometry))
        return _if_different(before, replace(before, geometry=outline))

    def note(self, plan: Reader, changes: tuple[Change, ...]) -> str:
        return _inside_told(plan, changes)


class RenamePatch(Struct, frozen=True):
    """Call a patch something else."""

    code: PlaceCode
    name: str

    @property
    def label(self) -> str:
        return f"Named a patch “{_plain(self.name)}”"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        before = existing_patch(plan, self.code)
        if before.name == _plain(self.name):
            return ()
        others = plan.places.replaced([], [before.code])
        return _if_different(before, replace(before, name=_checked_name(others, self.name)))


class RemovePatch(Struct, frozen=True):
    """Take a patch off the map; its records stay where they are."""

    code: PlaceCode

    label = "Removed a patch"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        return (Change(existing_patch(plan, self.code), None),)

    def note(self, plan: Reader, changes: tuple[Change, ...]) -> str:
        return f"“{existing_patch(plan, self.code).name}” is off the map; its records stay."


def as_patch(places: Places, name: str, geometry: BaseGeometry, source: str, code: PlaceCode) -> Place:
    """A group's own area among these places. Raises `Problem` where its name or its outline will not do."""
    borough = places.borough
    return Place(
        code=code,
        name=_checked_name(places, name),
        kind=PlaceKind.PATCH,
        parent=borough.code if borough else None,
        geometry=as_multipolygon(_checked_area(places, geometry)),
        source=source,
    )


def existing_patch(plan: Reader, code: str) -> Place:
    """The patch, or a `Problem` where there is none (any more)."""
    place = plan.places.get(code)
    if place is None:
        raise Problem(
            "That patch is no longer in the plan.",
            "It was removed, perhaps from another window or program.",
            "Look in the history: it can be brought back from there.",
        )
    if place.kind is not PlaceKind.PATCH:
        raise Problem(
            f"{place.name} is not a group’s own area.",
            f"It is a {place.kind.value}, and its boundary comes from a map.",
            "Only what was drawn as our patch is changed in this way.",
        )
    return place


def _if_different(before: Place, after: Place) -> tuple[Change, ...]:
    return (Change(before, after),) if after != before else ()


def _plain(name: str) -> str:
    return " ".join(name.split())


def _checked_name(places: Places, text: str) -> str:
    name = _plain(text)
    if not name:
        raise Problem(
            "The name is empty.", "A patch needs one, so that people can choose it.", "Give it a name."
        )
    taken = next((place for place in places if place.name.casefold() == name.casefold()), None)
    if taken is not None:
        raise Problem(
            f"There is a {taken.kind.value} called “{taken.name}” already.",
            "Two places of one name cannot be told apart.",
            "Give the patch another name.",
        )
    return name


def _checked_area(places: Places, geometry: BaseGeometry) -> BaseGeometry:
    if shape_of(geometry) is not Shape.AREA:
        raise Problem("A patch is an area.", "A point or a line has no inside.", "Draw around it.")
    if found := faults(geometry, None):
        raise Problem(found[0].what, found[0].why, found[0].try_this)
    borough = places.borough
    if borough is not None and not borough.geometry.intersects(geometry):
        raise Problem(
            f"That area lies outside {borough.name}.",
            "A patch lies in the borough of its plan, at least in part.",
            "Check its position, or that longitude and latitude are the right way round.",
        )
    return geometry


def _inside_told(plan: Reader, changes: tuple[Change, ...]) -> str:
    patches = [change.after for change in changes if isinstance(change.after, Place)]
    if not patches:
        return ""
    count = len(plan.places.replaced(patches).holding(patches[0].code, plan.records()))
    return "1 record lies in it." if count == 1 else f"{count:,} records lie in it." if count else ""
