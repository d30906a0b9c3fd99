"""Known things of published lists: proposed, taken in, declined, and back again by undo."""

from __future__ import annotations

from placeplanner.domain.kinds import Audience
from placeplanner.edits.bulk import RemoveMany
from placeplanner.edits.history import History
from placeplanner.edits.known import AcceptKnown, DeclineKnown, ProposeAgain, UpdateKnown
from placeplanner.edits.known_proposals import Proposals
from placeplanner.edits.records import RemoveRecord
from placeplanner.store.planfile import PlanFile
from tests.builders import a_point
from tests.edits.published import CATALOGUE, EAST, SOURCE, a_thing, offered, only
from tests.edits.trying import names, place_at


def test_what_is_accepted_is_a_public_record_with_its_source_and_no_contributor(
    opened: tuple[PlanFile, History],
) -> None:
    plan, history = opened
    done = history.perform(AcceptKnown.of([a_thing()], CATALOGUE))
    assert done and done.label == "Added “Hindley Mill” from Historic England"
    record = only(plan)
    assert (record.name, record.category, record.origin) == ("Hindley Mill", "listed_building", "nhle:1")
    assert record.details == {"grade": "II", "nhle_entry": "1234567"}
    assert record.source == SOURCE and record.consent is Audience.PUBLIC
    assert record.contributor is None and record.group is None and record.notes == ""
    assert record.place == place_at(plan, record.geometry)


def test_many_are_added_in_one_step_which_says_what_they_are_and_undo_takes_all_back(
    opened: tuple[PlanFile, History],
) -> None:
    plan, history = opened
    things = [a_thing(f"nhle:{i}", f"Mill {i}", geometry=a_point(EAST + 200 * i)) for i in range(12)]
    done = history.perform(AcceptKnown.of(things, CATALOGUE))
    assert done and done.label == "Added 12 listed buildings from Historic England"
    assert len(plan.records()) == 12
    history.undo()
    assert plan.records() == () and len(offered(plan, *things).new) == 12
    history.redo()
    assert len(plan.records()) == 12
    assert offered(plan, *things) == Proposals(unchanged=12)


def test_taking_the_same_things_in_twice_changes_nothing(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    things = (a_thing(), a_thing("nhle:2", "Another"))
    history.perform(AcceptKnown(things))
    before = plan.records()
    assert history.perform(AcceptKnown(things)) is None
    assert history.perform(UpdateKnown(things)) is None
    assert plan.records() == before


def test_a_decline_is_remembered_undone_and_taken_back(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    thing = a_thing()
    done = history.perform(DeclineKnown((thing,)))
    assert done and done.label == "Declined “Hindley Mill”"
    assert history.perform(DeclineKnown((thing,))) is None
    found = offered(plan, thing)
    assert found.new == () and [one.name for one in found.declined] == ["Hindley Mill"]
    history.undo()
    assert offered(plan, thing).new == (thing,) and plan.declined() == ()
    history.redo()
    history.perform(ProposeAgain(("nhle:1",)))
    assert offered(plan, thing).new == (thing,)


def test_accepting_what_was_declined_forgets_the_decline(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    history.perform(DeclineKnown((a_thing(),)))
    history.perform(AcceptKnown((a_thing(),)))
    assert plan.declined() == () and names(plan) == ["Hindley Mill"]


def test_a_record_that_people_removed_is_only_proposed_again(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    history.perform(AcceptKnown((a_thing(),)))
    first = only(plan).id
    history.perform(RemoveRecord(first))
    assert history.perform(UpdateKnown((a_thing(),))) is None and plan.records() == ()
    assert len(offered(plan, a_thing()).new) == 1
    history.perform(AcceptKnown((a_thing(),)))
    assert only(plan).id == first  # the same thing in every plan


def test_undoing_the_removal_of_many_finds_them_known_again(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    things = tuple(a_thing(f"nhle:{i}", f"Mill {i}") for i in range(3))
    history.perform(AcceptKnown(things))
    history.perform(RemoveMany(tuple(record.id for record in plan.records())))
    assert len(offered(plan, *things).new) == 3
    history.undo()
    assert offered(plan, *things) == Proposals(unchanged=3)
