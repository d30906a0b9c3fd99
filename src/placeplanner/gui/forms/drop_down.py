"""A drop-down list for a form: narrow where the panel is, and deaf to the wheel that scrolls the form."""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class DropDown(QComboBox):
    """Elides its words in a narrow panel; its list is as wide as its words."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def showPopup(self) -> None:
        view = self.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + 2 * view.frameWidth() + 24)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Left to the form: an answer that changes because somebody scrolls past it is a lie nobody notices."""
        event.ignore()
