"""Map packs in words that people understand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from placeplanner.gui.maps.telling import (
    files_in_words,
    formats_in_words,
    left_aside_in_words,
    listed,
    size_in_words,
    summary,
)
from placeplanner.mappacks.build import BuildReport, SourceReport
from placeplanner.mappacks.content import PackManifest
from placeplanner.mappacks.haul import Credits, SourceFile, Tally


@pytest.mark.parametrize(
    ("size", "words"), [(12, "12 bytes"), (4_200, "4.2 KB"), (24_000_000, "24 MB"), (1_250_000_000, "1.2 GB")]
)
def test_sizes_are_said_as_people_say_them(size: int, words: str) -> None:
    assert size_in_words(size) == words


def test_lists_read_like_sentences() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert (files_in_words(1), files_in_words(3)) == ("this file", "these 3 files")


def test_of_many_only_some_are_told_and_how_many_more() -> None:
    assert formats_in_words(["Wards", "Rivers"]) == ["Wards", "Rivers"]
    assert formats_in_words(list("abcdefgh")) == [*"abcdef", "and 2 more"]
    told = left_aside_in_words([f"Left aside: “{name}.csv” is empty." for name in "abcdef"])
    assert told[0] == "Left aside: “a.csv” is empty." and told[-1] == "And 2 more like these."


def test_what_became_of_everything_is_told_with_the_reasons() -> None:
    tally = Tally(
        "wards",
        read=10,
        kept=6,
        clipped_away=2,
        repaired=Counter({"a crossing outline": 1}),
        left_out=Counter({"no name": 1}),
        refused=Counter({"no position": 1}),
    )
    credits = Credits("Wards", "ONS", "2023", "OGL 3", "© ONS")
    file = SourceFile(Path("wards.zip"), "GeoJSON", credits, "degrees")
    manifest = PackManifest(
        "Wigan", "Wigan", (0, 0, 1, 1), "2026-11-22T08:00:00+00:00", "1", 1, (), "© ONS", "© ONS", (), {}
    )
    report = BuildReport(Path("wigan.pack"), manifest, (SourceReport(file, (tally,)),), 1_000, 1.0)
    assert summary(report) == [
        "6 of 10 things in the files are on it.",
        "2 lie outside Wigan.",
        "1 was repaired: a crossing outline.",
        "1 was left out: no name.",
        "1 was refused: no position.",
    ]


def test_what_was_left_out_is_told_by_why_and_how_many() -> None:
    left = Counter(
        {"only the corners of other things": 1221, "benches": 9, "walls": 8, "routes": 7, "gates": 3}
    )
    credits = Credits("Streets", "OpenStreetMap", "2024", "ODbL", "© OpenStreetMap")
    file = SourceFile(Path("town.osm"), "OSM", credits, "degrees")
    manifest = PackManifest("T", "T", (0, 0, 1, 1), "2026-11-22T08:00:00+00:00", "1", 1, (), "©", "©", (), {})
    tally = Tally("things", read=1250, kept=2, left_out=left)
    told = summary(BuildReport(Path("t.pack"), manifest, (SourceReport(file, (tally,)),), 1_000, 1.0))
    assert told[1].startswith("1,248 were left out: only the corners of other things (1,221); benches (9);")
    assert "and 3 more" in told[1]
