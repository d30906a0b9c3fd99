"""One widget for each type of field: it shows a value, gives one back, and says when a person is done with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import assert_never

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from placeplanner.domain.kinds import Choice, Field, FieldType
from placeplanner.domain.record import Detail
from placeplanner.gui.drop_down import DropDown
from placeplanner.gui.forms.lines import Line, Lines
from placeplanner.gui.forms.ticks import Tick
from placeplanner.gui.theme import GRID

_INVISIBLE = "\u200b"  # so that an empty last line is measured too
_LONGEST = 2000  # letters in one line: more is a paste by mistake
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


class Answer(QWidget):
    """An answer to one question. `left` is told when its value may have changed for good."""

    left = Signal()

    def __init__(self, widget: QWidget, name: str) -> None:
        super().__init__()
        self.input = widget
        widget.setAccessibleName(name)
        self.setFocusProxy(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(widget)
        self._shown: Detail | None = None
        self._as_put: Detail | None = None
        self._typed_at_first: object = None

    def value(self) -> Detail | None:
        """What is answered; None for nothing."""
        raise TypeError(f"{type(self).__name__} gives no value")

    def put(self, value: Detail | None) -> None:
        """Put a value into the widget."""
        raise TypeError(f"{type(self).__name__} shows no value")

    def in_words(self, value: Detail | None) -> str:
        """A value as people read it."""
        return "" if value is None else str(value)

    def complaint(self) -> str:
        """What is wrong with what was typed, and what to write instead; empty where it is fine."""
        return ""

    def show_value(self, value: Detail | None) -> None:
        """Show what the plan holds."""
        self._shown = _or_none(value)
        self.blockSignals(True)
        self.put(value)
        self.blockSignals(False)
        self._as_put = _or_none(
            self.value()
        )  # boxes give line ends, spaces and codes back in a way of their own
        self._typed_at_first = self.typed()

    def shown(self) -> Detail | None:
        """What the plan held when it was last shown."""
        return self._shown

    def is_dirty(self) -> bool:
        """Whether a person has changed it and it has not been kept yet."""
        return _or_none(self.value()) != self._as_put

    def typed(self) -> object:
        """What stands in the widget, also where it is no answer."""
        return self.value()

    def is_touched(self) -> bool:
        """Whether something else stands there than what the plan holds."""
        return self.typed() != self._typed_at_first


def _or_none(value: Detail | None) -> Detail | None:
    return None if value == "" else value


class TextAnswer(Answer):
    """One line."""

    def __init__(self, name: str, hint: str = "", line: QLineEdit | None = None) -> None:
        self._line = line or Line()
        super().__init__(self._line, name)
        self._line.setPlaceholderText(hint)
        self._line.setMaxLength(_LONGEST)
        self._line.editingFinished.connect(self.left)

    def value(self) -> Detail | None:
        return self._line.text().strip() or None

    def typed(self) -> object:
        return self._line.text().strip()

    def put(self, value: Detail | None) -> None:
        text = "" if value is None else str(value)
        self._line.setMaxLength(max(_LONGEST, len(text)))  # never cut what the plan holds
        self._line.setText(text)
        if not self._line.hasFocus():
            self._line.setCursorPosition(0)  # long words are read from their beginning


class LongTextAnswer(Answer):
    """Several lines; the box grows with the words. Tab goes on to the next question."""

    def __init__(self, name: str) -> None:
        self._box = Lines()
        super().__init__(self._box, name)
        self._box.setTabChangesFocus(True)
        self._box.installEventFilter(self)
        self._box.viewport().installEventFilter(self)
        self._box.textChanged.connect(self._grow)
        self._grow()

    def _grow(self) -> None:
        """As high as its words, which are measured here: the widget itself only counts lines that it has painted."""
        metrics = self._box.fontMetrics()
        width = max(self._box.viewport().width() - round(2 * self._box.document().documentMargin()), 40)
        room = QRect(0, 0, width, 1_000_000)
        words = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self._box.toPlainText() + _INVISIBLE)
        lines = max(2, min(12, round(words.height() / metrics.lineSpacing())))
        height = metrics.lineSpacing() * lines + 2 * GRID + 2
        if height != self._box.height():
            self._box.setFixedHeight(height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QFocusEvent)
            and event.type() is QEvent.Type.FocusOut
            and event.reason() is not Qt.FocusReason.PopupFocusReason
        ):
            self.left.emit()
        if event.type() is QEvent.Type.Resize and watched is self._box.viewport():
            self._grow()
        return super().eventFilter(watched, event)

    def value(self) -> Detail | None:
        return self._box.toPlainText().strip() or None

    def put(self, value: Detail | None) -> None:
        self._box.setPlainText("" if value is None else str(value))


class NumberAnswer(TextAnswer):
    """A number, whole or not."""

    def __init__(self, name: str, *, is_whole: bool) -> None:
        super().__init__(name)
        self._is_whole = is_whole

    def complaint(self) -> str:
        text = self._line.text().strip()
        if not text or self._number(text) is not None:
            return ""
        return "Write a whole number, such as 12." if self._is_whole else "Write a number, such as 1.5."

    def _number(self, text: str) -> int | float | None:
        try:
            return int(text.replace(",", "")) if self._is_whole else float(text.replace(",", ""))
        except ValueError:
            return None

    def value(self) -> Detail | None:
        return self._number(self._line.text().strip())


class PatternAnswer(TextAnswer):
    """One line that should look like a date, a web address, a telephone number or an e-mail address."""

    def __init__(
        self, name: str, pattern: str | re.Pattern[str], complaint: str, *, is_strict: bool, hint: str = ""
    ) -> None:
        super().__init__(name, hint)
        self._pattern, self._words, self.is_strict = re.compile(pattern), complaint, is_strict

    def complaint(self) -> str:
        text = self._line.text().strip()
        return "" if not text or self._pattern.fullmatch(text) else self._words


class ChoiceAnswer(Answer):
    """One of several."""

    def __init__(self, name: str, choices: Sequence[Choice]) -> None:
        self._box = DropDown()
        super().__init__(self._box, name)
        self._box.addItem("Not said", None)
        for choice in choices:
            self._box.addItem(choice.label, choice.code)
        self._box.activated.connect(lambda _: self.left.emit())

    def value(self) -> Detail | None:
        code: Detail | None = self._box.currentData()
        return code

    def put(self, value: Detail | None) -> None:
        index = self._box.findData(value)
        if index < 0:  # a code that this version does not know stays as it is
            self._box.addItem(str(value), value)
            index = self._box.count() - 1
        self._box.setCurrentIndex(index)

    def in_words(self, value: Detail | None) -> str:
        index = self._box.findData(value)
        return self._box.itemText(index) if index >= 0 else str(value)


class ChoicesAnswer(Answer):
    """Any of several; kept as codes with semicolons between them. `hints` say more about a code."""

    def __init__(self, name: str, choices: Sequence[Choice], hints: Mapping[str, str]) -> None:
        page = QFrame()  # a frame's name is told on the way in, a plain widget's never
        super().__init__(page, name)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._labels = {choice.code: choice.label for choice in choices}
        self._boxes = {choice.code: Tick(choice.label, hints.get(choice.code, "")) for choice in choices}
        self._unknown: list[str] = []
        for box in self._boxes.values():
            box.clicked.connect(lambda _: self.left.emit())
            column.addWidget(box)
        if self._boxes:
            self.setFocusProxy(next(iter(self._boxes.values())))

    def value(self) -> Detail | None:
        codes = [code for code, box in self._boxes.items() if box.isChecked()]
        return ";".join([*codes, *self._unknown]) or None

    def put(self, value: Detail | None) -> None:
        codes = _codes(value)
        self._unknown = [code for code in codes if code not in self._boxes]
        for code, box in self._boxes.items():
            box.setChecked(code in codes)

    def in_words(self, value: Detail | None) -> str:
        return ", ".join(self._labels.get(code, code) for code in _codes(value))


def _codes(value: Detail | None) -> list[str]:
    return [code.strip() for code in str(value or "").split(";") if code.strip()]


class YesNoAnswer(ChoiceAnswer):
    """Yes, no, or not said."""

    def __init__(self, name: str) -> None:
        super().__init__(name, ())
        self._box.addItem("Yes", True)
        self._box.addItem("No", False)

    def put(self, value: Detail | None) -> None:
        super().put(None if value is None or value == "" else bool(value))


def answer_for(field: Field, hints: Mapping[str, str] | None = None) -> Answer:
    """The widget for a field; `hints` say more about its choices, by code."""
    match field.type:
        case FieldType.TEXT:
            return TextAnswer(field.label)
        case FieldType.LONG_TEXT:
            return LongTextAnswer(field.label)
        case FieldType.CHOICE:
            return ChoiceAnswer(field.label, field.choices)
        case FieldType.CHOICES:
            return ChoicesAnswer(field.label, field.choices, hints or {})
        case FieldType.NUMBER | FieldType.WHOLE:
            return NumberAnswer(field.label, is_whole=field.type is FieldType.WHOLE)
        case FieldType.DATE:
            words = "Write a year, a month or a day: 1887, 1887-05 or 1887-05-24."
            return PatternAnswer(field.label, _DATE, words, is_strict=True, hint="1887 or 2026-05-24")
        case FieldType.YES_NO:
            return YesNoAnswer(field.label)
        case FieldType.WEB:
            words = "This does not look like a web address, such as www.example.org. It is kept as it is."
            return PatternAnswer(
                field.label, r"(https?://)?[^\s/.]+(\.[^\s/.]+)+(/\S*)?", words, is_strict=False
            )
        case FieldType.EMAIL:
            words = "This does not look like an e-mail address. It is kept as it is."
            return PatternAnswer(field.label, r"[^@\s]+@[^@\s]+\.[^@\s]+", words, is_strict=False)
        case FieldType.PHONE:
            words = "This does not look like a telephone number. It is kept as it is."
            return PatternAnswer(field.label, r"\+?[\d ()-]{5,}", words, is_strict=False)
        case _:
            assert_never(field.type)
