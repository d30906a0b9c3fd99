"""Known things of published lists: proposed, taken in, brought up to date, and never over what people wrote."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.kinds import Audience, Kind
from placeplanner.domain.known import KnownThing
from placeplanner.domain.record import Record
from placeplanner.edits.bulk import RemoveMany
from placeplanner.edits.history import History
from placeplanner.edits.known import AcceptKnown, DeclineKnown, LinkKnown, ProposeAgain, UpdateKnown
from placeplanner.edits.known_facts import linked, merged
from placeplanner.edits.known_fitting import fit, tidy_name
from placeplanner.edits.known_matching import alike
from placeplanner.edits.known_proposals import Proposals, proposals
from placeplanner.edits.records import AddRecord, ChangeRecord, RemoveRecord
from placeplanner.edits.shape import MoveRecord
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.store.planfile import PlanFile
from tests.builders import HINDLEY, a_point, a_record, an_area
from tests.edits.trying import names, place_at

EAST, NORTH = HINDLEY
CATALOGUE = load_catalogue()
SOURCE = "Historic England, National Heritage List for England, January 2026"
LATER = "Historic England, National Heritage List for England, January 2027"


def a_thing(origin: str = "nhle:1", name: str = "Hindley Mill", **values: Any) -> KnownThing:
    start: dict[str, Any] = {
        "kind": Kind.HERITAGE,
        "category": "listed_building",
        "geometry": a_point(),
        "source": SOURCE,
        "details": {"grade": "II", "nhle_entry": "1234567"},
    }
    return KnownThing(origin=origin, name=name, **{**start, **values})


def a_school(number: int, name: str = "St Peter's Primary School", east: float = EAST) -> KnownThing:
    where = an_area(east + 40 * number, NORTH, 30)
    source = "Ordnance Survey, OpenMap Local, 2018"
    return KnownThing(f"os:school{number}", Kind.ASSET, "school", name, where, source)


def offered(plan: PlanFile, *things: KnownThing) -> Proposals:
    return proposals(things, plan.records(), plan.declined())


def only(plan: PlanFile) -> Record:
    (record,) = plan.records()
    return record


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


def test_what_people_recorded_by_hand_is_offered_to_be_joined_and_not_twice(
    opened: tuple[PlanFile, History],
) -> None:
    plan, history = opened
    mine = a_record(
        "heritage", "The Hindley Mill", category="industrial_site", geometry=a_point(EAST + 30), notes="Ours.",
        details={"built": "1890"},
    )  # fmt: skip
    history.perform(AddRecord(mine))
    found = offered(plan, a_thing(details={"nhle_entry": "1234567", "built": "1880"}))
    assert found.new == () and [match.record.id for match in found.matched] == [mine.id]
    (match,) = found.matched
    assert match.can_link
    done = history.perform(LinkKnown(mine.id, match.thing))
    assert done and done.label == "Joined “Hindley Mill” to what Historic England says"
    record = only(plan)
    assert (record.name, record.category, record.notes) == ("The Hindley Mill", "industrial_site", "Ours.")
    assert record.details == {"built": "1890", "nhle_entry": "1234567"}  # what was blank is filled in
    assert record.consent is mine.consent and record.geometry.equals(mine.geometry)
    assert offered(plan, match.thing) == Proposals(unchanged=1)
    history.perform(UpdateKnown((replace(match.thing, name="New name", details={"built": "1870"}),)))
    assert only(plan).name == "The Hindley Mill" and only(plan).details == {"built": "1890"}
    assert history.perform(LinkKnown(mine.id, match.thing)) is None
    history.undo()
    history.undo()
    assert only(plan).origin == ""


def test_far_apart_or_unlike_things_are_not_taken_for_one() -> None:
    hall = a_thing(name="Haigh Hall")
    for other in (
        a_record("heritage", "Haigh Hall", geometry=a_point(EAST + 70)),
        a_record("heritage", "Stables at Haigh Hall"),
        a_record("priority", "Haigh Hall", category=""),
        a_record("heritage", ""),
    ):
        assert alike([hall], [other]) == {}
    shop = a_record("asset", "St Peter's Primary School", category="shop_or_cafe")
    assert alike([a_school(0)], [shop]) == {}
    assert alike([a_school(0)], [a_record("asset", "St. Peters Primary School", category="school")]) == {0: 0}


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


def test_the_buildings_of_one_school_are_one_proposal_whatever_their_order(
    opened: tuple[PlanFile, History],
) -> None:
    plan, history = opened
    buildings = [a_school(number) for number in range(3)]
    far = a_school(9, east=EAST - 2_000)
    other = a_school(5, "Sacred Heart Primary School")
    fitted = fit([*buildings, far, other], CATALOGUE, shipped_places())
    assert sorted(len(shapely.get_parts(thing.geometry)) for thing in fitted.things) == [1, 1, 3]
    assert fit([other, far, *reversed(buildings)], CATALOGUE, shipped_places()).unfit == 0
    history.perform(AcceptKnown(fitted.things))
    later = [*buildings[1:], far, other]  # one of the buildings has been pulled down
    found = proposals(fit(later, CATALOGUE, shipped_places()).things, plan.records())
    assert found.new == () and found.gone == () and len(found.changed) == 1
    assert found.changed[0].merged.taken == ("shape",)


def test_only_answers_that_the_form_asks_for_are_taken() -> None:
    thing = a_thing(
        name="  ST THOMAS'S   CHURCH AND K6 KIOSK ",
        details={
            "grade": "III", "nhle_entry": " 1 ", "designated_on": "1988-02-30", "colour": "red", "at_risk": "yes",
            "built": "1880",
        },
    )  # fmt: skip
    (fitted,) = fit([thing], CATALOGUE, shipped_places()).things
    assert fitted.name == "St Thomas's Church and K6 Kiosk"
    assert fitted.details == {"nhle_entry": "1", "built": "1880"}


def test_what_no_plan_can_take_is_counted() -> None:
    stop = a_thing(
        "stop:1", "Bus station", kind=Kind.ASSET, category="bus_or_rail_stop", geometry=an_area(), details={}
    )
    unknown = a_thing("x:1", category="starship")
    area_only = a_thing("x:2", category="conservation_area")
    outside = a_thing("x:3", geometry=a_point(EAST + 50_000))
    found = fit([stop, unknown, area_only, outside], CATALOGUE, shipped_places())
    assert (found.outside, found.unfit) == (1, 2)
    (kept,) = found.things
    assert kept.geometry.geom_type == "Point"  # a stop is no area


def test_what_two_lists_both_know_is_proposed_once(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    ours = KnownThing(
        "council:7", Kind.ASSET, "library", "Hindley Library", a_point(), "Wigan Council, Libraries, 2018"
    )
    osm = replace(ours, origin="osm:node/1", source="OpenStreetMap", geometry=a_point(EAST + 20))
    fitted = fit([ours, osm], CATALOGUE, shipped_places())
    assert fitted.things == (ours,) and fitted.twice == 1
    history.perform(AcceptKnown((ours,)))
    (match,) = offered(plan, osm).matched
    assert not match.can_link and history.perform(LinkKnown(match.record.id, osm)) is None


def test_long_names_are_cut_after_a_word() -> None:
    name = tidy_name("Gate piers " + "and walls " * 20)
    assert len(name) <= 121 and name.endswith(("walls…", "and…"))


FIELD = st.sampled_from(("name", "grade", "built", "shape", "source"))
WORD = st.sampled_from(("", "one", "two", "three"))
ACTS = st.lists(st.tuples(st.sampled_from(("people", "list")), FIELD, WORD), max_size=12)


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
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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


def test_undoing_the_removal_of_many_finds_them_known_again(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    things = tuple(a_thing(f"nhle:{i}", f"Mill {i}") for i in range(3))
    history.perform(AcceptKnown(things))
    history.perform(RemoveMany(tuple(record.id for record in plan.records())))
    assert len(offered(plan, *things).new) == 3
    history.undo()
    assert offered(plan, *things) == Proposals(unchanged=3)


def test_of_one_origin_given_twice_the_first_counts_so_that_reading_again_changes_nothing() -> None:
    twice = [a_thing(name="First"), a_thing(name="Second", geometry=a_point(EAST + 9))]
    assert [thing.name for thing in fit(twice, CATALOGUE, shipped_places()).things] == ["First"]
