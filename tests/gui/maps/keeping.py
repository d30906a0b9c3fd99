"""What tests of the maps in the window share: waiting for them, and what is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from placeplanner import paths
from placeplanner.gui.maps.keeper import Keeper
from placeplanner.gui.maps.pack_card import PackCard
from placeplanner.gui.shell.plan_page import PlanPage
from placeplanner.gui.shell.window import MainWindow
from tests.gui.maps.town import a_pack


def until(qtbot: QtBot, condition: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(condition()), timeout=20_000)


def shown(page: PlanPage) -> tuple[str, ...]:
    packs = page.maps.packs
    return tuple(manifest.title for manifest in packs.manifests) if packs else ()


def at_rest(qtbot: QtBot, keeper: Keeper) -> None:
    until(qtbot, lambda: not keeper.is_busy)


def installed_files() -> list[str]:
    return sorted(path.name for path in paths.map_packs().glob("*"))


def words_of(card: PackCard) -> str:
    return " ".join(label.text() for label in card.findChildren(QLabel) if not label.isHidden())


def with_pack(qtbot: QtBot, window: MainWindow, page: PlanPage, folder: Path) -> PackCard:
    window.take_files([a_pack(folder)])
    until(qtbot, lambda: shown(page) == ("Little Wigan",))
    return page.maps.panel.cards[0]
