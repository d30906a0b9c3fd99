"""Names are written into a pack as they will be looked up."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from placeplanner.domain.grid import EastingNorthing
from placeplanner.gazetteer.index import write_names
from placeplanner.gazetteer.name import Name, NameKind


def at(x: float, y: float) -> EastingNorthing:
    return EastingNorthing(360_000 + x, 403_000 + y)


def written(folder: Path, *names: Name) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "names.pack")
    write_names(connection, names)
    connection.commit()
    return connection


def test_the_likeliest_name_comes_first(tmp_path: Path) -> None:
    connection = written(
        tmp_path,
        Name("Market Street", NameKind.STREET, at(0, 0), "Hindley", weight=0.3),
        Name("Hindley", NameKind.TOWN, at(10, 10), weight=1.0),
    )
    assert [text for (text,) in connection.execute("select text from name order by id")] == [
        "Hindley",
        "Market Street",
    ]
    connection.close()


def test_sectors_and_districts_are_made_of_postcodes_where_no_source_gave_them(tmp_path: Path) -> None:
    connection = written(
        tmp_path,
        Name("WN7 1EB", NameKind.POSTCODE, at(0, 0)),
        Name("wn71ec", NameKind.POSTCODE, at(200, 100)),
        Name("WN7", NameKind.DISTRICT, at(50, 50), weight=0.9),
    )
    found = connection.execute("select kind, text, easting, west, east from name order by kind, text")
    assert found.fetchall() == [
        ("district", "WN7", 360_050, None, None),
        ("postcode", "WN7 1EB", 360_000, None, None),
        ("postcode", "WN7 1EC", 360_200, None, None),
        ("sector", "WN7 1", 360_100, 360_000, 360_200),
    ]
    connection.close()


def test_no_names_still_make_an_index(tmp_path: Path) -> None:
    connection = written(tmp_path)
    assert connection.execute("select count(*) from name").fetchone() == (0,)
    connection.close()


def test_it_commits_nothing_itself(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "names.pack")
    connection.execute("begin")
    assert write_names(connection, [Name("Leigh", NameKind.TOWN, at(0, 0))]) == 1
    connection.rollback()
    assert connection.execute("select count(*) from sqlite_master").fetchone() == (0,)
    connection.close()
