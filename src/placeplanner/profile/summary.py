"""The borough at a glance: a few figures of every neighbourhood and town, for an atlas's first pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.kinds import Kind
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.domain.record import Record
from placeplanner.insight.insight import Insight
from placeplanner.profile.multiples import Measure
from placeplanner.profile.words import percent

Reckon = Callable[[Place, Insight, Sequence[Record]], tuple[float, str] | None]


class PlaceLine(Struct, frozen=True):
    """One place of an atlas, with what its table says of it."""

    place: Place
    town: str
    cells: tuple[str, ...]


class Summary(Struct, frozen=True):
    """Measures of the neighbourhoods, and one line for each place in the order of the atlas."""

    neighbourhoods: tuple[Place, ...]
    measures: tuple[Measure, ...]
    lines: tuple[PlaceLine, ...]


def in_order(places: Places) -> tuple[Place, ...]:
    """The borough, then each town followed by its neighbourhoods."""
    borough = places.borough
    found = [borough] if borough else []
    for town in places.of_kind(PlaceKind.TOWN):
        found += [town, *places.children(town.code)]
    return tuple(found)


def summary_of(
    places: Places, insights: Mapping[PlaceCode, Insight], records: Mapping[PlaceCode, Sequence[Record]]
) -> Summary:
    """The summary, from the insight and the records of each place."""
    neighbourhoods = places.of_kind(PlaceKind.NEIGHBOURHOOD)
    measures = tuple(
        _measure(title, reckon, neighbourhoods, insights, records) for title, reckon in _MEASURES
    )
    lines = tuple(
        PlaceLine(place, _town(place, places), _cells(place, insights, records)) for place in in_order(places)
    )
    return Summary(neighbourhoods, measures, lines)


def heads() -> tuple[str, ...]:
    """What the cells of a line are."""
    return tuple(title for title, _ in _MEASURES)


def _cells(
    place: Place, insights: Mapping[PlaceCode, Insight], records: Mapping[PlaceCode, Sequence[Record]]
) -> tuple[str, ...]:
    if place.code not in insights:
        return tuple("–" for _ in _MEASURES)
    found = (reckon(place, insights[place.code], records[place.code]) for _, reckon in _MEASURES)
    return tuple(one[1] if one else "–" for one in found)


def _town(place: Place, places: Places) -> str:
    parent = places.get(place.parent)
    return parent.name if parent and place.kind is PlaceKind.NEIGHBOURHOOD else ""


def _measure(
    title: str,
    reckon: Reckon,
    chosen: Sequence[Place],
    insights: Mapping[PlaceCode, Insight],
    records: Mapping[PlaceCode, Sequence[Record]],
) -> Measure:
    found = {
        place.code: value
        for place in chosen
        if place.code in insights and (value := reckon(place, insights[place.code], records[place.code]))
    }
    return Measure(
        title,
        {code: value for code, (value, _) in found.items()},
        {code: told for code, (_, told) in found.items()},
    )


def _residents(place: Place, insight: Insight, records: Sequence[Record]) -> tuple[float, str] | None:
    number = place.figures.get("residents_2021")
    return (number, f"{number:,.0f}") if number else None


def _deprivation(place: Place, insight: Insight, records: Sequence[Record]) -> tuple[float, str] | None:
    decile = place.figures.get("imd_2025_mean_decile")
    return (decile, f"{decile:.1f}") if decile is not None else None


def _doorstep(place: Place, insight: Insight, records: Sequence[Record]) -> tuple[float, str] | None:
    share = insight.reach[0].share if insight.reach else None
    return (share, percent(share)) if share is not None else None


def _counted(*kinds: Kind) -> Reckon:
    def count(place: Place, insight: Insight, records: Sequence[Record]) -> tuple[float, str]:
        number = sum(record.kind in kinds for record in records)
        return float(number), f"{number:,}"

    return count


_MEASURES: tuple[tuple[str, Reckon], ...] = (
    ("Residents", _residents),
    ("Deprivation score, 1 to 10", _deprivation),
    ("Residents with a green near the door", _doorstep),
    ("Assets on the map", _counted(Kind.ASSET)),
    ("Heritage on the map", _counted(Kind.HERITAGE)),
    ("Priorities", _counted(Kind.PRIORITY)),
)
