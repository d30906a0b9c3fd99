"""Map packs from the command line: from a downloaded file to an installed map, and what goes wrong on the way."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from placeplanner import paths
from placeplanner.mappacks import build as building
from placeplanner.mappacks import library
from tests.cli.conftest import AsJson, Run
from tests.mappacks.made_up import a_pack, a_town

RUTLAND = Path(__file__).parents[2].parent / "shared" / "real" / "osm" / "rutland-2018.osm.pbf"
needs_rutland = pytest.mark.skipif(not RUTLAND.exists(), reason="the real extract of Rutland is not here")


@pytest.fixture
def benches(tmp_path: Path) -> Path:
    """Somebody's own layer: two benches in Hindley and one in London."""
    path = tmp_path / "benches.geojson"
    places = {"Top bench": (-2.581, 53.534), "Low bench": (-2.585, 53.532), "A bench far away": (-0.12, 51.5)}
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Point", "coordinates": list(at)},
        }
        for name, at in places.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_a_layer_becomes_an_installed_map(run: Run, as_json: AsJson, benches: Path, tmp_path: Path) -> None:
    out = tmp_path / "benches.pack"
    told = run("maps", "build", benches, "--area", "Hindley", "--out", out, "--title", "Benches")
    assert "Of 3 things in 1 file, 2 are on the map" in told.stdout
    assert told.stdout.strip().endswith(str(out)) and f"maps add {out}" in told.stderr
    assert "“Benches” is whole" in run("maps", "check", out).stdout
    assert "“Benches” is installed as benches." in run("maps", "add", out).stdout
    (pack,) = as_json("maps", "list")
    assert pack["title"] == "Benches" and pack["counts"]["reference"] == 2 and pack["is_on"]
    assert "benches.geojson" in run("maps", "show", "benches").stdout
    assert "switched off" in run("maps", "switch", "benches", "off").stdout
    assert "switched off" in run("maps", "list").stdout
    assert "is removed" in run("maps", "remove", "Benches").stdout
    assert "No map pack is installed" in run("maps", "list").stderr


def test_the_borough_is_meant_unless_something_else_is_said(run: Run, benches: Path, tmp_path: Path) -> None:
    run("maps", "build", benches, "--out", tmp_path / "a.pack")
    assert "Wigan Borough and 500 m" in run("maps", "show", tmp_path / "a.pack").stdout


@needs_rutland
def test_what_lies_elsewhere_is_taken_whole_and_that_is_said(run: Run, tmp_path: Path) -> None:
    told = run("maps", "build", RUTLAND, "--out", tmp_path / "rutland", "--json")
    assert "Nothing in these files lies in Wigan Borough, so all that they hold is taken" in told.stderr
    assert (tmp_path / "rutland.pack").exists()
    report = json.loads(told.stdout)
    assert report["title"] == "Rutland 2018"
    for layer in report["sources"][0]["layers"]:
        gone = sum(sum(layer[why].values()) for why in ("left_out", "refused"))
        assert layer["read"] == layer["kept"] + layer["clipped_away"] + gone, layer["layer"]
    assert report["counts"]["roads"] > 4000 and report["counts"]["buildings"] > 2000


def test_what_no_map_can_be_made_of_is_left_aside_and_the_rest_is_made(
    run: Run, as_json: AsJson, benches: Path, tmp_path: Path
) -> None:
    figures, homes = tmp_path / "people.csv", tmp_path / "homes.csv"
    figures.write_text("code,people\nE01006212,1500\n")
    homes.write_text("code,homes\nE01006212,700\n")
    told = run("maps", "build", figures, benches, "--area", "Wigan", "--out", tmp_path / "a.pack").stdout
    assert "Left aside: “people.csv” does not say where anything is." in told
    assert "“Wigan Borough” and 500 m around it: " in told
    report = as_json("maps", "build", tmp_path, "--out", tmp_path / "b.pack")
    assert sorted(one["name"] for one in report["left_aside"]) == ["a.pack", "homes.csv", "people.csv"]
    refused = run("maps", "build", figures, homes, "--out", tmp_path / "c.pack", code=1).stderr
    assert "Nothing in these files can be put on a map." in refused
    assert "people.csv" in refused and "homes.csv" in refused


def test_who_published_what_is_shown_with_a_map_or_that_nobody_can_tell(
    run: Run, benches: Path, tmp_path: Path
) -> None:
    told = run("maps", "build", benches, "--area", "all", "--out", tmp_path / "a.pack").stdout
    assert "“Benches” covers all that the files hold: " in told
    assert "Shown on the map: nobody, since no file says whose it is" in told
    shown = run("maps", "show", tmp_path / "a.pack").stdout
    assert "publisher and licence not stated in the file" in shown


def test_an_area_without_anything_is_a_problem_and_no_pack(run: Run, benches: Path, tmp_path: Path) -> None:
    told = run("maps", "build", benches, "--area", "Leigh", "--out", tmp_path / "a.pack", code=1)
    assert "Nothing in these files lies in the town of Leigh" in told.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["benches.geojson"]


def test_only_a_pack_is_replaced_by_a_pack(run: Run, benches: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious.pack"
    precious.write_text("my only copy")
    assert "is not a map pack" in run("maps", "build", benches, "--out", precious, code=1).stderr
    assert precious.read_text() == "my only copy"
    for _ in range(2):
        run("maps", "build", benches, "--out", tmp_path / "good.pack")


def test_a_folder_that_is_not_there_is_told_before_anything_is_read(
    run: Run, benches: Path, tmp_path: Path
) -> None:
    told = run("maps", "build", benches, "--out", tmp_path / "no" / "a.pack", code=1)
    assert "is not there" in told.stderr


def test_interrupting_leaves_nothing_behind(
    run: Run, benches: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "_write", interrupted)
    run("maps", "build", benches, "--out", tmp_path / "a.pack", code=130)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["benches.geojson"]


def test_files_that_are_no_packs_are_refused_in_words(run: Run, benches: Path, tmp_path: Path) -> None:
    for command in ("check", "add", "show"):
        assert "is not a map pack" in run("maps", command, benches, code=1).stderr
    assert "cannot be opened" in run("maps", "check", tmp_path / "missing.pack", code=1).stderr


def test_a_pack_in_the_folder_that_cannot_be_used_is_told(run: Run, as_json: AsJson) -> None:
    paths.map_packs().mkdir(parents=True)
    (paths.map_packs() / "broken.pack").write_text("broken")
    told = run("maps", "list")
    assert "cannot be used" in told.stdout and "broken.pack" in told.stderr
    assert "is not a map pack" in as_json("maps", "list")[0]["problem"]


def test_where_free_maps_come_from_is_shown_without_a_network(run: Run) -> None:
    told = run("maps", "fetch").stdout
    assert "OpenStreetMap" in told and "https://" in told


@pytest.mark.qt
def test_a_map_for_paper_names_those_who_made_its_streets(
    run: Run, sample_file: Path, tmp_path: Path
) -> None:
    library.add(a_pack(tmp_path).path)
    drawn = {
        name: run("map", sample_file, "--place", "Hindley", "--out", tmp_path / f"{name}.svg", *options)
        and (tmp_path / f"{name}.svg").read_text("utf-8")
        for name, options in (("with", ()), ("without", ("--no-streets",)))
    }
    assert "© Nobody" in drawn["with"] and "© Nobody" not in drawn["without"]


@pytest.mark.qt
def test_a_damaged_pack_is_never_drawn(run: Run, sample_file: Path, tmp_path: Path) -> None:
    pack = a_pack(tmp_path).path
    data = bytearray(pack.read_bytes())
    data[len(data) // 2] ^= 0xFF
    pack.write_bytes(bytes(data))
    out = tmp_path / "a.png"
    run("map", sample_file, "--place", "Hindley", "--out", out, "--pack", pack, code=1)
    assert not out.exists()


def test_a_damaged_file_among_several_is_named_and_the_ending_tells_it(
    run: Run, benches: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "stops.csv"
    rows = "".join(f"Stop {number},{361_000 + number},404000\n" for number in range(5_000))
    broken.write_bytes(f"name,easting,northing\n{rows}".encode() + bytes(5_000))
    out = tmp_path / "a.pack"
    told = run("maps", "build", broken, benches, "--area", "Hindley", "--out", out, code=3)
    assert "stops.csv: refused: damaged after 5,000 things. Nothing of it is on the map." in told.stdout
    assert "1 file was refused" in told.stdout
    assert "stops.csv" not in run("maps", "show", out).stdout
    told = run("maps", "build", broken, benches, "--area", "Hindley", "--out", out, "--json", code=3)
    (refused,) = json.loads(told.stdout)["refused"]
    assert (refused["name"], refused["read"]) == ("stops.csv", 5_000)
    out.unlink()
    told = run("maps", "build", broken, "--area", "Hindley", "--out", out, code=1)
    assert "is damaged" in told.stderr and not out.exists()


def test_another_map_of_the_same_title_stands_beside_unless_it_is_to_replace(
    run: Run, tmp_path: Path
) -> None:
    first, second = a_pack(tmp_path).path, a_pack(tmp_path, *a_town()[:3], name="second.pack").path
    run("maps", "add", first)
    told = run("maps", "add", second)
    assert "“Hindley (2)” is installed as hindley-2." in told.stdout
    assert "“Hindley”, which was there, is kept as hindley." in told.stdout
    assert "maps remove hindley" in told.stderr
    assert "Hindley (2)" in run("maps", "list").stdout
    run("maps", "remove", "Hindley (2)")
    told = run("maps", "add", second, "--replace")
    assert "took the place of the one made" in told.stdout
    assert [pack.title for pack in library.installed()] == ["Hindley"]


@pytest.mark.qt
@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_a_folder_of_packs_that_leads_nowhere_is_told(run: Run, sample_file: Path, tmp_path: Path) -> None:
    paths.map_packs().parent.mkdir(parents=True, exist_ok=True)
    paths.map_packs().symlink_to(tmp_path / "gone")
    assert "leads nowhere" in run("maps", "list", code=1).stderr
    told = run("map", sample_file, "--place", "Hindley", "--out", tmp_path / "hindley.pdf")
    assert "leads nowhere" in told.stderr and (tmp_path / "hindley.pdf").exists()
