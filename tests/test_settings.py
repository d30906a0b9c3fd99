"""A user's own choices."""

from __future__ import annotations

from pathlib import Path

import pytest

from placeplanner import paths, settings
from placeplanner.settings import Settings


def test_settings_come_back_as_they_were() -> None:
    chosen = (
        Settings(scheme="dark", contributor="Sam")
        .opened(Path("/plans/a.gpkg"))
        .stood_in("id", "town-hindley")
    )
    settings.save(chosen)
    assert settings.load() == chosen


def test_the_latest_plan_is_first_and_only_once() -> None:
    chosen = Settings()
    for name in ("a", "b", "a", *"cdefghij"):
        chosen = chosen.opened(Path(f"/{name}.gpkg"))
    assert chosen.recent[0] == "/j.gpkg"
    assert len(chosen.recent) == settings.RECENT_KEPT
    assert len(set(chosen.recent)) == len(chosen.recent)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1]",
        '{"scheme": 5, "recent": "x", "last_places": [[1, 2], [3]]}',
        '{"last_work": [1], "map_layers": [null]}',
        "\0",
    ],
)
def test_spoilt_settings_cost_nothing(text: str) -> None:
    path = paths.settings_file()
    path.parent.mkdir(parents=True)
    path.write_text(text)
    assert settings.load().scheme == "system"


def test_a_disk_that_refuses_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PLACEPLANNER_HOME", str(tmp_path / "file"))
    settings.save(Settings())
    assert settings.load() == Settings()
