"""Other boundaries, a corrected town, a group's own area: each one step, undone and done again over restarts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from msgspec.structs import replace
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.combining import as_multipolygon
from placeplanner.domain.coordinates import geometry_to_easting_northing
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.edits.history import Done, History
from placeplanner.edits.patches import DrawPatch, RemovePatch, RenamePatch, ReshapePatch
from placeplanner.edits.places import CorrectTown, ReplaceBoundaries, preview
from placeplanner.edits.records import AddRecord, CorrectPlace
from placeplanner.errors import Problem
from placeplanner.mappacks.shipped import shipped_places, shipped_rules, town_code
from placeplanner.store import gpkg
from placeplanner.store.planfile import PlanFile
from tests.builders import HINDLEY, a_history, a_plan, a_point, a_record, an_area
from tests.edits.trying import reopened
from tests.store.observing import assert_consistent, outside
from tests.store.outsiders import assert_valid_geopackage, in_qgis

REAL = Path(__file__).parents[3] / "shared" / "real" / "boundaries"
Opened = tuple[PlanFile, History]
EAST, NORTH = HINDLEY
AROUND = an_area(EAST - 500, NORTH - 500, 1000)


def the(plan: PlanFile, name: str) -> Place:
    (place,) = (place for place in plan.places if place.name == name)
    return place


def done(history: History, edit: object) -> Done:
    told = history.perform(edit)  # type: ignore[arg-type]
    assert told is not None and told.has_other_places
    return told


def as_told(plan: PlanFile) -> dict[str, Place]:
    return {place.code: place for place in plan.places}


def moved(place: Place, east: float) -> Place:
    return replace(place, geometry=shapely.transform(place.geometry, lambda xy: xy + np.array([east, 0])))


def a_move(plan: PlanFile, east: float = 1000) -> ReplaceBoundaries:
    """All neighbourhoods a kilometre further east, as if somebody had drawn them so."""
    there = tuple(moved(place, east) for place in plan.places.of_kind(PlaceKind.NEIGHBOURHOOD))
    return ReplaceBoundaries(there, "A wrong map", shipped_rules())


def a_point_that_changes_hands(plan: PlanFile) -> shapely.Point:
    """A point that lies in another neighbourhood after `a_move`."""
    for place in plan.places.of_kind(PlaceKind.NEIGHBOURHOOD):
        point = place.geometry.representative_point()
        after = plan.places.at(shapely.Point(point.x - 1000, point.y))
        if after is not None and after != place:
            return point
    raise AssertionError("no neighbourhood has another a kilometre to its west")


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


# ---- our patch


def test_a_patch_is_drawn_across_neighbourhoods_and_holds_its_records(opened: Opened) -> None:
    plan, history = opened
    inside, beyond = a_record(name="In"), a_record(name="Out", geometry=a_point(EAST + 3000, NORTH))
    for record in (inside, beyond):
        history.perform(AddRecord(record))
    edit = DrawPatch("  Our   patch ", AROUND)
    assert done(history, edit).note == "1 record lies in it."
    patch = the(plan, "Our patch")
    assert patch.kind is PlaceKind.PATCH and patch.code == edit.code and patch.parent == "E08000010"
    assert [record.name for record in plan.records(place=patch.code)] == ["In"]
    assert [record.name for record in plan.records(place=patch.code, text="Out")] == []
    assert plan.record(inside.id).place == plan.places.at(inside.geometry).code  # type: ignore[union-attr]


def test_a_patch_is_renamed_reshaped_and_removed_each_undone(opened: Opened) -> None:
    plan, history = opened
    edit = DrawPatch("Our patch", AROUND)
    states = []
    for each in (
        edit,
        RenamePatch(edit.code, "The Rec and around"),
        ReshapePatch(edit.code, an_area(EAST, NORTH, 300)),
        RemovePatch(edit.code),
    ):
        states.append(as_told(plan))
        done(history, each)
    assert plan.places.get(edit.code) is None
    for state in reversed(states):
        history.undo()
        assert as_told(plan) == state
    for _ in states:
        assert history.redo() is not None
    assert plan.places.get(edit.code) is None


def test_a_name_is_needed_and_not_taken(opened: Opened) -> None:
    _, history = opened
    with pytest.raises(Problem, match="name is empty"):
        history.perform(DrawPatch("  ", AROUND))
    with pytest.raises(Problem, match="town called “Hindley” already"):
        history.perform(DrawPatch("hindley", AROUND))
    edit = DrawPatch("Ours", AROUND)
    history.perform(edit)
    assert history.perform(RenamePatch(edit.code, " Ours ")) is None
    assert history.perform(RenamePatch(edit.code, "ours")) is not None
    with pytest.raises(Problem, match="already"):
        history.perform(RenamePatch(edit.code, "Leigh"))


@pytest.mark.parametrize(
    ("shape", "what"),
    [
        (a_point(), "A patch is an area"),
        (shapely.Polygon([(EAST, NORTH), (EAST + 99, NORTH + 99), (EAST + 99, NORTH), (EAST, NORTH + 99)]), "cross"),
        (shapely.box(530000, 180000, 531000, 181000), "outside"),
    ],
)  # fmt: skip
def test_a_patch_is_a_good_area_in_the_borough(opened: Opened, shape: BaseGeometry, what: str) -> None:
    plan, history = opened
    with pytest.raises(Problem, match=what):
        history.perform(DrawPatch("Ours", shape))
    assert not plan.places.of_kind(PlaceKind.PATCH)


def test_only_patches_are_changed_as_patches(opened: Opened) -> None:
    _, history = opened
    with pytest.raises(Problem, match="not a group’s own area"):
        history.perform(RemovePatch(town_code("Leigh")))
    with pytest.raises(Problem, match="no longer in the plan"):
        history.perform(RenamePatch(PlaceCode("patch-gone"), "x"))


def test_an_edit_that_fails_leaves_the_places_as_they_were(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, history = opened
    before = as_told(plan)
    monkeypatch.setattr("placeplanner.store.journal.close_step", _fail)
    with pytest.raises(RuntimeError):
        history.perform(DrawPatch("Ours", AROUND))
    assert as_told(plan) == before


def _fail(_: object) -> None:
    raise RuntimeError("a bug")


# ---- with other programs and windows


def test_another_window_sees_the_patch_before_its_next_edit(opened: Opened) -> None:
    plan, history = opened
    with PlanFile.open(plan.path, plan.catalogue) as other:
        assert len(other.places) == 55
        history.perform(a_move(plan))
        record = a_record()
        History(other).perform(AddRecord(record))
        assert other.record(record.id).place == plan.places.at(record.geometry).code  # type: ignore[union-attr]


def test_a_boundary_moved_in_another_program_takes_the_records_along(opened: Opened) -> None:
    plan, history = opened
    record = a_record()
    history.perform(AddRecord(record))
    here = plan.places.at(record.geometry)
    assert here is not None
    other = outside(plan.path)
    other.execute(
        "UPDATE places SET geom = (SELECT geom FROM places WHERE name = 'Lowton') WHERE code = ?",
        (here.code,),
    )
    other.close()
    told = history.take_in_outside_changes()
    assert told is not None and told.has_other_places and record.id in told.changed
    assert told.note.startswith("The map's places were changed in another program.")
    assert plan.record(record.id).place is None  # type: ignore[union-attr]


def shifted(plan: PlanFile, name: str, east: float) -> Place:
    """A neighbourhood as another program puts it, a little to the east."""
    place = moved(the(plan, name), east)
    other = outside(plan.path)
    blob = gpkg.to_gpb(place.geometry)
    other.execute("UPDATE places SET geom = ? WHERE code = ?", (blob, place.code))
    other.close()
    return place


def is_union(plan: PlanFile, whole: Place, kind: PlaceKind = PlaceKind.NEIGHBOURHOOD) -> bool:
    inside = [place for place in plan.places.of_kind(kind) if whole.code in (place.parent, "E08000010")]
    around = shapely.union_all([place.geometry for place in inside])
    return bool(around.symmetric_difference(whole.geometry).area < 40_000)  # slivers are closed


def test_a_town_and_the_borough_follow_a_boundary_that_another_program_moved(opened: Opened) -> None:
    plan, history = opened
    before = as_told(plan)
    place = shifted(plan, "Hindley East", 400)
    town, borough = before[place.parent], plan.places.borough  # type: ignore[index]
    assert borough is not None
    told = history.take_in_outside_changes()
    assert told is not None and told.has_other_places
    assert "Hindley and Wigan Borough are drawn around their neighbourhoods anew." in told.note
    now = as_told(plan)
    assert {code for code in now if now[code] != before[code]} == {place.code, town.code, borough.code}
    assert not before[town.code].geometry.covers(place.geometry)
    assert now[town.code].geometry.buffer(0.01).covers(place.geometry)
    assert is_union(plan, now[town.code]) and is_union(plan, now[borough.code])
    assert now[town.code].figures == town.figures and now[town.code].source == town.source
    assert history.undo_label is None and history.take_in_outside_changes() is None
    with PlanFile.open(plan.path, plan.catalogue) as again:
        assert as_told(again) == now
        assert_consistent(again)
    query = "SELECT count(*) FROM gpkg_pp_change WHERE uuid = ? AND field = 'geom' AND step IS NOT NULL"
    for whole in (town, borough):
        assert plan.connection.execute(query, (whole.id,)).fetchone()[0] >= 1  # journalled like the rest


def test_it_is_journalled_so_an_older_correction_can_still_be_undone(opened: Opened) -> None:
    plan, history = opened
    lowton = the(plan, "Lowton")
    done(history, CorrectTown(lowton.code, town_code("Leigh"), shipped_rules()))
    shifted(plan, "Lowton", 300)
    history.take_in_outside_changes()
    assert is_union(plan, the(plan, "Leigh"))
    history.undo()
    assert the(plan, "Lowton").parent == town_code("Golborne")
    assert_consistent(plan)


def test_a_neighbourhood_put_into_another_town_by_another_program_is_as_if_we_had_corrected_it(
    opened: Opened, tmp_path: Path
) -> None:
    plan, history = opened
    lowton, leigh = the(plan, "Lowton"), town_code("Leigh")
    other = outside(plan.path)
    other.execute("UPDATE places SET parent = ? WHERE code = ?", (leigh, lowton.code))
    other.close()
    history.take_in_outside_changes()
    (tmp_path / "ours").mkdir()
    with a_plan(tmp_path / "ours") as ours:
        done(History(ours), CorrectTown(lowton.code, leigh, shipped_rules()))
        for code in (leigh, town_code("Golborne"), "E08000010"):
            theirs, expected = as_told(plan)[code], as_told(ours)[code]
            assert theirs.geometry.normalize().equals_exact(expected.geometry.normalize(), 0.01)
            assert theirs.figures == pytest.approx(dict(expected.figures))


def test_a_borough_of_somebody_s_own_outline_stays_and_so_does_a_town_left_empty(opened: Opened) -> None:
    plan, history = opened
    borough = plan.places.borough
    assert borough is not None
    other = outside(plan.path)
    around = gpkg.to_gpb(as_multipolygon(borough.geometry.convex_hull))
    other.execute("UPDATE places SET geom = ? WHERE kind = 'borough'", (around,))
    other.close()
    history.take_in_outside_changes()
    shifted(plan, "Lowton", 300)
    aspull = the(plan, "Aspull")
    inside = plan.places.children(aspull.code)
    other = outside(plan.path)
    for place in inside:
        other.execute("UPDATE places SET parent = ? WHERE code = ?", (town_code("Leigh"), place.code))
    other.close()
    history.take_in_outside_changes()
    assert the(plan, "Wigan Borough").geometry.equals(borough.geometry.convex_hull)
    assert the(plan, "Aspull").geometry == aspull.geometry
    assert is_union(plan, as_told(plan)[town_code("Golborne")])


@pytest.mark.parametrize(
    "wkt",
    [
        "MULTIPOLYGON (((362000 404000, 363000 405000, 363000 404000, 362000 405000, 362000 404000)))",
        "MULTIPOLYGON (((362000 404000, 363000 404000, 362000 404000, 362000 404000)))",
        "MULTIPOLYGON (((362000 404000, 1e300 404000, 362000 405000, 362000 404000)))",
    ],
)
def test_an_outline_that_another_program_broke_costs_no_town_its_own(wkt: str, opened: Opened) -> None:
    plan, history = opened
    town = the(plan, "Hindley")
    other = outside(plan.path)
    blob = gpkg.to_gpb(shapely.from_wkt(wkt))
    other.execute("UPDATE places SET geom = ? WHERE name = 'Hindley East'", (blob,))
    other.close()
    assert history.take_in_outside_changes() is not None
    assert not the(plan, "Hindley").geometry.is_empty and the(plan, "Hindley").geometry.is_valid
    assert town.code == the(plan, "Hindley").code
    history.perform(AddRecord(a_record()))


def test_a_name_that_another_program_changed_moves_no_outline(opened: Opened) -> None:
    plan, history = opened
    before = as_told(plan)
    other = outside(plan.path)
    other.execute("UPDATE places SET name = 'The East' WHERE name = 'Hindley East'")
    other.close()
    told = history.take_in_outside_changes()
    assert told is not None and "anew" not in told.note
    now = as_told(plan)
    assert [code for code in now if now[code] != before[code]] == [the(plan, "The East").code]


def test_an_area_drawn_into_the_places_by_another_program_is_a_patch(opened: Opened) -> None:
    plan, history = opened
    other = outside(plan.path)
    other.execute(
        "INSERT INTO places(geom, code, name) SELECT geom, 'mine', 'Mine' FROM places WHERE name = 'Lowton'"
    )
    other.execute("INSERT INTO places(code, name) VALUES ('empty', 'Empty')")
    other.close()
    history.take_in_outside_changes()
    assert the(plan, "Mine").kind is PlaceKind.PATCH and plan.places.get("empty") is None
    done(history, RenamePatch(PlaceCode("mine"), "Ours"))
    history.undo()
    assert the(plan, "Mine")


@pytest.mark.judge
def test_towns_follow_a_neighbourhood_moved_and_a_corner_dragged_in_qgis(opened: Opened) -> None:
    plan, history = opened
    before = as_told(plan)
    in_qgis(
        plan.path,
        """
places = layer("places", "Polygon")
by_name = {f["name"]: f for f in places.getFeatures() if f["kind"] == "neighbourhood"}
places.startEditing()
moved = by_name["Hindley East"].geometry()
moved.translate(250, 0)
assert places.changeGeometry(by_name["Hindley East"].id(), moved)
corner = by_name["Lowton"].geometry().vertexAt(3)
assert places.moveVertex(corner.x() + 400, corner.y(), by_name["Lowton"].id(), 3)
commit(places)
""",
    )
    told = history.take_in_outside_changes()
    assert told is not None
    assert "Golborne, Hindley and Wigan Borough are drawn around their neighbourhoods anew." in told.note
    now = as_told(plan)
    assert len([code for code in now if now[code].geometry != before[code].geometry]) == 5
    for code in (town_code("Golborne"), town_code("Hindley"), "E08000010"):
        assert is_union(plan, now[code])
    assert_consistent(plan)


@pytest.mark.judge
def test_a_plan_with_patches_and_wards_is_a_valid_geopackage(tmp_path: Path) -> None:
    with a_plan(tmp_path) as plan:
        history = History(plan)
        history.perform(DrawPatch("Our patch", AROUND))
        history.perform(a_move(plan))
        history.undo()
        path = plan.path
    assert_valid_geopackage(path)
