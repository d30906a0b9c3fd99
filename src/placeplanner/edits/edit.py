"""The shape of an edit: a past-tense label for the history, and the changes it makes to a plan as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from placeplanner.domain.change import Change
from placeplanner.domain.reader import Reader


class Edit(Protocol):
    """Something a person did, such as `shape.MoveRecord`. A frozen value, worth nothing until it is performed."""

    @property
    def label(self) -> str:
        """What was done, in the past tense: "Moved a corner"."""

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        """What becomes different. Raises `Problem` where it cannot be done, and why."""


@runtime_checkable
class WithNote(Protocol):
    """An edit whose label is not all there is to say: what came of it goes into the history too."""

    def note(self, plan: Reader, changes: tuple[Change, ...]) -> str:
        """What came of it, in sentences. `plan` is as it was before; empty where there is nothing to say."""


@runtime_checkable
class WithBytes(Protocol):
    """An edit that brings image files: they are stored under their SHA-256 in the same transaction."""

    def files(self) -> Mapping[str, tuple[str, bytes]]:
        """Media type and bytes by SHA-256."""
