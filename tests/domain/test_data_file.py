"""Data that a planner may edit is read whole, or its fault is told with file, key and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from placeplanner.domain.data_file import DataTable
from placeplanner.errors import Problem

CONTENT = """
title = "Standards"
[walk]
within_m = 800
by_night = true
[figures.residents]
label = "Residents"
[figures.homes]
label = "Homes"
"""


@pytest.fixture
def table(tmp_path: Path) -> DataTable:
    file = tmp_path / "data.toml"
    file.write_text(CONTENT, encoding="utf-8")
    return DataTable.read(file)


def test_a_table_within_a_table_is_read(table: DataTable) -> None:
    assert table.table("walk").number("within_m") == 800.0


def test_tables_under_names_come_in_their_order(table: DataTable) -> None:
    found = table.named_tables("figures")
    assert [(name, each.text("label")) for name, each in found.items()] == [
        ("residents", "Residents"),
        ("homes", "Homes"),
    ]


def test_true_is_no_number(table: DataTable) -> None:
    with pytest.raises(Problem, match=r"“walk\.by_night” is not right\. It should be a number"):
        table.table("walk").number("by_night")


def test_a_text_is_no_table(table: DataTable) -> None:
    with pytest.raises(Problem, match="“title” is not right"):
        table.table("title")


def test_a_key_that_nobody_asked_for_is_a_fault(table: DataTable) -> None:
    walk = table.table("walk")
    walk.number("within_m")
    with pytest.raises(Problem, match=r"“walk\.by_night” is not right\. Nothing of that name"):
        walk.finish()


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "data.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(Problem, match=r"data\.toml is not proper TOML"):
        DataTable.read(tmp_path / "data.toml")
