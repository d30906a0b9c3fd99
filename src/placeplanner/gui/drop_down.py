"""A drop-down list: narrow where the panel is, with every word whole once it is open, deaf to the wheel and to the map.

Letters find an answer in it; the wheel scrolls the form that it is in.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox

_BESIDE = 4  # px between the words and their picture
_BORDER = 12  # px that the style sheet puts around the list


class DropDown(QComboBox):
    """Its list is as wide as its words; `is_narrow`: it elides them itself where there is no room, closed as it is."""

    def __init__(self, name: str = "", *, is_narrow: bool = True) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # not from the wheel that only passes by
        if not is_narrow:
            return
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """A style sheet cuts the words off in the middle of a letter; this says that there is more."""
        super().initStyleOption(option)
        style, part = self.style(), QStyle.SubControl.SC_ComboBoxEditField
        room = style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        if not option.currentIcon.isNull():
            room -= option.iconSize.width() + _BESIDE
        elided = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        option.currentText = elided

    def showPopup(self) -> None:
        view = self.view()
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        room = self.screen().availableGeometry()
        beside = 2 * view.frameWidth() + view.verticalScrollBar().sizeHint().width() + _BORDER
        view.setMinimumWidth(min(view.sizeHintForColumn(0) + beside, room.width()))
        super().showPopup()
        popup = view.window()
        if popup.geometry().right() > room.right():  # Qt places it as if it were as narrow as the box
            popup.move(max(room.left(), room.right() + 1 - popup.width()), popup.y())

    def event(self, event: QEvent) -> bool:
        """Letters find an answer here; without this they would take up a tool of the map instead."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            is_plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            if is_plain and event.text().isprintable() and event.text():
                event.accept()
                return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Left to the form: an answer that changes because somebody scrolls past it is a lie nobody notices."""
        event.ignore()
