"""What a screen reader is told of a widget: its name as Qt hands it on, and what is said aloud meanwhile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QComboBox, QWidget

from placeplanner.gui import by_ear

_KEYS = re.compile(
    r" ?\([^)]*\)$"
)  # which a tooltip ends with; Qt tells a tooltip where nothing else is said


@contextmanager
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A list that fills with what is said aloud, as if a screen reader were running."""
    said: list[str] = []

    def hear(widget: QWidget, words: str, *, is_urgent: bool) -> None:
        said.append(words)

    monkeypatch.setattr(by_ear, "_announce", hear)
    QAccessible.setActive(True)
    try:
        yield said
    finally:
        QAccessible.setActive(False)


def told(widget: QWidget) -> QAccessibleInterface:
    """What Qt tells of a widget."""
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None, widget
    return found


def name_of(widget: QWidget) -> str:
    """The name that is heard. On Linux, that of a list to choose from is its label's: its own is what is chosen."""
    found = told(widget)
    labels = (other for other, flag in found.relations() if flag & QAccessible.RelationFlag.Label)
    by_label = " ".join(label.text(QAccessible.Text.Name) for label in labels)
    if isinstance(widget, QComboBox):
        return by_label
    return by_label or found.text(QAccessible.Text.Name)


def description_of(widget: QWidget) -> str:
    """What is heard after the name."""
    return told(widget).text(QAccessible.Text.Description)


def stops_in(page: QWidget) -> list[QWidget]:
    """All that Tab can stop at, as it is shown now."""
    return [
        one
        for one in page.findChildren(QWidget)
        if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None
    ]


def faults_in(page: QWidget) -> list[str]:
    """Each stop that has no name, or says the same thing twice."""
    found = []
    for one in stops_in(page):
        name, more = name_of(one).strip(), description_of(one).strip()
        what = f"{type(one).__name__} in {type(one.parent()).__name__}"
        if not name:
            found.append(f"{what} has no name")
        elif _KEYS.sub("", more) == name:
            found.append(f"{what} says “{name}” twice: {more}")
    return found
