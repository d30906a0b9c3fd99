"""Counts, heritage, strengths, deprivation, gaps, voices and quality."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from placeplanner import paths
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.framework import load_framework
from placeplanner.domain.ids import ContributorId, PlaceCode, SessionId
from placeplanner.domain.kinds import Kind
from placeplanner.domain.people import Session
from placeplanner.domain.record import Record
from placeplanner.errors import Problem
from placeplanner.insight.counting import counts_of, heritage_of, strengths_of
from placeplanner.insight.gaps import gaps_of, themes_of, untied_of
from placeplanner.insight.insight import Grounds, Insight, Kept, insight_of
from placeplanner.insight.quality import freshness_of, quality_of
from placeplanner.insight.standards import load_standards
from placeplanner.insight.voices import voices_of
from tests.builders import a_record
from tests.insight.drawn import a_place, cells

TODAY = datetime.date(2026, 11, 22)
SQUARE = "PP\nPP"


def test_records_are_counted_by_kind_and_category_with_their_ground() -> None:
    park = a_record(kind="greenspace", category="woodland", geometry=cells(SQUARE, "P"))
    again = a_record(kind="greenspace", category="woodland", geometry=cells(SQUARE, "P"))
    library = a_record(category="library")
    assert [
        (one.kind, one.category, len(one.records), one.area_m2) for one in counts_of([park, again, library])
    ] == [
        (Kind.ASSET, "library", 1, 0.0),
        (Kind.GREENSPACE, "woodland", 2, pytest.approx(40_000)),
    ]


def test_heritage_is_told_by_grade_and_by_whether_it_is_cared_for() -> None:
    def listed(grade: str, **details: object) -> Record:
        return a_record(kind="heritage", category="listed_building", details={"grade": grade, **details})

    good, poor, silent = listed("II", condition="4"), listed("II", condition="5", at_risk=True), listed("II")
    story = a_record(kind="heritage", category="story_or_memory")
    second, rest = heritage_of([good, poor, silent, story])
    assert (second.grade, second.cared_for, second.neglected, second.unjudged) == (
        "II",
        (good.id,),
        (poor.id,),
        (silent.id,),
    )
    assert rest.grade == "" and rest.records == (story.id,)


def test_every_category_is_one_of_the_six_strengths_and_only_one() -> None:
    standards, catalogue = load_standards(), load_catalogue()
    assert len(standards.strengths) == 6
    for kind in (Kind.ASSET, Kind.GREENSPACE, Kind.HERITAGE):
        for category in catalogue[kind].categories:
            record = a_record(kind=kind.value, category=category.code)
            assert sum(strength.takes_in(record) for strength in standards.strengths) == 1, category.code
    library = a_record(category="library")
    found = {one.strength.code: one.records for one in strengths_of([library], standards)}
    assert found["institutions"] == (library.id,) and found["people"] == ()


def test_every_need_names_categories_that_there_are() -> None:
    catalogue = load_catalogue()
    for need in load_standards().needs:
        assert need.categories <= {category.code for category in catalogue[need.kind].categories}


def test_broken_standards_are_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "standards.toml"
    path.write_text('version = "1"\n')
    with pytest.raises(Problem, match=r"“capacity” is not right\. It is missing"):
        load_standards(path)
    shipped = (paths.resources() / "insight" / "standards.toml").read_text(encoding="utf-8")
    path.write_text(shipped.replace("within_m = 800", 'within_m = "far"'), encoding="utf-8")
    with pytest.raises(Problem, match=r"“walk\.within_m” is not right\. It should be a number"):
        load_standards(path)


def test_the_gap_matrix_shows_what_nobody_asked_for() -> None:
    framework = load_framework()
    tied = a_record(
        kind="priority", category="natural_space", details={"missions": "mission_2", "aim": "create"}
    )
    loose = a_record(kind="priority", category="natural_space", details={"aim": "keep"})
    gaps = {gap.item.code: gap for gap in gaps_of([tied, loose], framework)}
    assert gaps["mission_2"].by_aim == (("create", (tied.id,)),)
    assert gaps["mission_1"].is_gap
    assert untied_of([tied, loose]) == (loose.id,)


@pytest.mark.parametrize(("people", "told"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_few_people_are_never_told_as_a_number(people: int, told: int | None) -> None:
    place, places = a_place(SQUARE, 100)
    records = [a_record() for _ in range(people)]
    who = {record.id: ContributorId(str(number)) for number, record in enumerate(records)}
    elsewhere = {a_record().id: ContributorId("one who told of another place")}
    assert voices_of(place, places, records, (), who | elsewhere).people == told


def test_parts_from_which_nobody_was_heard_are_named() -> None:
    _, places = a_place(SQUARE, 100)
    town = places.get("t")
    assert town is not None
    wish = a_record(kind="priority", category="natural_space", session=SessionId("s"))
    sessions = (
        Session(SessionId("s"), "Evening", "2026-03-01"),
        Session(SessionId("other"), "Walk", "2026-04-01"),
    )
    voices = voices_of(town, places, [wish], sessions, {})
    assert voices.sessions == ("s",) and voices.silent == ("n",)
    heard = voices_of(town, places, [replace(wish, place=PlaceCode("n"))], sessions, {})
    assert heard.silent == ()


def test_quality_tells_what_is_unnamed_unsourced_and_stale() -> None:
    old = a_record(name="", details={"address": "Market Street"}, changed_at="2020-01-01T00:00:00")
    new = a_record(source="Walk on 3 May 2026", changed_at="2026-05-03T00:00:00")
    (quality,) = quality_of([old, new], load_catalogue(), TODAY)
    assert quality.unnamed == (old.id,) and quality.without_source == (old.id,) and quality.stale == (old.id,)
    assert quality.filled is not None and 0 < quality.filled < 0.2


def test_an_insight_is_made_once_for_each_revision() -> None:
    place, places = a_place(SQUARE, 100)
    park = a_record(kind="greenspace", category="woodland", geometry=cells(SQUARE, "P"))
    grounds = Grounds(places, (park,), (), {}, load_catalogue(), load_framework(), load_standards(), TODAY)
    kept, made = Kept(), []

    def make() -> Insight:
        made.append(1)
        return insight_of(grounds, place, [park])

    first = kept.get(("r1", place.code), make)
    assert kept.get(("r1", place.code), make) is first and len(made) == 1
    kept.get(("r2", place.code), make)
    assert len(made) == 2
    assert first.green.open_ha == pytest.approx(4)


def test_what_people_want_is_counted_by_theme_most_first() -> None:
    told = (
        ("natural_space", "keep"),
        ("natural_space", "create"),
        ("feeling_safe", "create"),
        ("feeling_safe", ""),
    )
    asked = [a_record("priority", category=theme, details={"aim": aim} if aim else {}) for theme, aim in told]
    third = a_record("priority", category="natural_space", details={"aim": "keep"})
    natural, safe = themes_of([*asked, third, a_record()])
    assert (natural.category, natural.number, safe.category, safe.number) == (
        "natural_space",
        3,
        "feeling_safe",
        2,
    )
    assert natural.by_aim == (("keep", (asked[0].id, third.id)), ("create", (asked[1].id,)))
    assert safe.by_aim == (("create", (asked[2].id,)), ("", (asked[3].id,)))


def test_every_record_has_one_age_by_the_day_on_which_somebody_last_looked() -> None:
    days = {
        "new": "2026-11-01",
        "half": "2026-01-10",
        "older": "2025-02-01",
        "old": "2023-02-01",
        "ancient": "1999-01-01",
    }
    records = [a_record("greenspace", name, created_at=f"{day}T10:00:00.000Z") for name, day in days.items()]
    looked = a_record(
        "greenspace", created_at="1999-01-01T10:00:00.000Z", details={"condition_date": "2026-11-20"}
    )
    vague = a_record("greenspace", created_at="1999-01-01T10:00:00.000Z", details={"condition_date": "2019"})
    found = freshness_of([*records, looked, vague], TODAY)
    assert [len(one.records) for one in found] == [2, 1, 1, 1, 1, 1]
    assert found[0].records == (records[0].id, looked.id)
    assert (found[-1].age, found[-1].records) == ("Nobody can tell", (vague.id,))
    assert sum(len(one.records) for one in freshness_of([], TODAY)) == 0
