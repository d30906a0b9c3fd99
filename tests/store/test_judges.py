"""GDAL and QGIS read, judge and change plans: no error, no warning, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.change import Change
from placeplanner.domain.ids import PhotoId, new_id
from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Photo, Record
from placeplanner.edits.bulk import AddMany
from placeplanner.edits.history import History
from placeplanner.edits.records import AddRecord, RemoveRecord
from placeplanner.store.planfile import PlanFile
from tests.builders import HINDLEY, a_line, a_plan, a_point, a_record, an_area
from tests.store.observing import assert_consistent, one
from tests.store.outsiders import assert_valid_geopackage, in_qgis, ogr2ogr, ogrinfo

pytestmark = pytest.mark.judge
EAST, NORTH = HINDLEY
KINDS = [spec.table for spec in load_catalogue().kinds.values()]
LAYERS = [*KINDS, "places", "groups", "contributors", "sessions", "photos"]


def shapes() -> list[shapely.Geometry]:
    areas = [an_area(EAST + 300 * number) for number in range(2)]
    ring = shapely.Polygon(an_area(EAST, NORTH, 100).exterior, [an_area(EAST + 20, NORTH + 20, 20).exterior])
    return [
        a_point(),
        a_line(),
        an_area(),
        ring,
        shapely.MultiPolygon(areas),
        shapely.MultiPoint([a_point(), a_point(EAST + 50)]),
        shapely.MultiLineString([a_line(), a_line(EAST + 500)]),
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed plan with every shape of every kind in it, and one record taken away again."""
    with a_plan(tmp_path) as plan:
        history = History(plan, contributor="Sam")
        records = tuple(
            a_record(kind.value, f"{kind.value} {number}", geometry=shape, notes="Grüße & 'quotes'")
            for kind in Kind
            for number, shape in enumerate(shapes())
        )
        history.perform(AddMany(records))
        history.perform(RemoveRecord(records[0].id))
        history.undo()
        return plan.path


@pytest.fixture
def reopened(path: Path) -> Iterator[None]:
    """Afterwards the app finds everything in order."""
    yield
    with PlanFile.open(path, load_catalogue()) as plan:
        History(plan).take_in_outside_changes()
        assert_consistent(plan)
    assert_valid_geopackage(path)


def read(path: Path, table: str = "assets") -> list[Record]:
    catalogue = load_catalogue()
    with PlanFile.open(path, catalogue) as plan:
        History(plan).take_in_outside_changes()
        spec = catalogue.by_table(table)
        assert spec
        return list(plan.records(kinds=[spec.kind]))


def ops_outside(path: Path) -> list[tuple[str, str]]:
    with PlanFile.open(path, load_catalogue()) as plan:
        query = "SELECT tbl, field FROM gpkg_pp_change WHERE step IS NULL ORDER BY ms, n, field"
        return [tuple(row) for row in plan.connection.execute(query)]


# ---- judged


def test_a_new_plan_is_a_valid_geopackage(tmp_path: Path) -> None:
    a_plan(tmp_path).close()
    assert_valid_geopackage(tmp_path / "plan.gpkg")


def test_a_plan_with_every_shape_is_a_valid_geopackage(path: Path) -> None:
    assert_valid_geopackage(path)


def test_a_plan_with_photos_is_a_valid_geopackage(path: Path) -> None:
    with PlanFile.open(path, load_catalogue()) as plan:
        record = plan.records()[0]
        photo = Photo(PhotoId(new_id()), record.id, "0" * 64, "image/jpeg", 10, 10, taken_lonlat=(-2.6, 53.5))
        with plan.step("Added a photo") as writing:
            writing.keep_file("0" * 64, "image/jpeg", b"\xff\xd8")
            writing.write(Change(None, photo))
        assert_consistent(plan)
    assert_valid_geopackage(path)
    assert "photos" in ogrinfo(path)


def test_gdal_reads_every_layer_and_complains_of_nothing(path: Path) -> None:
    told = ogrinfo("-al", "-so", path)
    layers = [
        line.removeprefix("Layer name: ") for line in told.splitlines() if line.startswith("Layer name")
    ]
    assert sorted(layers) == sorted(LAYERS)
    assert told.count("Feature Count: 7") == 4
    assert "ESRI" not in told and told.count("British National Grid") >= 5


def test_gdal_of_today_reads_every_layer(path: Path) -> None:
    pyogrio = pytest.importorskip("pyogrio", reason="pyogrio brings the newest GDAL; not installed here")
    for table, _ in pyogrio.list_layers(path):
        info = pyogrio.read_info(path, layer=table)
        assert info["features"] == 7 or table not in KINDS
        pyogrio.raw.read(path, layer=table)


def test_qgis_shows_every_record_of_every_kind_whatever_its_shape_and_nothing_else(path: Path) -> None:
    """QGIS splits a layer of mixed shapes by type when a person adds the file; together they hold everything."""
    printed = in_qgis(
        path,
        """
import json
found = {}
for sub in sublayers():
    one = QgsVectorLayer(sub.uri(), sub.name(), "ogr")
    assert one.isValid(), sub.uri()
    assert one.startEditing() and one.rollBack(), sub.uri()
    count = sum(1 for f in one.getFeatures() if not f.hasGeometry() or f.geometry().type() == one.geometryType())
    found.setdefault(sub.name(), []).append(count)
print(json.dumps(found))
""",
    )
    found = json.loads(printed)
    assert set(found) == set(LAYERS), "QGIS lists what is no layer of people's"
    for spec in load_catalogue().kinds.values():
        assert sum(found[spec.table]) == 7 and len(found[spec.table]) == 3, found
    assert sum(found["places"]) > 50


# ---- changed by ogr2ogr


@pytest.mark.usefixtures("reopened")
def test_ogr2ogr_updates_a_field(path: Path) -> None:
    ogrinfo(path, "-sql", "UPDATE assets SET notes = 'From GDAL' WHERE name = 'asset 0'")
    after = next(record for record in read(path) if record.name == "asset 0")
    assert after.notes == "From GDAL" and after.changed_by == "another program"
    assert ops_outside(path) == [("assets", "notes")]


@pytest.mark.usefixtures("reopened")
def test_ogr2ogr_appends_rows(path: Path, tmp_path: Path) -> None:
    source = tmp_path / "more.csv"
    source.write_text('name,category,WKT\n"From a table",library,"POINT (361950 404550)"\n')
    ogr2ogr(
        "-append", path, source, "-nln", "assets", "-oo", "GEOM_POSSIBLE_NAMES=WKT", "-oo", "KEEP_GEOM_COLUMNS=NO",
        "-a_srs", "EPSG:27700",
    )  # fmt: skip
    (record,) = (record for record in read(path) if record.name == "From a table")
    assert record.place and len(record.id) == 36 and record.created_by == "another program"
    assert ops_outside(path) == [("assets", "_row")]


@pytest.mark.usefixtures("reopened")
def test_ogr2ogr_upserts_rows(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.gpkg"
    ogr2ogr(
        "-f",
        "GPKG",
        other,
        path,
        "-nln",
        "assets",
        "-sql",
        "SELECT fid, geom, uuid, 'Upserted' AS name FROM assets",
    )
    ogr2ogr("-upsert", path, other, "-nln", "assets")
    records = read(path)
    assert {record.name for record in records} == {"Upserted"} and len(records) == 7
    fields = {field for _, field in ops_outside(path)}
    assert "name" in fields and not fields & {"_row", "_del"}


@pytest.mark.usefixtures("reopened")
def test_ogr2ogr_overwrites_a_layer_and_the_history_goes_on(path: Path, tmp_path: Path) -> None:
    before = {record.id: record for record in read(path)}
    other = tmp_path / "other.gpkg"
    ogr2ogr("-f", "GPKG", other, path, "assets", "-where", "name != 'asset 6'")
    ogrinfo(other, "-sql", "UPDATE assets SET name = 'Renamed' WHERE name = 'asset 1'")
    ogr2ogr("-overwrite", path, other, "assets")
    with PlanFile.open(path, load_catalogue()) as plan:
        assert any("history of Assets" in notice for notice in plan.notices)
        assert any(notice.startswith("2 changes to Assets") for notice in plan.notices)
        done = History(plan).take_in_outside_changes()
        assert done and len(done.changed) == 2
        after = {record.id: record for record in plan.records(kinds=[Kind.ASSET])}
        assert len(after) == 6 and set(after) < set(before)
        assert sorted(set(before) - set(after)) == [
            key for key, record in before.items() if record.name == "asset 6"
        ]
        assert "Renamed" in {record.name for record in after.values()}
        assert {record.created_by for record in after.values()} == {"Sam"}
        history = History(plan)
        history.perform(AddRecord(a_record(geometry=an_area())))
        history.undo()
        assert_consistent(plan)
    with PlanFile.open(path, load_catalogue()) as plan:
        assert plan.notices == ()


@pytest.mark.usefixtures("reopened")
def test_ogr2ogr_overwrites_a_layer_with_degrees_and_other_names(path: Path, tmp_path: Path) -> None:
    source = tmp_path / "new.geojson"
    point = {"type": "Point", "coordinates": [-2.5762, 53.5357]}
    feature = {"type": "Feature", "properties": {"NAME": "In degrees"}, "geometry": point}
    source.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    ogr2ogr(
        "-overwrite", path, source, "-nln", "assets", "-lco", "FID=ogc_fid", "-lco", "GEOMETRY_NAME=shape",
        "-lco", "SPATIAL_INDEX=NO",
    )  # fmt: skip
    (record,) = read(path)
    assert record.name == "In degrees"
    assert abs(record.geometry.x - 361900) < 100 and abs(record.geometry.y - 404500) < 600
    assert record.place


def test_an_overwrite_while_the_plan_is_open_is_put_right_before_the_next_edit(
    path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.gpkg"
    ogr2ogr("-f", "GPKG", other, path, "assets")
    with PlanFile.open(path, load_catalogue()) as plan:
        history = History(plan, contributor="Sam")
        ogr2ogr("-overwrite", path, other, "assets")
        record = a_record(name="Straight after")
        history.perform(AddRecord(record))
        assert one(plan.connection, "SELECT count(*) FROM gpkg_pp_change WHERE uuid = ?", record.id) == 1
        assert any("history of Assets" in notice for notice in plan.notices)
        history.undo()
        assert plan.record(record.id) is None
        assert_consistent(plan)


# ---- changed in QGIS


@pytest.mark.usefixtures("reopened")
def test_qgis_adds_changes_moves_duplicates_and_deletes(path: Path) -> None:
    before = {record.name: record for record in read(path)}
    in_qgis(
        path,
        """
points, lines, areas = (layer("assets", shape) for shape in ("Point", "LineString", "Polygon"))
by_name = {f["name"]: f for one in (points, lines, areas) for f in one.getFeatures()}
points.startEditing()
new = QgsVectorLayerUtils.createFeature(points, QgsGeometry.fromWkt("Point (365700 400300)"))
new["name"], new["category"] = "Drawn in QGIS", "library"
assert points.addFeature(new)
commit(points)
lines.startEditing()
assert lines.changeAttributeValue(by_name["asset 1"].id(), lines.fields().indexOf("notes"), "Changed in QGIS")
commit(lines)
areas.startEditing()
moved = by_name["asset 2"].geometry()
moved.translate(1000, 0)
assert areas.changeGeometry(by_name["asset 2"].id(), moved)
assert areas.deleteFeature(by_name["asset 3"].id())
commit(areas)
areas.startEditing()
QgsVectorLayerUtils.duplicateFeature(areas, by_name["asset 2"], QgsProject.instance())
commit(areas)
areas.startEditing()
attributes = dict(enumerate(by_name["asset 2"].attributes()))
assert areas.addFeature(QgsVectorLayerUtils.createFeature(areas, by_name["asset 2"].geometry(), attributes))
commit(areas)
""",
    )
    with PlanFile.open(path, load_catalogue()) as plan:
        assert plan.notices == ()
        history = History(plan)
        done = history.take_in_outside_changes()
        assert done and "6 records were changed" in done.note
        after = plan.records(kinds=[Kind.ASSET])
        names = sorted(record.name for record in after)
        assert names == ["Drawn in QGIS", *(f"asset {n}" for n in (0, 1, 2, 2, 2, 4, 5, 6))]
        drawn = next(record for record in after if record.name == "Drawn in QGIS")
        assert drawn.place and drawn.created_by == "another program" and drawn.category == "library"
        changed = plan.record(before["asset 1"].id)
        assert changed and changed.notes == "Changed in QGIS" and changed.created_by == "Sam"
        moved = plan.record(before["asset 2"].id)
        assert moved and moved.geometry.centroid.x - before["asset 2"].geometry.centroid.x == pytest.approx(
            1000
        )
        assert plan.record(before["asset 3"].id) is None
        copies = [record for record in after if record.name == "asset 2"]
        assert all(len(record.id) == 36 for record in copies)
        assert sorted(record.created_by for record in copies) == ["Sam", "another program", "another program"]
        undone = history.undo()
        assert undone and undone.note.startswith("3 records were left")
        assert len(plan.records(kinds=[Kind.ASSET])) == 5
        assert_consistent(plan)


@pytest.mark.usefixtures("reopened")
def test_qgis_adds_through_each_type_of_a_mixed_layer(path: Path) -> None:
    in_qgis(
        path,
        """
wkts = {"Point": "Point (361000 404000)", "LineString": "LineString (361000 404000, 361100 404100)",
        "Polygon": "Polygon ((361000 404000, 361100 404000, 361100 404100, 361000 404000))"}
added = 0
for sub in sublayers():
    if sub.name() != "greenspaces":
        continue
    one = QgsVectorLayer(sub.uri(), sub.name(), "ogr")
    one.startEditing()
    kind = QgsWkbTypes.displayString(QgsWkbTypes.singleType(one.wkbType()))
    feature = QgsVectorLayerUtils.createFeature(one, QgsGeometry.fromWkt(wkts[kind]))
    feature["name"] = "Added as " + kind
    assert one.addFeature(feature)
    commit(one)
    added += 1
assert added == 3
""",
    )
    names = {record.name for record in read(path, "greenspaces")}
    assert {"Added as Point", "Added as LineString", "Added as Polygon"} < names
    assert ops_outside(path) == [("greenspaces", "_row")] * 3


@pytest.mark.usefixtures("reopened")
def test_qgis_edits_while_the_plan_is_open_in_the_app(path: Path) -> None:
    with PlanFile.open(path, load_catalogue()) as plan:
        history = History(plan, contributor="Sam")
        record = plan.records(kinds=[Kind.ASSET])[1]
        in_qgis(
            path,
            """
assets = layer("assets", "LineString")
assets.startEditing()
feature = next(f for f in assets.getFeatures() if f["name"] == "asset 1")
assert assets.changeAttributeValue(feature.id(), assets.fields().indexOf("name"), "Named in QGIS")
commit(assets)
""",
        )
        done = history.take_in_outside_changes()
        assert done and done.changed == {record.id}
        after = plan.record(record.id)
        assert after and after.name == "Named in QGIS"
        history.perform(AddRecord(a_record()))
        assert one(plan.connection, "PRAGMA journal_mode") == "delete"
        assert_consistent(plan)
