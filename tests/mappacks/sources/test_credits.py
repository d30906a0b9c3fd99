"""Each publisher is named in the words that its licence asks for, and on the map in few."""

from __future__ import annotations

from placeplanner.mappacks.sources import credits


def test_statements_are_worded_as_publishers_ask() -> None:
    ons = credits.national_statistics("Wards", "2023")
    assert ons.attribution == (
        "Source: Office for National Statistics licensed under the Open Government Licence v.3.0."
        " Contains OS data © Crown copyright and database right 2023"
    )
    mail = credits.postcodes("Code-Point Open", "Ordnance Survey", "2025").attribution
    for whose in ("OS data © Crown", "Royal Mail data © Royal Mail", "National Statistics data © Crown"):
        assert f"Contains {whose} copyright and database right 2025" in mail
    heritage = credits.historic_england("Listed buildings", "2026-01")
    assert heritage.attribution.startswith(
        "© Historic England 2026. Contains Ordnance Survey data © Crown copyright and database right 2026."
    )


def test_who_made_a_file_that_does_not_say_is_nobody_on_the_map() -> None:
    said = credits.unknown("Green Flag parks", "2021")
    assert (said.publisher, said.attribution, said.for_the_map) == ("", "", "")


def test_on_the_map_few_words_do() -> None:
    said = credits.open_government("Bus stops", "Transport for Greater Manchester", "2016")
    assert said.for_the_map == "TfGM data, OGL v3"
    assert "Transport for Greater Manchester, Bus stops" in said.attribution
    os_data = credits.ordnance_survey("OS Open Rivers", "2025")
    assert os_data.for_the_map == os_data.attribution
