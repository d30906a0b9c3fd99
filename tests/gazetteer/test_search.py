"""People find what they mean, however they type it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placeplanner.domain.grid import EastingNorthing
from placeplanner.errors import Problem
from placeplanner.gazetteer.index import write_names
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.gazetteer.scoring import Why
from placeplanner.gazetteer.search import Gazetteer

HINDLEY, LEIGH = EastingNorthing(362_000, 404_000), EastingNorthing(365_500, 400_500)


def name(text: str, kind: NameKind, at: EastingNorthing, within: str = "", weight: float = 0.3) -> Name:
    return Name(text, kind, at, within, weight=weight)


NAMES = (
    name("Hindley", NameKind.TOWN, HINDLEY, weight=1.0),
    name("Leigh", NameKind.TOWN, LEIGH, weight=1.0),
    name("Ashton-in-Makerfield", NameKind.TOWN, EastingNorthing(357_500, 399_000), weight=1.0),
    name("Market Street", NameKind.STREET, HINDLEY, "Hindley"),
    name("Market Street", NameKind.STREET, LEIGH, "Leigh"),
    name("Market Street Car Park", NameKind.BUILDING, HINDLEY, "Hindley"),
    name("St Peter's Road", NameKind.STREET, LEIGH, "Leigh"),
    name("St Peter's Primary School", NameKind.SCHOOL, HINDLEY, "Hindley"),
    name("Saint Thomas Close", NameKind.STREET, LEIGH, "Leigh"),
    name("Hindley Road", NameKind.STREET, LEIGH, "Leigh"),
    name("Hindley", NameKind.STATION, HINDLEY, "Hindley", 0.7),
    name("Pennington Flash", NameKind.WATER, LEIGH, "Leigh", 0.6),
    name("Café Łódź", NameKind.BUILDING, LEIGH, "Leigh"),
    name("East Lancashire Road (A580)", NameKind.STREET, LEIGH, "Leigh"),
    name("WN7 1EB", NameKind.POSTCODE, LEIGH),
    name("WN7 1EF", NameKind.POSTCODE, LEIGH),
    name("WN2 3AA", NameKind.POSTCODE, HINDLEY),
)


def pack(path: Path, *names: Name) -> Path:
    connection = sqlite3.connect(path)
    write_names(connection, names)
    connection.commit()
    connection.close()
    return path


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    gazetteer = Gazetteer([pack(tmp_path_factory.mktemp("packs") / "wigan.pack", *NAMES)])
    yield gazetteer
    gazetteer.close()


def told(gazetteer: Gazetteer, text: str, near: EastingNorthing | None = None) -> list[str]:
    return [f"{hit.name.text}, {hit.name.within}".rstrip(", ") for hit in gazetteer.find(text, near)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("hindley", "Hindley"),
        ("market st hindley", "Market Street, Hindley"),
        ("leigh market street", "Market Street, Leigh"),
        ("street leigh mark", "Market Street, Leigh"),
        ("St Peters rd", "St Peter's Road, Leigh"),
        ("saint peter's road", "St Peter's Road, Leigh"),
        ("st. peter’s sch", "St Peter's Primary School, Hindley"),
        ("st thomas cl", "Saint Thomas Close, Leigh"),
        ("hindley station", "Hindley, Hindley"),
        ("HINDLEY RD", "Hindley Road, Leigh"),
        ("cafe lodz", "Café Łódź, Leigh"),
        ("penington flsh", "Pennington Flash, Leigh"),
        ("makret street leigh", "Market Street, Leigh"),
        ("lieh", "Leigh"),
        ("ashton in makersfield", "Ashton-in-Makerfield"),
        ("wn71eb", "WN7 1EB"),
        ("WN7 1eb", "WN7 1EB"),
        ("wn7 1", "WN7 1"),
        ("wn7", "WN7"),
        ("wn7 1e", "WN7 1EB"),
        ("a580", "East Lancashire Road (A580), Leigh"),
        ("a58", "East Lancashire Road (A580), Leigh"),
    ],
)
def test_what_is_typed_finds_what_is_meant(borough: Gazetteer, typed: str, first: str) -> None:
    assert told(borough, typed)[0] == first


def test_of_two_that_fit_as_well_the_nearer_comes_first(borough: Gazetteer) -> None:
    assert told(borough, "market street", HINDLEY)[:2] == ["Market Street, Hindley", "Market Street, Leigh"]
    assert told(borough, "market street", LEIGH)[:2] == ["Market Street, Leigh", "Market Street, Hindley"]


def test_the_whole_name_comes_before_a_longer_one_that_begins_so(borough: Gazetteer) -> None:
    assert told(borough, "market street", HINDLEY)[2] == "Market Street Car Park, Hindley"


def test_a_town_comes_before_the_street_that_is_named_after_it(borough: Gazetteer) -> None:
    assert told(borough, "hindl", LEIGH)[0] == "Hindley"


def test_a_postcode_that_does_not_exist_leads_to_its_sector(borough: Gazetteer) -> None:
    hit = borough.find("WN7 1ZZ")[0]
    assert (hit.name.text, hit.why) == ("WN7 1", Why.SOME)


def test_it_is_said_why_a_name_was_found(borough: Gazetteer) -> None:
    assert [
        borough.find(typed)[0].why for typed in ("hindley", "flash", "hind", "hindly", "pennington xyzzy")
    ] == [
        Why.WHOLE,
        Why.WORDS,
        Why.PART,
        Why.LIKE,
        Why.SOME,
    ]


def test_a_postcode_of_elsewhere_is_not_taken_for_a_misspelt_word(borough: Gazetteer) -> None:
    assert borough.find("le15") == []


def test_nothing_like_it_finds_nothing(borough: Gazetteer) -> None:
    assert borough.find("qqqqqqqq") == []
    assert borough.find("   ") == []
    assert borough.find("hindley", limit=0) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.text("\"'*()^:{}-+ANDORNTearst hindley", max_size=30))
def test_no_text_however_odd_is_an_error(borough: Gazetteer, text: str) -> None:
    borough.find(text, HINDLEY)


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "market AND",
        "NEAR(a b)",
        "spelt : x",
        "*",
        "a*b*",
        "😀",
        "\0",
        "x" * 10_000,
        "st " * 5_000,
        "\ud800",
    ],
)
def test_neither_are_operators_emoji_or_very_much_text(borough: Gazetteer, text: str) -> None:
    borough.find(text)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.text(max_size=40), st.sampled_from(NameKind)), max_size=6))
def test_a_name_of_any_text_can_be_written_and_found_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, given_names: list[tuple[str, NameKind]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    names = [name(text.encode("utf-8", "ignore").decode(), kind, LEIGH) for text, kind in given_names]
    gazetteer = Gazetteer([pack(folder / "any.pack", *names)])
    for one in names:
        gazetteer.find(one.text)
    gazetteer.close()


def test_what_one_pack_knows_for_sure_is_not_drowned_by_guesses_of_another(tmp_path: Path) -> None:
    here = pack(tmp_path / "a.pack", name("High Street (B640)", NameKind.STREET, HINDLEY, "Oakham"))
    there = pack(
        tmp_path / "b.pack", *(name(f"High Street/{n} Road", NameKind.STOP, LEIGH) for n in "abcdef")
    )
    gazetteer = Gazetteer([here, there])
    assert told(gazetteer, "high street oakham") == ["High Street (B640), Oakham"]
    assert len(told(gazetteer, "high street qqqq")) > 1
    gazetteer.close()


def test_two_packs_that_know_the_same_street_show_it_once(tmp_path: Path) -> None:
    first = pack(tmp_path / "a.pack", *NAMES)
    other = pack(
        tmp_path / "b.pack",
        name("Market Street", NameKind.STREET, EastingNorthing(362_090, 404_020), "Hindley"),
        name("Market Place", NameKind.STREET, HINDLEY, "Hindley"),
    )
    gazetteer = Gazetteer([first, other])
    found = told(gazetteer, "market hindley")
    assert found.count("Market Street, Hindley") == 1
    assert "Market Place, Hindley" in found
    gazetteer.close()


def test_far_too_many_names_still_give_those_near_the_view(tmp_path: Path) -> None:
    far = [
        name(f"Station Road {n}", NameKind.STREET, EastingNorthing(300_000, 300_000 + n))
        for n in range(2_000)
    ]
    near = name("Stanley Street", NameKind.STREET, HINDLEY, weight=0.1)
    gazetteer = Gazetteer([pack(tmp_path / "many.pack", *far, near)])
    assert told(gazetteer, "st", HINDLEY)[0] == "Stanley Street"
    gazetteer.close()


@pytest.mark.parametrize("content", [b"", b"not a map pack at all", b"SQLite format 3\0" + b"\xff" * 5_000])
def test_a_damaged_pack_is_told_of_when_it_is_opened(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.pack"
    path.write_bytes(content)
    with pytest.raises(Problem, match=r"broken\.pack"):
        Gazetteer([path])


def test_a_pack_that_vanishes_later_gives_nothing_and_the_others_answer(tmp_path: Path) -> None:
    whole, doomed = pack(tmp_path / "a.pack", *NAMES), pack(tmp_path / "b.pack", *NAMES * 40)
    gazetteer = Gazetteer([whole, doomed])
    doomed.write_bytes(b"SQLite format 3\0" + b"\xff" * 50_000)
    assert told(gazetteer, "pennington")[0] == "Pennington Flash, Leigh"
    gazetteer.close()


def test_it_may_be_asked_from_several_threads(borough: Gazetteer) -> None:
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append(told(borough, "market st", LEIGH))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert all(one == found[0] for one in found)


def test_nothing_is_found_once_it_is_closed(tmp_path: Path) -> None:
    gazetteer = Gazetteer([pack(tmp_path / "a.pack", *NAMES)])
    gazetteer.close()
    assert gazetteer.find("hindley") == []


def test_what_kinds_of_names_there_are_is_known(tmp_path: Path) -> None:
    path = tmp_path / "names.db"
    with sqlite3.connect(path) as connection:
        write_names(connection, (NAMES[0], NAMES[3]))
    connection.close()
    with_streets = Gazetteer([path])
    assert with_streets.kinds == {NameKind.TOWN, NameKind.STREET}
    with_streets.close()
