"""Postcode sectors to hide a home in: worked out by hand, and told by nothing but the sector."""

from __future__ import annotations

import csv
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placeplanner.domain.coordinates import eastings_northings
from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.hiding import Sector
from placeplanner.errors import Problem
from placeplanner.gazetteer.index import write_names
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.gazetteer.sectors import FEWEST, FURTHEST_M, PostcodeSectors, sector_of

REAL = Path(__file__).parents[2].parent / "shared/real/gazetteer/wigan_postcodes_2018-08.csv"
WEST = 361_000.0, 404_000.0
Spots = Mapping[str, Iterable[tuple[float, float]]]

#      0    200   400   600            1000  1200  1400  1600
# 400  AA          AB                        BA          BB      A: WN2 3, B: WN2 4
# 200        AC                                    BC            Z: WN2 9, three at one spot
#   0  AD          AE         ZZZ            BD          BE
HAND_WORKED: Spots = {
    "WN2 3": [(0, 400), (400, 400), (200, 200), (0, 0), (400, 0)],
    "WN2 4": [(1200, 400), (1600, 400), (1400, 200), (1200, 0), (1600, 0)],
    "WN2 9": [(700, 0), (700, 0), (700, 0)],
}


def a_pack(folder: Path, spots: Spots, name: str = "here.pack") -> Path:
    path = folder / name
    with closing(sqlite3.connect(path)) as connection:
        names = [
            Name(f"{sector}A{chr(65 + number)}", NameKind.POSTCODE, at(x, y))
            for sector, found in spots.items()
            for number, (x, y) in enumerate(found)
        ]
        write_names(connection, [*names, Name("Market Street", NameKind.STREET, at(0, 0))])
        connection.commit()
    return path


def at(x: float, y: float) -> EastingNorthing:
    return EastingNorthing(WEST[0] + x, WEST[1] + y)


@pytest.fixture(scope="module")
def sectors(tmp_path_factory: pytest.TempPathFactory) -> PostcodeSectors:
    return PostcodeSectors.in_packs([a_pack(tmp_path_factory.mktemp("packs"), HAND_WORKED)])


def test_a_home_is_shown_in_the_middle_of_the_sector_of_its_nearest_postcode(
    sectors: PostcodeSectors,
) -> None:
    # the middle, (200, 200), is the postcode WN2 3AC itself: 50 m beside it nobody is taken for the home
    assert sectors.of(at(10, 390)) == Sector("WN2 3", at(250, 200))
    assert sectors.of(at(1500, 10)) == Sector("WN2 4", at(1450, 200))


def test_a_few_postcodes_at_one_spot_decide_nothing(sectors: PostcodeSectors) -> None:
    """Whoever lives beside a sorting office would otherwise be found by being shown differently."""
    at_the_office = sectors.of(at(701, 1))
    assert at_the_office and at_the_office.name == "WN2 3"  # 301 m to WN2 3AE, 499 m to WN2 4AD


@pytest.mark.parametrize(
    "spots",
    [
        [(0, 0), (100, 100), (200, 0), (300, 100)],  # four
        [(0, 0), (0, 0), (100, 100), (200, 0), (300, 100)],  # four spots
        [(0, 0), (100, 10), (200, 0), (300, 20), (400, 0), (500, 30)],  # one street
    ],
)
def test_a_sector_of_few_postcodes_or_of_one_street_is_too_small(
    tmp_path: Path, spots: list[tuple[float, float]]
) -> None:
    packs = PostcodeSectors.in_packs([a_pack(tmp_path, {"WN2 3": spots})])
    assert packs.of(at(0, 0)) is None


def test_far_from_all_postcodes_no_sector_is_known(sectors: PostcodeSectors) -> None:
    assert sectors.of(at(0, 400 + FURTHEST_M)) is not None
    assert sectors.of(at(0, 401 + FURTHEST_M)) is None


def test_no_pack_and_a_pack_without_postcodes_know_no_sector(tmp_path: Path) -> None:
    assert PostcodeSectors.in_packs([]).of(at(0, 0)) is None
    assert PostcodeSectors.in_packs([a_pack(tmp_path, {})]).of(at(0, 0)) is None


def test_two_packs_that_know_the_same_postcodes_are_as_one(tmp_path: Path, sectors: PostcodeSectors) -> None:
    moved = {name: [(x + 3, y) for x, y in found] for name, found in HAND_WORKED.items()}
    both = [a_pack(tmp_path, HAND_WORKED), a_pack(tmp_path, moved, "again.pack")]
    assert PostcodeSectors.in_packs(both).of(at(10, 390)) == sectors.of(at(10, 390))


def test_the_order_of_a_packs_names_makes_no_difference(tmp_path: Path, sectors: PostcodeSectors) -> None:
    turned = {name: [*reversed([*found])] for name, found in reversed([*HAND_WORKED.items()])}
    packs = PostcodeSectors.in_packs([a_pack(tmp_path, turned)])
    assert packs.of(at(801, 3)) == sectors.of(at(801, 3))


def test_a_pack_that_has_gone_or_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="homes cannot be hidden"):
        PostcodeSectors.in_packs([tmp_path / "gone.pack"])
    (tmp_path / "bad.pack").write_bytes(b"nothing" * 100)
    with pytest.raises(Problem, match="homes cannot be hidden"):
        PostcodeSectors.in_packs([tmp_path / "bad.pack"]).of(at(0, 0))


def test_a_pack_that_was_made_anew_is_read_anew(tmp_path: Path) -> None:
    first = PostcodeSectors.in_packs([a_pack(tmp_path, HAND_WORKED)])
    assert first.of(at(0, 0))
    (tmp_path / "here.pack").unlink()
    second = PostcodeSectors.in_packs([a_pack(tmp_path, {})])
    assert first != second and second.of(at(0, 0)) is None


@given(st.floats(-300, 2000), st.floats(-300, 700))
def test_wherever_in_a_sector_a_home_is_it_is_shown_at_the_same_point(
    sectors: PostcodeSectors, x: float, y: float
) -> None:
    found = sectors.of(at(x, y))
    assert found in (Sector("WN2 3", at(250, 200)), Sector("WN2 4", at(1450, 200)))


_spots = st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), min_size=1, max_size=40)


@given(_spots)
def test_the_middle_of_a_sector_is_none_of_its_postcodes(spots: list[tuple[int, int]]) -> None:
    xy = np.array(spots, dtype=float)
    if found := sector_of("WN2 3", xy):
        assert len(set(spots)) >= FEWEST
        assert np.hypot(*(xy - np.array(found.middle)).T).min() >= 25
        (west, south), (east, north) = xy.min(axis=0), xy.max(axis=0)
        assert south - 50 <= found.middle.northing <= north + 50
        assert west - 50 <= found.middle.easting <= east + 50 + 50 * len(spots)


@pytest.mark.skipif(not REAL.exists(), reason="the postcodes of Wigan are not here")
def test_every_postcode_of_wigan_hides_in_a_sector_of_many(tmp_path: Path) -> None:
    with REAL.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    xy = eastings_northings(np.array([(float(row["lon"]), float(row["lat"])) for row in rows]))
    with closing(sqlite3.connect(tmp_path / "wigan.pack")) as connection:
        write_names(
            connection,
            (
                Name(row["postcode"], NameKind.POSTCODE, EastingNorthing(*map(float, spot)))
                for row, spot in zip(rows, xy, strict=True)
            ),
        )
        connection.commit()
    packs = PostcodeSectors.in_packs([tmp_path / "wigan.pack"])
    hiding: dict[Sector, set[str]] = defaultdict(set)
    for row, spot in zip(rows, xy, strict=True):
        found = packs.of(EastingNorthing(*map(float, spot)))
        assert found is not None, row["postcode"]
        hiding[found].add(row["postcode"])
    assert len(rows) == 9_994 and len(hiding) == 39
    assert min(map(len, hiding.values())) >= 7
    # WN1 9 is 279 postcodes at five spots within two metres of one another
    assert not {"M29 1", "M46 1", "M46 6", "WN1 9", "WN7 9"} & {sector.name for sector in hiding}
