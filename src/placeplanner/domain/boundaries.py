"""The places of a plan with other boundaries: detailed ones for shipped ones, or a town made of other neighbourhoods.

What a plan knows about a place stays with its code: name, town and figures; only outlines come from elsewhere. Towns
are always the union of their neighbourhoods.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isclose

import numpy as np
import shapely
from msgspec.structs import replace
from shapely import MultiPolygon

from placeplanner.domain.combining import Combine, Rules, as_multipolygon, combined, union_of
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind, Places

_OF_MAPS = (PlaceKind.WARD, PlaceKind.NEIGHBOURHOOD)  # patches are people's own
_SAME = 1e-6  # of its area, by which an outline may differ from a union that was rounded
_FURTHEST_M = 10_000_000.0
_HALF = 0.5  # of its area must lie in the borough, or in what replaces it


def with_boundaries(places: Places, incoming: Iterable[Place], source: str, rules: Rules) -> Places:
    """The places after others have come: those of the same code are reshaped, new ones added, those beneath them gone.

    Towns that come along are not used: a town is a judgement of the plan's own. `source` is what to credit; where it
    is empty, each place credits whom it names itself.
    """
    fresh = [_sound(place, source) for place in incoming]
    if not len(places):
        return Places(fresh)
    borough = places.borough
    here = [place for place in fresh if borough is None or _share(place, borough) >= _HALF]
    after = _with_tiles(places, [place for place in here if place.kind is PlaceKind.NEIGHBOURHOOD])
    after = _with_wards(after, [place for place in here if place.kind is PlaceKind.WARD])
    parent = borough.code if borough else None
    patches = [replace(place, parent=parent) for place in here if place.kind is PlaceKind.PATCH]
    after = _with_towns(places, after.replaced(patches), source, rules)
    return _with_borough(places, after, fresh, source, rules)


def with_shipped(places: Places, shipped: Places, rules: Rules) -> Places:
    """The places with the outlines of the map that ships: what came with others goes, but for patches.

    Towns that people corrected stay so, and names and figures stay with their code. Other boroughs are left as they
    are.
    """
    if places.borough is None or shipped.borough is None or places.borough.code != shipped.borough.code:
        return places
    codes = {place.code for place in shipped}
    gone = [place.code for place in places if place.code not in codes and place.kind in _OF_MAPS]
    back = places.replaced([_as_shipped(place, places, shipped) for place in shipped], gone)
    return _with_towns(shipped, back, shipped.borough.source, rules)


def _as_shipped(place: Place, places: Places, shipped: Places) -> Place:
    known = places.get(place.code)
    if known is None or place.kind is not PlaceKind.NEIGHBOURHOOD:
        return replace(place, name=known.name) if known else place
    parent = known.parent if shipped.get(known.parent) else place.parent
    figures = known.figures or place.figures
    return replace(place, name=known.name, parent=parent, figures=figures)


def why_unused(place: Place, places: Places) -> str:
    """Why `with_boundaries` takes nothing from a place: in a few words, and empty where it does."""
    borough = places.borough
    if borough is None:
        return ""
    if place.kind is PlaceKind.TOWN:
        return "a town is made of its neighbourhoods"
    if place.kind is PlaceKind.BOROUGH:
        return "" if _is_same_borough(place, borough) else f"this plan is of {borough.name}"
    return "" if _share(_sound(place, ""), borough) >= _HALF else f"outside {borough.name}"


def with_town(places: Places, neighbourhood: Place, town: Place, rules: Rules) -> Places:
    """The places where a neighbourhood belongs to another town; both towns are made anew."""
    moved = places.replaced([replace(neighbourhood, parent=town.code)])
    return _with_towns(places, moved, town.source.removesuffix("; best fit"), rules)


def with_unions(before: Places, after: Places) -> Places:
    """The places where somebody else moved neighbourhoods: their towns, and the borough, made anew around them.

    Figures are put together as they were before. A town that has no neighbourhood left stays as it is, and so does a
    borough that had an outline of its own.
    """
    rules = rules_in(before)
    made = [
        replace(town, geometry=union_of(sound), figures=_figures(town, inside, before, rules))
        for town in after.of_kind(PlaceKind.TOWN)
        if (inside := after.children(town.code))
        and _shapes(inside) != _shapes(before.children(town.code))
        and (sound := _usable(inside))
    ]
    borough, tiles = after.borough, after.of_kind(PlaceKind.NEIGHBOURHOOD)
    old = before.of_kind(PlaceKind.NEIGHBOURHOOD)
    if borough and before.borough and _shapes(tiles) != _shapes(old) and _is_around(before.borough, old):
        sound = _usable(tiles)
        made += [replace(borough, geometry=union_of(sound))] if sound else []
    return after.replaced(made)


def rules_in(places: Places) -> Rules:
    """How figures of wider places come from those inside, told by the figures: what holds for every wider place."""
    left: dict[str, list[Combine]] = {}
    tiles = places.of_kind(PlaceKind.NEIGHBOURHOOD)
    for whole in (*places.of_kind(PlaceKind.TOWN), *places.of_kind(PlaceKind.BOROUGH)):
        codes = places.within(whole.code)
        inside = [place for place in tiles if place.code in codes]
        for name, value in whole.figures.items():
            left[name] = [
                rule
                for rule in left.get(name, list(Combine))
                if _holds(combined(inside, {name: rule}).get(name), value)
            ]
    return {name: rules[0] for name, rules in left.items() if rules}


def _holds(told: float | None, value: float) -> bool:
    return told is not None and isclose(told, value, rel_tol=1e-4, abs_tol=1e-3)


def _figures(town: Place, inside: Sequence[Place], before: Places, rules: Rules) -> Mapping[str, float]:
    if {place.code for place in inside} == {place.code for place in before.children(town.code)}:
        return town.figures
    return combined(inside, rules)


def _shapes(places: Sequence[Place]) -> dict[PlaceCode, MultiPolygon]:
    return {place.code: place.geometry for place in places}


def _usable(places: Sequence[Place]) -> list[Place]:
    """Those with an area, mended where they cross themselves; none where one of them reaches to nowhere."""
    sound = [_sound(place, "") for place in places if _is_of_this_world(place.geometry)]
    filled = [place for place in sound if place.geometry.area > 0]
    return filled if len(sound) == len(places) else []


def _is_of_this_world(geometry: MultiPolygon) -> bool:
    return bool((np.abs(geometry.bounds) < _FURTHEST_M).all())


def _is_around(whole: Place, places: Sequence[Place]) -> bool:
    inside = _usable(places)
    if not inside or not _is_of_this_world(whole.geometry):
        return False
    around = union_of(inside)
    return bool(around.symmetric_difference(_sound(whole, "").geometry).area < _SAME * around.area)


def _sound(place: Place, source: str) -> Place:
    geometry = place.geometry if place.geometry.is_valid else shapely.make_valid(place.geometry)
    return replace(place, geometry=as_multipolygon(geometry), source=source or place.source)


def _share(place: Place, around: Place) -> float:
    """How much of a place lies in another, from 0 to 1."""
    if place.geometry.area == 0:
        return 0.0
    return float(shapely.intersection(place.geometry, around.geometry).area / place.geometry.area)


def _with_tiles(places: Places, fresh: Sequence[Place]) -> Places:
    """With other neighbourhoods: reshaped by code, else new in the town that they mostly lie in."""
    known = {place.code: place for place in places.of_kind(PlaceKind.NEIGHBOURHOOD)}
    same = [
        replace(known[place.code], geometry=place.geometry, source=place.source)
        for place in fresh
        if place.code in known
    ]
    new = [replace(place, parent=_town_of(places, place)) for place in fresh if place.code not in known]
    untouched = [place for code, place in known.items() if code not in {each.code for each in fresh}]
    return places.replaced([*same, *new], gone=_beneath(untouched, new))


def _with_wards(places: Places, fresh: Sequence[Place]) -> Places:
    """With other wards; those of another year beneath them go."""
    parent = places.borough.code if places.borough else None
    codes = {place.code for place in fresh}
    others = [place for place in places.of_kind(PlaceKind.WARD) if place.code not in codes]
    gone = _beneath(others, fresh)
    return places.replaced([replace(place, parent=parent) for place in fresh], gone)


def _beneath(places: Sequence[Place], above: Sequence[Place]) -> list[PlaceCode]:
    """The places that others mostly cover."""
    if not above or not places:
        return []
    cover = replace(above[0], geometry=as_multipolygon(shapely.union_all([each.geometry for each in above])))
    return [place.code for place in places if _share(place, cover) >= _HALF]


def _town_of(places: Places, place: Place) -> PlaceCode | None:
    towns = places.of_kind(PlaceKind.TOWN)
    if place.parent in {town.code for town in towns}:
        return place.parent
    best = max(towns, key=lambda town: _share(place, town), default=None)
    if best is not None and _share(place, best) > 0:
        return best.code
    return places.borough.code if places.borough else None


def _with_towns(before: Places, after: Places, source: str, rules: Rules) -> Places:
    """With every town made anew whose neighbourhoods are others; one without any is gone."""
    made: list[Place] = []
    gone: list[PlaceCode] = []
    for town in after.of_kind(PlaceKind.TOWN):
        inside = after.children(town.code)
        if not inside:
            gone.append(town.code)
        elif inside != before.children(town.code):
            made.append(
                replace(
                    town,
                    geometry=union_of(inside),
                    figures=combined(inside, rules),
                    source=f"{source or _sources(inside)}; best fit",
                )
            )
    return after.replaced(made, gone)


def _sources(places: Sequence[Place]) -> str:
    """Whose outlines they are, each said once."""
    return "; ".join(dict.fromkeys(place.source for place in places if place.source))


def _with_borough(before: Places, after: Places, fresh: Sequence[Place], source: str, rules: Rules) -> Places:
    """With the borough as it was published, else around its neighbourhoods where those are others."""
    borough = after.borough
    if borough is None:
        return after
    inside = after.of_kind(PlaceKind.NEIGHBOURHOOD)
    published = next((place for place in fresh if _is_same_borough(place, borough)), None)
    if published is not None:
        borough = replace(borough, geometry=published.geometry, source=published.source)
    elif inside and inside != before.of_kind(PlaceKind.NEIGHBOURHOOD):
        borough = replace(borough, geometry=union_of(inside), source=source or _sources(inside))
    if inside and {place.code for place in inside} != {
        place.code for place in before.of_kind(PlaceKind.NEIGHBOURHOOD)
    }:
        borough = replace(borough, figures=combined(inside, rules) or borough.figures)
    return after.replaced([borough])


def _is_same_borough(place: Place, borough: Place) -> bool:
    if place.kind is not PlaceKind.BOROUGH:
        return False
    return place.code == borough.code or min(_share(place, borough), _share(borough, place)) > _HALF
