"""Finding places, records and positions while typing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.grid import EastingNorthing
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.gazetteer.scoring import Why
from placeplanner.gazetteer.search import Hit
from placeplanner.gui.shell.finder import Finder
from placeplanner.gui.shell.suggesting import Found, suggestions
from placeplanner.mappacks.shipped import shipped_places
from tests.builders import a_record

RECORDS = (
    a_record(name="St Peter’s Church"),
    a_record(name="Leigh Library"),
    a_record(name="Pennington Flash"),
)


HINDLEY = EastingNorthing(362_000, 404_000)
MARKET_STREET = Name(
    "Market Street", NameKind.STREET, HINDLEY, "Hindley", (361_900, 403_950, 362_200, 404_050)
)


def _found(text: str, *hits: Hit) -> list[Found]:
    return suggestions(text, shipped_places(), RECORDS, load_catalogue(), hits)


def _words(text: str, *hits: Hit) -> list[str]:
    return [found.words for found in _found(text, *hits)]


def _hit(name: Name, score: float = 1.3, why: Why = Why.PART) -> Hit:
    return Hit(name, why, score)


def test_a_town_comes_before_what_only_holds_its_name() -> None:
    assert _words("leigh")[0] == "Leigh"
    assert "Leigh Library" in _words("leigh")


def test_a_town_comes_before_the_station_that_is_called_like_it() -> None:
    station = Name("Hindley", NameKind.STATION, HINDLEY, "Hindley", weight=0.7)
    found = _found("hindley", _hit(station, 1.9, Why.WHOLE))
    assert [(one.words, one.sort) for one in found[:2]] == [("Hindley", "place"), ("Hindley", "name")]


def test_apostrophes_and_case_do_not_matter() -> None:
    assert _words("st peters") == ["St Peter’s Church"]


def test_a_grid_reference_is_a_place_to_go() -> None:
    assert _words("SD 619 045")[0].startswith("SD 619")


def test_nonsense_finds_nothing() -> None:
    assert _words("zzzz") == []


def test_streets_stand_among_records_by_how_well_they_fit() -> None:
    poor = _hit(Name("Pennine Pennant Way", NameKind.STREET, HINDLEY), 0.8)
    good = _hit(Name("Penn Street", NameKind.STREET, HINDLEY), 1.4)
    assert _words("penn", poor, good) == ["Penn Street", "Pennington Flash", "Pennine Pennant Way"]


def test_the_street_in_view_comes_before_a_record_far_away() -> None:
    street = _hit(Name("Penn Street", NameKind.STREET, HINDLEY), 1.15)
    middle = RECORDS[2].geometry.centroid
    far, beside = EastingNorthing(440_000, 300_000), EastingNorthing(middle.x, middle.y)

    def found(near: EastingNorthing) -> list[str]:
        every = suggestions("penn", shipped_places(), RECORDS, load_catalogue(), [street], near)
        return [one.words for one in every]

    assert found(far) == ["Penn Street", "Pennington Flash"]
    assert found(beside) == ["Pennington Flash", "Penn Street"]


def test_what_kind_of_thing_a_street_is_and_where_is_said() -> None:
    assert _found("market", _hit(MARKET_STREET))[0].below == "Street · Hindley"
    assert (
        _found("makret", _hit(MARKET_STREET, why=Why.LIKE))[0].below == "Street · Hindley · spelt nearly so"
    )


def test_a_town_that_the_plan_has_is_offered_once() -> None:
    again = _hit(Name("Leigh", NameKind.TOWN, HINDLEY), 1.6)
    assert _words("leigh", again).count("Leigh") == 1


def test_without_a_map_pack_it_is_said_what_to_install() -> None:
    def found(text: str) -> list[Found]:
        return suggestions(text, shipped_places(), RECORDS, load_catalogue(), None)

    assert found("leigh")[-1].words == "Streets and postcodes come with a map pack"
    assert (found("qqqq")[0].words, found("qqqq")[0].sort) == ("Nothing found here", "maps")
    assert all(one.sort != "maps" for one in found("SD 619 045"))


def test_a_postcode_that_no_map_has_is_told_with_the_list_to_add() -> None:
    def found(text: str, *knows: NameKind) -> list[Found]:
        return suggestions(text, shipped_places(), RECORDS, load_catalogue(), (), None, knows)

    assert "no postcodes" in found("WN2 3", NameKind.STREET)[0].words
    assert "Code-Point Open" in found("wn2 3ab", NameKind.STREET)[0].below
    assert found("WN2 3", NameKind.POSTCODE) == []
    assert "no streets" in found("Market Street", NameKind.POSTCODE)[-1].words
    assert found("Market Street", NameKind.STREET) == []
    assert all(one.sort != "maps" for one in found("SD 619 045", NameKind.POSTCODE))


def test_the_search_box_offers_only_what_the_maps_know(qtbot: QtBot) -> None:
    finder = Finder()
    qtbot.addWidget(finder)
    finder.set_names(lambda _: [], frozenset({NameKind.STREET}))
    assert finder.placeholderText() == "Find a street, a place or a record"
    finder.set_names(lambda _: [], frozenset({NameKind.POSTCODE}))
    assert "street" not in finder.placeholderText()
    finder.set_names(lambda _: [], frozenset(NameKind))
    assert finder.placeholderText() == "Find a street, a postcode, a place or a record"


def test_streets_are_looked_up_at_every_letter(qtbot: QtBot) -> None:
    asked: list[str] = []

    def lookup(text: str) -> list[Hit]:
        asked.append(text)
        return [_hit(MARKET_STREET)] if text.startswith("mark") else []

    finder = Finder()
    qtbot.addWidget(finder)
    finder.set_sources(load_catalogue(), shipped_places(), RECORDS)
    assert "street" not in finder.accessibleName()
    finder.set_names(lookup, frozenset({NameKind.STREET}))
    assert "street" in finder.accessibleName()
    finder.show()
    qtbot.keyClicks(finder, "mark")
    with qtbot.waitSignal(finder.found) as told:
        qtbot.keyClick(finder, Qt.Key.Key_Return)
    assert asked == ["m", "ma", "mar", "mark"]
    assert told.args[0].target is MARKET_STREET


def test_enter_takes_the_first_suggestion(qtbot: QtBot) -> None:
    finder = Finder()
    finder.set_sources(load_catalogue(), shipped_places(), RECORDS)
    qtbot.addWidget(finder)
    finder.show()
    qtbot.keyClicks(finder, "pennin")
    with qtbot.waitSignal(finder.found) as told:
        qtbot.keyClick(finder, Qt.Key.Key_Return)
    assert told.args[0].words.startswith("Pennington")
    assert finder.text() == ""


def test_escape_empties_the_box(qtbot: QtBot) -> None:
    finder = Finder()
    finder.set_sources(load_catalogue(), shipped_places(), RECORDS)
    qtbot.addWidget(finder)
    finder.show()
    qtbot.keyClicks(finder, "leigh")
    qtbot.keyClick(finder, Qt.Key.Key_Escape)
    assert finder.text() == ""
