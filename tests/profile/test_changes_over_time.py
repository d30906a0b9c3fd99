"""What changed between two states of a plan, against a timeline worked out by hand:

May 2025   1  2         3   4            5   6             7              8              9    10          11  12
Hindley    ·  Library   ·   Café (new)   ·   pub removed   removal        Café renamed   ·    rec: fair   ·   Library
(town)        rec: poor     Library          rec: good     undone         and undone                          moved
              pub           told anew                                     Bench added                         to Leigh
                                                                          and undone
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Audience
from placeplanner.domain.moment import Moment, Period
from placeplanner.edits.history import History
from placeplanner.edits.records import AddRecord, ChangeRecord, RemoveRecord
from placeplanner.edits.shape import MoveRecord
from placeplanner.insight.changes import Changed
from placeplanner.profile.blocks import Table
from placeplanner.profile.changes_section import changes_blocks, changes_for
from placeplanner.store.planfile import PlanFile
from tests.builders import a_history, a_plan, a_point, a_record

SHARED = {"consent": Audience.PUBLIC}
LEIGH = (365_800.0, 400_200.0)
Said = dict[str, set[str]]


def day(number: int) -> datetime.date:
    return datetime.date(2025, 5, number)


def written(plan: PlanFile, statement: str, *values: object) -> None:
    """Write to the journal itself, as no edit can."""
    plan.connection.execute("PRAGMA query_only=OFF")
    plan.connection.execute(statement, values)
    plan.connection.execute("PRAGMA query_only=ON")


def dated(plan: PlanFile, number: int) -> None:
    """Let all that was done today have been done at noon of a day in May 2025, in its order."""
    noon = int(datetime.datetime(2025, 5, number, 12, tzinfo=datetime.UTC).timestamp() * 1000)
    today = int(datetime.datetime(2025, 6, 1, tzinfo=datetime.UTC).timestamp() * 1000)
    first = plan.connection.execute("SELECT min(ms) FROM gpkg_pp_change WHERE ms > ?", (today,)).fetchone()[0]
    written(plan, "UPDATE gpkg_pp_change SET ms = ms - ? + ? WHERE ms > ?", first, noon, today)
    written(plan, "UPDATE gpkg_pp_step SET ms = ms - ? + ? WHERE ms > ?", first, noon, today)
    written(plan, "UPDATE gpkg_pp_clock SET ms = ms - ? + ?", first, noon)


def ids(plan: PlanFile) -> dict[str, RecordId]:
    return {record.name: record.id for record in plan.records()}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlanFile]:
    plan, history = a_history(tmp_path_factory.mktemp("timeline"))
    dated(plan, 1)
    history.perform(AddRecord(a_record(name="Library", **SHARED)))
    history.perform(AddRecord(a_record("greenspace", "The rec", details={"condition": "2"}, **SHARED)))
    history.perform(AddRecord(a_record(name="Old pub", category="pub", **SHARED)))
    dated(plan, 2)
    known = ids(plan)
    history.perform(AddRecord(a_record(name="Café", category="shop_or_cafe", **SHARED)))
    history.perform(ChangeRecord(known["Library"], {"notes": "Open on Sundays."}))
    dated(plan, 4)
    history.perform(ChangeRecord(known["The rec"], details={"condition": "4"}))
    history.perform(RemoveRecord(known["Old pub"]))
    dated(plan, 6)
    history.undo()
    dated(plan, 7)
    history.perform(ChangeRecord(ids(plan)["Café"], {"name": "Cafe"}))
    history.undo()
    history.perform(AddRecord(a_record(name="Bench", **SHARED)))
    history.undo()
    dated(plan, 8)
    history.perform(ChangeRecord(known["The rec"], details={"condition": "3"}))
    dated(plan, 10)
    history.perform(MoveRecord(known["Library"], LEIGH[0] - 361_900, LEIGH[1] - 404_500))
    dated(plan, 12)
    yield plan
    plan.close()


def changed(plan: PlanFile, period: Period, place: str = "town-hindley") -> Changed:
    here = plan.places.get(place)
    assert here is not None
    return changes_for(plan, here, Audience.PUBLIC, period).changed


def days(first: int, last: int) -> Period:
    """From the beginning of one day to the end of another."""
    return Period.of(Moment.start_of(day(first)), Moment.end_of(day(last)))


def said(found: Changed) -> Said:
    told = {
        "added": found.added, "gone": found.gone, "came": found.came, "left": found.left, "reworded": found.reworded,
        "better": [each.record for each in found.risen], "worse": [each.record for each in found.fallen],
    }  # fmt: skip
    return {key: {record.name for record in records} for key, records in told.items() if records}


ALL = {"Library", "The rec", "Old pub"}


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (1, 1, {}),
        (1, 2, {"added": ALL}),
        (2, 2, {"added": ALL}),
        (3, 3, {}),
        (3, 4, {"added": {"Café"}, "reworded": {"Library"}}),
        (3, 6, {"added": {"Café"}, "reworded": {"Library"}, "gone": {"Old pub"}, "better": {"The rec"}}),
        (3, 7, {"added": {"Café"}, "reworded": {"Library"}, "better": {"The rec"}}),
        (5, 6, {"gone": {"Old pub"}, "better": {"The rec"}}),
        (6, 7, {"better": {"The rec"}}),
        (7, 7, {"added": {"Old pub"}}),
        (8, 8, {}),
        (10, 10, {"worse": {"The rec"}}),
        (6, 10, {"better": {"The rec"}}),
        (2, 10, {"added": {*ALL, "Café"}}),
        (12, 12, {"left": {"Library"}}),
        (1, 12, {"added": {"The rec", "Old pub", "Café"}}),
        (11, 12, {"left": {"Library"}}),
    ],
)
def test_between_two_days_the_hand_worked_changes_are_told(
    plan: PlanFile, first: int, last: int, expected: Said
) -> None:
    assert said(changed(plan, days(first, last))) == expected


def test_until_now_is_until_the_last_of_them(plan: PlanFile) -> None:
    for first in range(1, 13):
        now = changed(plan, Period.of(Moment.start_of(day(first))))
        assert said(now) == said(changed(plan, days(first, 12)))


def test_the_place_that_a_record_came_to_says_so(plan: PlanFile) -> None:
    assert said(changed(plan, days(3, 12), "town-leigh")) == {"came": {"Library"}}
    assert said(changed(plan, days(1, 12), "town-leigh")) == {"added": {"Library"}}
    assert said(changed(plan, days(3, 11), "town-leigh")) == {}
    borough = plan.places.borough
    assert borough is not None
    assert said(changed(plan, days(12, 12), borough.code)) == {"reworded": {"Library"}}


def in_words(plan: PlanFile, period: Period, place: str = "town-hindley") -> str:
    here = plan.places.get(place)
    assert here is not None
    blocks = changes_blocks(changes_for(plan, here, Audience.PUBLIC, period))
    told = [
        " ".join(map(" ".join, block.rows)) if isinstance(block, Table) else block.text for block in blocks
    ]  # type: ignore[union-attr]
    return "\n".join(told)


def test_both_days_are_said_and_that_all_else_is_as_it_is_now(plan: PlanFile) -> None:
    words = in_words(plan, days(3, 6))
    assert words.startswith("What changed\nBetween 3 May 2025 and 6 May 2025: One record added (Café). ")
    assert "One record taken off the map (Old pub). One record told anew (Library)." in words
    assert "The rec poor good better" in words
    assert "All else in this profile is as it is now." in words
    assert "What was done about what people said cannot be told yet" in words
    words = in_words(plan, days(10, 10))
    assert words.startswith("What changed\nOn 10 May 2025: The condition of some records has changed.")
    assert in_words(plan, days(8, 8)).startswith("What changed\nNothing here changed on 8 May 2025.")
    assert "now in another place (Library)" in in_words(plan, days(12, 12))
    assert "moved here from another place (Library)" in in_words(plan, days(12, 12), "town-leigh")
    now = in_words(plan, Period.of(Moment.start_of(day(12))))
    assert now.startswith("What changed\nSince 12 May 2025: ") and "All else" not in now


def test_days_before_the_plan_began_are_told_as_such(plan: PlanFile) -> None:
    long_ago = Moment.start_of(datetime.date(2020, 1, 1))
    words = in_words(plan, Period.of(long_ago))
    assert "Three records added" in words
    assert "This plan was begun on 1 May 2025; nothing was known before." in words
    words = in_words(plan, Period.of(long_ago, Moment.end_of(datetime.date(2020, 1, 2))))
    assert words.startswith(
        "What changed\nNothing here changed between 1 January 2020 and 2 January 2020. This plan was begun on 1 May 2025"
    )
    assert "begun" not in in_words(plan, days(1, 2))


def test_a_state_beside_itself_is_nothing_to_tell(plan: PlanFile) -> None:
    now = plan.moment()
    assert "Both ends of what is compared are the same" in in_words(plan, Period.of(now, now))
    assert changed(plan, Period.of(now, now)).is_nothing


def entered(found: Changed) -> set[RecordId]:
    return {record.id for record in (*found.added, *found.came)}


def went(found: Changed) -> set[RecordId]:
    return {record.id for record in (*found.gone, *found.left)}


def fallen_and_risen(found: Changed) -> dict[RecordId, tuple[int, int]]:
    return {each.record.id: (each.before, each.now) for each in (*found.risen, *found.fallen)}


@pytest.mark.parametrize("seed", range(4))
def test_two_periods_in_a_row_tell_what_the_whole_tells(tmp_path: Path, seed: int) -> None:
    moments = []
    with a_plan(tmp_path) as plan:
        for _ in edits_at_random(plan, random.Random(seed), 12):
            moments.append(plan.moment())
        whole: dict[tuple[int, int], Changed] = {}
        for i, a in enumerate(moments):
            for j, b in enumerate(moments[i:], i):
                whole[i, j] = changed(plan, Period.of(a, b))
        for (i, k), both in whole.items():
            for j in range(i, k + 1):
                one, two = whole[i, j], whole[j, k]
                assert entered(both) == (entered(one) - went(two)) | (entered(two) - went(one))
                assert went(both) == (went(one) - entered(two)) | (went(two) - entered(one))
                for id_, (_, better) in fallen_and_risen(one).items():
                    if id_ in fallen_and_risen(two):
                        assert fallen_and_risen(two)[id_][0] == better
        last = len(moments) - 1
        for i, a in enumerate(moments):
            assert said(changed(plan, Period.of(a))) == said(whole[i, last])


def edits_at_random(plan: PlanFile, dice: random.Random, count: int) -> Iterator[None]:
    history = History(plan)
    for number in range(count):
        there = [record.id for record in plan.records()]
        match dice.randrange(6) if there else 0:
            case 0 | 1:
                condition = str(dice.randint(1, 5))
                record = a_record("greenspace", f"Green {number}", details={"condition": condition}, **SHARED)
                history.perform(AddRecord(record))
            case 2:
                history.perform(RemoveRecord(dice.choice(there)))
            case 3:
                where = dice.choice((LEIGH, (361_900.0, 404_500.0)))
                history.perform(ChangeRecord(dice.choice(there), {"geometry": a_point(*where)}))
            case 4:
                history.perform(
                    ChangeRecord(dice.choice(there), details={"condition": str(dice.randint(1, 5))})
                )
            case _:
                history.undo()
        yield


def test_what_a_merge_brought_is_new_though_it_was_made_before(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    theirs, their_history = a_history(tmp_path / "theirs")
    their_history.perform(AddRecord(a_record(name="Their bench", **SHARED)))
    dated(theirs, 3)
    theirs.close()
    ours, history = a_history(tmp_path)
    dated(ours, 1)
    history.perform(AddRecord(a_record(name="Our library", **SHARED)))
    dated(ours, 2)
    history.perform(AddRecord(a_record(name="Our pub", category="pub", **SHARED)))
    dated(ours, 5)
    before = ours.moment()
    merge(ours, theirs.path)
    after = ours.moment()
    history.perform(AddRecord(a_record(name="Our café", **SHARED)))
    assert said(changed(ours, Period.of(before))) == {"added": {"Their bench", "Our café"}}
    assert said(changed(ours, Period.of(before, after))) == {"added": {"Their bench"}}
    assert said(changed(ours, Period.of(after))) == {"added": {"Our café"}}
    assert said(changed(ours, Period.of(Moment.start_of(day(4)), before))) == {"added": {"Our pub"}}
    history.perform(ChangeRecord(ids(ours)["Their bench"], {"notes": "Ours too now."}))
    assert said(changed(ours, Period.of(Moment.start_of(day(4)), before))) == {"added": {"Our pub"}}
    by_day = changed(ours, days(3, 3))
    assert said(by_day) == {"added": {"Their bench"}}, "nobody has noted on which day it was merged"
    ours.close()


def merge(ours: PlanFile, theirs: Path) -> None:
    """What a merge does: the ops that we lack, and the rows that they lead to, past the capture."""
    written(ours, "ATTACH ? AS theirs", str(theirs))
    written(ours, "UPDATE gpkg_pp_clock SET capture = 0")
    written(
        ours, "INSERT OR IGNORE INTO gpkg_pp_change SELECT * FROM theirs.gpkg_pp_change WHERE tbl = 'assets'"
    )
    columns = [row[1] for row in ours.connection.execute("PRAGMA table_info(assets)") if row[1] != "fid"]
    names = ", ".join(f'"{name}"' for name in columns)
    written(ours, f"INSERT INTO assets ({names}) SELECT {names} FROM theirs.assets")
    written(ours, "UPDATE gpkg_pp_clock SET capture = 1, n = n + 1")
    written(ours, "DETACH theirs")


def test_a_computer_whose_clock_was_ahead_and_went_back_loses_nothing(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    dated(plan, 1)
    ahead = int(datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC).timestamp() * 1000)
    written(plan, "UPDATE gpkg_pp_clock SET ms = ?", ahead)
    history.perform(AddRecord(a_record(name="Library", **SHARED)))
    first = plan.moment()
    history.perform(AddRecord(a_record(name="Pub", category="pub", **SHARED)))
    second = plan.moment()
    history.perform(RemoveRecord(ids(plan)["Library"]))
    assert first.told == datetime.date.today()
    assert said(changed(plan, Period.of(first))) == {"added": {"Pub"}, "gone": {"Library"}}
    assert said(changed(plan, Period.of(first, second))) == {"added": {"Pub"}}
    assert said(changed(plan, Period.of(second))) == {"gone": {"Library"}}
    today = Period.of(Moment.start_of(datetime.date.today()), Moment.end_of(datetime.date.today()))
    assert said(changed(plan, today)) == {"added": {"Pub"}}
    plan.close()


def test_what_another_program_changed_counts_too(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    history.perform(AddRecord(a_record(name="Library", **SHARED)))
    before = plan.moment()
    written(plan, "UPDATE assets SET notes = 'from elsewhere'")
    assert said(changed(plan, Period.of(before))) == {"reworded": {"Library"}}
    plan.close()
