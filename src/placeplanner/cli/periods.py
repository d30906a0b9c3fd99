"""From what people type to two states of a plan: a day, a day and a time, or the number of an earlier profile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click

from placeplanner.domain.earlier import EarlierProfile
from placeplanner.domain.moment import Moment, Period
from placeplanner.domain.reader import Reader
from placeplanner.errors import Problem

NOW = "now"
_MOST_DIGITS = 9  # of the number of an earlier profile


def period_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--since` and `--until`: the command hears of them as `since` and `until`, as they were typed."""
    since = click.option(
        "--since",
        metavar="WHEN",
        help="Say what has changed since a day (2026-05-03), a time (2026-05-03T14:00) or an earlier profile, "
        "by its number (see: placeplanner profiles).",
    )
    until = click.option(
        "--until",
        metavar="WHEN",
        help="Say it only until the end of a day, until a time or an earlier profile; until now unless said.",
    )
    return since(until(command))


def period_of(reader: Reader, since: str | None, until: str | None) -> Period | None:
    """What is asked for; None where nothing is. Raises `Problem`."""
    if since is None:
        if until is None:
            return None
        raise Problem(
            "--until needs --since.",
            "What changed is told from one state of the plan to another.",
            "Say since when, too.",
        )
    start = _moment(reader, since, Moment.start_of)
    end = None if until is None or until.strip().lower() == NOW else _moment(reader, until, Moment.end_of)
    assert start is not None
    return Period.of(start, end)


def _moment(reader: Reader, text: str, of_day: Callable[[date], Moment | None]) -> Moment | None:
    typed = text.strip()
    if typed.isdecimal() and len(typed) <= _MOST_DIGITS:
        return _earlier(reader, typed).moment
    try:
        return (
            of_day(date.fromisoformat(typed))
            if len(typed) == 10
            else Moment.at(datetime.fromisoformat(typed))
        )
    except ValueError as error:
        raise Problem(
            f"“{text}” is no day and no earlier profile.",
            "",
            "Write a day as 2026-05-03, a time as 2026-05-03T14:00, or a number that "
            "`placeplanner profiles` lists.",
        ) from error


def _earlier(reader: Reader, number: str) -> EarlierProfile:
    every = reader.earlier_profiles()
    if not every:
        raise Problem(
            f"There is no earlier profile {number}.",
            "No profile has been made of this plan yet, or none since plans remember them.",
            "Give a day instead: 2026-05-03.",
        )
    if not 1 <= int(number) <= len(every):
        raise Problem(
            f"There is no earlier profile {number}.",
            f"This plan remembers {len(every)}.",
            "See which with: placeplanner profiles FILE",
        )
    return every[int(number) - 1]
