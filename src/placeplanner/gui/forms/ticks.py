"""A tick box whose words wrap, so that a long answer fits a narrow panel and no letter is cut off."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QWidget


class Tick(QWidget):
    """A check box beside its words; a click on either ticks it. `clicked` carries whether it is ticked."""

    clicked = Signal(bool)

    def __init__(self, words: str, hint: str = "") -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setAccessibleName(words)
        self.box.clicked.connect(self.clicked)
        self._words = _Words(words, self.box)
        if hint:
            self.setToolTip(hint)
            self.box.setAccessibleDescription(hint)
        self.setFocusProxy(self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def isChecked(self) -> bool:
        """Whether it is ticked."""
        return self.box.isChecked()

    def setChecked(self, is_ticked: bool) -> None:
        """Tick it, or not, without saying so to anybody."""
        self.box.setChecked(is_ticked)


class _Words(QLabel):
    """The words beside a box, as good to click as the box."""

    def __init__(self, words: str, box: QCheckBox) -> None:
        super().__init__(words)
        self._box = box
        self.setWordWrap(True)
        self.setMinimumHeight(32)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if (
            self.isEnabled()
            and event.button() is Qt.MouseButton.LeftButton
            and self.rect().contains(event.pos())
        ):
            self._box.click()
