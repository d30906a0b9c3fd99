"""Instants, on a calendar that goes further than that of Windows, which ends before 1970 and after the year 3000."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def since_1970(milliseconds: float) -> datetime:
    """The instant so many milliseconds after 1970 began, or before it, in UTC. Raises OverflowError past year 9999."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


def in_local_time(instant: datetime) -> datetime:
    """An instant in this computer's time; as it is, where the computer's calendar does not reach it."""
    try:
        return instant.astimezone()
    except (OSError, OverflowError, ValueError):
        return instant
