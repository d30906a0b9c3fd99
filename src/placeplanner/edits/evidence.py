"""Photos of a record: added with their image file in the same transaction, described, taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from placeplanner.domain.change import Change
from placeplanner.domain.ids import PhotoId
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Photo
from placeplanner.edits.records import existing
from placeplanner.errors import Problem


@dataclass(frozen=True, slots=True)
class AddPhoto:
    """Add a photo; `data` is the image file whose SHA-256 the photo names."""

    photo: Photo
    data: bytes = field(repr=False)

    label = "Added a photo"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        existing(plan, self.photo.record)
        return (Change(None, self.photo),)

    def files(self) -> Mapping[str, tuple[str, bytes]]:
        return {self.photo.sha256: (self.photo.media_type, self.data)}


def _existing(plan: Reader, photo_id: PhotoId) -> Photo:
    photo = plan.photo(photo_id)
    if photo is None:
        raise Problem(
            "That photo is no longer in the plan.",
            "It was taken away, perhaps from another window.",
            "Look in the history: it can be brought back from there.",
        )
    return photo


class ChangePhoto(Struct, frozen=True):
    """Change what is said about a photo: attributes of `Photo` by name."""

    photo_id: PhotoId
    values: Mapping[str, Any]

    label = "Described a photo"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        before = _existing(plan, self.photo_id)
        after = replace(before, **self.values)
        return (Change(before, after),) if after != before else ()


class RemovePhoto(Struct, frozen=True):
    """Take a photo away from its record; its image stays in the plan so that it can come back."""

    photo_id: PhotoId

    label = "Removed a photo"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        return (Change(_existing(plan, self.photo_id), None),)
