"""Whose data it is, in one line, each said once; and a manifest that reads back as it was written."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from placeplanner.domain.credits import attribution_of
from placeplanner.errors import Problem
from placeplanner.mappacks.content import (
    NOT_STATED,
    PackManifest,
    PackSource,
    credited,
    short_attribution_of,
)

OS = "Contains OS data © Crown copyright and database right"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["© OpenStreetMap contributors"] * 3, "© OpenStreetMap contributors"),
        ([f"{OS} 2018", f"{OS} 2023", f"{OS} 2021."], f"{OS} 2018–2023"),
        ([f"{OS} 2018–2023", f"{OS} 2025"], f"{OS} 2018–2025"),
        (["Source: ONS. " + OS, OS], f"Source: ONS. {OS} · {OS}"),
        (["Source: Statistics. " + OS, OS], f"Source: Statistics · {OS}"),
        (["Friends of St. Peter’s, J. Smith", ""], "Friends of St. Peter’s, J. Smith"),
        ([], ""),
    ],
)
def test_each_thing_is_said_once(lines: list[str], said: str) -> None:
    assert attribution_of(lines) == said


def a_source(title: str = "a", said: str = "e", short: str = "e", kept: int = 5) -> PackSource:
    return PackSource(title, "b", "c", "d", said, short, "f", 1, "g", "h", "i", 6, kept, 6 - kept, 0, 0, 0)


def test_on_the_map_those_who_are_only_named_share_a_sentence() -> None:
    sources = [
        a_source(short=f"{OS} 2018 · ONS data, OGL v3"),
        a_source(short="Royal Mail data, OGL v3"),
        a_source(short=""),
        a_source(short=f"© Historic England · {OS} 2025"),
        a_source(short="TfGM data, OGL v3"),
        a_source(short="ONS data, OGL v3"),
    ]
    said = f"{OS} 2018–2025 · © Historic England · ONS, Royal Mail and TfGM data, OGL v3"
    assert short_attribution_of(sources) == said
    assert len(f"© OpenStreetMap contributors · {said}") <= 160
    assert short_attribution_of(sources[:1]) == f"{OS} 2018 · ONS data, OGL v3"


def test_nobody_is_thanked_for_what_is_not_in_the_pack() -> None:
    sources = (a_source("OSM", "© OSM", "© OSM", kept=0), a_source("Wards", "© ONS", "© ONS"))
    assert short_attribution_of(sources) == "© ONS"
    assert [each.title for each in credited(sources)] == ["Wards"]


def test_who_published_what_nobody_can_tell_is_said_so() -> None:
    assert replace(a_source(), publisher="", licence=NOT_STATED).whose == (
        "publisher and licence not stated in the file"
    )
    assert replace(a_source(), publisher="Wigan Council", licence=NOT_STATED).whose == (
        "Wigan Council · licence not stated in the file"
    )
    assert a_source().whose == "b · d"


def test_a_manifest_comes_back_as_it_was() -> None:
    source = a_source()
    manifest = PackManifest(
        "Hindley", "all", (0.5, 1.0, 2.0, 3.0), "2026-01-01T00:00:00+00:00", "1", 1, (source,), "©", "©", ("Polls",), {"roads": 3}, "ab"
    )  # fmt: skip
    assert PackManifest.from_json(manifest.to_json(), "ab") == manifest


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", '{"box": [1, 2]}', "[" * 100_000])
def test_a_manifest_that_makes_no_sense_is_a_problem(text: str) -> None:
    with pytest.raises(Problem):
        PackManifest.from_json(text, "ab")
