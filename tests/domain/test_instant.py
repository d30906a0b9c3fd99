"""Instants on a calendar that is the same on every system."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from placeplanner.domain.instant import in_local_time, since_1970


class BeyondTheComputersCalendar(datetime):
    """Windows says so of what was before 1970 and of what comes after the year 3000."""

    def astimezone(self, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        raise OSError(22, "Invalid argument")


@pytest.mark.parametrize(
    "told", ["1949-12-05T00:00:00.250", "1970-01-01T00:00:00", "2026-05-12T14:02:01.003"]
)
def test_milliseconds_are_counted_from_1970_both_ways(told: str) -> None:
    instant = datetime.fromisoformat(told).replace(tzinfo=UTC)
    milliseconds = (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    assert since_1970(milliseconds) == instant


def test_an_instant_that_the_computer_cannot_reckon_with_stays_as_it_is() -> None:
    instant = BeyondTheComputersCalendar(1950, 1, 1, 9, tzinfo=UTC)
    assert in_local_time(instant) is instant
    assert in_local_time(datetime.max.replace(tzinfo=UTC)).year in (9999, 10000)
