"""What ties the profile's page to the plan: pages are made in a thread, words are kept when a field is left."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer

from placeplanner.domain.hiding import HomesShown
from placeplanner.domain.ids import PhotoId
from placeplanner.domain.kinds import Catalogue
from placeplanner.domain.record import Photo
from placeplanner.domain.shaping import Shaping
from placeplanner.edits.shaping import ShapeProfile, shaping_of
from placeplanner.errors import Problem
from placeplanner.fieldwork.photos import read_photo, thumbnail
from placeplanner.gui.jobs import Cancelled, Worker
from placeplanner.gui.profile.page import ProfilePage
from placeplanner.gui.shell.desk import Desk
from placeplanner.profile.preview import Preview, Shown, Wish
from placeplanner.store.planfile import PlanFile

PAUSE_MS = 600  # after the last letter
_THUMB_PX, _MOST_THUMBS = 96, 60


class Made(Struct, frozen=True):
    """What came of a request, and small pictures of photos that were not known yet."""

    shown: Shown
    thumbs: Mapping[PhotoId, bytes]


class Studio(QObject):
    """One for each open plan."""

    def __init__(self, desk: Desk, page: ProfilePage) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._preview = Preview()
        self._worker = Worker(self)
        self._thumbs: dict[PhotoId, bytes] = {}
        self._draft: Shaping | None = None
        self._loaded: Shaping | None = None  # as the plan kept it when it was last looked at
        self._shown = ""  # whose contents the page holds
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._connect()

    def _connect(self) -> None:
        page = self._page
        self._worker.done.connect(self._take)
        self._pause.timeout.connect(self.request)
        for form in (page.words, page.contents):
            form.typed.connect(self._type)
            form.left.connect(self.settle)
        page.contents.changed.connect(self._choose)
        page.words.logo_removed.connect(lambda: self._keep_logo(b""))
        page.leaf.wanted.connect(self.request)
        page.changes.changed.connect(self.request)
        page.left_out.homes.put(self._desk.settings.homes)
        page.left_out.homes.changed.connect(self._hide_homes)
        page.audience_changed.connect(self.load)
        self._desk.changed.connect(lambda _: self._reload())
        self._desk.place_changed.connect(lambda _: self.load() if page.isVisible() else None)
        self._desk.undo_begins.connect(self.settle)

    def load(self) -> None:
        """Show the profile of the chosen place for the chosen audience, as the plan keeps it."""
        here = self._desk.here
        if here is None:
            return
        self.settle()
        self._page.show_place(here.name)
        self._page.left_out.homes.put(self._desk.settings.homes)  # a map for paper may have chosen otherwise
        self.show_earlier()
        self._draft = shaping_of(self._desk.plan, Shaping.of(here.code, self._page.audience()))
        self._loaded = self._draft
        if self._draft.id != self._shown:
            self._page.contents.forget()
            self._shown = self._draft.id
        self._page.words.put(self._draft, here.name, self._logo())
        self.request()

    def show_earlier(self) -> None:
        """Offer the profiles of this place that the plan remembers."""
        here = self._desk.here
        if here is not None:
            every = self._desk.plan.earlier_profiles()
            self._page.changes.put(each for each in every if each.tells_of(here.code))

    def _hide_homes(self) -> None:
        """Where somebody's home is shown stays chosen: nobody should give it away by forgetting to choose again."""
        shown = self._page.left_out.homes.chosen()
        self._desk.remember(replace(self._desk.settings, homes=shown.value))
        self.request()

    def _reload(self) -> None:
        """The plan has changed: show what it keeps, unless somebody is writing here just now."""
        if not self._page.isVisible():
            return
        if self._draft is not None and self._is_written_in(self._draft):
            self.request()
            return
        self._draft = None
        self.load()

    def _is_written_in(self, draft: Shaping) -> bool:
        return self._loaded is not None and draft != self._loaded

    def _logo(self) -> bytes:
        try:
            return self._desk.plan.photo_bytes(self._draft.logo) if self._draft and self._draft.logo else b""
        except Problem:
            return b""

    def _type(self) -> None:
        if self._draft is not None:
            self._draft = self._page.contents.taken_into(self._page.words.taken_into(self._draft))
            self._pause.start()

    def _choose(self) -> None:
        self._type()
        self.settle()

    def settle(self) -> None:
        """Keep in the plan what was written."""
        draft = self._draft
        if draft is not None and draft != self._kept(draft):
            self._draft = None
            if self._desk.perform(ShapeProfile(draft)) is None:
                self._draft = draft

    def _kept(self, draft: Shaping) -> Shaping:
        return shaping_of(self._desk.plan, Shaping.of(draft.place, draft.audience))

    def take_logo(self, data: bytes) -> None:
        """Make a picture the logo; nothing of its file but the picture is kept. Raises `Problem`."""
        self._keep_logo(read_photo(data).data)

    def _keep_logo(self, data: bytes) -> None:
        if self._draft is not None:
            name = hashlib.sha256(data).hexdigest() if data else ""
            draft, self._draft = replace(self._draft, logo=name), None
            self._desk.perform(ShapeProfile(draft, data))
            self.load()

    def request(self) -> None:
        """Have the page made that is to be seen."""
        here = self._desk.here
        if here is None or self._draft is None or not self._page.isVisible():
            return
        plan, leaf = self._desk.plan, self._page.leaf
        try:
            period = self._page.changes.period()
        except Problem as problem:
            leaf.say(problem.what)  # the rest stands where it was chosen
            return
        wish = Wish(here, self._page.audience(), leaf.edition, self._draft, plan.revision, period)
        shown = self._page.left_out.homes.chosen()
        asked = _Asked(wish, shown, leaf.number, leaf.scale, frozenset(self._thumbs))
        self._worker.request(partial(_work, self._preview, plan.path, plan.catalogue, asked))

    def _take(self, result: Made | Problem) -> None:
        if isinstance(result, Problem):
            self._page.leaf.say(str(result))
            return
        shown = result.shown
        self._thumbs |= result.thumbs
        self._page.leaf.show_page(shown.page)
        if self._draft is None or shown.wish.shaping.id != self._draft.id:
            return
        self._page.contents.put(self._draft, shown.parts, shown.photos, self._thumbs)
        self._page.tell_left_out(shown.left_out, shown.wish.audience)

    def stop(self) -> None:
        """Give up what is under way, before the plan is closed."""
        self._pause.stop()
        self._worker.stop()


class _Asked(Struct, frozen=True):
    wish: Wish  # but for its `homes`, which a thread looks up
    shown: HomesShown
    number: int
    scale: float
    known: frozenset[PhotoId]


def _work(
    preview: Preview, path: Path, catalogue: Catalogue, asked: _Asked, is_outdated: Cancelled
) -> Made | Problem | None:
    """In the thread: on a connection of its own."""
    from placeplanner.mappacks.library import in_use
    from placeplanner.mappacks.postcodes import hiding

    try:
        wish = replace(asked.wish, homes=hiding(asked.shown))
        kept = preview.kept(wish, asked.number, asked.scale)
        if kept is not None:
            return Made(kept, {})
        with PlanFile.open(path, catalogue, read_only=True) as reader, in_use() as streets:
            shown = preview.page(wish, asked.number, asked.scale, reader, streets, is_outdated)
            return Made(shown, _thumbs(reader, shown.photos, asked.known)) if shown else None
    except Problem as problem:
        return problem


def _thumbs(reader: PlanFile, photos: tuple[Photo, ...], known: frozenset[PhotoId]) -> dict[PhotoId, bytes]:
    found = {}
    for photo in photos[:_MOST_THUMBS]:
        if photo.id not in known:
            try:
                found[photo.id] = thumbnail(reader.photo_bytes(photo.sha256), _THUMB_PX)
            except Problem:
                found[photo.id] = b""
    return found
