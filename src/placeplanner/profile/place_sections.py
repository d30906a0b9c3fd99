"""The first half of a profile, about the place: what it is, what people are proud of, what it has."""

from __future__ import annotations

import shapely

from placeplanner.domain.kinds import Kind, Shape
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.domain.record import Record
from placeplanner.insight.deprivation import ENGLAND_MEAN_DECILE
from placeplanner.mappacks.manifest import Figure as MapFigure
from placeplanner.profile.blocks import (
    Block,
    Figure,
    Figures,
    MapOfPlace,
    Paragraph,
    Picture,
    Pictures,
    Section,
    Table,
    Unknown,
    Voices,
)
from placeplanner.profile.findings.deprivation import deprivation, label_of
from placeplanner.profile.findings.pride import heritage, strengths
from placeplanner.profile.insight_sections import greenspace_blocks, walking_blocks
from placeplanner.profile.telling import AIM, KEEP, Gathered, by_category, ids_of
from placeplanner.profile.words import count_of, listed, percent, worded_label

_DECILE = "_mean_decile"


def know_this_place(gathered: Gathered) -> Section:
    """Map, size, people, and what the Index of Multiple Deprivation says by domain."""
    place = gathered.place
    blocks: list[Block] = [_map(gathered), *_homes(gathered)]
    if place.figures:
        blocks.append(Figures(_people(gathered)))
        blocks += _deprivation(gathered)
        blocks += _places_inside(gathered)
    else:
        blocks.append(Unknown(f"This plan holds no census figures for {place.name}."))
    return Section("know", "Know this place", where_it_is(gathered), tuple(blocks))


def where_it_is(gathered: Gathered) -> str:
    """What the place is, in what it lies and what lies in it."""
    place, children = gathered.place, gathered.children
    around = gathered.names.places.ancestors(place.code)
    what = {
        PlaceKind.BOROUGH: "is a borough",
        PlaceKind.TOWN: "is one of the towns of",
        PlaceKind.NEIGHBOURHOOD: "is a neighbourhood of",
        PlaceKind.WARD: "is a ward of",
        PlaceKind.PATCH: "is a group’s own area in",
    }[place.kind]
    lies = " in ".join(each.name for each in around)
    opening = f"{place.name} {what} {lies}." if lies else f"{place.name} {what}."
    if not children:
        return opening
    if place.kind is PlaceKind.BOROUGH:
        return f"{place.name} is made of {count_of(len(children), 'town')}: {listed([each.name for each in children])}."
    kind = children[0].kind.value
    inside = count_of(len(children), kind) if len(children) > 1 else f"one {kind}"
    return f"{opening} It has {inside}: {listed([child.name for child in children])}."


def _map(gathered: Gathered) -> MapOfPlace:
    specs = gathered.names.catalogue.kinds
    counts = ((kind, spec.plural, len(gathered.of_kind(kind))) for kind, spec in specs.items())
    legend = tuple((kind.value, name, number) for kind, name, number in counts if number)
    return MapOfPlace(f"Map of {gathered.place.name}", _map_in_words(gathered), legend)


def _homes(gathered: Gathered) -> list[Block]:
    """Homes that lie on one another on the map, each found by its name."""
    if not gathered.homes:
        return []
    told = [
        f"{count_of(len(homes), 'record stands', 'records stand')} in the middle of {where}: "
        f"{listed([home.name.strip() or 'one without a name' for home in homes])}."
        for where, homes in gathered.homes
    ]
    return [Paragraph(" ".join(("Somebody’s home is not shown where it is.", *map(_sentence, told))))]


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _map_in_words(gathered: Gathered) -> str:
    counts = gathered.counts()
    shown = listed(counts) if counts else "no records yet"
    names = listed([child.name for child in gathered.children])
    inside = f" and the boundaries of {names}" if len(gathered.children) > 1 else ""
    return (
        f"A map of {gathered.place.name}. It shows its boundary{inside}, with {shown}. "
        "All of them are listed by name in this profile."
    )


def _people(gathered: Gathered) -> tuple[Figure, ...]:
    place, borough = gathered.place, gathered.borough
    told = [
        Figure(
            known.label.removeprefix("Residents ").capitalize() if known.unit == "share" else known.label,
            _worded(known, place.figures[known.name]),
            _beside(known, borough),
            known.source,
        )
        for known in gathered.manifest.figures
        if known.name in place.figures and _is_about_people(known)
    ]
    area = Figure(
        "Area", _area(place), f"{borough.name}: {_area(borough)}" if borough else "", "Generalised outline"
    )
    return (*told, area)


def _area(place: Place) -> str:
    return f"{place.area_m2 / 1e6:,.1f} km²"


def _is_about_people(figure: MapFigure) -> bool:
    return figure.unit in ("people", "households") or (
        figure.unit == "share" and "deprived" not in figure.name
    )


def _worded(figure: MapFigure, value: float) -> str:
    if figure.unit == "share":
        return percent(value)
    return f"{value:,.1f}" if figure.unit == "decile" else f"{value:,.0f}"


def _beside(figure: MapFigure, borough: Place | None) -> str:
    if borough is None or figure.name not in borough.figures:
        return ""
    return f"{borough.name}: {_worded(figure, borough.figures[figure.name])}"


def _deprivation(gathered: Gathered) -> list[Block]:
    place, borough = gathered.place, gathered.borough
    known = tuple(
        figure
        for figure in gathered.manifest.figures
        if figure.name.endswith(_DECILE) and figure.name in place.figures
    )
    if not known:
        return [Unknown("This plan does not hold the Index of Multiple Deprivation.")]
    return [*deprivation(known, place, borough), *_best_and_worst(known, place, borough)]


def _best_and_worst(known: tuple[MapFigure, ...], place: Place, borough: Place | None) -> list[Block]:
    if borough is None:
        return []
    compared = [
        (place.figures[each.name] - borough.figures[each.name], label_of(each))
        for each in known[1:]
        if each.name in borough.figures
    ]
    if not compared:
        return []
    (least, worst), (most, best) = min(compared), max(compared)
    said = []
    if most > 0.1:
        said.append(f"{place.name} stands furthest above {borough.name} on {best.lower()}.")
    if least < -0.1:
        said.append(f"{'It' if said else place.name} has most ground to make up on {worst.lower()}.")
    said.append(_beside_england(known[1:], place))
    return [Paragraph(" ".join(said))]


def _beside_england(domains: tuple[MapFigure, ...], place: Place) -> str:
    """On how many domains a place lies below England's average."""
    below = [label_of(each).lower() for each in domains if place.figures[each.name] < ENGLAND_MEAN_DECILE]
    if not below:
        return f"On all {len(domains)} of these, {place.name} is above England's average."
    if len(below) == len(domains):
        return f"On all {len(domains)} of these, {place.name} is below England's average."
    return f"It is below England's average on: {'; '.join(below)}."


def _places_inside(gathered: Gathered) -> list[Block]:
    wanted = ("residents_2021", "households_2021", "imd_2025_mean_decile")
    known = [figure for figure in gathered.manifest.figures if figure.name in wanted]
    if len(gathered.children) < 2 or not known:
        return []
    rows = tuple(
        (child.name, *(_worded(figure, child.figures[figure.name]) for figure in known))
        for child in gathered.children
        if all(figure.name in child.figures for figure in known)
    )
    kind = gathered.children[0].kind.value
    heads = (kind.capitalize(), *(_head(figure) for figure in known))
    return [Table(f"The {kind}s", heads, rows)] if rows else []


def _head(figure: MapFigure) -> str:
    return "Deprivation score, 1 to 10" if figure.unit == "decile" else figure.label


def show_our_love_and_pride(gathered: Gathered) -> Section:
    """Heritage, stories, photos, and what people say they love."""
    loved = tuple(
        gathered.entry(record)
        for record in gathered.of_kind(Kind.PRIORITY)
        if record.details.get(AIM) == KEEP
    )
    listings = by_category(gathered, "Heritage", gathered.of_kind(Kind.HERITAGE))
    blocks: list[Block] = []
    if loved:
        blocks.append(Voices("What people love and want to keep", loved))
    blocks += _pictures(gathered)
    blocks += listings
    blocks += heritage(gathered.insight.heritage)
    if not listings:
        blocks.append(
            Unknown(
                f"Nobody has put heritage of {gathered.place.name} on the map yet. "
                "Which buildings, stories and traditions should be here?"
            )
        )
    if not loved:
        blocks.append(Unknown("Nobody has said yet what should stay just as it is."))
    number = len(gathered.of_kind(Kind.HERITAGE))
    verb = "is" if number == 1 else "are"
    start = f"There {verb} {count_of(number, 'piece', 'pieces')} of heritage on the map: " if number else ""
    return Section(
        "pride",
        "Show our love and pride",
        f"{start}the buildings, stories and traditions that make {gathered.place.name} itself."
        if start
        else f"The buildings, stories and traditions that make {gathered.place.name} itself.",
        tuple(blocks),
    )


def _pictures(gathered: Gathered) -> list[Block]:
    names = {record.id: record.name for record in gathered.records}
    pictures = tuple(
        Picture(
            photo.id,
            photo.sha256,
            f"Photo: {photo.caption or names[photo.record]}",
            photo.caption or names[photo.record],
            photo.credit,
        )
        for photo in gathered.pictures
    )
    return [Pictures(pictures)] if pictures else []


def connect_to_neighbourhoods(gathered: Gathered) -> Section:
    """Assets by category and what nobody has put on the map; greenspace, and what is not known about it."""
    assets, greens = gathered.of_kind(Kind.ASSET), gathered.of_kind(Kind.GREENSPACE)
    blocks: list[Block] = [Figures(_what_is_here(assets, greens))]
    blocks += by_category(gathered, "Assets", assets)
    blocks += _not_on_the_map(gathered)
    blocks += walking_blocks(gathered, gathered.insight)
    blocks += strengths(gathered.insight.strengths)
    blocks += by_category(gathered, "Greenspaces", greens)
    if not greens:
        blocks.append(Unknown("Nobody has put a park, a playing field or another greenspace on the map yet."))
    blocks += greenspace_blocks(gathered, gathered.insight, gathered.beside)
    lead = f"What is here for people, indoors and out, as the people of {gathered.place.name} have mapped it."
    return Section("connect", "Connect to neighbourhoods", lead, tuple(blocks))


def _what_is_here(assets: tuple[Record, ...], greens: tuple[Record, ...]) -> tuple[Figure, ...]:
    drawn = [record for record in greens if record.shape is Shape.AREA]
    figures = [
        Figure(
            worded_label(len(assets), "Asset on the map", "Assets on the map"),
            f"{len(assets):,}",
            records=ids_of(assets),
        ),
        Figure(
            worded_label(len(greens), "Greenspace on the map", "Greenspaces on the map"),
            f"{len(greens):,}",
            records=ids_of(greens),
        ),
    ]
    if drawn:
        size = shapely.union_all([record.geometry for record in drawn]).area
        note = (
            f"{len(drawn)} of {len(greens)} {'is' if len(drawn) == 1 else 'are'} drawn with {'its' if len(drawn) == 1 else 'their'} outline"
            if len(drawn) < len(greens)
            else ""
        )
        figures.append(Figure("Hectares of greenspace", f"{size / 10_000:,.1f}", note, records=ids_of(drawn)))
    return tuple(figures)


def _not_on_the_map(gathered: Gathered) -> list[Block]:
    used = {record.category for record in gathered.of_kind(Kind.ASSET)}
    missing = [
        category.label
        for category in gathered.names.catalogue[Kind.ASSET].categories
        if category.code not in used and category.code != "other"
    ]
    if not missing:
        return []
    return [
        Unknown(
            "Nobody has put these on the map, so either there are none here or they are still to be added: "
            f"{'; '.join(missing)}."
        )
    ]
