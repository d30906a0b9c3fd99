"""Numbers and lists as a person would say them."""

from __future__ import annotations

import datetime

import pytest

from placeplanner.profile.words import (
    count_of,
    day,
    day_of,
    hectares,
    length,
    listed,
    people,
    percent,
    sentence,
)


def test_small_counts_are_words_and_big_ones_have_commas() -> None:
    assert [count_of(number, "record") for number in (0, 1, 9, 12, 1234)] == [
        "no records",
        "one record",
        "nine records",
        "12 records",
        "1,234 records",
    ]
    assert count_of(2, "priority", "priorities") == "two priorities"


@pytest.mark.parametrize("number", [1, 2, 3, 4, None])
def test_fewer_than_five_people_are_never_counted_out(number: int | None) -> None:
    assert people(number) == "fewer than 5 people"


def test_five_people_and_none_may_be_counted() -> None:
    assert (people(0), people(5)) == ("no people", "five people")


def test_names_are_listed_as_in_a_sentence() -> None:
    assert listed([]) == ""
    assert listed(["Leigh"]) == "Leigh"
    assert listed(["Leigh", "Orrell"], "or") == "Leigh or Orrell"
    assert listed(["Leigh", "Orrell", "Aspull"]) == "Leigh, Orrell and Aspull"


def test_a_sentence_starts_and_ends_like_one() -> None:
    assert sentence(" not known") == "Not known."
    assert sentence("Why?") == "Why?"
    assert sentence("") == ""


def test_shares_sizes_and_lengths_are_rounded_for_people() -> None:
    assert [percent(share) for share in (0, 0.004, 0.184)] == ["0%", "less than 1%", "18%"]
    assert [hectares(size) for size in (400, 42_000, 2_000_000)] == ["400 m²", "4.2 hectares", "200 hectares"]
    assert [length(metres) for metres in (286, 1600)] == ["286 m", "1.6 km"]


def test_dates_are_written_out_and_what_is_no_date_stays() -> None:
    assert day(datetime.date(2026, 11, 22)) == "22 November 2026"
    assert day_of("2026-03-12T10:00:00Z") == "12 March 2026"
    assert day_of("1913") == "1913"
    assert day_of("about 1910") == "about 1910"
