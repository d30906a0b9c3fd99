"""Where homes went is told to the person at the machine, and to others only as far as it hides them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
import shapely

from placeplanner.domain.hiding import NO_SECTORS, Hiding, HomesShown
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.domain.record import Record
from placeplanner.exchange.homes import HOME
from placeplanner.profile.leaving_out import left_out
from placeplanner.profile.released import released_to
from placeplanner.store.planfile import PlanFile
from tests.builders import HINDLEY, a_point
from tests.profile.hindley import a_plan_of_hindley, hindley_of
from tests.profile.homes import AT, hidden_in_sectors, moved_to, paper_map, the_homes


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[PlanFile]:
    with a_plan_of_hindley(tmp_path, the_homes()) as plan:
        yield plan


@pytest.fixture
def in_sectors(tmp_path: Path) -> Hiding:
    return hidden_in_sectors(tmp_path)


def test_it_stands_inside_its_neighbourhood_and_the_group_sees_it_where_it_is(plan: PlanFile) -> None:
    for audience in Audience:
        records = released_to(plan, hindley_of(plan), audience).records
        (home,) = (record for record in records if record.name == "A quiet evening")
        place = plan.places.get(home.place)
        assert place is not None and place.kind is PlaceKind.NEIGHBOURHOOD
        assert shapely.contains(place.geometry, home.geometry)
        assert (home.geometry == a_point(*AT)) is (audience is Audience.GROUP)


def test_the_preview_says_where_homes_went_and_why(plan: PlanFile, in_sectors: Hiding) -> None:
    town = hindley_of(plan)
    told = left_out(plan, town, Audience.PUBLIC, homes=in_sectors)
    reasons = {each.sentence: each.names for each in told.reasons}
    sentence = "4 records stand in the middle of their postcode sector: they are somebody’s home."
    assert sorted(reasons[sentence]) == [
        "A quiet evening: WN2 3",
        "Childminder of Quincunx Street: WN2 3",
        "The weaver's cottage: WN2 3",
        "Tool library: WN2 3",
    ]
    unknown = [each.sentence for each in left_out(plan, town, Audience.PUBLIC).reasons]
    assert any("no map pack that is in use knows one there" in each for each in unknown)
    chosen = left_out(plan, town, Audience.PUBLIC, homes=Hiding(HomesShown.NEIGHBOURHOOD))
    assert not any("map pack" in each.sentence for each in chosen.reasons)
    gone = left_out(plan, town, Audience.PUBLIC, homes=Hiding(HomesShown.LEFT_OUT))
    assert gone.records == left_out(plan, town, Audience.PUBLIC).records + 4


def test_a_home_that_is_told_in_another_place_is_named_to_the_person_at_the_machine_only(
    plan: PlanFile, in_sectors: Hiding
) -> None:
    homes = {each.id for each in plan.records() if each.details.get(HOME)}
    told = []
    for place in plan.places.of_kind(PlaceKind.NEIGHBOURHOOD):
        seen = released_to(plan, place, Audience.PUBLIC, in_sectors)
        told += [each.id for each in seen.records if each.id in homes]
        inside = {each.id for each in plan.records(place=place.code)} & homes
        elsewhere = inside - {each.id for each in seen.records}
        reasons = left_out(plan, place, Audience.PUBLIC, homes=in_sectors).reasons
        said = [each.names for each in reasons if "profile of another place" in each.sentence]
        assert [len(names) for names in said] == ([len(elsewhere)] if elsewhere else [])
        assert not any("another place" in each for each in seen.sentences)
    assert sorted(told) == sorted(homes)  # each in one neighbourhood


def test_figures_are_made_from_where_homes_are_shown(plan: PlanFile, in_sectors: Hiding) -> None:
    """A share of residents within a walk of a home, reckoned from its door, would be a way to find the door."""
    from placeplanner.domain.framework import load_framework
    from placeplanner.profile.content import grounds_of, insight_for

    on = datetime.date(2026, 6, 1)
    there = moved_to(plan, a_point(HINDLEY[0] - 350, HINDLEY[1] + 700))
    figures = []
    for reader in (plan, there):
        grounds = grounds_of(reader, Audience.PUBLIC, load_framework(), on, in_sectors)  # type: ignore[arg-type]
        town = hindley_of(plan)
        seen = released_to(reader, town, Audience.PUBLIC, in_sectors)  # type: ignore[arg-type]
        figures.append(insight_for(grounds, town, seen.records, Audience.PUBLIC, None, in_sectors))
    assert figures[0] == figures[1]


@pytest.mark.qt
def test_a_map_on_a_wall_says_how_many_homes_stand_where(
    plan: PlanFile, tmp_path: Path, in_sectors: Hiding
) -> None:
    made = paper_map(plan, hindley_of(plan), tmp_path / "wall.pdf", Audience.PUBLIC, in_sectors)
    document = pypdfium2.PdfDocument(made)
    words = " ".join(document[0].get_textpage().get_text_range().split())
    document.close()
    assert "Four homes shown in the middle of postcode sector WN2 3" in words


def test_the_profile_of_a_ward_does_not_even_say_that_there_are_homes_in_it(
    plan: PlanFile, in_sectors: Hiding
) -> None:
    """The town's profile names its homes: a count for one street would say which of them are there."""
    around = shapely.MultiPolygon([shapely.Point(*AT).buffer(60)])
    patch = Place(PlaceCode("patch-1"), "Our street", PlaceKind.PATCH, None, around)
    places = plan.places.replaced([patch])

    class WithAPatch:
        def __init__(self) -> None:
            self.places = places

        def records(self, *, place: str | None = None) -> tuple[Record, ...]:
            every = plan.records()
            return tuple(places.holding(place, every)) if place else every

        def __getattr__(self, name: str) -> Any:
            return getattr(plan, name)

    reader: Any = WithAPatch()
    assert any(record.details.get(HOME) for record in reader.records(place=patch.code))
    for homes in (in_sectors, NO_SECTORS, Hiding(HomesShown.LEFT_OUT)):
        seen = released_to(reader, patch, Audience.PUBLIC, homes)
        assert not any("home" in sentence for sentence in seen.sentences)
        assert not any(record.name in ("Tool library", "A quiet evening") for record in seen.records)
        reasons = {
            each.sentence: each.names
            for each in left_out(reader, patch, Audience.PUBLIC, homes=homes).reasons
        }
        (names,) = (each for sentence, each in reasons.items() if "too small to hide in" in sentence)
        assert "Tool library" in names
