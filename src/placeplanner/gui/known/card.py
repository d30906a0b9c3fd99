"""A known thing to be read, not written: what a list says about it, and the answers that a person can give."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from placeplanner.domain.geometry import length_in_words, size_in_words
from placeplanner.domain.kinds import Catalogue, FieldType, KindSpec
from placeplanner.domain.place import Places
from placeplanner.domain.record import Detail
from placeplanner.edits.known_facts import DETAIL, SHAPE, Fields, published, said
from placeplanner.edits.known_words import field_words, publisher_of
from placeplanner.gui.icons import icon, kind_icon
from placeplanner.gui.known.offers import Offer, State
from placeplanner.gui.strangers import letter_by_letter
from placeplanner.gui.theme import GRID, play


class ProposalCard(QWidget):
    """`answered` carries "accept", "update", "link", "decline" or "again"; `record_wanted` a record's id."""

    answered = Signal(str)
    record_wanted = Signal(str)
    closed = Signal()

    def __init__(self, catalogue: Catalogue, places: Places) -> None:
        super().__init__()
        self._catalogue, self._places = catalogue, places
        self.offer: Offer | None = None
        self.title, self.what, self.told = QLabel(), QLabel(), QLabel()
        self._symbol = QLabel()
        self._facts = QVBoxLayout()
        self.buttons = {
            "link": _button("Join the two", "mdi6.link-variant", is_primary=True),
            "accept": _button("Add to the plan", "mdi6.plus", is_primary=True),
            "update": _button("Update it", "mdi6.update", is_primary=True),
            "again": _button("Propose it again", "mdi6.restore", is_primary=True),
            "record": _button("Show the record", "mdi6.map-search-outline"),
            "as_well": _button("Add it as well", "mdi6.plus"),
            "decline": _button("Not this one", "mdi6.close"),
        }
        self._lay_out()
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, name=name: self._answer(name))

    def _lay_out(self) -> None:
        play(self.title, "title")
        for label in (self.title, self.what, self.told):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        play(self.told, "notice")
        self._facts.setSpacing(GRID // 4)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addWidget(self.title)
        kind = QHBoxLayout()
        kind.addWidget(self._symbol)
        kind.addWidget(self.what, 1)
        column.addLayout(kind)
        column.addWidget(self.told)
        column.addLayout(self._facts)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close = QPushButton("Close")
        close.clicked.connect(self.closed)
        below = QVBoxLayout()
        below.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        for button in (*self.buttons.values(), close):
            below.addWidget(button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area, 1)
        outer.addLayout(below)

    def set_places(self, places: Places) -> None:
        """The places that things lie in, which may be called otherwise now."""
        self._places = places

    def show_offer(self, offer: Offer) -> None:
        """Tell everything about one offer."""
        self.offer = offer
        spec = self._catalogue[offer.kind]
        self._symbol.setPixmap(kind_icon(spec).pixmap(24, 24))
        self.title.setText(offer.title)
        place = self._places.get(offer.place)
        where = f" in {place.name}" if place else ""
        self.what.setText(f"{spec.category_label(offer.category)}{where}")
        self.told.setText(_told(offer, spec))
        self.told.setVisible(bool(self.told.text()))
        self._fill(_rows(offer, spec))
        wanted = _answers(offer)
        for name, button in self.buttons.items():
            button.setVisible(name in wanted)
        self.setAccessibleName(f"{offer.title}, {self.what.text()}. {self.told.text()}")

    def _fill(self, rows: Iterator[tuple[str, str]]) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()  # deleting waits for the event loop, and would leave it over the next
                widget.deleteLater()
        for label, value in rows:
            self._facts.addWidget(_quiet(label))
            self._facts.addWidget(_words(value, label))
            self._facts.addSpacing(GRID)

    def focus_answer(self) -> None:
        """Put the keyboard on the likeliest answer."""
        first = next((button for button in self.buttons.values() if not button.isHidden()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _answer(self, name: str) -> None:
        if self.offer is None:
            return
        record = self.offer.match.record if self.offer.match else self.offer.record
        if name == "record" and record is not None:
            self.record_wanted.emit(record.id)
        elif name != "record":
            self.answered.emit("accept" if name == "as_well" else name)


def _answers(offer: Offer) -> set[str]:
    match offer.state:
        case State.NEW:
            return {"accept", "decline"}
        case State.CHANGED:
            return {"update", "record"}
        case State.MATCHED:
            links = {"link"} if offer.match and offer.match.can_link else set()
            return {*links, "record", "as_well", "decline"}
        case State.GONE:
            return {"record"}
        case State.DECLINED:
            return {"again"}


def _told(offer: Offer, spec: KindSpec) -> str:
    """What a person should know before they answer."""
    match offer.state:
        case State.NEW:
            return "This is proposed from a published list. It is not in the plan yet."
        case State.CHANGED if offer.update is not None:
            kept = [field_words(spec, field) for field in offer.update.merged.kept]
            stays = f" What people wrote stays: {', '.join(kept)}." if kept else ""
            return f"{publisher_of(offer.update.thing.source)} says something else than before.{stays}"
        case State.MATCHED if offer.match is not None:
            record = offer.match.record
            distance_m = record.geometry.distance(offer.match.thing.geometry)
            far = f"{length_in_words(distance_m)} away" if distance_m >= 1 else "at the same spot"
            said_so = (
                "Join the two, and what is blank in your record is filled in."
                if offer.match.can_link
                else "That record follows another list."
            )
            return f"It looks like “{record.name}”, which is in the plan, {far}. {said_so}"
        case State.GONE:
            return (
                "The list does not have this any more. The record stays; delete it yourself if it is wrong."
            )
        case _:
            return "You said that you do not want this in the plan."


def _rows(offer: Offer, spec: KindSpec) -> Iterator[tuple[str, str]]:
    """Labels and values: of an update what would be different, else all that the list says."""
    if offer.update is not None:
        before, after = said(offer.update.record), published(offer.update.thing)
        for field in offer.update.merged.taken:
            new = _valued(field, after, spec)
            old = _valued(field, before, spec)
            yield (
                field_words(spec, field),
                "is drawn anew" if field == SHAPE else f"{old or 'nothing'} → {new or 'nothing'}",
            )
        return
    thing = offer.thing
    if thing is None:
        if offer.record is not None:
            yield "Source", offer.record.source
        return
    fields = published(thing)
    for field in fields:
        if field.startswith(DETAIL):
            yield field_words(spec, field), _valued(field, fields, spec)
    if size := size_in_words(thing.geometry):
        yield "Size", size
    yield "Source", thing.source


def _valued(name: str, fields: Fields, spec: KindSpec) -> str:
    value: Detail | None = fields.get(name)
    field = spec.field(name.removeprefix(DETAIL)) if name.startswith(DETAIL) else None
    if name == "category":
        return spec.category_label(str(value))
    if value is None:
        return ""
    if field and field.type is FieldType.CHOICE:
        return field.label_of(str(value))
    if field and field.type is FieldType.CHOICES:
        return ", ".join(field.label_of(code) for code in str(value).split(";"))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value)


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    letter_by_letter(label)
    label.setWordWrap(True)
    play(label, "hint")
    return label


def _words(text: str, label: str) -> QLabel:
    words = QLabel(text)
    words.setWordWrap(True)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    words.setAccessibleName(f"{label}: {text}")
    return words


def _button(words: str, glyph: str, *, is_primary: bool = False) -> QPushButton:
    button = QPushButton(words)
    button.setIcon(icon(glyph, "on_accent" if is_primary else "text"))
    if is_primary:
        play(button, "primary")
    return button
