"""What tests of edits share: a photo, an edit that breaks, a plan opened again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

import shapely

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.change import Change
from placeplanner.domain.ids import PhotoId, PlaceCode, new_id
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Photo, Record
from placeplanner.edits.history import History
from placeplanner.store.planfile import PlanFile

IMAGE = b"\xff\xd8 not really a photo"
DIGEST = sha256(IMAGE).hexdigest()


def reopened(plan: PlanFile) -> tuple[PlanFile, History]:
    plan.close()
    again = PlanFile.open(plan.path, load_catalogue())
    return again, History(again, contributor="Kim")


def place_at(plan: PlanFile, shape: shapely.Geometry) -> PlaceCode:
    place = plan.places.at(shape)
    assert place
    return place.code


def names(plan: PlanFile) -> list[str]:
    return [record.name for record in plan.records()]


@dataclass(frozen=True)
class PutPhoto:
    """A photo of a record, with its file."""

    photo: Photo
    label: str = "Added a photo"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        return (Change(None, self.photo),)

    def files(self) -> Mapping[str, tuple[str, bytes]]:
        return {self.photo.sha256: ("image/jpeg", IMAGE)}


@dataclass(frozen=True)
class Broken:
    """An edit that fails after its first change."""

    record: Record
    label: str = "Broke"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        return (Change(None, self.record), Change(None, self.record))


def a_photo(record: Record) -> Photo:
    return Photo(
        PhotoId(new_id()), record.id, DIGEST, "image/jpeg", 4, 3, caption="Front", taken_lonlat=(-2.6, 53.5)
    )
