"""A plan is never put where nobody finds it: on Windows, some names are no names."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from placeplanner.errors import Problem
from placeplanner.store import file
from placeplanner.store.windows_names import why_windows_refuses


@pytest.mark.parametrize(
    "name",
    ["Hindley.gpkg", "Hindley & Abram (2026).gpkg", "parks 🌳, cafés.gpkg", ".gpkg", "console.gpkg", "-rf"],
)
def test_usual_names_are_names_on_windows_too(name: str) -> None:
    assert why_windows_refuses(name) == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("plan: ours.gpkg", "allows no “:” in"),  # it would become a hidden part of the file “plan”
        ("what next?.gpkg", "allows no “?” in"),
        ("new\nline.gpkg", "allows no line break"),
        ("Aux.gpkg", "keeps this name for itself"),
        ("con", "keeps this name for itself"),
        ("Our plan.", "lets no name end in"),
    ],
)
def test_what_windows_refuses_is_told_with_its_reason(name: str, why: str) -> None:
    assert why in why_windows_refuses(name)


@pytest.mark.skipif(sys.platform == "win32", reason="shown there by itself")
def test_a_plan_with_a_colon_in_its_name_is_not_made_on_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan: ours.gpkg"
    monkeypatch.setattr(os, "name", "nt")
    with pytest.raises(Problem, match="No file can have the name") as caught:
        file._check_name(path)
    assert "Choose another name" in str(caught.value)
