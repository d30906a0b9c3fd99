"""Words that others wrote, in places where Qt would take what looks like markup for markup.

A name with an image in it would make this computer ask for that image, on a network drive too.
"""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def tip(words: str) -> str:
    """Words as a tooltip shows them letter by letter."""
    if "<" not in words and "&" not in words:
        return words
    return "<span>{}</span>".format(escape(words).replace("\n", "<br>"))


def letter_by_letter(*labels: QLabel) -> None:
    """Let labels show their words as they are."""
    for label in labels:
        label.setTextFormat(Qt.TextFormat.PlainText)
