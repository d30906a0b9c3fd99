"""Where others see somebody's home is chosen beside what is left out, seen at once, and kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from placeplanner.domain.hiding import Hiding, HomesShown
from placeplanner.domain.kinds import Audience
from placeplanner.gui.shell.plan_page import PlanPage
from placeplanner.mappacks import postcodes
from placeplanner.settings import Settings, load
from tests.gui.on_screen import plan_on_screen
from tests.profile.hindley import a_plan_of_hindley, hindley_of
from tests.profile.test_homes_in_profiles import in_sectors, the_homes

__all__ = ("in_sectors",)
WAIT_MS = 30_000
IN_SECTOR = "4 records stand in the middle of their postcode sector: they are somebody’s home."


@pytest.fixture
def page(
    qtbot: QtBot, tmp_path: Path, in_sectors: Hiding, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PlanPage]:
    monkeypatch.setattr(postcodes, "hiding", lambda shown, pack=None: Hiding(shown, in_sectors.sectors))
    plan = a_plan_of_hindley(tmp_path, the_homes())
    with plan_on_screen(qtbot, plan, hindley_of(plan), Settings(homes="left-out")) as page:
        yield page


def test_the_choice_is_kept_and_the_preview_says_what_comes_of_it(page: PlanPage, qtbot: QtBot) -> None:
    page.show_side("profile")
    panel = page.side.exporting.panel
    homes, words = panel.left_out.homes, panel.left_out.words
    panel.audiences.setCurrentIndex(panel.audiences.findData(Audience.PUBLIC.value))
    assert homes.chosen() is HomesShown.LEFT_OUT
    qtbot.waitUntil(lambda: "4 records are left out: they would give away" in words(), timeout=WAIT_MS)
    homes.choices.setCurrentIndex(homes.choices.findData(HomesShown.SECTOR.value))
    qtbot.waitUntil(lambda: IN_SECTOR in words(), timeout=WAIT_MS)
    assert "Tool library: WN2 3" in words()
    assert load().homes == page.desk.settings.homes == "sector"


def test_what_was_kept_and_makes_no_sense_changes_nothing(page: PlanPage) -> None:
    homes = page.side.exporting.panel.left_out.homes
    homes.put("in the moon")
    assert homes.chosen() is HomesShown.LEFT_OUT


def test_a_profile_and_a_map_for_paper_hide_homes_alike(page: PlanPage) -> None:
    page.show_side("paper")
    on_paper, homes = page.side.printing.panel.homes, page.side.exporting.panel.left_out.homes
    assert on_paper.currentData() == HomesShown.LEFT_OUT
    on_paper.setCurrentIndex(on_paper.findData(HomesShown.NEIGHBOURHOOD.value))
    page.show_side("profile")
    assert homes.chosen() is HomesShown.NEIGHBOURHOOD
    homes.choices.setCurrentIndex(homes.choices.findData(HomesShown.LEFT_OUT.value))
    page.show_side("paper")
    assert on_paper.currentData() == HomesShown.LEFT_OUT
    assert load().homes == "left-out"
