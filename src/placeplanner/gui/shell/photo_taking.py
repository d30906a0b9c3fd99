"""Photos on their way from a file into the plan: read aside, one after the other, while people go on."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject, Signal

from placeplanner.domain.ids import PhotoId, RecordId, new_id
from placeplanner.domain.record import Photo
from placeplanner.edits.evidence import AddPhoto
from placeplanner.errors import Problem
from placeplanner.fieldwork.photos import ReadPhoto, read_photo
from placeplanner.gui.jobs import Job, run_job


class PhotoTaking(QObject):
    """`ready` carries the edit that adds a photo, `refused` the `Problem` with one, `said` how it stands."""

    ready = Signal(object)
    refused = Signal(object)
    said = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[RecordId, bytes]] = deque()
        self._job: Job | None = None

    def take(self, record_id: RecordId, data: bytes) -> None:
        """Read an image file for a record, after those that wait already."""
        self._waiting.append((record_id, data))
        if self._job is None:
            self._next()

    def stop(self) -> None:
        """Forget what waits: the plan is being closed."""
        self._waiting.clear()
        if self._job is not None:
            self._job.cancel()

    def _next(self) -> None:
        if not self._waiting:
            return
        record_id, data = self._waiting.popleft()
        more = f" {len(self._waiting)} more to come." if self._waiting else ""
        self.said.emit(f"Reading the photo…{more}")
        self._job = run_job(
            "Reading a photo",
            lambda progress: read_photo(data),
            lambda read: self._take(record_id, read),
            on_problem=self._refuse,
        )
        self._job.ended.connect(self._end)

    def _take(self, record_id: RecordId, read: ReadPhoto) -> None:
        photo = Photo(
            id=PhotoId(new_id()),
            record=record_id,
            sha256=read.sha256,
            media_type=read.media_type,
            width=read.width,
            height=read.height,
            taken_at=read.taken_at,
            taken_lonlat=read.taken_lonlat,
        )
        self.ready.emit(AddPhoto(photo, read.data))

    def _refuse(self, problem: Problem) -> None:
        self.said.emit("")
        self.refused.emit(problem)

    def _end(self) -> None:
        self._job = None
        self._next()
