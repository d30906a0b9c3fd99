"""What has been withdrawn is withdrawn from the past too: no word of it is in any file, whatever period is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from placeplanner.domain.kinds import Audience
from placeplanner.domain.moment import Moment, Period
from placeplanner.domain.place import PlaceKind
from placeplanner.edits.history import History
from placeplanner.edits.records import AddRecord, ChangeRecord, RemoveRecord
from placeplanner.profile.atlas import export_atlas
from placeplanner.profile.changes_section import changes_blocks, changes_for
from placeplanner.profile.export import EVERY_FORMAT, export_profile
from placeplanner.store.planfile import PlanFile
from tests.builders import a_history, a_record
from tests.profile.hindley import hindley_of, only_hindley
from tests.profile.searching import found_in

PUBLIC, PARTNERS, GROUP = (
    {"consent": Audience.PUBLIC},
    {"consent": Audience.PARTNERSHIP},
    {"consent": Audience.GROUP},
)
WITHDRAWN, WITHDRAWN_AND_GONE = "Quetzalcoatl", "Rumpelstilz"
CALLED_SO_ONCE, ONLY_FOR_THE_GROUP = "Nightingale", "Xanadu"
ELSEWHERE = "Basilisk"
SENTINELS = (WITHDRAWN, WITHDRAWN_AND_GONE, CALLED_SO_ONCE, ONLY_FOR_THE_GROUP, ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Story:
    """A plan, and its state before anything was withdrawn, in between, and at the end."""

    plan: PlanFile
    first: Moment
    middle: Moment
    last: Moment

    @property
    def periods(self) -> tuple[Period, ...]:
        """Every one there is."""
        return (
            Period.of(self.first),
            Period.of(self.first, self.middle),
            Period.of(self.first, self.last),
            Period.of(self.middle),
            Period.of(self.middle, self.last),
        )


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    plan, history = a_history(tmp_path_factory.mktemp("story"))
    first = plan.moment()
    records = {
        name: a_record(name=f"{name} House", notes=f"Here is {name}.", **PUBLIC)
        for name in (WITHDRAWN, WITHDRAWN_AND_GONE, CALLED_SO_ONCE, ELSEWHERE)
    }
    records["Stays"] = a_record(name="Stays", **PUBLIC)
    for record in records.values():
        history.perform(AddRecord(record))
    history.perform(AddRecord(a_record(name=ONLY_FOR_THE_GROUP, **GROUP)))
    middle = plan.moment()
    history.perform(ChangeRecord(records[WITHDRAWN].id, GROUP))
    history.perform(ChangeRecord(records[WITHDRAWN_AND_GONE].id, GROUP))
    history.perform(RemoveRecord(records[WITHDRAWN_AND_GONE].id))
    history.perform(ChangeRecord(records[CALLED_SO_ONCE].id, {"name": "The old house", "notes": ""}))
    withdraw_elsewhere(plan, records[ELSEWHERE].id)
    history.perform(RemoveRecord(records[ELSEWHERE].id))
    yield Story(plan, first, middle, plan.moment())
    plan.close()


def withdraw_elsewhere(plan: PlanFile, record_id: str) -> None:
    """Another copy of the plan took the consent back; our row, and what its removal keeps, do not know."""
    plan.connection.execute("PRAGMA query_only=OFF")
    plan.connection.execute(
        "INSERT INTO gpkg_pp_change SELECT ms, n + 1, 'elsewhere', 'another copy', 'assets', ?, 'consent', 'group', NULL, NULL "
        "FROM gpkg_pp_clock",
        (record_id,),
    )
    plan.connection.execute("UPDATE gpkg_pp_clock SET n = n + 1")
    plan.connection.execute("PRAGMA query_only=ON")


@pytest.mark.qt
@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.PARTNERSHIP])
def test_no_word_of_what_was_withdrawn_is_in_any_output(
    story: Story, tmp_path: Path, audience: Audience
) -> None:
    here = hindley_of(story.plan)
    for number, period in enumerate(story.periods):
        formats = EVERY_FORMAT if number == 1 else ("pdf", "html")
        files = export_profile(
            story.plan, here, tmp_path / str(number), formats=formats, audience=audience, period=period
        )
        for file in files:
            assert found_in(file, SENTINELS) == set(), (file.name, number)
        assert "Stays" in (tmp_path / str(number) / "hindley-profile.html").read_text(encoding="utf-8")


@pytest.mark.qt
@pytest.mark.parametrize("audience", Audience)
def test_an_atlas_names_what_was_withdrawn_to_the_group_alone(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, audience: Audience
) -> None:
    only_hindley(monkeypatch)
    period = Period.of(story.first, story.middle)  # in which all of it was added
    made = export_atlas(story.plan, tmp_path, audience=audience, period=period)
    found = {file.name: found_in(file, [*SENTINELS, "Stays"]) for file in made.files}
    expected = (
        set() if audience is not Audience.GROUP else {WITHDRAWN, WITHDRAWN_AND_GONE, ONLY_FOR_THE_GROUP}
    )
    for name in ("atlas.pdf", "hindley.html"):
        assert "Stays" in found[name] and expected <= found[name]
    if not expected:
        assert set().union(*found.values()) == {"Stays"}


def told(plan: PlanFile, audience: Audience, period: Period) -> str:
    return repr(changes_blocks(changes_for(plan, hindley_of(plan), audience, period)))


def test_the_group_itself_still_hears_of_its_records(story: Story) -> None:
    words = told(story.plan, Audience.GROUP, Period.of(story.first, story.middle))
    assert WITHDRAWN in words and ONLY_FOR_THE_GROUP in words and WITHDRAWN_AND_GONE in words


def test_what_may_be_seen_now_but_not_at_the_end_of_the_period_is_not_named(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    record = a_record(name="Wolpertinger", **PUBLIC)
    first = plan.moment()
    history.perform(AddRecord(record))
    second = plan.moment()
    history.perform(ChangeRecord(record.id, {**GROUP, "notes": "Closed for a while."}))
    third = plan.moment()
    history.perform(ChangeRecord(record.id, PUBLIC))
    for period in (Period.of(first, third), Period.of(second, third)):
        assert "Wolpertinger" not in told(plan, Audience.PUBLIC, period)
    assert "One record added (Wolpertinger)." in told(plan, Audience.PUBLIC, Period.of(third))
    assert "One record told anew (Wolpertinger)." in told(plan, Audience.PUBLIC, Period.of(second))
    plan.close()


def test_an_answer_that_these_people_may_not_see_is_no_change_to_them(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    record = a_record(name="Library", details={"phone": "01942 000000"}, **PUBLIC)
    history.perform(AddRecord(record))
    before = plan.moment()
    History(plan).perform(ChangeRecord(record.id, details={"phone": "01942 000001"}))
    assert "Nothing here has changed" in told(plan, Audience.PUBLIC, Period.of(before))
    assert "Library" in told(plan, Audience.GROUP, Period.of(before))
    plan.close()


def test_a_record_that_became_somebodys_home_is_not_named_in_a_patch(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    record = a_record(name="Number 7", **PUBLIC)
    before = plan.moment()
    history.perform(AddRecord(record))
    middle = plan.moment()
    history.perform(ChangeRecord(record.id, details={"is_home": True}))
    patch = replace(hindley_of(plan), kind=PlaceKind.PATCH)
    plan._places = plan.places.replaced([patch])
    changes = changes_for(plan, patch, Audience.PUBLIC, Period.of(before, middle))
    assert "Number 7" not in repr(changes_blocks(changes))
    plan.close()
