"""What a profile holds: its sections, ticked and in order, the opening words of each; and which photos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from placeplanner.domain.ids import PhotoId
from placeplanner.domain.record import Photo
from placeplanner.domain.shaping import Shaping
from placeplanner.gui.profile.ordered import Ordered
from placeplanner.gui.profile.words_form import LongWords, label
from placeplanner.gui.theme import GRID, play
from placeplanner.profile.preview import Part
from placeplanner.profile.shaping import MOST_PICTURES, in_order


class ContentsForm(QWidget):
    """`changed` comes after a tick or a move; `typed` and `left` are of a section's opening words."""

    changed = Signal()
    typed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._parts: dict[str, Part] = {}
        self._leads: dict[str, str] = {}
        self._shown = ""
        self._has_chosen = False
        self.sections = Ordered("Sections", 6)
        self.lead = LongWords("Opening words of the section")
        self.lead.setFixedHeight(92)
        self.photos = Ordered("Photos", 3)
        self.photos.list.setIconSize(QSize(48, 36))
        self._no_photos = QLabel("There is no photo that these people may see.")
        self._no_photos.setWordWrap(True)
        play(self._no_photos, "hint")
        self._lay_out()
        self.sections.chosen.connect(self._show_lead)
        self.sections.changed.connect(self.changed)
        self.photos.changed.connect(self._choose_photos)
        self.lead.textChanged.connect(self._type)
        self.lead.left.connect(self.left)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(label("Sections", self.sections.list))
        column.addWidget(self.sections)
        column.addWidget(label("Opening words of the section above", self.lead))
        column.addWidget(self.lead)
        column.addWidget(label("Photos", self.photos.list))
        column.addWidget(self._no_photos)
        column.addWidget(self.photos)
        column.addStretch(1)

    def forget(self) -> None:
        """What there is to choose from is not known until `put`: nothing here is taken for anybody's choice."""
        self._parts, self._leads, self._has_chosen = {}, {}, False

    def put(
        self,
        shaping: Shaping,
        parts: Sequence[Part],
        photos: Sequence[Photo],
        thumbs: Mapping[PhotoId, bytes],
    ) -> None:
        """Show how a profile is shaped, and what there is to choose from."""
        self._parts = {part.key: part for part in parts}
        if not self.lead.hasFocus():
            self._leads = dict(shaping.leads)
        ordered = in_order(parts, shaping.order)
        self.sections.fill((part.key, part.title, part.key not in shaping.off, None) for part in ordered)
        self._put_photos(shaping, photos, thumbs)

    def _put_photos(self, shaping: Shaping, photos: Sequence[Photo], thumbs: Mapping[PhotoId, bytes]) -> None:
        self._has_chosen = shaping.photos is not None
        chosen = (
            shaping.photos if shaping.photos is not None else [photo.id for photo in photos[:MOST_PICTURES]]
        )
        rank = {photo: number for number, photo in enumerate(chosen)}
        ordered = sorted(photos, key=lambda photo: rank.get(photo.id, len(rank)))
        self.photos.fill(
            (photo.id, photo.caption or "Without words", photo.id in rank, _icon(thumbs.get(photo.id, b"")))
            for photo in ordered
        )
        self.photos.setVisible(bool(photos))
        self._no_photos.setVisible(not photos)

    def _show_lead(self, key: str) -> None:
        self._shown = key
        part = self._parts.get(key)
        self.lead.setEnabled(part is not None)
        if part is not None and not self.lead.hasFocus():
            self.lead.put(self._leads.get(key) or part.lead)

    def _type(self) -> None:
        part = self._parts.get(self._shown)
        words = self.lead.toPlainText().strip()
        if part is None:
            return
        if words and words != part.lead:
            self._leads[self._shown] = words
        else:
            self._leads.pop(self._shown, None)
        self.typed.emit()

    def _choose_photos(self) -> None:
        self._has_chosen = True
        self.changed.emit()

    def taken_into(self, shaping: Shaping) -> Shaping:
        """The shaping with these contents."""
        if not self._parts:
            return shaping
        codes, ticked = self.sections.codes(), set(self.sections.ticked())
        own = tuple(self._parts)
        return replace(
            shaping,
            order=codes if codes != own else (),
            off=tuple(code for code in own if code not in ticked),
            leads=dict(self._leads),
            photos=tuple(PhotoId(each) for each in self.photos.ticked()) if self._has_chosen else None,
        )


def _icon(data: bytes) -> QIcon | None:
    pixels = QPixmap()
    return QIcon(pixels) if data and pixels.loadFromData(data) else None
