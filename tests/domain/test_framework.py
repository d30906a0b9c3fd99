"""The published plan as data: whole as it ships, and versioned."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from placeplanner import paths
from placeplanner.domain.framework import load_framework
from placeplanner.errors import Problem

FRAMEWORK = load_framework()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(paths.resources() / "framework", tmp_path / "framework"))


def test_it_has_all_that_the_plan_names() -> None:
    assert FRAMEWORK.version == "2024"
    counts = {
        "missions": 2,
        "ways_of_working": 6,
        "strategies": 5,
        "focuses": 3,
        "named": 9,
        "levers": 3,
        "partners": 10,
        "themes": 12,
    }
    assert {name: len(FRAMEWORK.items(name)) for name in counts} == counts
    assert FRAMEWORK.source


def test_each_strategy_has_its_themes_and_each_mission_what_it_names() -> None:
    assert all(FRAMEWORK.parts_of(strategy.code) for strategy in FRAMEWORK.strategies)
    assert {item.label for item in FRAMEWORK.parts_of("mission_1")} == {
        "Procurement",
        "Recruitment",
        "Land and assets",
    }
    assert len(FRAMEWORK.parts_of("mission_2")) == 9


def test_an_item_is_found_by_its_code_wherever_it_is() -> None:
    item = FRAMEWORK.item("listen_deeply")
    assert item is not None
    assert item.label == "Listen deeply"
    assert FRAMEWORK.item("nothing") is None


def test_a_list_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        FRAMEWORK.items("version")


def test_the_newest_version_is_taken_unless_another_is_asked_for(folder: Path) -> None:
    newer = (folder / "2024.toml").read_text(encoding="utf-8").replace('version = "2024"', 'version = "2027"')
    (folder / "2027.toml").write_text(newer, encoding="utf-8")
    assert load_framework(folder=folder).version == "2027"
    assert load_framework("2024", folder).version == "2024"


def test_an_unknown_version_is_told_kindly() -> None:
    with pytest.raises(Problem, match="framework of 1999") as caught:
        load_framework("1999")
    assert "2024" in caught.value.why


@pytest.mark.parametrize(
    ("instead_of", "write", "says"),
    [
        ('code = "economic"', 'code = "mission_1"', ["mission_1", "used twice"]),
        ('part_of = "economic"', 'part_of = "economy"', ["part_of", "economy", "economic"]),
        ('label = "Net zero by 2038"', "", ["themes[net_zero].label", "missing"]),
        ('label = "Net zero by 2038"', 'label = "a"\nlabels = "b"', ["themes[net_zero].labels"]),
        ('code = "net_zero"', 'code = "net;zero"', ["semicolon"]),
        ("[[focuses]]", "[[focusses]]", ["focusses"]),
    ],
)
def test_a_mistake_is_told_with_its_key(folder: Path, instead_of: str, write: str, says: list[str]) -> None:
    file = folder / "2024.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(instead_of, write), encoding="utf-8")
    with pytest.raises(Problem, match=r"2024\.toml") as caught:
        load_framework(folder=folder)
    for part in says:
        assert part in str(caught.value)


def test_a_missing_framework_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="missing"):
        load_framework(folder=tmp_path)
