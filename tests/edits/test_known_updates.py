"""A published list of a later day: what nobody touched follows it, and what people wrote stays theirs."""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from placeplanner.domain.known import KnownThing
from placeplanner.domain.record import Record
from placeplanner.edits.history import History
from placeplanner.edits.known import AcceptKnown, UpdateKnown
from placeplanner.edits.known_facts import linked, merged
from placeplanner.edits.known_proposals import Proposals
from placeplanner.edits.records import ChangeRecord
from placeplanner.edits.shape import MoveRecord
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.store.planfile import PlanFile
from tests.builders import a_point, a_record, an_area
from tests.edits.published import CATALOGUE, EAST, LATER, NORTH, a_thing, offered, only
from tests.edits.trying import names

FIELD = st.sampled_from(("name", "grade", "built", "shape", "source"))
WORD = st.sampled_from(("", "one", "two", "three"))
ACTS = st.lists(st.tuples(st.sampled_from(("people", "list")), FIELD, WORD), max_size=12)


def test_what_nobody_touched_follows_the_publisher(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    history.perform(AcceptKnown((a_thing(),)))
    moved = a_point(EAST + 10, NORTH)
    newer = a_thing(name="Hindley Old Mill", source=LATER, geometry=moved, details={"grade": "II*"})
    (update,) = offered(plan, newer).changed
    assert update.merged.taken == (
        "name", "shape", "details.grade", "details.nhle_entry", "source",
    )  # fmt: skip
    assert update.merged.kept == () and not update.is_only_newer
    done = history.perform(UpdateKnown.of([newer], CATALOGUE))
    assert done and done.label == "Updated “Hindley Old Mill” from Historic England"
    record = only(plan)
    assert (record.name, record.source, record.details) == ("Hindley Old Mill", LATER, {"grade": "II*"})
    assert record.geometry.equals(moved)
    assert offered(plan, newer) == Proposals(unchanged=1)
    history.undo()
    assert only(plan).name == "Hindley Mill" and len(offered(plan, newer).changed) == 1


def test_what_people_changed_stays_theirs_for_good(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    history.perform(AcceptKnown((a_thing(),)))
    record = only(plan)
    history.perform(
        ChangeRecord(record.id, {"name": "Our mill", "notes": "Nan worked here."}, {"story": "Cotton."})
    )
    history.perform(MoveRecord(record.id, 5, 5))
    newer = a_thing(
        name="Mill no 2",
        source=LATER,
        geometry=a_point(EAST + 99),
        details={"grade": "I", "story": "A list's."},
    )
    (update,) = offered(plan, newer).changed
    assert set(update.merged.taken) == {"details.grade", "details.nhle_entry", "source"}
    assert set(update.merged.kept) == {"name", "shape", "details.story"}
    history.perform(UpdateKnown((newer,)))
    after = only(plan)
    assert (after.name, after.notes, after.details) == (
        "Our mill", "Nan worked here.", {"grade": "I", "story": "Cotton."},
    )  # fmt: skip
    assert after.geometry.equals(a_point(EAST + 5, NORTH + 5))
    agreeing = replace(
        newer, name="Our mill"
    )  # the publisher comes round to the people's name, and leaves it again
    history.perform(UpdateKnown((agreeing,)))
    history.perform(UpdateKnown((replace(newer, name="Mill no 3"),)))
    assert only(plan).name == "Our mill"


def test_an_answer_that_people_took_away_does_not_come_back(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    history.perform(AcceptKnown((a_thing(),)))
    history.perform(ChangeRecord(only(plan).id, details={"grade": ""}))
    history.perform(UpdateKnown((a_thing(details={"grade": "I", "nhle_entry": "1234567"}),)))
    assert only(plan).details == {"nhle_entry": "1234567"}


def test_a_list_of_which_only_the_date_is_newer_says_so(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    history.perform(AcceptKnown((a_thing(),)))
    (update,) = offered(plan, a_thing(source=LATER)).changed
    assert update.is_only_newer and update.merged.taken == ("source",)


def test_what_another_program_wrote_over_the_facts_means_that_all_is_peoples_own() -> None:
    record = a_record("heritage", "Mill", category="listed_building", origin="nhle:1", imported="{nonsense")
    found = merged(record, a_thing())
    assert found and found.record.name == "Mill" and "name" in found.kept
    assert found.record.details == {"grade": "II", "nhle_entry": "1234567"}  # they had left it blank


def test_a_shape_begun_at_another_corner_is_no_change(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    ring = an_area()
    history.perform(AcceptKnown((a_thing(geometry=ring),)))
    other = shapely.Polygon([*ring.exterior.coords[2:], *ring.exterior.coords[1:3]])
    assert other.is_valid and other.equals(ring)
    assert offered(plan, a_thing(geometry=other)).changed == ()


def test_what_left_the_list_is_told_and_never_removed(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    stays, goes = a_thing(), a_thing("nhle:2", "Lost Hall", geometry=a_point(EAST + 20))
    history.perform(AcceptKnown((stays, goes)))
    found = offered(plan, stays)
    assert [record.name for record in found.gone] == ["Lost Hall"]
    history.perform(UpdateKnown((stays,)))
    assert names(plan) == ["Hindley Mill", "Lost Hall"]


def test_a_list_of_another_place_says_nothing_of_what_is_here(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    history.perform(AcceptKnown((a_thing(),)))
    elsewhere = a_thing("nhle:9", geometry=a_point(EAST + 3_000))
    assert offered(plan, elsewhere).gone == ()


def _changed(thing: KnownThing, field: str, word: str) -> KnownThing:
    if field == "shape":
        return replace(thing, geometry=a_point(EAST + 10 * len(word)))
    if field in ("name", "source"):
        return replace(thing, **{field: word})
    return replace(thing, details={**thing.details, field: word})


def _written(record: Record, field: str, word: str) -> Record:
    if field == "shape":
        return replace(record, geometry=a_point(EAST + 10 * len(word), NORTH + 1))
    if field in ("name", "source"):
        return replace(record, **{field: f"people: {word}"})
    return replace(record, details={**record.details, field: f"people: {word}"})


@pytest.mark.parametrize("is_linked", [False, True])
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(acts=ACTS)
def test_whatever_list_and_people_do_what_people_wrote_last_is_there(
    is_linked: bool, acts: list[tuple[str, str, str]]
) -> None:
    thing = a_thing()
    record = a_record("heritage", "people: mill", geometry=a_point(EAST + 1), origin="")
    theirs: dict[str, Any] = {"name": record.name, "shape": record.geometry} if is_linked else {}
    taken_in = AcceptKnown((thing,)).changes(_Nothing())[0].after  # type: ignore[arg-type]
    assert isinstance(taken_in, Record)
    record = linked(record, thing) if is_linked else taken_in
    for who, field, word in acts:
        if who == "people":
            record = _written(record, field, word)
            theirs[field] = _value(record, field)
        else:
            thing = _changed(thing, field, word)
            found = merged(record, thing)
            if found is not None:
                record = found.record
            assert merged(record, thing) is None, "the same list twice changes nothing"
        for name, value in theirs.items():
            assert _value(record, name) == value


def _value(record: Record, field: str) -> Any:
    if field == "shape":
        return record.geometry
    return getattr(record, field) if field in ("name", "source") else record.details.get(field)


class _Nothing:
    """A plan with nothing in it."""

    places = shipped_places()

    def records(self) -> tuple[Record, ...]:
        return ()

    def declined(self) -> tuple[Any, ...]:
        return ()
