"""One damaged file among several costs nobody the others: it is refused as a whole and named, and the rest is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import shapely

from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.streetmap import MapLayer
from placeplanner.errors import Problem
from placeplanner.gazetteer.search import Gazetteer
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.build import BuildReport, NothingThere, build_pack
from placeplanner.mappacks.check import check_pack
from placeplanner.mappacks.haul import Haul, Pictured, Progress, SourceFile, Tally
from placeplanner.mappacks.pack import open_pack
from placeplanner.mappacks.report import closing, of_no_use
from placeplanner.mappacks.sources.damage import Damaged
from placeplanner.mappacks.sources.gathering import gather
from placeplanner.mappacks.sources.recognise import recognise
from tests.mappacks.made_up import ALL, EAST, NORTH, MadeUp, a_town, block, drawn, made_up
from tests.mappacks.sources.files import a_layer, a_square, a_zip
from tests.mappacks.sources.osm_files import OsmFile

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(60_000)


@dataclass
class Breaking:
    """A source that breaks after what it is given."""

    whole: MadeUp
    problem: Exception = field(
        default_factory=lambda: Damaged("“town.osm.pbf” is damaged.", "It ends early.")
    )

    @property
    def file(self) -> SourceFile:
        return self.whole.file

    @property
    def tallies(self) -> list[Tally]:
        return [Tally("things", read=1_234, kept=1_234)]

    def read(self, area: Area, progress: Progress) -> Iterator[Haul]:
        yield from self.whole.read(area, progress)
        raise self.problem


def breaking(folder: Path, *hauls: Haul) -> Breaking:
    folder.mkdir()
    return Breaking(made_up(folder, *hauls, title="A broken town", attribution="© Somebody else"))


def whole(folder: Path) -> MadeUp:
    return made_up(folder, *a_town(), attribution="© Nobody")


def contents(path: Path) -> str:
    return check_pack(path).content_sha256


def test_a_damaged_source_leaves_nothing_in_the_pack_and_the_others_are_in_it(tmp_path: Path) -> None:
    alone = build_pack([whole(tmp_path)], ALL, tmp_path / "alone.pack", title="Hindley")
    tiles = Pictured(tuple((16, 32290 + n, 21175, PICTURE + bytes([n])) for n in range(40)))
    stray = [drawn("woods", [block(3000, 3000)], "wood", ["Stray Wood"]), *a_town(), tiles]
    report = build_pack(
        [breaking(tmp_path / "before", *stray), whole(tmp_path), breaking(tmp_path / "after", *stray)],
        ALL,
        tmp_path / "beside.pack",
        title="Hindley",
    )
    assert dict(report.manifest.counts) == dict(alone.manifest.counts)
    assert report.manifest.box == alone.manifest.box
    assert [source.title for source in report.manifest.sources] == ["A made-up town"]
    assert "Somebody else" not in report.manifest.attribution + report.manifest.short_attribution
    check_pack(report.path)
    pack, gazetteer = open_pack(report.path), Gazetteer([report.path])
    around = (EAST - 9000, NORTH - 9000, EAST + 9000, NORTH + 9000)
    assert not pack.shapes(MapLayer.WOODS, around, 1.0) and not pack.tiles(around, 1.0)
    found = gazetteer.find("Stray Wood", EastingNorthing(EAST, NORTH))
    assert "Stray Wood" not in [hit.name.text for hit in found]
    gazetteer.close()
    pack.close()
    assert b"Stray Wood" not in report.path.read_bytes() and PICTURE[:200] not in report.path.read_bytes()
    assert report.size < alone.size + 20_000


def test_a_refused_source_is_named_with_how_far_reading_came(tmp_path: Path) -> None:
    report = build_pack(
        [whole(tmp_path), breaking(tmp_path / "b", *a_town())], ALL, tmp_path / "a.pack", title="Hindley"
    )
    (refused,) = report.refused
    assert refused.words.startswith("made-up.txt: refused: damaged after 1,234 things.")
    assert "Nothing of it is on the map." in refused.words
    assert any(refused.words in sentence for sentence in of_no_use(report))
    assert any("1 file was refused" in sentence for sentence in closing(report))
    assert report.is_partial


def test_the_only_source_damaged_is_a_problem_and_no_pack(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="is damaged") as told:
        build_pack([breaking(tmp_path / "b", *a_town())], ALL, tmp_path / "a.pack")
    assert "1,234 things" in told.value.why
    assert not list(tmp_path.glob("*.pack")) and not list(tmp_path.glob(".*"))


def test_all_sources_damaged_is_one_problem_that_names_each(tmp_path: Path) -> None:
    both = [breaking(tmp_path / "b", *a_town()), breaking(tmp_path / "c", *a_town())]
    with pytest.raises(Problem, match="Nothing in these files can be put on a map") as told:
        build_pack(both, ALL, tmp_path / "a.pack")
    assert told.value.why.count("damaged after 1,234 things") == 2


def test_the_sound_ones_lie_elsewhere_and_the_damaged_one_is_still_named(tmp_path: Path) -> None:
    elsewhere = made_up(tmp_path)
    elsewhere.became = Tally("rocks", read=12, clipped_away=12)
    with pytest.raises(NothingThere) as told:
        build_pack(
            [elsewhere, breaking(tmp_path / "b", *a_town())],
            Area("the moon", block(0, 0)),
            tmp_path / "moon.pack",
        )
    assert "damaged after 1,234 things" in told.value.why


def test_a_bug_is_not_taken_for_damage(tmp_path: Path) -> None:
    source = breaking(tmp_path / "b", *a_town())
    source.problem = KeyError("a bug")
    with pytest.raises(KeyError):
        build_pack([whole(tmp_path), source], ALL, tmp_path / "a.pack")


# Real files


def good(folder: Path) -> Path:
    return a_layer(folder / "good.geojson", [a_square(361_000.0)], {"name": ["A good one"]}, crs="EPSG:27700")


def made_beside_a_good_one(folder: Path, bad: Path) -> BuildReport:
    found = gather([bad, good(folder)])
    report = build_pack(
        found.sources, Area("everywhere"), folder / "out.pack", title="Out", left_aside=found.left_aside
    )
    assert [source.file for source in report.manifest.sources] == ["good.geojson"]
    assert report.is_partial
    check_pack(report.path)
    return report


def told(report: BuildReport) -> str:
    (sentence,) = [line for line in of_no_use(report) if "efused" in line]
    return sentence


def test_a_truncated_extract_is_refused_beside_a_good_file(tmp_path: Path) -> None:
    file = OsmFile()
    for number in range(30_000):
        file.line((number, 0), (number, 5), highway="residential", name=f"Street {number}")
    path = file.write(tmp_path / "town.osm.pbf")
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])
    words = told(made_beside_a_good_one(tmp_path, path))
    assert words.startswith("town.osm.pbf: refused: damaged after ") and " 0 things" not in words


def test_a_geopackage_with_a_broken_page_is_refused_beside_a_good_file(tmp_path: Path) -> None:
    shapes = [a_square(361_000.0 + number) for number in range(9_000)]
    path = a_layer(tmp_path / "greens.gpkg", shapes, {"name": [f"Green {n}" for n in range(9_000)]})
    data = bytearray(path.read_bytes())
    at = len(data) // 2 // 4096 * 4096
    data[at : at + 4096] = bytes(4096)
    path.write_bytes(data)
    words = told(made_beside_a_good_one(tmp_path, path))
    count = int(words.split("damaged after ")[1].split(" ")[0].replace(",", ""))
    assert 2_000 < count < 9_000


@pytest.mark.parametrize("junk", [bytes(range(256)) * 20, bytes(4_000), b"\x93\x01\x02\x05\x8a" * 500])
def test_a_table_that_turns_binary_is_refused_beside_a_good_file(tmp_path: Path, junk: bytes) -> None:
    rows = [f"Bench {number},{361_000 + number},404000" for number in range(25_000)]
    path = tmp_path / "benches.csv"
    path.write_bytes("\n".join(["name,easting,northing", *rows, ""]).encode() + junk)
    assert "benches.csv: refused: damaged after 25,000 things." in told(
        made_beside_a_good_one(tmp_path, path)
    )


def test_a_stray_sign_in_one_cell_of_a_table_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "benches.csv"
    path.write_bytes(b"name,easting,northing\n" + b"C,361001,404000\n" * 5000 + b"A\x0bB,361000,404000\n\x1a")
    (source,) = recognise(path)
    assert sum(len(haul.geometries) for haul in source.read(ALL, lambda *_: None)) == 5001  # type: ignore[union-attr]


def test_a_zip_cut_short_is_refused_beside_a_good_file(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "half.zip", {"a.csv": b"name,lat,lon\na,53.5,-2.6\n" * 1000})
    path.write_bytes(path.read_bytes()[:60])
    assert "half.zip" in told(made_beside_a_good_one(tmp_path, path))


def test_a_zip_with_a_broken_member_is_refused_beside_a_good_file(tmp_path: Path) -> None:
    rows = "".join(f"Bench {number},{361_000 + number},404000\n" for number in range(25_000))
    path = a_zip(tmp_path / "half.zip", {"a.csv": f"name,easting,northing\n{rows}".encode()})
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    assert "half.zip" in told(made_beside_a_good_one(tmp_path, path))


def test_a_file_that_goes_while_it_is_read_costs_nobody_the_others(tmp_path: Path) -> None:
    path = a_layer(tmp_path / "gone.geojson", [a_square(361_000.0)], {"name": ["Gone"]}, crs="EPSG:27700")
    found = gather([path, good(tmp_path)])
    path.unlink()
    report = build_pack(found.sources, Area("everywhere"), tmp_path / "out.pack", title="Out")
    assert [source.file for source in report.manifest.sources] == ["good.geojson"]
    assert shapely.box(*report.manifest.box).area > 0 and len(report.refused) == 1
