"""A build takes everything in, shows each scale what it needs, names what has a name, and leaves nothing behind when stopped."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely

from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.streetmap import NAME_KINDS, MapLayer
from placeplanner.errors import Problem
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.gazetteer.search import Gazetteer
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.build import NothingThere, build_pack
from placeplanner.mappacks.haul import Named, Tally
from placeplanner.mappacks.layout import LEVELS
from placeplanner.mappacks.naming import spoken
from placeplanner.mappacks.pack import Pack, open_pack
from placeplanner.mappacks.report import closing, sections
from tests.mappacks.made_up import EAST, NORTH, a_pack, a_town, block, drawn, line, made_up

AROUND = (EAST - 2000, NORTH - 2000, EAST + 2000, NORTH + 2000)
STREET, TOWN, WIDE, BOROUGH = 0.5, 3.0, 10.0, 30.0


def built(folder: Path, *hauls: object) -> Pack:
    return open_pack(a_pack(folder, *hauls).path)  # type: ignore[arg-type]


def count(pack: Pack, layer: MapLayer, scale: float) -> int:
    return sum(shapes.count for shapes in pack.shapes(layer, AROUND, scale))


def texts(pack: Pack, scale: float) -> list[str]:
    return [text for names in pack.names(AROUND, scale) for text in names.texts]


def test_each_scale_has_what_it_needs(tmp_path: Path) -> None:
    pack = built(tmp_path)
    assert count(pack, MapLayer.BUILDINGS, STREET) == count(pack, MapLayer.BUILDINGS, TOWN) == 400
    assert count(pack, MapLayer.BUILDINGS, WIDE) == count(pack, MapLayer.BUILDINGS, BOROUGH) == 0
    assert pack.coverage(MapLayer.BUILDINGS, AROUND, STREET) == []
    for scale in (WIDE, BOROUGH):
        shapes = pack.shapes(MapLayer.ROADS, AROUND, scale)
        assert {int(number) for each in shapes for number in each.classes} == {1}
        assert pack.coverage(MapLayer.ROADS, AROUND, scale)


@pytest.mark.parametrize("scale", [WIDE, BOROUGH])
def test_a_coverage_covers_as_much_as_the_buildings_do(scale: float, tmp_path: Path) -> None:
    houses = [block(x, 37, 13) for x in range(-700, 700, 31)]
    pack = built(tmp_path, drawn("buildings", [*houses, block(-1100.3, -900.7, 700)]))
    shade = 0.0
    for coverage in pack.coverage(MapLayer.BUILDINGS, AROUND, scale):
        cell = (coverage.box[2] - coverage.box[0]) / coverage.cells.shape[1]
        shade += float(coverage.cells.sum()) / 255 * cell**2
    assert shade == pytest.approx(len(houses) * 13**2 + 700**2, rel=0.002)


def test_the_north_of_a_coverage_comes_first(tmp_path: Path) -> None:
    pack = built(tmp_path, drawn("buildings", [block(0, 0, 40)]))
    (coverage,) = pack.coverage(MapLayer.BUILDINGS, (EAST, NORTH, EAST + 40, NORTH + 40), WIDE)
    row = int(np.nonzero(coverage.cells)[0].mean())
    north = coverage.box[3] - (row + 0.5) * 8
    assert abs(north - (NORTH + 20)) <= 8


def test_areas_keep_their_holes_and_their_turn(tmp_path: Path) -> None:
    (park,) = built(tmp_path).shapes(MapLayer.GREEN, AROUND, STREET)
    rings = [shapely.LinearRing(park.xy[a:b]) for a, b in zip(park.starts[:-1], park.starts[1:], strict=True)]
    assert park.owner.tolist() == [0, 0]
    assert [ring.is_ccw for ring in rings] == [True, False]
    assert park.dimension == 2


def test_pieces_of_one_street_are_one_line(tmp_path: Path) -> None:
    pack = built(tmp_path)
    (roads,) = pack.shapes(MapLayer.ROADS, AROUND, STREET)
    assert sorted(roads.classes.tolist()) == [1, 4, 6]


def test_names_are_there_once_and_where_they_belong(tmp_path: Path) -> None:
    pack = built(tmp_path)
    assert {"Hindley", "Leyland Park", "Low Hall Flash", "Leyland’s Lane", "Market Street", "A577"} <= set(
        texts(pack, STREET)
    )
    assert texts(pack, STREET).count("Leyland’s Lane") in (1, 2)
    assert "A577" in texts(pack, WIDE) and "Market Street" not in texts(pack, WIDE)
    assert "Hindley" in texts(pack, BOROUGH) and "Leyland’s Lane" not in texts(pack, BOROUGH)
    names = pack.names(AROUND, STREET)[0]
    at = names.texts.index("Leyland Park")
    assert NAME_KINDS[names.kinds[at]] == "park"
    assert block(200, 200, 300).contains(shapely.Point(names.xy[names.starts[at]]))


def test_two_carriageways_have_one_name(tmp_path: Path) -> None:
    ways = [line((0, 0), (600, 0)), line((0, 15), (600, 15))]
    assert texts(built(tmp_path, drawn("roads", ways, "street", ["Atherleigh Way"] * 2)), STREET) == [
        "Atherleigh Way"
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Market Street (A577)", ("Market Street", "A577")),
        ("A49", ("", "A49")),
        ("Wallgate (A49, A573)", ("Wallgate", "A49, A573")),
        ("M6", ("", "M6")),
        ("Avenue B", ("Avenue B", "")),
    ],
)
def test_a_road_has_a_name_and_a_number(name: str, said: tuple[str, str]) -> None:
    assert spoken(name) == said


def test_what_has_a_name_is_found_by_typing(tmp_path: Path) -> None:
    gazetteer = Gazetteer([a_pack(tmp_path).path])
    try:
        kinds = {
            text: gazetteer.find(text)[0].name.kind for text in ("leyland park", "market street", "wn2 3xa")
        }
        assert kinds == {
            "leyland park": NameKind.PARK,
            "market street": NameKind.STREET,
            "wn2 3xa": NameKind.POSTCODE,
        }
        (street,) = [hit.name for hit in gazetteer.find("Leyland’s Lane") if hit.name.kind is NameKind.STREET]
        assert street.within == "Hindley" and street.box is not None
    finally:
        gazetteer.close()


def test_a_street_of_the_same_name_elsewhere_is_another_one(tmp_path: Path) -> None:
    streets = [line((0, 0), (90, 0)), line((90, 0), (200, 0)), line((5000, 0), (5100, 0))]
    path = a_pack(tmp_path, drawn("roads", streets, "street", ["Station Road"] * 3)).path
    gazetteer = Gazetteer([path])
    try:
        assert len(gazetteer.find("station road")) == 2
    finally:
        gazetteer.close()


def test_the_report_accounts_for_everything_in_words(tmp_path: Path) -> None:
    report = a_pack(tmp_path)
    (section,) = sections(report)
    assert section.heading.startswith("A made-up town · Nobody")
    assert section.rows[0][:3] == ("things", "9", "9")
    told = " ".join(closing(report))
    assert "400 buildings" in told and "© Nobody" in told and "do not add up" not in told


def test_figures_that_do_not_add_up_are_told(tmp_path: Path) -> None:
    report = a_pack(tmp_path)
    report.sources[0].tallies[0].read += 1
    assert "things do not add up" in " ".join(closing(report))


def test_a_street_that_is_drawn_and_listed_is_found_and_written_once(tmp_path: Path) -> None:
    def listed(text: str, x: float, y: float, *box: float) -> Name:
        west, south, east, north = box
        around = (EAST + west, NORTH + south, EAST + east, NORTH + north)
        return Name(text, NameKind.STREET, EastingNorthing(EAST + x, NORTH + y), "Hindley", around, 0.5)

    names = Named(
        (
            listed("Market Street", 0, 5, -900, 0, 900, 5),
            listed("Market Street", -450, 2, -900, 0, 0, 5),
            listed("A577", 0, 5, -900, 0, 900, 5),
            listed("Leyland's Lane", 5, 400, 0, 5, 10, 800),
            listed("Undrawn Lane", 5, 400, 0, 5, 10, 800),
        )
    )
    path = build_pack([made_up(tmp_path, names, *a_town())], Area("all"), tmp_path / "a.pack").path
    gazetteer = Gazetteer([path])
    found = {
        text: [hit.name.text for hit in gazetteer.find(text)] for text in ("market st", "leylands", "undrawn")
    }
    gazetteer.close()
    assert found == {
        "market st": ["Market Street (A577)"],
        "leylands": ["Leyland’s Lane"],
        "undrawn": ["Undrawn Lane"],
    }
    pack = open_pack(path)
    written = [text for piece in pack.names(pack.box, 1.0) for text in piece.texts]
    pack.close()
    assert written.count("Leyland’s Lane") == 1 and "Leyland's Lane" not in written


def test_what_is_too_small_for_every_scale_but_the_closest_does_no_harm(tmp_path: Path) -> None:
    tiny = drawn("green", [block(0, 0, 2)], "grass")
    pack = open_pack(build_pack([made_up(tmp_path, tiny)], Area("all"), tmp_path / "a.pack").path)
    counts = [
        sum(each.count for each in pack.shapes(MapLayer.GREEN, pack.box, metres))
        for metres in (1.0, 4.0, 10.0)
    ]
    pack.close()
    assert counts[0] == 1 and counts[-1] == 0


def test_stopping_a_build_leaves_nothing_behind(tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    asked: list[str] = []

    def stop_later(share: float | None, what: str) -> None:
        asked.append(what)
        if len(asked) > 12:
            raise Stopped

    source = made_up(tmp_path, *a_town())
    with pytest.raises(Stopped):
        build_pack([source], Area("all"), tmp_path / "stopped.pack", progress=stop_later)
    assert [path.name for path in tmp_path.iterdir()] == [source.file.path.name]


def test_nothing_in_the_area_is_a_problem_and_no_pack(tmp_path: Path) -> None:
    elsewhere = made_up(tmp_path)
    with pytest.raises(Problem, match="can be put on a map"):
        build_pack([elsewhere], Area("all"), tmp_path / "moon.pack")
    elsewhere.became = Tally("rocks", read=12, clipped_away=10, refused=Counter({"it has no position": 2}))
    with pytest.raises(NothingThere) as raised:
        build_pack([elsewhere], Area("the moon", block(0, 0)), tmp_path / "moon.pack")
    assert raised.value.what == "Nothing in these files lies in the moon."
    assert "10 elsewhere" in raised.value.why and "2 refused because it has no position" in raised.value.why
    assert not list(tmp_path.glob("*pack*"))


def test_progress_only_goes_forward(tmp_path: Path) -> None:
    shares: list[float] = []
    build_pack(
        [made_up(tmp_path, *a_town()), made_up(tmp_path, *a_town())],
        Area("all"),
        tmp_path / "two.pack",
        progress=lambda share, what: shares.append(share or 0.0),
    )
    assert shares == sorted(shares) and shares[-1] < 1.0


def test_what_is_built_twice_is_the_same(tmp_path: Path) -> None:
    first, second = (open_pack(a_pack(tmp_path, name=name).path) for name in ("one.pack", "two.pack"))
    for scale in (level.widest if np.isfinite(level.widest) else 50.0 for level in LEVELS):
        for layer in MapLayer:
            pairs = zip(first.shapes(layer, AROUND, scale), second.shapes(layer, AROUND, scale), strict=True)
            assert all((a.xy == b.xy).all() for a, b in pairs)


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="cannot be written"):
        build_pack([made_up(tmp_path, *a_town())], Area("all"), tmp_path / "no" / "such.pack")
