"""What can be asked of an open plan, from its menu, its bars and its keys."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from placeplanner.gui.operations.operation import Operation
from placeplanner.gui.shell.desk import Desk


class Page(Protocol):
    """What the operations need from the page that shows a plan."""

    @property
    def desk(self) -> Desk:
        """The open plan."""

    def ask_files(self, name: str) -> None:
        """Hand an operation on whole files to the window."""

    def show_side(self, name: str) -> None:
        """Show a panel at the right of the map: form, profile, paper, who, help; empty hides it."""

    def show_chosen_place(self) -> None:
        """Bring the whole chosen place into view."""

    def start_search(self) -> None:
        """Put the cursor into the search box."""

    def focus_next_panel(self) -> None:
        """Go from panel to panel."""

    def choose_place(self) -> None:
        """Put the cursor into the place chooser."""

    def set_look(self, scheme: str) -> None:
        """Light, dark, strong, or as the system has it."""

    def toggle_hall_view(self) -> None:
        """Big letters for the back row."""

    def toggle_snapping(self) -> None:
        """Whether new corners jump to corners and edges nearby."""

    def show_known(self) -> None:
        """Show what published lists propose."""

    def show_maps(self) -> None:
        """Show the installed maps."""

    def say(self, words: str) -> None:
        """Tell the person something."""


def editing(page: Page) -> list[Operation]:
    """Undo, redo, and what is done to the chosen record."""
    desk = page.desk

    def remove() -> None:
        from placeplanner.edits.records import RemoveRecord

        if desk.chosen:
            desk.perform(RemoveRecord(desk.chosen))

    return [
        Operation(
            "undo",
            "Undo",
            "mdi6.undo",
            desk.undo,
            ("Ctrl+Z",),
            lambda: f"Undo: {desk.history.undo_label or ''}",
            lambda: None if desk.history.undo_label else "Nothing has been done yet.",
        ),
        Operation(
            "redo",
            "Redo",
            "mdi6.redo",
            desk.redo,
            ("Ctrl+Shift+Z", "Ctrl+Y"),
            lambda: f"Do again: {desk.history.redo_label or ''}",
            lambda: None if desk.history.redo_label else "Nothing has been undone.",
        ),
        Operation(
            "remove",
            "Delete the chosen record",
            "mdi6.delete-outline",
            remove,
            ("Ctrl+Delete",),
            "It can be had back with Undo",
            lambda: None if desk.chosen else "Choose a record first: click it on the map or in the list.",
        ),
    ]


def looking(page: Page) -> list[Operation]:
    """Finding things and how they look."""
    return [
        Operation(
            "find",
            "Find…",
            "mdi6.magnify",
            page.start_search,
            ("/", "Ctrl+F"),
            "Find a place, a record or a position",
        ),
        Operation(
            "choose_place", "Choose a place…", "mdi6.map-marker-radius", page.choose_place, ("Ctrl+L",)
        ),
        Operation("next_panel", "Next panel", "mdi6.page-layout-body", page.focus_next_panel, ("F6",)),
        Operation(
            "whole_place",
            "Show the whole place",
            "mdi6.fit-to-page-outline",
            page.show_chosen_place,
            ("Home",),
        ),
        Operation(
            "maps",
            "Maps…",
            "mdi6.map-outline",
            page.show_maps,
            hint="Street maps: add, make, hand on, remove",
        ),
        Operation("snapping", "Snapping on or off", "mdi6.magnet", page.toggle_snapping, ("S",)),
        Operation(
            "hall",
            "Hall view",
            "mdi6.projector",
            page.toggle_hall_view,
            ("F9",),
            "Bigger letters for a projector",
        ),
        Operation(
            "full_screen", "Full screen", "mdi6.fullscreen", lambda: page.ask_files("full_screen"), ("F11",)
        ),
        *_looks(page),
    ]


_LOOKS = (
    ("light", "Light", "mdi6.weather-sunny", "For daylight and for paper"),
    ("dark", "Dark", "mdi6.weather-night", "For a dark room"),
    ("contrast", "High contrast", "mdi6.contrast-circle", "Strong ink for tired eyes and weak projectors"),
    ("system", "As this computer is set", "mdi6.theme-light-dark", "Light or dark, as the system has it"),
)


def _looks(page: Page) -> list[Operation]:
    """How the window and the map look: one of several."""

    def look(name: str, label: str, glyph: str, hint: str) -> Operation:
        return Operation(
            name,
            label,
            glyph,
            lambda: page.set_look(name),
            hint=hint,
            is_chosen=lambda: page.desk.settings.scheme == name,
            under="Light, dark or high contrast",
        )

    return [look(*each) for each in _LOOKS]


def handing_on(page: Page) -> list[Operation]:
    """What a group leaves with, and who they are."""

    return [
        Operation(
            "profile",
            "Profile",
            "mdi6.file-document-outline",
            lambda: page.show_side("profile"),
            ("Ctrl+P",),
            "Make the profile of this place: a document, a web page and data",
        ),
        Operation(
            "paper",
            "Map for paper…",
            "mdi6.printer-outline",
            lambda: page.show_side("paper"),
            hint="A map for a table or a wall: A4 to A0, or in sheets to put together",
        ),
        Operation(
            "who", "Who is at work…", "mdi6.account-group-outline", lambda: page.show_side("who"), ("Ctrl+U",)
        ),
        Operation(
            "known",
            "Known things to add…",
            "mdi6.playlist-plus",
            page.show_known,
            hint="Listed buildings, schools, stops and others that published lists propose",
        ),
        Operation(
            "back_up", "Back up now", "mdi6.content-save-all-outline", page.desk.back_up_now, ("Ctrl+B",)
        ),
    ]


def _help(page: Page) -> list[Operation]:
    pages = (
        ("help", "First steps", "mdi6.help-circle-outline", ("F1",)),
        ("keys", "All keys", "mdi6.keyboard-outline", ("?",)),
        ("maps", "About map packs", "mdi6.map-outline", ()),
        ("sources", "Sources of the map", "mdi6.copyright", ()),
    )
    return [
        Operation(f"help_{name}", label, glyph, partial(page.show_side, name), keys, under="Help")
        for name, label, glyph, keys in pages
    ]


_PLANS = (
    ("new", "New plan…", "mdi6.map-plus", ("Ctrl+N",)),
    ("open", "Open a plan…", "mdi6.folder-open-outline", ("Ctrl+O",)),
    ("sample", "Open the sample plan", "mdi6.map-search-outline", ()),
    ("welcome", "Welcome page and backups", "mdi6.home-outline", ()),
)


def files(page: Page) -> list[Operation]:
    """Whole files, and help."""
    return [
        *(
            Operation(name, label, glyph, partial(page.ask_files, name), keys, under="Plans and backups")
            for name, label, glyph, keys in _PLANS
        ),
        *_help(page),
        Operation(
            "quit", "Close the window", "mdi6.exit-to-app", lambda: page.ask_files("close"), ("Ctrl+Q",)
        ),
    ]
