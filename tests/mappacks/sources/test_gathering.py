"""Several files at once: what is of no use is left aside and said, and what is good is not lost with it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import pyogrio.raw
import pytest
import shapely

from placeplanner.errors import Problem
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.sources.gathering import gather
from tests.mappacks.sources.files import HINDLEY, quiet


def places_file(path: Path) -> Path:
    point = {"type": "Point", "coordinates": [-2.58, 53.53]}
    feature = {"type": "Feature", "properties": {"name": "Bench"}, "geometry": point}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path


def figures_file(path: Path) -> Path:
    path.write_text("code,people\nE01006212,1500\nE01006213,1600\n", encoding="utf-8")
    return path


def two_layers(path: Path) -> Path:
    """A GeoPackage with a layer in Hindley and one that is in Spain."""
    for name, at in (("here", HINDLEY), ("far_away", (-400_000.0, -900_000.0))):
        pyogrio.raw.write(
            path, geometry=shapely.to_wkb(shapely.points([at])), field_data=[np.array([1])], fields=["number"],
            layer=name, driver="GPKG", geometry_type="Point", crs="EPSG:27700", append=path.exists(),
        )  # fmt: skip
    return path


def test_a_table_without_positions_does_not_stop_what_is_good(tmp_path: Path) -> None:
    good, bad = places_file(tmp_path / "benches.geojson"), figures_file(tmp_path / "people.csv")
    found = gather([bad, good])
    assert [source.file.path.name for source in found.sources] == ["benches.geojson"]
    (left,) = found.left_aside
    assert "people.csv" in left.words and "where anything is" in left.words


def test_a_folder_without_anything_good_does_not_either_and_each_file_is_told_once(tmp_path: Path) -> None:
    folder = tmp_path / "statistics"
    folder.mkdir()
    figures_file(folder / "people.csv")
    figures_file(folder / "homes.csv")
    found = gather([folder, places_file(tmp_path / "benches.geojson")])
    assert len(found.sources) == 1
    assert sorted(left.name for left in found.left_aside) == ["homes.csv", "people.csv"]


def test_nothing_good_at_all_is_one_problem_with_the_reasons(tmp_path: Path) -> None:
    one, two = figures_file(tmp_path / "people.csv"), figures_file(tmp_path / "homes.csv")
    with pytest.raises(Problem) as raised:
        gather([one, two])
    assert "Nothing in these files" in raised.value.what
    assert "people.csv" in raised.value.why and "homes.csv" in raised.value.why
    with pytest.raises(Problem, match="people"):
        gather([one])


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = places_file(tmp_path / "benches.geojson")
    found = gather([path, tmp_path])
    assert len(found.sources) == 1
    assert "twice" in found.left_aside[0].words


@pytest.mark.parametrize("is_zipped", [False, True])
def test_a_layer_outside_great_britain_does_not_refuse_the_others(tmp_path: Path, is_zipped: bool) -> None:
    path = two_layers(tmp_path / "layers.gpkg")
    if is_zipped:
        with zipfile.ZipFile(tmp_path / "layers.zip", "w") as archive:
            archive.write(path, path.name)
        path = tmp_path / "layers.zip"
    found = gather([path])
    (source,) = found.sources
    assert len(list(source.read(Area("everywhere"), quiet))) == 1
    (left,) = found.left_aside
    assert "far_away" in left.words and "Great Britain" in left.words and "placeplanner-" not in left.words


def test_what_has_no_positions_at_all_is_refused_before_it_is_read(tmp_path: Path) -> None:
    features = [{"type": "Feature", "properties": {"n": n}, "geometry": None} for n in range(400)]
    path = tmp_path / "nowhere.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    with pytest.raises(Problem, match="nowhere"):
        gather([path])


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".shp"])
def test_in_a_large_layer_what_has_no_position_is_refused_and_not_called_elsewhere(
    tmp_path: Path, ending: str
) -> None:
    points = shapely.points(np.tile([-3.5, 51.5], (40_000, 1)))
    points[::4] = None
    path = tmp_path / f"far{ending}"
    pyogrio.raw.write(
        path, geometry=shapely.to_wkb(points), field_data=[np.arange(40_000)], fields=["number"],
        geometry_type="Point", crs="EPSG:4326", layer='a "far" one' if ending == ".gpkg" else None,
    )  # fmt: skip
    (source,) = gather([path]).sources
    east, north = HINDLEY
    area = Area("Hindley", shapely.box(east - 1000, north - 1000, east + 1000, north + 1000))
    assert list(source.read(area, quiet)) == []
    (tally,) = source.tallies
    assert tally.is_balanced and tally.clipped_away == 30_000
    assert dict(tally.refused) == {"it has no position": 10_000}
