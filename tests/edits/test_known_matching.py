"""Which published things are one: with what people recorded by hand, with each other, and with what the form asks."""

from __future__ import annotations

import shapely
from msgspec.structs import replace

from placeplanner.domain.kinds import Kind
from placeplanner.domain.known import KnownThing
from placeplanner.edits.history import History
from placeplanner.edits.known import AcceptKnown, LinkKnown, UpdateKnown
from placeplanner.edits.known_fitting import fit, tidy_name
from placeplanner.edits.known_matching import alike
from placeplanner.edits.known_proposals import Proposals, proposals
from placeplanner.edits.records import AddRecord
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.store.planfile import PlanFile
from tests.builders import a_point, a_record, an_area
from tests.edits.published import CATALOGUE, EAST, a_school, a_thing, offered, only


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


def test_of_one_origin_given_twice_the_first_counts_so_that_reading_again_changes_nothing() -> None:
    twice = [a_thing(name="First"), a_thing(name="Second", geometry=a_point(EAST + 9))]
    assert [thing.name for thing in fit(twice, CATALOGUE, shipped_places()).things] == ["First"]
