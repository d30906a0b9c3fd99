"""Whose data it is, in one line, each said once; and a manifest that reads back as it was written."""

from __future__ import annotations

import pytest

from placeplanner.errors import Problem
from placeplanner.mappacks.content import PackManifest, PackSource, attribution_of

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


def test_a_manifest_comes_back_as_it_was() -> None:
    source = PackSource("a", "b", "c", "d", "e", "f", 1, "g", "h", "i", 6, 5, 1, 0, 0, 0)
    manifest = PackManifest(
        "Hindley", "all", (0.5, 1.0, 2.0, 3.0), "2026-01-01T00:00:00+00:00", "1", 1, (source,), "©", ("Polls",), {"roads": 3}, "ab"
    )  # fmt: skip
    assert PackManifest.from_json(manifest.to_json(), "ab") == manifest


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", '{"box": [1, 2]}', "[" * 100_000])
def test_a_manifest_that_makes_no_sense_is_a_problem(text: str) -> None:
    with pytest.raises(Problem):
        PackManifest.from_json(text, "ab")
