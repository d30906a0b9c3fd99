"""The page in a real browser with no network: the map draws, nothing is fetched, nothing goes wrong."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]

from placeplanner.profile.export import export_profile
from placeplanner.store.planfile import PlanFile
from tests.profile.chromium import command
from tests.profile.hindley import a_plan_of_hindley, awkward_records, hindley_of, profile_of_hindley

pytestmark = pytest.mark.judge


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[PlanFile]:
    with a_plan_of_hindley(tmp_path, awkward_records()) as plan:
        yield plan


def browse(page: Path, folder: Path) -> tuple[str, str, str]:
    """The page as Chromium leaves it, what the console said, and the log of every request."""
    log = folder / "net.json"
    told = subprocess.run(
        [
            *command(folder),
            f"--log-net-log={log}",
            "--enable-logging=stderr",
            "--virtual-time-budget=3000",
            "--dump-dom",
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    console = "\n".join(line for line in told.stderr.splitlines() if ":CONSOLE" in line)
    return told.stdout, console, log.read_text()


def requests_of_pages(log: str) -> list[str]:
    """The addresses that pages asked for; what Chromium does on its own account is not theirs."""
    try:
        content = json.loads(log)
    except json.JSONDecodeError:  # a browser that is closed in a hurry leaves the list open
        content = json.loads(log.rstrip().rstrip(",") + "]}")
    starting = content["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    events = [event.get("params", {}) for event in content["events"] if event["type"] == starting]
    of_pages = [event for event in events if event.get("initiator", "not an origin") != "not an origin"]
    return [event["url"] for event in of_pages if event.get("url", "").startswith(("http", "ws"))]


def test_the_map_draws_with_no_network_and_no_word_from_the_console(plan: PlanFile, tmp_path: Path) -> None:
    (page,) = export_profile(plan, hindley_of(plan), tmp_path / "out", formats=["html"])
    dom, console, log = browse(page, tmp_path)
    assert console == ""
    assert requests_of_pages(log) == []
    drawn = html.document_fromstring(dom)
    records = profile_of_hindley(plan).records
    markers = drawn.xpath("//*[contains(@class, 'leaflet-marker-icon')]")
    assert sum("symbol" in marker.get("class") for marker in markers) == len(records)
    assert all(marker.get("tabindex") == "0" and marker.get("role") == "button" for marker in markers)
    assert all(marker.get("aria-label") for marker in markers)
    assert drawn.xpath("//*[contains(@class, 'folium-map')]/@aria-label") == ["Map of Hindley"]
    assert len(drawn.xpath("//*[contains(@class, 'leaflet-interactive') and contains(@class, 'shape')]")) == 2
    assert "Crown copyright" in drawn.xpath(
        "string(//figure[contains(@class, 'map-figure')]/figcaption/small)"
    )
    assert drawn.xpath("//img[contains(@class, 'leaflet-tile')]") == []


def test_enter_on_a_symbol_opens_what_people_wrote_as_text(plan: PlanFile, tmp_path: Path) -> None:
    (page,) = export_profile(plan, hindley_of(plan), tmp_path / "out", formats=["html"])
    press = """<script>
      var symbol = Array.from(document.querySelectorAll(".leaflet-marker-icon"))
        .find(function (each) { return each.getAttribute("aria-label").startsWith("<script>"); });
      symbol.focus();
      symbol.dispatchEvent(new KeyboardEvent("keypress", {key: "Enter", keyCode: 13, bubbles: true}));
    </script></body>"""
    text = re.sub("<meta http-equiv[^>]*>", "", page.read_text("utf-8")).replace("</body>", press)
    opened = tmp_path / "opened.html"
    opened.write_text(text, "utf-8")
    dom, console, _ = browse(opened, tmp_path)
    popup = html.document_fromstring(dom).xpath("//*[contains(@class, 'leaflet-popup-content')]")[-1]
    assert console == ""
    assert popup.xpath(".//strong")[0].text == "<script>alert('owned')</script>"
    assert popup.xpath(".//script") == []
    assert popup.xpath(".//a/@href")[0].startswith("#record-")


def test_the_judge_itself_sees_a_request_and_an_error(tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text(
        '<!doctype html><img src="http://example.invalid/x.png"><script>throw Error("x")</script>'
    )
    _, console, log = browse(page, tmp_path)
    assert "Uncaught Error: x" in console
    assert requests_of_pages(log) == ["http://example.invalid/x.png"]
