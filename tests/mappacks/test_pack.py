"""An open pack gives the same objects again, to any thread, and only what a view needs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import shapely
from msgspec.structs import astuple

from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.kinds import Kind
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.domain.streetmap import MapLayer
from placeplanner.errors import Problem
from placeplanner.mappacks import pack as pack_module
from placeplanner.mappacks.haul import Bounded, Drawn, Pictured
from placeplanner.mappacks.kept import Kept
from placeplanner.mappacks.pack import open_pack
from placeplanner.mappacks.packs import Packs
from tests.mappacks.made_up import EAST, NORTH, a_pack, block

AROUND = (EAST - 2000, NORTH - 2000, EAST + 2000, NORTH + 2000)


def reference(name: str, x: float = 0) -> Drawn:
    return Drawn(
        MapLayer.REFERENCE, np.array([block(x, 0)], dtype=object), np.zeros(1, np.uint8), ("A",), name
    )


def test_the_same_pieces_come_again_as_the_same_objects(tmp_path: Path) -> None:
    pack = open_pack(a_pack(tmp_path).path)
    for ask in (
        lambda: pack.shapes(MapLayer.BUILDINGS, AROUND, 1.0),
        lambda: pack.names(AROUND, 1.0),
        lambda: pack.coverage(MapLayer.BUILDINGS, AROUND, 9.0),
    ):
        first, again = ask(), ask()
        assert first and all(a is b for a, b in zip(first, again, strict=True))


def test_threads_that_ask_at_once_get_the_same_objects(tmp_path: Path) -> None:
    pack = open_pack(a_pack(tmp_path).path)
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(pack.shapes, MapLayer.BUILDINGS, AROUND, 1.0) for _ in range(24)]
        found = [tuple(id(shapes) for shapes in future.result()) for future in asked]
    assert len(set(found)) == 1


def test_a_view_elsewhere_gets_nothing(tmp_path: Path) -> None:
    pack = open_pack(a_pack(tmp_path).path)
    assert not pack.shapes(MapLayer.BUILDINGS, (0, 0, 1000, 1000), 1.0)
    assert not pack.names((0, 0, 1000, 1000), 1.0)
    assert not pack.tiles(AROUND, 1.0)


def test_what_was_used_least_goes_first() -> None:
    kept = Kept(100)
    for number in (1, 2, 3):
        kept.keep(number, str(number), 40)
    assert kept.get(1) is None and kept.get(2) == "2"
    kept.keep(4, "4", 40)
    assert kept.get(3) is None and kept.get(2) == "2"


def test_forgotten_pieces_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_module, "KEPT_BYTES", 1)
    pack = open_pack(a_pack(tmp_path).path)
    first, again = (pack.shapes(MapLayer.BUILDINGS, AROUND, 1.0) for _ in range(2))
    assert len(first) > 1 and (first[0].xy == again[0].xy).all()


def test_known_things_come_back_whole(tmp_path: Path) -> None:
    (thing,) = open_pack(a_pack(tmp_path).path).known()
    assert (thing.origin, thing.kind, thing.name) == ("made-up:1", Kind.ASSET, "Hindley Library")
    assert thing.geometry.equals(shapely.Point(EAST, NORTH)) and dict(thing.details) == {"opened": "1887"}


def test_places_come_back_whole(tmp_path: Path) -> None:
    ward = Place(
        PlaceCode("E05000001"), "Hindley", PlaceKind.WARD, None, shapely.MultiPolygon([block(0, 0, 900)]), {"people": 12.0}
    )  # fmt: skip
    (again,) = open_pack(a_pack(tmp_path, Bounded((ward,))).path).places()
    assert astuple(again) == astuple(ward)


def test_a_backdrop_is_given_at_the_zoom_that_fits(tmp_path: Path) -> None:
    tiles = [
        (12, 2018, 1324, b"coarse"),
        *((13, 4036 + x, 2648 + y, b"fine") for x in (0, 1) for y in (0, 1)),
    ]
    pack = open_pack(a_pack(tmp_path, Pictured(tuple(tiles))).path)
    west, south, east, north = pack.box
    assert east - west == pytest.approx(north - south, rel=0.02)
    (coarse,) = pack.tiles(pack.box, 22.0)
    assert coarse.picture == b"coarse"
    assert [tile.picture for tile in pack.tiles(pack.box, 11.0)] == [b"fine"] * 4
    assert pack.tiles(pack.box, 22.0)[0] is coarse
    assert coarse.corners[0][1] > coarse.corners[3][1] and coarse.corners[1][0] > coarse.corners[0][0]


def test_a_closed_pack_says_so(tmp_path: Path) -> None:
    pack = open_pack(a_pack(tmp_path).path)
    pack.close()
    with pytest.raises(Problem, match="no longer in use"):
        pack.known()


def test_a_file_that_is_no_pack_is_told_apart_from_a_damaged_one(tmp_path: Path) -> None:
    path = tmp_path / "a.pack"
    path.write_text("Dear all, here is the map")
    with pytest.raises(Problem, match="is not a map pack"):
        open_pack(path)
    with pytest.raises(Problem, match="cannot be opened"):
        open_pack(tmp_path / "missing.pack")
    with pytest.raises(Problem, match="cannot be opened"):
        open_pack(tmp_path)


def test_several_packs_are_one_map(tmp_path: Path) -> None:
    one = open_pack(a_pack(tmp_path, reference("Polling stations"), name="one.pack").path)
    two = open_pack(a_pack(tmp_path, reference("Allotments, 1932", 300), name="two.pack").path)
    packs = Packs([one, two])
    assert packs.references == ("Polling stations", "Allotments, 1932")
    found = packs.shapes(MapLayer.REFERENCE, AROUND, 1.0)
    assert [int(shapes.classes[0]) for shapes in found] == [0, 1]
    assert packs.attribution == "© Nobody"
    assert packs.box[2] - packs.box[0] == pytest.approx(310)
    assert list(packs.shapes(MapLayer.REFERENCE, AROUND, 1.0)) == found
