"""Numbers, times and sizes as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from placeplanner.gui.i18n import camera_moment, day, how_many, when

NOW = datetime(2026, 5, 12, 14, 2).astimezone()


def test_one_is_one_and_many_are_many() -> None:
    assert how_many(0, "record") == "no records"
    assert how_many(1, "record") == "1 record"
    assert how_many(12_000, "record") == "12,000 records"
    assert how_many(2, "priority", "priorities") == "2 priorities"


def test_a_moment_of_today_or_yesterday_is_told_so() -> None:
    now = NOW.replace(tzinfo=None)
    assert when(NOW.astimezone(UTC).isoformat(), now=now) == "today 14:02"
    assert when((NOW - timedelta(days=1)).isoformat(), now=now) == "yesterday 14:02"
    assert when((NOW - timedelta(days=40)).isoformat(), now=now).startswith("2 April 2026")


def test_a_moment_without_an_offset_is_utc() -> None:
    stored = NOW.astimezone(UTC).replace(tzinfo=None).isoformat()
    assert when(stored, now=NOW.replace(tzinfo=None)) == "today 14:02"
    assert when(f"{stored}Z", now=NOW.replace(tzinfo=None)) == "today 14:02"


def test_what_is_no_moment_is_shown_as_it_is() -> None:
    assert when("long ago") == "long ago"
    assert camera_moment("") == ""


@pytest.mark.parametrize("moment", ["2026-05-12T14:02:00", "2026-05-12T14:02:31"])
def test_a_camera_knows_its_own_clock_only(moment: str) -> None:
    assert camera_moment(moment) == "12 May 2026, 14:02"


def test_a_day_is_said_in_english_whatever_the_machine_speaks() -> None:
    assert day(date(2026, 1, 3)) == "3 January 2026"


def test_midnight_belongs_to_the_new_day() -> None:
    midnight = NOW.replace(hour=0, minute=0)
    now = NOW.replace(tzinfo=None)
    assert when(midnight.isoformat(), now=now) == "today 00:00"
    assert when((midnight - timedelta(minutes=1)).isoformat(), now=now) == "yesterday 23:59"


def test_the_same_day_of_another_year_is_not_today() -> None:
    assert when("2025-05-12T12:00:00Z", now=NOW.replace(tzinfo=None)).startswith("12 May 2025, ")
