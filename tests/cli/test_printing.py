"""How answers look."""

from __future__ import annotations

import sys

import pytest

from placeplanner.cli import printing


def test_columns_line_up_and_numbers_stand_on_the_right(capsys: pytest.CaptureFixture[str]) -> None:
    printing.write_table(("Name", "Count"), [("Library", 5), ("Café", 1200)])
    assert capsys.readouterr().out.splitlines() == [
        "Name     Count",
        "-------  -----",
        "Library      5",
        "Café      1200",
    ]


def test_wide_letters_and_accents_keep_the_columns_in_line(capsys: pytest.CaptureFixture[str]) -> None:
    printing.write_table(("A", "B"), [("図書館", "x"), ("e\u0301te\u0301", "y")])
    assert capsys.readouterr().out.splitlines()[2:] == ["図書館  x", "e\u0301te\u0301     y"]


def test_a_narrow_terminal_cuts_one_column(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "30")
    printing.write_table(("Id", "Name"), [("12345678", "A very long name that goes on and on")])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 30
    assert lines[2].endswith("…")


def test_nothing_is_cut_where_another_program_reads_on(capsys: pytest.CaptureFixture[str]) -> None:
    printing.write_table(("Name",), [("x" * 500,)])
    assert "x" * 500 in capsys.readouterr().out


def test_what_a_stranger_wrote_cannot_steer_the_terminal() -> None:
    assert printing.plain("a\x1b[31mred\nnext\x07\u2028end") == "a [31mred next end"


def test_empty_values_are_left_out_of_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    printing.write_pairs([("Name", "Library"), ("Notes", ""), ("Group", None), ("Count", 0)])
    assert capsys.readouterr().out.splitlines() == ["Name   Library", "Count  0"]


def test_a_time_is_told_as_it_is_here_and_an_odd_one_as_it_stands() -> None:
    assert len(printing.local_time("2026-03-12T19:00:00.000Z")) == len("2026-03-12 19:00")
    assert printing.local_time("yesterday") == "yesterday"


def test_one_and_many_are_told_apart() -> None:
    assert printing.count(1, "record") == "1 record"
    assert printing.count(1200, "record") == "1,200 records"
