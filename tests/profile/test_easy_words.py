"""What the easy-read edition says of figures: people out of ten, ground as football pitches, numbers to keep in mind."""

from __future__ import annotations

import pytest

from placeplanner.profile.blocks import Figure
from placeplanner.profile.easy_words import left_out, told


@pytest.mark.parametrize(
    ("label", "value", "words"),
    [
        ("Residents", "25,188", "About 25,000 people live here."),
        ("Residents", "64", "64 people live here."),
        ("Households", "10,881", "About 11,000 homes have people living in them."),
        ("Under 16", "18%", "About 2 in every 10 people are under 16."),
        ("Aged 65 and over", "less than 1%", "Fewer than 1 in every 10 people are aged 65 and over."),
        ("Area", "8.8 km²", "This place is as big as about 1,200 football pitches."),
        (
            "Hectares of greenspace",
            "0.3",
            "The green places on the map are as big as a part of a football pitch.",
        ),
        ("Group that told us", "1", "1 group told us what they think."),
        ("People who told us something", "Fewer than 5", "Fewer than 5 people told us something."),
    ],
)
def test_a_figure_is_told_in_easy_words(label: str, value: str, words: str) -> None:
    idea = told(Figure(label, value))
    assert idea is not None and idea.text == words


def test_a_share_is_a_row_of_ten_people() -> None:
    shares = [told(Figure("Under 16", value)) for value in ("18%", "4%", "100%")]
    assert [share.out_of_ten for share in shares if share] == [2, 0, 10]


def test_what_the_maps_own_list_tells_is_not_told_twice() -> None:
    assert told(Figure("Assets on the map", "4")) is None


def test_what_is_left_out_is_told_in_two_short_lines() -> None:
    assert left_out("3 records are left out: only the group may see them.") == [
        "3 things are left out.",
        "Only the group may see them.",
    ]
    assert (
        left_out("2 photos are left out: their records are left out too.")[1]
        == "What they show is left out too."
    )
