"""The questions of a kind and category, made from `resources/kinds/`; made anew when the category changes."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from placeplanner.domain.framework import FrameworkItem, load_framework
from placeplanner.domain.kinds import Catalogue, Field, FieldType, Kind
from placeplanner.domain.record import Detail, Record
from placeplanner.gui.forms.answers import answer_for
from placeplanner.gui.forms.questions import Question, Section
from placeplanner.gui.tab_order import follow_the_eye
from placeplanner.gui.theme import GRID

_DATES_OF_LOOKING = ("condition_date", "seen_on", "visited_on")


class Details(QWidget):
    """`left` carries a field's name and its value, None for no answer."""

    left = Signal(str, object)

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._hints = {item.code: item.text for item in _framework_items() if item.text}
        self._fields: tuple[Field, ...] = ()
        self._made_for: tuple[Kind, str] | None = None
        self._questions: dict[str, Question] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2 * GRID)
        self._is_open: dict[str, bool] = {}

    def show_record(self, record: Record, *, is_new: bool) -> None:
        """Show a record's answers; the same one anew (`is_new` false) keeps what is being written."""
        wanted = (record.kind, record.category)
        if wanted != self._made_for:
            self._make(record)
            self._made_for = wanted
        for name, question in self._questions.items():
            if is_new:
                question.load(record.details.get(name))
            else:
                question.refresh(record.details.get(name))

    def values(self) -> dict[str, Detail]:
        """Every answer that can be kept, by field."""
        found = ((name, question.answer.value()) for name, question in self._questions.items())
        return {name: value for name, value in found if value not in (None, "")}

    def _make(self, record: Record) -> None:
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._questions = {}
        fields = self._fields = self._catalogue[record.kind].fields_for(record.category)
        ordered = sorted(fields, key=lambda field: [f.group for f in fields].index(field.group))
        for heading, some in groupby(ordered, key=lambda field: field.group):
            inside = list(some)
            questions = [self._question(field) for field in inside]
            if heading:
                has_answers = any(field.name in record.details for field in inside)
                section = Section(heading, questions, is_open=self._is_open.get(heading, has_answers))
                section.folded.connect(
                    lambda is_open, heading=heading: self._is_open.update({heading: is_open})
                )
                self._column.addWidget(section)
            else:
                for question in questions:
                    self._column.addWidget(question)
        made = (item.widget() for row in range(self._column.count()) if (item := self._column.itemAt(row)))
        follow_the_eye(self, [widget for widget in made if widget])

    def _question(self, field: Field) -> Question:
        question = Question.of(field, answer_for(field, self._hints))
        question.settled.connect(lambda value: self.left.emit(field.name, value))
        self._questions[field.name] = question
        return question

    def settle(self) -> None:
        """Hand over whatever is being written."""
        for question in tuple(self._questions.values()):
            question.settle()

    def questions(self) -> tuple[Question, ...]:
        """All questions, in the form's order."""
        return tuple(self._questions.values())

    def date_of_looking(self) -> Field | None:
        """The question when somebody looked, which a photo's date can answer; None where nobody asks."""
        asked = (field for field in self._fields if field.name in _DATES_OF_LOOKING)
        return next((field for field in asked if field.type is FieldType.DATE), None)

    def missing(self) -> tuple[str, ...]:
        """The questions that need an answer and have none yet, in their own words."""
        fields = self._fields if self._made_for else ()
        return tuple(
            field.label
            for field in fields
            if field.is_required and self._questions[field.name].answer.value() in (None, "")
        )


def _framework_items() -> tuple[FrameworkItem, ...]:
    framework = load_framework()
    names = ("missions", "ways_of_working", "strategies", "focuses")
    return tuple(item for name in names for item in framework.items(name))
