"""Outlines without codes are read whole from files and packs; what cannot be used is told in one sentence."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import shapely

from placeplanner.errors import Problem
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.areas import around
from placeplanner.mappacks.build import build_pack
from placeplanner.mappacks.outlines import Outlines, outlines_in
from placeplanner.mappacks.pack import open_pack
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.mappacks.sources.recognise import recognise
from placeplanner.mappacks.spool import MOST_OUTLINES
from tests.mappacks.own_outlines import a_bow_tie, a_file, shifted, tile, without_codes

PLACES = shipped_places()
EAST, GREEN = tile("Hindley East"), tile("Hindley Green")
FAR = shapely.box(530_000, 180_000, 531_000, 181_000)
LINE = shapely.LineString([(362_000, 404_000), (362_900, 404_900)])


def read(path: Path) -> Outlines:
    return outlines_in(str(path), PLACES, lambda share, what: None)


def names(found: Outlines) -> list[str]:
    return [one.name for one in found.outlines]


def test_each_outline_is_whole_and_called_by_whatever_column_reads_as_a_name(tmp_path: Path) -> None:
    found = read(
        a_file(tmp_path / "ours.geojson", {"Our end": EAST.geometry, "Green": GREEN.geometry}, "Rubrik")
    )
    assert names(found) == ["Our end", "Green"] and found.told == ()
    assert found.outlines[0].geometry.symmetric_difference(EAST.geometry).area < 50


def test_outlines_without_a_name_are_numbered_and_namesakes_told_apart(tmp_path: Path) -> None:
    shapes = {"": EAST.geometry, " ": GREEN.geometry}
    assert names(read(a_file(tmp_path / "a.geojson", shapes))) == ["Outline 1", "Outline 2"]
    twice = read(a_file(tmp_path / "b.geojson", {"Rec": EAST.geometry, "REC": GREEN.geometry}))
    assert names(twice) == ["Rec", "REC (2)"]
    shapes = {"Rec (2)": EAST.geometry, "Rec": GREEN.geometry, "REC": shifted(EAST.geometry, 90)}
    assert names(read(a_file(tmp_path / "c.geojson", shapes))) == ["Rec (2)", "Rec", "REC (3)"]


@pytest.mark.parametrize(
    ("driver", "name"), [("GPKG", "x.gpkg"), ("ESRI Shapefile", "x.shp"), ("KML", "x.kml")]
)
def test_they_are_read_from_every_kind_of_file(driver: str, name: str, tmp_path: Path) -> None:
    pyogrio = pytest.importorskip("pyogrio")
    source = a_file(tmp_path / "ours.geojson", {"Our end": EAST.geometry, "Green": GREEN.geometry}, "Name")
    meta, _, shapes, columns = pyogrio.raw.read(source)
    folder = tmp_path / "other"
    folder.mkdir()
    pyogrio.raw.write(
        folder / name,
        shapes,
        columns,
        meta["fields"],
        driver=driver,
        crs="EPSG:4326",
        geometry_type="MultiPolygon",
    )
    assert names(read(folder / name)) == ["Our end", "Green"]
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for part in folder.iterdir():
            archive.write(part, part.name)
    assert names(read(tmp_path / "all.zip")) == ["Our end", "Green"]


def test_lines_are_told(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="holds no outlines of areas") as told:
        read(a_file(tmp_path / "lines.geojson", {"Our edge": LINE}))
    assert "lines, and a line has no inside" in told.value.why


def test_what_lies_elsewhere_is_told_all_of_it_or_some(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"Nothing in “far\.geojson” lies in Wigan Borough") as told:
        read(a_file(tmp_path / "far.geojson", {"Hyde Park": FAR}))
    assert "Hyde Park lies elsewhere." in told.value.why
    found = read(a_file(tmp_path / "some.geojson", {"Hyde Park": FAR, "Ours": EAST.geometry}))
    assert names(found) == ["Ours"]
    assert found.told == ("Mostly outside Wigan Borough, so left out: Hyde Park.",)


def test_a_ring_that_crosses_is_repaired_and_that_is_said(tmp_path: Path) -> None:
    found = read(a_file(tmp_path / "bow.geojson", {"The Green": a_bow_tie(GREEN)}))
    assert names(found) == ["The Green"] and found.outlines[0].geometry.is_valid
    assert found.told == ("The Green: its outline crossed itself; mended.",)


def test_a_shape_that_covers_nothing_is_told(tmp_path: Path) -> None:
    flat = shapely.Polygon([(362_000, 404_000), (362_900, 404_000), (362_400, 404_000)])
    with pytest.raises(Problem, match="holds no outlines of areas") as told:
        read(a_file(tmp_path / "flat.geojson", {"Flat": flat}))
    assert "Flat: it has too few corners; left out." in told.value.why
    speck = shapely.box(362_000, 404_000, 362_000.5, 404_000.5)
    found = read(a_file(tmp_path / "speck.geojson", {"Speck": speck, "Ours": EAST.geometry}))
    assert names(found) == ["Ours"] and "Without any size, so left out: Speck." in found.told


def test_five_thousand_outlines_are_read(tmp_path: Path) -> None:
    at = EAST.geometry.centroid
    shapes = {f"Field {n}": shapely.box(at.x + n / 9, at.y, at.x + n / 9 + 9, at.y + 9) for n in range(5_000)}
    assert len(read(a_file(tmp_path / "fields.geojson", shapes)).outlines) == 5_000


def built(path: Path, folder: Path, area: Area) -> Path:
    out = folder / f"{path.stem}.pack"
    build_pack(recognise(path), area, out, title="Ours")
    return out


def test_a_pack_keeps_them_whole_even_where_its_map_is_cut(tmp_path: Path) -> None:
    path = a_file(tmp_path / "ours.geojson", {"Our end": EAST.geometry, "Green": GREEN.geometry})
    pack = built(path, tmp_path, Area("a corner", shapely.buffer(EAST.geometry.centroid, 300)))
    opened = open_pack(pack)
    counts, places = opened.manifest.counts, opened.places()
    opened.close()
    assert counts["outlines"] >= 1 and counts["places"] == 0 and places == ()
    found = read(pack)
    assert found.outlines[0].geometry.symmetric_difference(EAST.geometry).area < 50


def test_a_pack_keeps_no_thousands_of_them(tmp_path: Path) -> None:
    at = EAST.geometry.centroid
    shapes = {
        f"Field {n}": shapely.box(at.x + n / 9, at.y, at.x + n / 9 + 9, at.y + 9)
        for n in range(MOST_OUTLINES + 1)
    }
    pack = built(a_file(tmp_path / "fields.geojson", shapes), tmp_path, around(EAST))
    with pytest.raises(Problem, match="“Ours” holds no outlines"):
        read(pack)


def test_a_file_that_breaks_leaves_none_of_its_outlines_in_the_pack(tmp_path: Path) -> None:
    good = a_file(tmp_path / "ours.geojson", {"Our end": EAST.geometry})
    sources = recognise(good)

    class Breaking:
        file = sources[0].file
        tallies = sources[0].tallies

        def read(self, area: Area, progress: object):  # type: ignore[no-untyped-def]
            yield from sources[0].read(area, lambda share, what: None)
            raise Problem("It is damaged.")

    moved = a_file(tmp_path / "more.geojson", {"Other": shifted(GREEN.geometry, 50)})
    report = build_pack([Breaking(), *recognise(moved)], around(GREEN), tmp_path / "x.pack", title="x")
    assert report.manifest.counts["outlines"] == 1
    assert names(read(tmp_path / "x.pack")) == ["Other"]


@pytest.mark.parametrize(
    ("name", "count", "first"),
    [("wigan_wards_2023_bgc.geojson", 25, "Abram"), ("wigan_msoa_2021_bgc.geojson", 40, "Standish North")],
)
def test_the_real_boundaries_without_codes_keep_their_names(
    name: str, count: int, first: str, tmp_path: Path
) -> None:
    found = read(without_codes(name, tmp_path / name))
    assert len(found.outlines) == count and names(found)[0] == first
