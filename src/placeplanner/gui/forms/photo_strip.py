"""Photos of a record: added from files, dropped or pasted; described; taken away. The plan keeps the images."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, QStandardPaths, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QIcon,
    QImage,
    QImageReader,
    QImageWriter,
    QKeySequence,
    QPixmap,
    QShortcut,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from placeplanner.domain.kinds import Audience
from placeplanner.domain.record import Photo
from placeplanner.errors import Problem, said_by
from placeplanner.gui.dropping import files_in, take_as_copy
from placeplanner.gui.forms.notice import Notice
from placeplanner.gui.forms.ticks import Tick
from placeplanner.gui.forms.voices import ConsentChoice
from placeplanner.gui.i18n import camera_moment
from placeplanner.gui.icons import icon
from placeplanner.gui.strangers import tip
from placeplanner.gui.theme import GRID, play

THUMB = 112
_IMAGES = "Photos (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp *.gif)"


class PhotoStrip(QWidget):
    """`added` carries an image file's bytes, `described` (photo id, values), `removed` an id, `place_wanted` a lonlat."""

    added = Signal(bytes)
    described = Signal(str, object)
    removed = Signal(str)
    place_wanted = Signal(object)
    date_wanted = Signal(str)  # YYYY-MM-DD

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._photos: dict[str, Photo] = {}
        self._from = ""  # the folder of the last photo: the next one is in it, too
        self._thumbs: dict[str, QIcon] = {}  # by SHA-256, so that an edit elsewhere decodes nothing again
        self._list = QListWidget()
        self._list.setViewMode(QListWidget.ViewMode.IconMode)
        self._list.setIconSize(QSize(THUMB, THUMB))
        self._list.setMovement(QListWidget.Movement.Static)
        self._list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._list.setFixedHeight(THUMB + 5 * GRID)
        self._list.setWrapping(False)
        self._list.setAccessibleName("Photos of this record")
        self._list.currentItemChanged.connect(lambda *_: self._show_details())
        self._empty = QLabel("No photos yet. Add one, drop one here, or paste one.")
        self._empty.setWordWrap(True)
        play(self._empty, "hint")
        self._add = QPushButton("Add photo…")
        self._add.setIcon(icon("mdi6.camera-plus-outline"))
        self._add.clicked.connect(self._choose)
        self._caption, self._credit = QLineEdit(), QLineEdit()
        self._taken = QLabel()
        self._taken.setWordWrap(True)
        play(self._taken, "hint")
        self._use_place = QPushButton("Move the record there")
        self._use_place.setIcon(icon("mdi6.map-marker-radius-outline"))
        self._use_place.setToolTip("Move the record to where the camera says that the photo was taken")
        self._use_place.clicked.connect(self._offer_place)
        self._use_date = QPushButton("Use its date")
        self._use_date.setIcon(icon("mdi6.calendar-import-outline"))
        self._use_date.clicked.connect(self._offer_date)
        self._asks_date = ""
        self._limit = Audience.PUBLIC  # who may see the record
        self._limited = QLabel()
        self._limited.setWordWrap(True)
        play(self._limited, "hint")
        self._described = ""  # the photo whose words are in the boxes
        self._may_show_place = Tick("The place where it was taken may be passed on")
        self._consent = ConsentChoice("Who may see this photo?")
        self._remove = QPushButton("Remove this photo")
        self._remove.setIcon(icon("mdi6.image-remove-outline", "problem"))
        self._remove.setToolTip("It can be had back with Undo")
        play(self._remove, "danger")
        self._problem = Notice()
        self._details = QWidget()
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self._caption.editingFinished.connect(lambda: self._describe(caption=self._caption.text().strip()))
        self._credit.editingFinished.connect(lambda: self._describe(credit=self._credit.text().strip()))
        self._consent.left.connect(lambda: self._describe(consent=self._consent.value()))
        self._may_show_place.clicked.connect(lambda may: self._describe(may_show_place=may))
        self._remove.clicked.connect(self._ask_removal)
        paste = QShortcut(
            QKeySequence.StandardKey.Paste, self._list, context=Qt.ShortcutContext.WidgetShortcut
        )
        paste.activated.connect(self._paste)

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._details)
        inside.setContentsMargins(0, 0, 0, 0)
        for words, box in (("What does it show?", self._caption), ("Who took it?", self._credit)):
            label = QLabel(words)
            label.setBuddy(box)
            play(label, "label")
            box.setAccessibleName(words)
            inside.addWidget(label)
            inside.addWidget(box)
        for one in (
            self._taken,
            self._use_place,
            self._use_date,
            self._may_show_place,
            self._consent,
            self._limited,
            self._remove,
        ):
            inside.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for widget in (self._empty, self._list, self._add, self._problem, self._details):
            column.addWidget(widget)

    def show_photos(self, photos: Iterable[Photo], image_of: Callable[[Photo], bytes]) -> None:
        """Show a record's photos; `image_of` gives the bytes to draw, or raises `Problem`."""
        chosen = self._chosen()
        self._photos = {photo.id: photo for photo in photos}
        self._list.blockSignals(True)
        self._list.clear()
        for number, photo in enumerate(self._photos.values(), start=1):
            row = QListWidgetItem(self._thumb(photo, image_of), photo.caption or f"Photo {number}")
            row.setData(Qt.ItemDataRole.UserRole, photo.id)
            row.setToolTip(tip(photo.caption))
            row.setSizeHint(QSize(THUMB + 2 * GRID, THUMB + 3 * GRID))
            row.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"Photo {number} of {len(self._photos)}: {photo.caption}"
            )
            self._list.addItem(row)
            if chosen and photo.id == chosen.id:
                self._list.setCurrentItem(row)
        if self._list.currentRow() < 0:
            self._list.setCurrentRow(self._list.count() - 1)
        self._list.blockSignals(False)
        self._list.setVisible(bool(self._photos))
        self._empty.setVisible(not self._photos)
        self._problem.hide()
        self._show_details()

    def _thumb(self, photo: Photo, image_of: Callable[[Photo], bytes]) -> QIcon:
        if photo.sha256 not in self._thumbs:
            try:
                self._thumbs[photo.sha256] = _drawn(image_of(photo))
            except Problem:
                return icon("mdi6.image-broken-variant")
        return self._thumbs[photo.sha256]

    def offer_date_for(self, question: str) -> None:
        """The question that a photo's date could answer; empty where there is none."""
        self._asks_date = question
        self._use_date.setToolTip(f"Answer “{question}” with the day the photo was taken")
        self._use_date.setAccessibleName(f"Use the photo's date for: {question}")

    def limit_to(self, audience: Audience) -> None:
        """Who may see the record: nobody else sees its photos, whatever is agreed for one of them."""
        self._limit = audience
        self._limited.setText(f"Its record is for {audience.told} only, and so this photo is, too.")
        self._show_details()

    def _chosen(self) -> Photo | None:
        row = self._list.currentItem()
        return self._photos.get(row.data(Qt.ItemDataRole.UserRole)) if row else None

    def _show_details(self) -> None:
        photo = self._chosen()
        self._details.setVisible(photo is not None)
        if photo is None:
            return
        is_same, self._described = photo.id == self._described, photo.id
        for box, words in ((self._caption, photo.caption), (self._credit, photo.credit)):
            if not (is_same and box.isModified() and box.text().strip() != words):  # else it is being written
                box.setText(words)
        self._consent.put(photo.consent)
        self._limited.setVisible(photo.consent is not self._limit and self._limit.includes(photo.consent))
        self._may_show_place.setChecked(photo.may_show_place)
        has_place = photo.taken_lonlat is not None
        self._may_show_place.setVisible(has_place)
        self._use_place.setVisible(has_place)
        when = f"Taken {camera_moment(photo.taken_at)}, says the camera. " if photo.taken_at else ""
        where = "The camera also noted where." if has_place else ""
        self._use_date.setVisible(bool(photo.taken_at and self._asks_date))
        self._taken.setText(when + where)
        self._taken.setVisible(bool(when or where))

    def _describe(self, **values: object) -> None:
        photo = self._chosen()
        if photo and any(getattr(photo, name) != value for name, value in values.items()):
            self.described.emit(photo.id, values)

    def settle(self) -> None:
        """Hand over words about a photo that are being typed."""
        if self._caption.isModified() or self._credit.isModified():
            self._describe(caption=self._caption.text().strip(), credit=self._credit.text().strip())

    def _ask_removal(self) -> None:
        if photo := self._chosen():
            self.removed.emit(photo.id)

    def _offer_place(self) -> None:
        photo = self._chosen()
        if photo and photo.taken_lonlat:
            self.place_wanted.emit(photo.taken_lonlat)

    def _offer_date(self) -> None:
        photo = self._chosen()
        if photo and photo.taken_at:
            self.date_wanted.emit(photo.taken_at[:10])

    def _choose(self) -> None:
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        chosen, _ = QFileDialog.getOpenFileNames(self, "Add photos", self._from or pictures, _IMAGES)
        if chosen:
            self._from = str(Path(chosen[0]).parent)
        self.add_files(Path(name) for name in chosen)

    def add_files(self, files: Iterable[Path]) -> None:
        """Add image files; one that cannot be read is named and the others still come."""
        for path in files:
            try:
                data = path.read_bytes()
            except OSError as error:
                remedy = "Check that the disk or camera is plugged in."
                self.refuse(Problem(f"“{path.name}” cannot be read.", said_by(error), remedy))
                continue
            self.added.emit(data)

    def _paste(self) -> None:
        from PySide6.QtGui import QGuiApplication

        image = QGuiApplication.clipboard().image()
        if not image.isNull():
            self.added.emit(_png(image))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            take_as_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        take_as_copy(event)
        data, local = event.mimeData(), files_in(event)
        if local:
            self.add_files(local)
        elif data.hasImage():
            self.added.emit(_png(QImage(data.imageData())))

    def refuse(self, problem: Problem) -> None:
        """Say why a photo was not added."""
        self._problem.say(problem)


def _drawn(data: bytes) -> QIcon:
    """A small copy, decoded small: quick even for large photos."""
    kept = QByteArray(data)
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    whole = QSize(2 * THUMB, 2 * THUMB)
    reader.setScaledSize(reader.size().scaled(whole, Qt.AspectRatioMode.KeepAspectRatio))
    picture = QPixmap.fromImage(reader.read())
    return icon("mdi6.image-broken-variant") if picture.isNull() else QIcon(picture)


def _png(image: QImage) -> bytes:
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(
        image
    )  # PySide6 refuses the signature that QImage.save announces
    return bytes(kept.data())
