"""What is left out for each audience and why, side by side: by name, for the person at the machine only.

How homes are hidden is chosen above it, so that it is seen at once what comes of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from placeplanner.domain.kinds import Audience
from placeplanner.gui.maps.parts import Card, Words
from placeplanner.gui.profile.homes_form import HomesForm
from placeplanner.gui.theme import GRID
from placeplanner.profile.leaving_out import LeftOut

_MOST_NAMES = 40


class LeftOutList(QWidget):
    """A card an audience; that of the profile being made comes first."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        self.homes = HomesForm()
        column.addWidget(self.homes)
        column.addWidget(
            Words("You see the names; those whom the profile is for see only how many, and why.", "hint")
        )
        self._cards = QVBoxLayout()
        column.addLayout(self._cards)
        column.addStretch(1)

    def put(self, told: Sequence[LeftOut], audience: Audience) -> None:
        """Tell it for all audiences."""
        while (item := self._cards.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        for each in sorted(told, key=lambda each: each.audience is not audience):
            self._cards.addWidget(_card(each, is_ours=each.audience is audience))

    def words(self) -> str:
        """All that is told."""
        return "\n".join(each.text() for each in self.findChildren(Words))


def _card(told: LeftOut, *, is_ours: bool) -> Card:
    card = Card("notice" if is_ours else "card")
    lines = [(f"For: {told.audience.label.lower()}", "label"), (told.sentence, "")]
    for words in told.warnings:
        lines.append((words, "problem"))
    for reason in told.reasons:
        lines.append((reason.sentence, ""))
        lines.append(("\n".join(f"• {name}" for name in _names(reason.names)), "hint"))
    for text, role in lines:
        card.column.addWidget(Words(text, role))
    return card


def _names(names: Sequence[str]) -> list[str]:
    rest = len(names) - _MOST_NAMES
    return [*names[:_MOST_NAMES], *([f"and {rest:,} more"] if rest > 0 else [])]
