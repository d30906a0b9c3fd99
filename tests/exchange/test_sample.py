"""The sample plan: believable, in the right towns, plainly marked, and quick to make."""

from __future__ import annotations

import csv
import json
import shutil
import tomllib
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from placeplanner import paths
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.coordinates import geometry_to_easting_northing
from placeplanner.domain.kinds import Audience, FieldType, Kind, Shape
from placeplanner.domain.people import Contributor, Group, Session
from placeplanner.domain.place import PlaceKind
from placeplanner.edits.history import History
from placeplanner.errors import Problem
from placeplanner.exchange.sample import Sample, load_sample, make_sample_plan
from placeplanner.mappacks.shipped import shipped_places

REAL = Path(__file__).parents[2].parent / "shared"


@pytest.fixture(scope="module")
def sample() -> Sample:
    return load_sample(load_catalogue(), shipped_places())


def test_the_sample_has_some_150_records_over_all_14_towns(sample: Sample) -> None:
    assert 140 <= sum(map(len, sample.records.values())) <= 200
    assert set(sample.records) == {town.name for town in shipped_places().of_kind(PlaceKind.TOWN)}


def test_every_town_has_at_least_eight_records_and_all_four_kinds(sample: Sample) -> None:
    for town, records in sample.records.items():
        assert len(records) >= 8, town
        assert {record.kind for record in records} == set(Kind), town


def test_every_record_lies_inside_the_town_it_is_told_of(sample: Sample) -> None:
    places = shipped_places()
    assert places.borough is not None
    for town, records in sample.records.items():
        for record in records:
            place = places.at(record.geometry)
            assert place is not None, record.name
            assert town in [around.name for around in places.ancestors(place.code)], record.name
            assert record.geometry.within(places.borough.geometry), record.name


@pytest.mark.skipif(not (REAL / "real").is_dir(), reason="the real files are not on this machine")
def test_every_record_lies_inside_its_town_on_the_detailed_boundaries_too(sample: Sample) -> None:
    with (REAL / "facts" / "neighbourhoods.csv").open(encoding="utf-8") as file:
        town_of = {row["code"]: row["town"] for row in csv.DictReader(file)}
    found = json.loads((REAL / "real/boundaries/wigan_msoa_2021_bgc.geojson").read_text(encoding="utf-8"))
    outlines: dict[str, list[shapely.Geometry]] = {}
    for feature in found["features"]:
        metres = geometry_to_easting_northing(shape(feature["geometry"]))
        outlines.setdefault(town_of[feature["properties"]["area_code"]], []).append(metres)
    for town, records in sample.records.items():
        inside = shapely.union_all(outlines[town])
        for record in records:
            assert inside.contains(record.geometry.representative_point()), record.name


def test_every_record_is_marked_as_sample_data_and_says_whose_position_it_uses(sample: Sample) -> None:
    for records in sample.records.values():
        for record in records:
            assert record.is_sample
            assert record.source.startswith("Sample data")
            assert "Open Government Licence" in record.source
            assert any(str(year) in record.source for year in range(2016, 2027)), record.source


def test_every_source_names_its_publisher_date_and_licence(sample: Sample) -> None:
    for key, source in sample.sources.items():
        assert source.title and source.publisher and source.date and source.licence, key


def test_every_listed_source_is_used(sample: Sample) -> None:
    said = {record.source for records in sample.records.values() for record in records}
    for source in sample.sources.values():
        assert any(source.sentence in each for each in said), source.title


def test_people_of_the_sample_are_invented_and_say_so(sample: Sample) -> None:
    people: tuple[Group | Contributor | Session, ...] = (
        *sample.groups,
        *sample.contributors,
        *sample.sessions,
    )
    assert all("(invented)" in person.name for person in people)
    assert len(sample.sessions) == 2
    assert 2 <= len(sample.groups) <= 3


def test_the_sample_shows_points_lines_and_areas_and_every_consent(sample: Sample) -> None:
    records = [record for town in sample.records.values() for record in town]
    assert {record.shape for record in records} == set(Shape)
    assert {record.consent for record in records} == set(Audience)
    assert {record.session for record in records} == {None, *(session.id for session in sample.sessions)}


def test_every_shape_is_valid_and_drawn_as_its_category_allows(sample: Sample) -> None:
    catalogue = load_catalogue()
    for records in sample.records.values():
        for record in records:
            category = catalogue[record.kind].category(record.category)
            assert category is not None
            assert record.shape in category.shapes
            assert record.geometry.is_valid, record.name


def test_every_answer_is_one_that_the_form_offers(sample: Sample) -> None:
    catalogue = load_catalogue()
    for records in sample.records.values():
        for record in records:
            fields = {field.name: field for field in catalogue[record.kind].fields_for(record.category)}
            for name, value in record.details.items():
                field = fields[name]
                if field.type in (FieldType.CHOICE, FieldType.CHOICES):
                    assert set(str(value).split(";")) <= {choice.code for choice in field.choices}


def test_every_priority_is_tied_to_the_framework_and_has_an_aim(sample: Sample) -> None:
    for records in sample.records.values():
        for record in records:
            if record.kind is Kind.PRIORITY:
                ties = {"aim", "said", "missions", "ways_of_working", "strategies", "focuses"}
                assert ties <= set(record.details), record.name


def test_no_two_records_of_the_sample_share_a_position_or_an_id(sample: Sample) -> None:
    records = [record for town in sample.records.values() for record in town]
    assert len({record.id for record in records}) == len(records)
    assert len({record.geometry.wkb for record in records}) == len(records)


def test_a_sample_plan_holds_the_sample_and_one_undo_takes_it_out(tmp_path: Path, sample: Sample) -> None:
    path = tmp_path / "sample.gpkg"
    with make_sample_plan(path, load_catalogue(), shipped_places()) as plan:
        assert len(plan.records()) == sum(map(len, sample.records.values()))
        assert all(record.place for record in plan.records())
        assert len(plan.records(place="town-leigh")) == len(sample.records["Leigh"])
        assert plan.groups() and plan.sessions() and plan.contributors()
        assert plan.name == sample.name
        History(plan).undo()
        assert plan.records() == ()


def test_two_sample_plans_have_the_same_ids(tmp_path: Path) -> None:
    plans = [
        make_sample_plan(tmp_path / name, load_catalogue(), shipped_places()) for name in ("a.gpkg", "b.gpkg")
    ]
    ids = [{record.id for record in plan.records()} for plan in plans]
    for plan in plans:
        plan.close()
    assert ids[0] == ids[1]


def test_a_sample_is_never_written_over_something(tmp_path: Path) -> None:
    path = tmp_path / "mine.gpkg"
    path.write_text("my own file")
    with pytest.raises(Problem):
        make_sample_plan(path, load_catalogue(), shipped_places())
    assert path.read_text() == "my own file"


def test_a_sample_that_cannot_be_finished_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Problem("There is no room left.")

    monkeypatch.setattr(History, "perform", refuse)
    with pytest.raises(Problem, match="no room"):
        make_sample_plan(tmp_path / "a.gpkg", load_catalogue(), shipped_places())
    assert list(tmp_path.glob("*.gpkg")) == []


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('category = "library"', 'category = "cathedral"', "cathedral"),
        ('source = "libraries"', 'source = "hearsay"', "Hindley Library"),
        ('step_free = "yes"', 'step_free = "perhaps"', "perhaps"),
        ('step_free = "yes"', 'lift = "yes"', "lift"),
        ('by = "reader"', 'by = "nobody"', "nobody"),
        ("at = [53.53370, -2.57941]", "", "Hindley Library"),
        ("at = [53.53370, -2.57941]", "line = [[53.5, -2.5], [53.6, -2.6]]", "Hindley Library"),
        ('town = "Hindley"', 'town = "Hindley', "hindley.toml"),
    ],
)
def test_a_slip_in_the_sample_is_told_with_where_it_is(
    tmp_path: Path, before: str, after: str, says: str
) -> None:
    folder = tmp_path / "sample"
    shutil.copytree(paths.resources() / "sample", folder)
    town = folder / "towns" / "hindley.toml"
    text = town.read_text(encoding="utf-8")
    assert before in text
    town.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(Problem) as told:
        load_sample(load_catalogue(), shipped_places(), folder)
    assert says in str(told.value)


def test_a_missing_sample_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"sample\.toml cannot be read"):
        load_sample(load_catalogue(), shipped_places(), tmp_path)


def test_each_town_has_a_file_of_its_own() -> None:
    files = sorted((paths.resources() / "sample" / "towns").glob("*.toml"))
    towns = [tomllib.loads(path.read_text(encoding="utf-8"))["town"] for path in files]
    assert [path.stem for path in files] == ["-".join(town.lower().split()) for town in towns]
