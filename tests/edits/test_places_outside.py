"""Places that another window or program changed: records, towns and the borough follow, and it is journalled."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from placeplanner.domain.combining import as_multipolygon
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.edits.history import History
from placeplanner.edits.patches import DrawPatch, RenamePatch
from placeplanner.edits.places import CorrectTown
from placeplanner.edits.records import AddRecord
from placeplanner.mappacks.shipped import shipped_rules, town_code
from placeplanner.store import gpkg
from placeplanner.store.planfile import PlanFile
from tests.builders import a_plan, a_record
from tests.edits.boundaries import AROUND, Opened, a_move, as_told, done, moved, the
from tests.store.observing import assert_consistent, outside
from tests.store.outsiders import assert_valid_geopackage, in_qgis


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
