"""Records as an Excel workbook."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.record import Record
from placeplanner.exchange.rows import Names
from placeplanner.exchange.spreadsheet import to_xlsx
from placeplanner.mappacks.shipped import shipped_places
from tests.builders import a_record
from tests.exchange.judges import judge

NAMES = Names(load_catalogue(), shipped_places(), {}, {})


def some_records() -> list[Record]:
    return [
        a_record(
            name='=HYPERLINK("http://x","click")', details={"jobs": 12}, category="employer_or_business"
        ),
        a_record("greenspace", "The rec", details={"condition_date": "2026-05-03", "condition": "4"}),
        a_record("heritage", "Mill", category="industrial_site", details={"built": "1884", "at_risk": True}),
        a_record("heritage", "Lamp", category="memorial", details={"built": "1897-06-22"}),
    ]


def sheets(book: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return {name: parts.read(name).decode() for name in parts.namelist()}


def test_each_kind_has_a_sheet_and_the_last_says_where_it_comes_from() -> None:
    found = sheets(to_xlsx(some_records(), NAMES, about={"name": "Hindley", "made_for": "The public"}))
    assert re.findall(r'<sheet name="([^"]+)"', found["xl/workbook.xml"]) == [
        "Assets",
        "Greenspaces",
        "Heritage",
        "About",
    ]
    assert "The public" in found["xl/sharedStrings.xml"]


def test_nothing_in_it_acts_by_itself() -> None:
    found = sheets(to_xlsx(some_records(), NAMES))
    assert not any("<f>" in text or "hyperlink " in text for text in found.values())
    assert not any(name.endswith(".bin") for name in found)


def test_a_plan_without_records_still_makes_a_workbook() -> None:
    assert "About" in sheets(to_xlsx([], NAMES))["xl/workbook.xml"]


def test_what_xml_cannot_hold_is_left_out_and_long_texts_are_cut() -> None:
    book = to_xlsx([a_record(name="A\x00B\x07", notes="x" * 40_000)], NAMES)
    assert "AB" in sheets(book)["xl/sharedStrings.xml"]


@pytest.mark.judge
def test_a_spreadsheet_program_reads_dates_as_dates_and_numbers_as_numbers(tmp_path: Path) -> None:
    program = shutil.which(judge("soffice"))
    assert program
    book = tmp_path / "records.xlsx"
    book.write_bytes(to_xlsx(some_records(), NAMES))
    alone = f"-env:UserInstallation={(tmp_path / 'settings').as_uri()}"
    command = [program, alone, "--headless", "--convert-to", "fods", "--outdir", str(tmp_path), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    read = (tmp_path / "records.fods").read_text(encoding="utf-8")
    assert re.search(r'office:value-type="date" office:date-value="2026-05-03', read)
    assert re.search(r'office:value-type="float" office:value="12"', read)
    assert "table:formula" not in read and "=HYPERLINK(" in read
    assert "<text:p>1897-06-22</text:p>" in read  # before a spreadsheet's first day
