"""Outlines that people brought, each put in the place of a boundary or kept as an area of their own: one step.

A file without codes cannot say what its outlines are. People do, one by one; nothing is taken for granted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from placeplanner.domain.boundaries import why_unused, with_boundaries
from placeplanner.domain.change import Change
from placeplanner.domain.combining import Rules
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.outline import Outline
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.domain.reader import Reader
from placeplanner.domain.yielding import in_none_m2, yielding
from placeplanner.edits.patches import as_patch, new_patch_code
from placeplanner.edits.places import between, boundaries_told, listed
from placeplanner.errors import Problem

OWN = "A group’s own outline"
CLAIMABLE = (PlaceKind.NEIGHBOURHOOD, PlaceKind.WARD, PlaceKind.BOROUGH, PlaceKind.PATCH)
_HECTARE_M2 = 10_000.0
_WORTH_TELLING_M2 = 1_000.0


class Claim(Struct, frozen=True):
    """What people say that an outline is: the boundary of a place, else an area of their own with a name."""

    outline: Outline
    place: PlaceCode | None = None
    own_name: str = ""
    code: PlaceCode = field(default_factory=new_patch_code)  # of an area of their own


class UseOutlines(Struct, frozen=True):
    """Put outlines in the place of boundaries, and take others in as areas of people's own.

    Neighbours follow. Names, towns and figures stay with the place.
    """

    claims: tuple[Claim, ...]
    title: str  # what people call the file or the map
    rules: Rules = field(default_factory=dict)

    @property
    def label(self) -> str:
        return f"Used the outlines of {self.title}"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        return between(plan, self.after(plan.places))

    def after(self, places: Places) -> Places:
        """The places as they would be. Raises `Problem`."""
        claimed = self._claimed(places)
        after = with_boundaries(places, [*claimed, *yielding(places, claimed)], "", self.rules)
        after = _with_borough_as_it_was(places, after, claimed)
        for claim in self.claims:
            if claim.place is None:
                patch = as_patch(after, claim.own_name, claim.outline.geometry, self._source, claim.code)
                after = after.replaced([patch])
        return after

    def note(self, plan: Reader, changes: tuple[Change, ...]) -> str:
        return boundaries_told(plan, changes)

    def besides(self, plan: Reader) -> tuple[str, ...]:
        """What else it would do, in sentences: who makes room or takes over, what lies nowhere, what lies in our own."""
        before, after = plan.places, self.after(plan.places)
        return tuple(
            sentence
            for sentence in (
                *self._taking_over(before),
                *_following(before, after, {claim.place for claim in self.claims}),
                _nowhere(in_none_m2(before, after, self._claimed(before))),
                *self._inside(plan, after),
            )
            if sentence
        )

    @property
    def _source(self) -> str:
        return f"{OWN}, {self.title}"

    def _claimed(self, places: Places) -> list[Place]:
        """The places with the outlines that they are given. Raises `Problem`."""
        self._refuse_two_of_one(places)
        claimed = [
            replace(_claimable(places, claim.place), geometry=claim.outline.geometry, source=self._source)
            for claim in self.claims
            if claim.place is not None
        ]
        for place in claimed:
            if why := why_unused(place, places):
                raise Problem(
                    f"The outline for {place.name} lies mostly {why}.",
                    "A place lies in the borough of its plan.",
                    "Check its position, or that longitude and latitude are the right way round.",
                )
        return claimed

    def _refuse_two_of_one(self, places: Places) -> None:
        counts = Counter(claim.place for claim in self.claims if claim.place is not None)
        for code, count in counts.items():
            if count > 1:
                names = [f"“{claim.outline.name}”" for claim in self.claims if claim.place == code]
                raise Problem(
                    f"{' and '.join(names[:2])} cannot both be the boundary of {_claimable(places, code).name}.",
                    "A place has one boundary.",
                    "Say of one of them that it is something else.",
                )

    def _taking_over(self, places: Places) -> Iterator[str]:
        for claim in self.claims:
            place = places.get(claim.place)
            if place and place.source.startswith(OWN) and place.geometry != claim.outline.geometry:
                whose = place.source.removeprefix(f"{OWN}, ")
                yield f"{place.name} has an outline of {whose} already; this one would take its place."

    def _inside(self, plan: Reader, after: Places) -> Iterator[str]:
        records = plan.records()
        for claim in self.claims:
            if claim.place is None and (patch := after.get(claim.code)):
                count = len(after.holding(claim.code, records))
                records_told = (
                    "No record" if not count else "1 record" if count == 1 else f"{count:,} records"
                )
                yield f"{records_told} would lie in “{patch.name}”."


def _claimable(places: Places, code: str) -> Place:
    place = places.get(code)
    if place is None:
        raise Problem(
            "A place that was chosen is no longer in the plan.",
            "It was removed, perhaps from another window or program.",
            "Choose another, or look in the history: it can be brought back from there.",
        )
    if place.kind not in CLAIMABLE:
        raise Problem(
            f"{place.name} is a town, and a town is made of its neighbourhoods.",
            "So it has no boundary of its own to be replaced.",
            "Use the outline as an area of your own, under a name of its own.",
        )
    return place


def _with_borough_as_it_was(before: Places, after: Places, claimed: Sequence[Place]) -> Places:
    """A neighbourhood's own boundary moves no borough, unless every neighbourhood or the borough itself has another."""
    borough = before.borough
    codes = {place.code for place in claimed}
    if borough is None or borough.code in codes:
        return after
    if all(place.code in codes for place in before.of_kind(PlaceKind.NEIGHBOURHOOD)):
        return after
    return after.replaced([borough])


def _following(before: Places, after: Places, claimed: set[PlaceCode | None]) -> Iterator[str]:
    """Which neighbours give up ground or take some over, and how much."""
    changed = sorted(
        (old.name, place.area_m2 - old.area_m2)
        for place in after
        if place.kind in (PlaceKind.NEIGHBOURHOOD, PlaceKind.WARD)
        and place.code not in claimed
        and (old := before.get(place.code))
    )
    for verb, sign in (("make room", -1), ("take over what is given up", 1)):
        parts = [f"{name} {_hectares(abs(m2))}" for name, m2 in changed if sign * m2 >= _WORTH_TELLING_M2]
        if parts:
            yield f"Neighbours would {verb}: {listed(parts)}."


def _nowhere(area_m2: float) -> str:
    if area_m2 < _WORTH_TELLING_M2:
        return ""
    return f"{_hectares(area_m2)} would lie in no neighbourhood any more."


def _hectares(area_m2: float) -> str:
    hectares = area_m2 / _HECTARE_M2
    said = f"{hectares:.1f}" if hectares < 10 else f"{hectares:,.0f}"
    return f"{said} {'hectare' if said == '1.0' else 'hectares'}"
