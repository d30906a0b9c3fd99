"""Tables with positions, however they are written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from placeplanner.domain.coordinates import eastings_northings
from placeplanner.errors import Problem
from tests.mappacks.sources.files import HINDLEY, HINDLEY_LONLAT, Reading, reading

LON, LAT = HINDLEY_LONLAT
AT = tuple(eastings_northings(np.array([[LON, LAT]]))[0])


def _table(path: Path, text: str, encoding: str = "utf-8") -> Reading:
    path.write_bytes(text.encode(encoding))
    return reading(path)


def _at(found: Reading) -> tuple[float, ...]:
    (drawn,) = found.drawn()
    return tuple(shapely.get_coordinates(drawn.geometries)[0])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_delimiter_and_any_encoding_will_do(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = "\r\n".join(
        delimiter.join(cells)
        for cells in (
            ["Name", "Latitude", "Longitude"],
            ["Café “Règle”", str(LAT), str(LON)],
            ["b", str(LAT), str(LON)],
        )
    )
    found = _table(tmp_path / "cafes.csv", text + "\r\n", encoding)
    (drawn,) = found.drawn()
    assert drawn.names == ("Café “Règle”", "b") and drawn.reference == "cafes"
    assert "“Longitude” and “Latitude”" in found.sources[0].file.coordinates


@pytest.mark.parametrize(
    "headings",
    ["Easting,Northing", "X_COORDINATE,Y_COORDINATE", "oseast1m,osnrth1m", "GEOMETRY_X,GEOMETRY_Y"],
)
def test_eastings_and_northings_are_found_by_name(tmp_path: Path, headings: str) -> None:
    found = _table(tmp_path / "a.csv", f"name,{headings}\na,{HINDLEY[0]},{HINDLEY[1]}\n")
    assert _at(found) == HINDLEY


def test_latitude_and_longitude_are_found_by_their_values(tmp_path: Path) -> None:
    found = _table(tmp_path / "a.csv", f"name,p,q\na,{LAT},{LON}\nb,{LAT},{LON}\n")
    assert _at(found) == pytest.approx(AT, abs=0.001)
    assert "told by their values" in found.sources[0].file.coordinates


def test_swapped_headings_are_put_right_and_said(tmp_path: Path) -> None:
    found = _table(tmp_path / "a.csv", f"name,lat,lon\na,{LON},{LAT}\n")
    assert _at(found) == pytest.approx(AT, abs=0.001)
    assert any("other way round" in note for note in found.tally.notes)


def test_x_and_y_are_told_apart_by_their_values(tmp_path: Path) -> None:
    assert _at(_table(tmp_path / "a.csv", f"name,x,y\na,{HINDLEY[0]},{HINDLEY[1]}\n")) == HINDLEY
    assert _at(_table(tmp_path / "b.csv", f"name,x,y\na,{LON},{LAT}\n")) == pytest.approx(AT, abs=0.001)


def test_shapes_written_as_text_are_read(tmp_path: Path) -> None:
    found = _table(
        tmp_path / "a.csv",
        f'name,wkt\na,"POLYGON (({LON} {LAT}, {LON + 0.01} {LAT}, {LON} {LAT + 0.01}, {LON} {LAT}))"\nb,nonsense\nc,\n'.replace(
            "nonsense", "POINT (broken"
        ),
    )
    assert found.tally.read == 3 and found.tally.kept == 1 and found.tally.refused.total() == 2


def test_lines_without_a_position_are_refused_and_counted(tmp_path: Path) -> None:
    found = _table(tmp_path / "a.csv", f"name,lat,lon\na,{LAT},{LON}\nb,,\nc,unknown,{LON}\nshort\n\n")
    assert found.tally.read == 4 and found.tally.kept == 1
    assert found.tally.refused == {"it has no position": 3}


def test_a_table_without_positions_names_its_columns(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="among: name, postcode"):
        _table(tmp_path / "a.csv", "name,postcode\na,WN2 3AA\n")


def test_headings_alone_are_an_empty_table(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="is empty"):
        _table(tmp_path / "a.csv", "name,lat,lon\n")


def test_prose_is_not_a_table(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="not a map or a table"):
        _table(tmp_path / "a.csv", "Dear all\n\nhere is the list\n")


def test_a_directory_of_postcodes_leaves_out_what_is_no_longer_in_use(tmp_path: Path) -> None:
    found = _table(
        tmp_path / "ONSPD_AUG_2024_UK.csv",
        f"pcd,pcds,doterm,oseast1m,osnrth1m,lat,long\nWN2 3AA,WN2 3AA,,{HINDLEY[0]},{HINDLEY[1]},{LAT},{LON}\n"
        f"WN2 3AB,WN2 3AB,201206,{HINDLEY[0]},{HINDLEY[1]},{LAT},{LON}\nJE2 3AB,JE2 3AB,,,,99.999999,0\n",
    )
    assert [name.text for name in found.names] == ["WN2 3AA", "WN2 3", "WN2"]
    assert found.tally.left_out == {"it is no longer in use": 1} and found.tally.refused.total() == 1
    assert found.sources[0].file.credits.date == "2024-08"


def test_schools_of_the_national_register_are_known_by_their_numbers(tmp_path: Path) -> None:
    found = _table(
        tmp_path / "edubasealldata20240901.csv",
        "URN,EstablishmentName,EstablishmentStatus (name),Street,Town,Postcode,Easting,Northing\n"
        f"106400,Hindley High School,Open,Mornington Road,Wigan,WN2 4LG,{HINDLEY[0]},{HINDLEY[1]}\n"
        f"106401,Old School,Closed,Mornington Road,Wigan,WN2 4LG,{HINDLEY[0]},{HINDLEY[1]}\n",
        "cp1252",
    )
    (thing,) = found.things
    assert thing.origin == "urn:106400" and thing.category == "school"
    assert thing.details["address"] == "Mornington Road, Wigan, WN2 4LG"
    assert found.tally.left_out == {"it has closed": 1}


def test_stops_of_the_national_register_are_stops(tmp_path: Path) -> None:
    found = _table(
        tmp_path / "Stops.csv",
        "ATCOCode,CommonName,Indicator,Street,StopType,Status,Easting,Northing,Longitude,Latitude\n"
        f"1800SB1,Market Place,Stop A,MARKET STREET,BCT,active,,,{LON},{LAT}\n"
        f"1800SB2,Market Place,Stop B,MARKET STREET,BCT,inactive,,,{LON},{LAT}\n"
        f"9400ZZ1,Hindley Tram,,STATION ROAD,MET,active,,,{LON},{LAT}\n"
        f"1800TX1,Taxi Rank,,STATION ROAD,TXR,active,,,{LON},{LAT}\n",
    )
    assert {thing.origin for thing in found.things} == {"stop:1800SB1", "stop:9400ZZ1"}
    assert found.things[0].details["address"] == "Stop A, Market Street"
    assert found.tally.left_out.total() == 2
