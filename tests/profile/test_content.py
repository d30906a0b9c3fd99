"""What a profile says, before it is set in type."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from msgspec.structs import asdict, replace

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.change import Change
from placeplanner.domain.framework import load_framework
from placeplanner.domain.ids import ContributorId, new_id
from placeplanner.domain.kinds import Audience, Kind
from placeplanner.domain.people import Contributor
from placeplanner.edits.history import History
from placeplanner.edits.places import CorrectTown
from placeplanner.edits.records import AddRecord, in_its_place
from placeplanner.exchange.sample import make_sample_plan
from placeplanner.mappacks.shipped import shipped_manifest, shipped_places
from placeplanner.profile.blocks import (
    Block,
    Chart,
    Figures,
    Listings,
    MapOfPlace,
    Paragraph,
    Pictures,
    Profile,
    Table,
    Ties,
    Unknown,
    Voices,
)
from placeplanner.profile.content import profile_of
from placeplanner.store.planfile import PlanFile
from tests.builders import a_plan, a_record
from tests.profile.hindley import FRIENDS, SECRETS, a_plan_of_hindley, hindley_of, profile_of_hindley

B = TypeVar("B", bound=Block)


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[PlanFile]:
    with a_plan_of_hindley(tmp_path) as plan:
        yield plan


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[PlanFile]:
    with a_plan(tmp_path, "empty.gpkg") as plan:
        yield plan


def blocks(profile: Profile, key: str, kind: type[B]) -> list[B]:
    section = next(section for section in profile.sections if section.key == key)
    return [block for block in section.blocks if isinstance(block, kind)]


def test_the_six_sections_stand_in_the_order_of_the_frameworks_words(plan: PlanFile) -> None:
    assert [section.title for section in profile_of_hindley(plan).sections] == [
        "Know this place",
        "Show our love and pride",
        "Connect to neighbourhoods",
        "Listen deeply",
        "See the person",
        "Do the right thing",
    ]


def test_figures_stand_beside_the_boroughs_with_their_source(plan: PlanFile) -> None:
    people = blocks(profile_of_hindley(plan), "know", Figures)[0].figures[0]
    assert (people.label, people.value, people.beside, people.source) == (
        "Residents",
        "25,188",
        "Wigan Borough: 329,352",
        "Census 2021",
    )


def test_deprivation_is_compared_domain_by_domain(plan: PlanFile) -> None:
    chart = blocks(profile_of_hindley(plan), "know", Chart)[0]
    assert chart.title == "Hindley is more deprived than England on five of the seven measures"
    assert chart.table.heads == ("What is measured", "Hindley", "Wigan Borough", "England")
    assert len(chart.table.rows) == 8
    assert ("Health and disability", "3.2", "3.6", "5.5") in chart.table.rows
    assert "Health and disability: 3.2, Wigan Borough 3.6." in chart.alt
    assert blocks(profile_of_hindley(plan), "know", Paragraph)[0].text == (
        "Hindley stands furthest above Wigan Borough on barriers to housing and services. "
        "It has most ground to make up on education, skills and training. It is below England's average on: "
        "income; employment; education, skills and training; health and disability; crime."
    )


def test_the_borough_is_compared_with_nothing(plan: PlanFile) -> None:
    borough = plan.places.borough
    assert borough is not None
    profile = profile_of(plan, borough, load_framework(), Audience.PARTNERSHIP, shipped_manifest())
    chart = blocks(profile, "know", Chart)[0]
    assert chart.plot.marks is None
    assert chart.table.heads == ("What is measured", "Wigan Borough", "England")
    assert len(blocks(profile, "know", Table)[0].rows) == 14


def test_a_neighbourhood_has_a_profile_of_its_own(plan: PlanFile) -> None:
    west = plan.places.named("Hindley West")[0]
    profile = profile_of(plan, west, load_framework(), Audience.PARTNERSHIP, shipped_manifest())
    assert profile.sections[0].lead == "Hindley West is a neighbourhood of Hindley in Wigan Borough."
    assert all(record.place == west.code for record in profile.records)


def test_the_map_is_told_in_words(plan: PlanFile) -> None:
    words = blocks(profile_of_hindley(plan), "know", MapOfPlace)[0].alt
    assert "three assets, one greenspace, two pieces of heritage and two priorities" in words
    assert "Hindley East, Hindley Green and Hindley West" in words


def test_every_record_is_listed_once_and_every_figure_is_traced_to_records(plan: PlanFile) -> None:
    profile = profile_of_hindley(plan)
    listed = [
        entry.id
        for section in profile.sections
        for block in section.blocks
        for entry in (
            [entry for listing in block.listings for entry in listing.entries]
            if isinstance(block, Listings)
            else block.entries
            if isinstance(block, Voices)
            else ()
        )
    ]
    known = {record.id for record in profile.records}
    assert sorted(listed) == sorted(known)
    assets, greens, *_ = blocks(profile, "connect", Figures)[0].figures
    assert set(assets.records) == {record.id for record in profile.records if record.kind is Kind.ASSET}
    assert len(greens.records) == int(greens.value) == 1


def test_what_people_love_comes_with_their_words_and_what_they_want_by_theme(plan: PlanFile) -> None:
    profile = profile_of_hindley(plan)
    assert [entry.said for entry in blocks(profile, "pride", Voices)[0].entries] == [
        "The whole town comes out."
    ]
    wish = blocks(profile, "listen", Listings)[0].listings[0].entries[0]
    assert (wish.name, wish.tag) == ("Somewhere indoors for teenagers", "Create it")


def test_heritage_shows_its_grade_and_its_story(plan: PlanFile) -> None:
    church = blocks(profile_of_hindley(plan), "pride", Listings)[0].listings[0].entries[0]
    assert (church.tag, church.said) == ("Grade II*", "Its spire is how you know you are nearly home.")


def test_priorities_are_set_against_missions_and_focuses(plan: PlanFile) -> None:
    missions, _, _, focuses = blocks(profile_of_hindley(plan), "right", Ties)
    assert [tie.names for tie in missions.ties] == [("Somewhere indoors for teenagers",)] * 2
    assert [len(tie.records) for tie in focuses.ties] == [0, 1, 0]
    loose = [block.text for block in blocks(profile_of_hindley(plan), "right", Unknown)]
    assert "One priority is not tied to the plan yet: The Christmas lights." in loose


def test_few_people_are_not_counted_out(plan: PlanFile) -> None:
    figures = {
        figure.label: figure.value
        for figure in blocks(profile_of_hindley(plan), "listen", Figures)[0].figures
    }
    assert figures["People who told us something"] == "Fewer than 5"


def test_five_people_are_counted(tmp_path: Path) -> None:
    people = [Contributor(ContributorId(new_id()), f"Person {number}") for number in range(5)]
    records = [a_record(contributor=person.id, consent=Audience.PUBLIC) for person in people]
    with a_plan(tmp_path) as plan:
        with plan.step("Five people") as writing:
            for person in people:
                writing.write(Change(None, person))
            for record in records:
                writing.write(Change(None, in_its_place(plan, record)))
        figures = blocks(profile_of_hindley(plan), "listen", Figures)[0].figures
    assert {figure.label: figure.value for figure in figures}["People who told us something"] == "Five"


def test_who_was_heard_and_when_is_said(plan: PlanFile) -> None:
    said = blocks(profile_of_hindley(plan), "listen", Paragraph)[0].text
    assert said == f"We heard from {FRIENDS.name}. People met on 12 March 2026."


def test_a_part_that_was_added_to_a_place_is_silent_at_once(plan: PlanFile) -> None:
    def silent() -> str:
        return " ".join(each.text for each in blocks(profile_of_hindley(plan), "person", Paragraph))

    elsewhere = plan.places.named("Leigh Central")[0]
    assert elsewhere.name not in silent()
    History(plan).perform(CorrectTown(elsewhere.code, hindley_of(plan).code))
    assert elsewhere.name in silent()


def test_photos_come_with_caption_and_credit(plan: PlanFile) -> None:
    pictures = blocks(profile_of_hindley(plan), "pride", Pictures)[0].pictures
    assert [(each.caption, each.credit) for each in pictures] == [("The spire at dusk", "Ann Openly")]


def test_a_place_whose_records_are_all_kept_in_the_group_is_not_told_to_have_none(empty: PlanFile) -> None:
    place = hindley_of(empty)
    mine = a_record(geometry=place.geometry.representative_point(), consent=Audience.GROUP)
    History(empty).perform(AddRecord(mine))
    assert "not to be shown here" in profile_of_hindley(empty).summary


def test_an_empty_place_says_in_words_what_is_not_known(empty: PlanFile) -> None:
    profile = profile_of_hindley(empty)
    unknown = [
        block.text for section in profile.sections for block in section.blocks if isinstance(block, Unknown)
    ]
    assert "Nobody has said yet what Hindley needs. That is the next thing to ask." in unknown
    assert profile.summary == "Hindley is waiting for its first record. This is what is known already."
    assert profile.revision == "no records yet"
    assert profile.sample == ""


def test_sample_data_is_named_as_such(tmp_path: Path) -> None:
    sample = a_record(name="Invented", is_sample=True, consent=Audience.PUBLIC)
    with a_plan_of_hindley(tmp_path, [sample]) as plan:
        assert (
            profile_of_hindley(plan).sample == "One record is sample data, marked “sample”: do not act on it."
        )


def test_a_profile_of_nothing_but_sample_data_says_so(tmp_path: Path) -> None:
    with make_sample_plan(tmp_path / "sample.gpkg", load_catalogue(), shipped_places()) as plan:
        assert profile_of_hindley(plan).sample.startswith("This profile is made from sample data.")


def test_what_is_left_out_is_counted_and_no_secret_is_told(plan: PlanFile) -> None:
    profile = profile_of_hindley(plan)
    assert "1 record is left out: only the group may see it." in profile.withheld
    assert "1 answer is left out: only the group may see it." in profile.withheld
    assert "1 photo is left out: only the group may see it." in profile.withheld
    told = repr(asdict(replace(profile, place=None)))  # type: ignore[arg-type]
    assert [secret for secret in SECRETS if secret in told] == []


def test_the_group_sees_its_own_records_but_not_who_would_not_be_named(plan: PlanFile) -> None:
    profile = profile_of_hindley(plan, Audience.GROUP)
    assert "Zanzibar Lane" in {record.name for record in profile.records}
    assert "Wolverine" not in repr(profile.sections)


def test_the_date_and_the_sources_close_the_profile(plan: PlanFile) -> None:
    dated = profile_of(
        plan,
        hindley_of(plan),
        load_framework(),
        Audience.PUBLIC,
        shipped_manifest(),
        on=datetime.date(2026, 11, 22),
    )
    assert dated.date == "22 November 2026"
    assert "Census 2021: residents and households" in {source.title for source in dated.sources}
    assert "Crown copyright" in dated.attribution


def test_the_revision_changes_with_the_records_and_only_then(plan: PlanFile) -> None:
    first, again = profile_of_hindley(plan).revision, profile_of_hindley(plan).revision
    public = profile_of_hindley(plan, Audience.GROUP).revision
    assert first == again != public
