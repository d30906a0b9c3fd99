"""Identities. Every one is a UUID in text but a place's, which is the publisher's code or a town's slug."""

from __future__ import annotations

import uuid
from typing import NewType

RecordId = NewType("RecordId", str)
GroupId = NewType("GroupId", str)
ContributorId = NewType("ContributorId", str)
SessionId = NewType("SessionId", str)
PhotoId = NewType("PhotoId", str)
DeclinedId = NewType("DeclinedId", str)
ShapingId = NewType("ShapingId", str)
EarlierId = NewType("EarlierId", str)
StepId = NewType("StepId", str)
PlaceCode = NewType("PlaceCode", str)


def new_id() -> str:
    """A fresh random UUID in its usual 36 characters."""
    return str(uuid.uuid4())
