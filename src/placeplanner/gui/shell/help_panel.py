"""Help beside the map: the pages of `resources/help/`, with no browser and no network."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from placeplanner import paths
from placeplanner.gui.by_ear import name_list, say_aloud
from placeplanner.gui.drop_down import DropDown
from placeplanner.gui.theme import GRID, play
from placeplanner.mappacks.manifest import Manifest
from placeplanner.mappacks.shipped import shipped_manifest

SOURCES = "Sources of the map"
_FIRST = ("first-steps", "keys", "records", "photos", "profile", "maps", "known-things", "glossary")


class HelpPanel(QWidget):
    """The help pages. `closed` carries nothing."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel("Help")
        play(title, "title")
        self._pages = DropDown(is_narrow=False)
        name_list(self._pages, "Help page")
        self._text = QTextBrowser()
        self._text.setOpenLinks(False)
        self._text.document().setDocumentMargin(GRID)
        self._text.anchorClicked.connect(self._follow)
        self._text.setAccessibleName("Help text")
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusProxy(self._text)
        close = QPushButton("Close")
        close.clicked.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        for widget in (title, self._pages, self._text, close):
            column.addWidget(widget)
        self._fill()
        self._pages.addItem(SOURCES, "sources")
        self._pages.currentIndexChanged.connect(lambda _: self.show_page(self._pages.currentData()))

    def _fill(self) -> None:
        folder = paths.resources() / "help"
        found = {path.stem: path for path in sorted(folder.glob("*.md"))}
        order = [*(name for name in _FIRST if name in found), *(name for name in found if name not in _FIRST)]
        for name in order:
            heading = found[name].read_text(encoding="utf-8").splitlines()[0].lstrip("# ")
            self._pages.addItem(heading, name)

    def show_page(self, name: str) -> None:
        """Show a page by the name of its file."""
        index = self._pages.findData(name)
        if index < 0:
            return
        self._pages.setCurrentIndex(index)
        say_aloud(self._text, f"Help: {self._pages.currentText()}. The arrow keys read it.")
        if name == "sources":
            self._text.setMarkdown(sources_of(shipped_manifest()))
            return
        path = paths.resources() / "help" / f"{name}.md"
        self._text.setMarkdown(path.read_text(encoding="utf-8"))

    def _follow(self, link: QUrl) -> None:
        self.show_page(link.fileName().removesuffix(".md"))


def sources_of(manifest: Manifest) -> str:
    """Who published the map, under which licence, and what it cannot tell, as Markdown."""
    sources = [f"- {one.title}. {one.publisher}, {one.date}. {one.licence}." for one in manifest.sources]
    notes = [f"- {note}" for note in manifest.notes]
    parts = [
        f"# {SOURCES}",
        manifest.attribution,
        "## What it is made from",
        *sources,
        "## Good to know",
        *notes,
    ]
    return "\n\n".join(parts)
