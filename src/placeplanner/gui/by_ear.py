"""What is heard by people who do not see the window: words said aloud, and names that Qt would not tell by itself.

Said a moment late on purpose: where the keyboard goes on with them, its new place would cut them short.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QComboBox

_AFTER_FOCUS_MS = 120
_TYPED_MS = 400  # for a hand to rest that is typing


def say_aloud(widget: QWidget, words: str, *, is_urgent: bool = False) -> None:
    """Have a screen reader say something, after what it is saying, or where it is urgent instead of that."""
    if words and is_heard():
        QTimer.singleShot(_AFTER_FOCUS_MS, widget, lambda: _announce(widget, words, is_urgent=is_urgent))


def is_heard() -> bool:
    """Whether a screen reader listens."""
    from PySide6.QtGui import QAccessible  # here, since it takes a while, and before a map nothing is said

    return QAccessible.isActive()


def _announce(widget: QWidget, words: str, *, is_urgent: bool) -> None:
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    event = QAccessibleAnnouncementEvent(widget, words)
    if is_urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)


class Murmur(QObject):
    """Says the last of what comes in quick succession, such as what is found while somebody types."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget, self._words = widget, ""
        self._timer = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._timer.timeout.connect(lambda: say_aloud(self._widget, self._words))

    def say(self, words: str) -> None:
        """Say this, unless something else comes at once."""
        self._words = words
        self._timer.start()


def name_list(box: QComboBox, words: str) -> None:
    """Name a drop-down list that has no label beside it: on Linux, Qt tells its choice for its name, and the label's."""
    from PySide6.QtWidgets import QLabel

    box.setAccessibleName(words)
    label = QLabel(words, box)
    label.setBuddy(box)
    label.hide()
