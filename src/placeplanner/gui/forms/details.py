"""The questions of a kind and category, made from `resources/kinds/`; made anew when the category changes."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from placeplanner.domain.kinds import Catalogue, Field, Kind
from placeplanner.domain.record import Detail, Record
from placeplanner.gui.forms.answers import answer_for
from placeplanner.gui.forms.questions import Question, Section
from placeplanner.gui.theme import GRID


class Details(QWidget):
    """`left` carries a field's name and its value, None for no answer."""

    left = Signal(str, object)

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._made_for: tuple[Kind, str] | None = None
        self._questions: dict[str, Question] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2 * GRID)

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
        fields = self._catalogue[record.kind].fields_for(record.category)
        ordered = sorted(fields, key=lambda field: [f.group for f in fields].index(field.group))
        for heading, some in groupby(ordered, key=lambda field: field.group):
            inside = list(some)
            questions = [self._question(field) for field in inside]
            if heading:
                is_open = any(field.name in record.details for field in inside)
                self._column.addWidget(Section(heading, questions, is_open=is_open))
            else:
                for question in questions:
                    self._column.addWidget(question)

    def _question(self, field: Field) -> Question:
        answer = answer_for(field)
        question = Question.of(field, answer)
        answer.left.connect(lambda: self._tell(field.name, question))
        self._questions[field.name] = question
        return question

    def _tell(self, name: str, question: Question) -> None:
        if question.may_be_kept() and question.answer.is_dirty():
            self.left.emit(name, question.answer.value())
