"""A damaged OpenStreetMap file gives one clear problem: no traceback, no hang, and never something silently lost."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placeplanner.errors import Problem
from placeplanner.mappacks.sources.osm import recognised_osm
from tests.mappacks.sources.osm_files import OsmFile, caught, read

MANY = settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def a_small_file(path: Path) -> bytes:
    file = OsmFile()
    for i in range(40):
        file.square(i * 2, 0, building="yes", name=f"House {i}")
    file.line((0, 5), (9, 5), highway="primary", name="Market Street", ref="A577")
    wood, glade = file.square(0, 10, 4), file.square(1, 11, 1)
    file.relation(("w", wood, "outer"), ("w", glade, "inner"), type="multipolygon", natural="wood")
    return file.write(path).read_bytes()


def tell(path: Path) -> None:
    """Reads a file that may be anything: it is not ours, or whole, or a problem in words."""
    with suppress(Problem):
        source = recognised_osm(path)
        if source is not None:
            found = caught(source)
            assert all(tally.is_balanced for tally in found.source.tallies)


@pytest.mark.parametrize("ending", ["osm.pbf", "osm", "osm.gz"])
def test_a_file_cut_short_is_told_as_damaged(tmp_path: Path, ending: str) -> None:
    whole = a_small_file(tmp_path / f"whole.{ending}")
    cut = tmp_path / f"cut.{ending}"
    cut.write_bytes(whole[: len(whole) * 3 // 4])
    with pytest.raises(Problem, match="is damaged") as told:
        read(cut)
    assert "Download it again" in told.value.try_this


def test_a_good_beginning_with_noise_behind_it_is_told_as_damaged(tmp_path: Path) -> None:
    whole = a_small_file(tmp_path / "whole.osm.pbf")
    path = tmp_path / "noise.osm.pbf"
    path.write_bytes(whole[:200] + bytes(range(256)) * 40)
    with pytest.raises(Problem, match="is damaged"):
        read(path)


def test_an_extract_with_nothing_in_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="is empty"):
        read(OsmFile().write(tmp_path / "empty.osm.pbf"))


def test_a_bomb_of_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.osm"
    lines = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a0 "ha">{lines}]><osm version="0.6">'
        '<node id="1" lat="53.5" lon="-2.5"><tag k="name" v="&a9;"/></node></osm>'
    )
    tell(path)


def test_positions_that_are_no_positions_lose_one_thing_only(tmp_path: Path) -> None:
    path = tmp_path / "odd.osm"
    path.write_text(
        '<osm version="0.6"><node id="1"><tag k="place" v="town"/><tag k="name" v="Nowhere"/></node>'
        '<node id="2" lat="53.5" lon="-2.5"><tag k="place" v="town"/><tag k="name" v="Here"/></node></osm>'
    )
    found = read(path)
    assert found.names() == [("town", "Here")]
    assert found.source.tallies[0].refused == {"it has no position": 1}


@MANY
@given(st.binary(max_size=300))
def test_noise_is_told(tmp_path: Path, noise: bytes) -> None:
    (tmp_path / "noise").write_bytes(noise)
    tell(tmp_path / "noise")
    (tmp_path / "noise").write_bytes(b"\x00\x00\x00\x0d\x0a\x09OSMHeader" + noise)
    tell(tmp_path / "noise")
    (tmp_path / "noise").write_bytes(b"<osm>" + noise)
    tell(tmp_path / "noise")


@pytest.mark.parametrize("ending", ["osm.pbf", "osm"])
@MANY
@given(data=st.data())
def test_a_flipped_bit_or_a_cut_is_told_or_harmless(tmp_path: Path, ending: str, data: st.DataObject) -> None:
    whole_path = tmp_path / f"whole.{ending}"
    whole = bytearray(whole_path.read_bytes() if whole_path.exists() else a_small_file(whole_path))
    for _ in range(data.draw(st.integers(0, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path = tmp_path / "broken"
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
    tell(path)
