"""The help: every key is in it and none that is not there, links lead somewhere, and sentences stay short.

Qt is imported inside the tests that need it, so that the words are checked without it too.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from placeplanner import paths

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

FOLDER = paths.resources() / "help"
PAGES = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.md"))}
BOLD = re.compile(r"\*\*(.+?)\*\*")
# What boxes, buttons and lists do by themselves, or a canvas does while a key is held.
OF_WIDGETS = {
    *("Tab", "Shift+Tab", "Space", "Enter", "Esc", "Up", "Down", "Arrow keys", "Shift", "Ctrl", "Alt"),
    *(
        "Del",
        "Backspace",
        "Home",
        "+",
        "-",
        "0",
        "Page Up",
        "Page Down",
        "Shift+Enter",
        "Ctrl+Enter",
        "Ctrl+V",
    ),
}
EACH_PAGE = pytest.mark.parametrize("name", sorted(PAGES))


def _documented() -> set[str]:
    return {key for line in PAGES["keys"].splitlines() for key in BOLD.findall(line)}


def _same(key: str) -> str:
    """One spelling for each key: Ctrl+Delete and Ctrl+Del are the same."""
    from PySide6.QtGui import QKeySequence

    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) or key


def _keys_of_the_map() -> set[str]:
    """The letters and function keys that `gui/canvas/keyboard.py` listens for."""
    import placeplanner.gui.canvas.keyboard as keyboard

    assert keyboard.__file__
    source = Path(keyboard.__file__).read_text("utf-8")
    letters = set(re.findall(r'letter == "(.)"', source))
    for several in re.findall(r"letter in \(([^)]*)\)", source):
        letters |= set(re.findall(r'"(.)"', several))
    return letters | set(re.findall(r"Key\.Key_(F\d+)\b", source))


def _keys_of_the_window(qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every shortcut that a real window with an open plan answers to."""
    from PySide6.QtGui import QAction, QShortcut

    from tests.stories.window import a_new_plan, a_window

    window = a_window(qtbot)
    page = a_new_plan(window, folder / "plan.gpkg", monkeypatch)
    sequences = [key for action in page.findChildren(QAction) for key in action.shortcuts()]
    sequences += [shortcut.key() for shortcut in page.findChildren(QShortcut)]
    sequences += [key for action in window.findChildren(QAction) for key in action.shortcuts()]
    return {key.toString(key.SequenceFormat.PortableText) for key in sequences} - {""}


def test_every_key_of_the_window_is_on_the_page_of_keys(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = _keys_of_the_window(qtbot, tmp_path, monkeypatch)
    assert {"Ctrl+Z", "F2", "F10", "1", "4", "P", "?"} <= known  # operations, panels, menu, kinds, tools
    missing = {_same(key) for key in known} - {_same(key) for key in _documented()}
    assert missing == set(), f"keys.md does not name {sorted(missing)}"


def test_every_key_of_the_map_is_on_the_page_of_keys(qapp: object) -> None:
    known = _keys_of_the_map()
    assert {"C", "F8", "[", "]", "F"} <= known
    missing = known - _documented()
    assert missing == set(), f"keys.md does not name {sorted(missing)}"


@pytest.mark.qt
def test_every_tool_is_on_the_page_of_keys() -> None:
    from placeplanner.gui.tools.toolbox import TOOLS

    assert {tool.key for tool in TOOLS if tool.key} <= _documented()


def test_the_page_of_keys_names_none_that_is_not_there(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = _keys_of_the_window(qtbot, tmp_path, monkeypatch) | _keys_of_the_map() | OF_WIDGETS
    strangers = {_same(key) for key in _documented()} - {_same(key) for key in known}
    assert strangers == set(), f"keys.md names {sorted(strangers)}, which nothing answers to"


@EACH_PAGE
def test_the_other_pages_name_only_keys_that_the_page_of_keys_explains(name: str) -> None:
    looks_like_a_key = re.compile(r"[A-Z]|\d|F\d+|(?:(?:Ctrl|Shift|Alt)\+)+\S+|Enter|Esc|Del")
    named = {key for key in BOLD.findall(PAGES[name]) if looks_like_a_key.fullmatch(key)}
    assert named <= _documented()


@EACH_PAGE
def test_a_page_begins_with_its_heading(name: str) -> None:
    assert re.fullmatch(r"# [A-Z][^#]+", PAGES[name].splitlines()[0])


@EACH_PAGE
def test_links_lead_to_a_page(name: str) -> None:
    links = re.findall(r"\]\(([^)]+)\)", PAGES[name])
    assert [link for link in links if not (FOLDER / link).is_file()] == []


def test_every_page_is_linked_from_the_first_steps() -> None:
    linked = set(re.findall(r"\]\((\w[\w-]*)\.md\)", PAGES["first-steps"]))
    assert {"records", "photos", "keys", "glossary"} <= linked


@EACH_PAGE
def test_sentences_are_short_enough_to_read_aloud(name: str) -> None:
    prose = re.sub(r"[*#`|]", "", PAGES[name])
    sentences = re.split(r"[.;:]\s|\n", prose)
    longest = max(sentences, key=lambda sentence: len(sentence.split()))
    assert len(longest.split()) <= 32, longest


@EACH_PAGE
@pytest.mark.parametrize(
    "avoided",
    ["project", "database", "workspace", "zone", "region", "feature", "meeting", "tile", "commit", "CRS"],
)
def test_words_that_the_app_avoids_are_in_no_page(name: str, avoided: str) -> None:
    assert not re.search(rf"\b{avoided}s?\b", PAGES[name], re.IGNORECASE)


@EACH_PAGE
def test_words_are_spelt_as_in_britain(name: str) -> None:
    american = r"\b(color|center|neighborhood|organiz\w+|recogniz\w+|license[sd]?|favorite|gray)\b"
    assert re.findall(american, PAGES[name], re.IGNORECASE) == []


def test_every_page_opens_beside_the_map(qtbot: QtBot) -> None:
    from placeplanner.gui.shell.help_panel import HelpPanel

    panel = HelpPanel()
    qtbot.addWidget(panel)
    for name, text in PAGES.items():
        panel.show_page(name)
        heading = text.splitlines()[0].removeprefix("# ")
        assert panel._pages.currentText() == heading
        assert panel._text.toPlainText().startswith(heading)


def test_a_link_between_pages_is_followed(qtbot: QtBot) -> None:
    from PySide6.QtCore import QUrl

    from placeplanner.gui.shell.help_panel import HelpPanel

    panel = HelpPanel()
    qtbot.addWidget(panel)
    panel.show_page("first-steps")
    panel._text.anchorClicked.emit(QUrl("keys.md"))
    assert panel._text.toPlainText().startswith("Keys")
