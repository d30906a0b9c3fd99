"""Other boundaries, a corrected town, a group's own area: each one step, undone and done again over restarts."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from msgspec.structs import replace

from placeplanner.domain.combining import as_multipolygon
from placeplanner.domain.coordinates import geometry_to_easting_northing
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.edits.places import CorrectTown, ReplaceBoundaries, preview
from placeplanner.edits.records import AddRecord, CorrectPlace
from placeplanner.errors import Problem
from placeplanner.mappacks.shipped import shipped_places, shipped_rules, town_code
from tests.builders import a_history, a_record
from tests.edits.boundaries import Opened, a_move, a_point_that_changes_hands, as_told, done, moved, the
from tests.edits.trying import reopened
from tests.store.observing import assert_consistent

REAL = Path(__file__).parents[3] / "shared" / "real" / "boundaries"


# ---- a neighbourhood in another town


def test_a_neighbourhood_goes_to_another_town_with_its_area_and_its_people(opened: Opened) -> None:
    plan, history = opened
    before = as_told(plan)
    lowton, leigh, golborne = the(plan, "Lowton"), town_code("Leigh"), town_code("Golborne")
    history.perform(AddRecord(a_record(geometry=lowton.geometry.representative_point())))
    told = done(history, CorrectTown(lowton.code, leigh, shipped_rules()))
    assert told.note == "Lowton belongs to Leigh now, and no longer to Golborne. 1 record goes along with it."
    after = as_told(plan)
    people = lowton.figures["residents_2021"]
    assert after[leigh].figures["residents_2021"] == before[leigh].figures["residents_2021"] + people
    assert after[golborne].figures["residents_2021"] == before[golborne].figures["residents_2021"] - people
    assert after[leigh].area_m2 == pytest.approx(before[leigh].area_m2 + lowton.area_m2)
    assert after["E08000010"] == before["E08000010"]
    assert len(plan.records(place=leigh)) == 1 and not plan.records(place=golborne)
    assert history.steps()[0].label == f"Corrected a town. {told.note}"


def test_correcting_a_town_is_undone_and_done_again_after_restarts(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    before = as_told(plan)
    history.perform(CorrectTown(the(plan, "Lowton").code, town_code("Leigh"), shipped_rules()))
    after = as_told(plan)
    plan, history = reopened(plan)
    undone = history.undo()
    assert undone is not None and undone.has_other_places and as_told(plan) == before
    plan, history = reopened(plan)
    redone = history.redo()
    assert redone is not None and as_told(plan) == after
    assert_consistent(plan)
    plan.close()


def test_a_town_keeps_its_last_neighbourhood(opened: Opened) -> None:
    plan, history = opened
    places = plan.places
    lonely = next(t for t in places.of_kind(PlaceKind.TOWN) if len(places.children(t.code)) == 1)
    with pytest.raises(Problem, match="would have no neighbourhood left"):
        history.perform(CorrectTown(places.children(lonely.code)[0].code, town_code("Leigh")))


def test_correcting_to_where_it_is_changes_nothing(opened: Opened) -> None:
    plan, history = opened
    lowton = the(plan, "Lowton")
    assert lowton.parent and history.perform(CorrectTown(lowton.code, lowton.parent)) is None


def test_only_a_neighbourhood_goes_to_a_town(opened: Opened) -> None:
    plan, history = opened
    with pytest.raises(Problem, match="Leigh is no neighbourhood"):
        history.perform(CorrectTown(town_code("Leigh"), town_code("Leigh")))
    with pytest.raises(Problem, match="Lowton is no town"):
        history.perform(CorrectTown(the(plan, "Pemberton North").code, the(plan, "Lowton").code))
    with pytest.raises(Problem, match="no longer in the plan"):
        history.perform(CorrectTown(PlaceCode("gone"), town_code("Leigh")))


# ---- other boundaries


def test_records_follow_the_new_boundaries_and_the_step_says_so(opened: Opened) -> None:
    plan, history = opened
    history.perform(AddRecord(a_record(name="Inside", geometry=a_point_that_changes_hands(plan))))
    west = min(plan.places.of_kind(PlaceKind.NEIGHBOURHOOD), key=lambda place: place.geometry.bounds[0])
    left, bottom, _, top = west.geometry.bounds
    edge = west.geometry.intersection(shapely.box(left, bottom, left + 500, top)).representative_point()
    stray = a_record(name="At the edge", geometry=edge)
    corrected = a_record(name="Corrected")
    for record in (stray, corrected):
        history.perform(AddRecord(record))
    history.perform(CorrectPlace(corrected.id, the(plan, "Lowton").code))
    before = {record.name: record.place for record in plan.records()}
    told = done(history, a_move(plan))
    after = {record.name: record.place for record in plan.records()}
    assert before["Inside"] != after["Inside"] and after["Corrected"] == the(plan, "Lowton").code
    assert "40 neighbourhoods have other boundaries" in told.note
    assert after["At the edge"] is None and "1 is outside every neighbourhood." in told.note
    assert f"1 record is now in {plan.places.get(after['Inside']).name}" in told.note  # type: ignore[union-attr]
    assert history.steps()[0].label.startswith("Used the boundaries of A wrong map. ")
    history.undo()
    assert {record.name: record.place for record in plan.records()} == before
    assert as_told(plan) == {place.code: place for place in shipped_places()}


def test_names_towns_and_figures_stay_with_the_code(opened: Opened) -> None:
    plan, history = opened
    lowton = the(plan, "Lowton")
    new = replace(lowton, name="Wigan 036", parent=None, figures={}, geometry=moved(lowton, 40).geometry)
    done(history, ReplaceBoundaries((new,), "ONS, 2021", shipped_rules()))
    after = the(plan, "Lowton")
    assert (after.parent, after.figures, after.source) == (lowton.parent, lowton.figures, "ONS, 2021")
    assert after.geometry.equals(new.geometry)


def test_what_would_change_can_be_told_before(opened: Opened) -> None:
    plan, history = opened
    history.perform(AddRecord(a_record(geometry=a_point_that_changes_hands(plan))))
    words = preview(plan, a_move(plan))
    assert "1 record is now in" in words and as_told(plan) == {p.code: p for p in shipped_places()}
    assert preview(plan, ReplaceBoundaries((), "Nobody")) == ""


def test_the_same_boundaries_twice_are_one_step(opened: Opened) -> None:
    plan, history = opened
    edit = a_move(plan, 100)
    assert history.perform(edit) is not None and history.perform(edit) is None


def real(name: str, kind: PlaceKind) -> tuple[Place, ...]:
    if not (REAL / name).exists():
        pytest.skip("the real boundaries are not beside this checkout")
    pyogrio = pytest.importorskip("pyogrio")
    meta, _, shapes, columns = pyogrio.raw.read(REAL / name)
    fields = dict(zip(meta["fields"].tolist(), columns, strict=True))
    code, label = fields["area_code"], fields["area_name"]
    found = []
    for index, blob in enumerate(shapes):
        metres = geometry_to_easting_northing(shapely.make_valid(shapely.from_wkb(blob)))
        found.append(Place(PlaceCode(code[index]), label[index], kind, None, as_multipolygon(metres)))
    return tuple(found)


def test_the_real_wards_of_2023_are_added_and_chosen_like_any_place(opened: Opened) -> None:
    plan, history = opened
    record = a_record()
    history.perform(AddRecord(record))
    wards = real("wigan_wards_2023_bgc.geojson", PlaceKind.WARD)
    told = done(history, ReplaceBoundaries(wards, "ONS wards 2023", shipped_rules()))
    assert told.note == "25 wards are new. Every record stays in its place."
    (around,) = (ward for ward in wards if ward.geometry.intersects(record.geometry))
    assert [found.id for found in plan.records(place=around.code)] == [record.id]
    assert sum(len(plan.records(place=ward.code)) for ward in wards) == 1
    history.undo()
    assert not plan.places.of_kind(PlaceKind.WARD)


def test_the_real_neighbourhoods_in_detail_replace_those_that_ship(opened: Opened) -> None:
    plan, history = opened
    detailed = real("wigan_msoa_2021_bgc.geojson", PlaceKind.NEIGHBOURHOOD)
    told = done(history, ReplaceBoundaries(detailed, "ONS, 2021", shipped_rules()))
    assert "40 neighbourhoods have other boundaries" in told.note and "14 towns" in told.note
    places, shipped = plan.places, shipped_places()
    assert {p.code: p.parent for p in places} == {p.code: p.parent for p in shipped}
    assert {p.code: p.figures for p in places} == {p.code: p.figures for p in shipped}
    towns = [town.geometry for town in places.of_kind(PlaceKind.TOWN)]
    assert shapely.union_all(towns).symmetric_difference(places.borough.geometry).area < 1e5  # type: ignore[union-attr]
