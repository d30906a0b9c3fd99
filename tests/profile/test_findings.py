"""What a profile makes of its figures: a sentence that is true, a chart where there is something to see, the same as a table."""

from __future__ import annotations

from msgspec.structs import replace

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Kind
from placeplanner.domain.place import Place
from placeplanner.insight.counting import Heritage, StrengthCount
from placeplanner.insight.gaps import Theme
from placeplanner.insight.quality import Freshness
from placeplanner.insight.standards import load_standards
from placeplanner.mappacks.shipped import shipped_manifest, shipped_places
from placeplanner.profile.blocks import Block, Chart, Table
from placeplanner.profile.findings.deprivation import deprivation
from placeplanner.profile.findings.finding import name_in_chart
from placeplanner.profile.findings.freshness import freshness
from placeplanner.profile.findings.pride import heritage, strengths
from placeplanner.profile.findings.wishes import wishes

KNOWN = tuple(each for each in shipped_manifest().figures if each.name.endswith("_mean_decile"))
PRIORITY = load_catalogue()[Kind.PRIORITY]


def ids(number: int) -> tuple[RecordId, ...]:
    return tuple(RecordId(str(each)) for each in range(number))


def the_chart(blocks: list[Block]) -> Chart:
    (chart,) = blocks
    assert isinstance(chart, Chart)
    return chart


def hindley(**scores: float) -> Place:
    """The town with scores of its own, the rest at 6."""
    place = shipped_places().named("town-hindley")[0]
    return replace(place, figures={each.name: scores.get(each.name.split("_")[0], 6.0) for each in KNOWN})


def test_how_many_measures_are_worse_than_england_is_the_finding() -> None:
    borough = shipped_places().borough
    titles = (
        the_chart(deprivation(KNOWN, place, borough)).title
        for place in (hindley(), hindley(income=5.4), hindley(income=5.5), hindley(income=1.0, crime=2.0))
    )
    assert list(titles) == [
        "Hindley is less deprived than England on all seven measures",
        "Hindley is more deprived than England on one of the seven measures",
        "Hindley is less deprived than England on all seven measures",
        "Hindley is more deprived than England on two of the seven measures",
    ]


def test_one_measure_alone_is_a_table() -> None:
    (block,) = deprivation(KNOWN[:1], hindley(), None)
    assert isinstance(block, Table)
    assert block.rows == (("Overall deprivation", "6.0", "5.5"),)


def counts(*numbers: int) -> list[StrengthCount]:
    strengths = load_standards().strengths
    return [StrengthCount(each, ids(number)) for each, number in zip(strengths, numbers, strict=True)]


def test_the_strengths_say_what_there_is_most_of_and_what_nobody_has_told() -> None:
    told = the_chart(strengths(counts(0, 2, 3, 5, 5, 1)))
    assert told.title == "Most on the map: buildings, land and ways; work and trade. Nothing yet: people"
    assert "Groups and clubs 2; Institutions 3; Buildings, land and ways 5" in told.alt
    assert the_chart(strengths(counts(1, 2, 3, 5, 4, 1))).title.endswith("There is something of every kind")
    assert the_chart(strengths(counts(0, 0, 0, 0, 4, 1))).title.endswith("Nothing yet of four other kinds")
    assert [block.type for block in strengths(counts(0, 0, 0, 0, 4, 0))] == ["table"]
    assert strengths(counts(0, 0, 0, 0, 0, 0)) == []


def test_heritage_that_nobody_judged_is_not_called_cared_for() -> None:
    second = Heritage("II", ids(9), cared_for=ids(4), neglected=ids(1), unjudged=ids(2))
    other = Heritage("", ids(3), cared_for=(), neglected=(), unjudged=ids(3))
    told = the_chart(heritage([second, other]))
    assert told.title == "One of seven pieces of heritage that were judged is neglected or in danger"
    assert told.table.rows == (
        ("Listed, Grade II", "9", "4", "2", "1", "2"),
        ("All other heritage", "3", "0", "0", "0", "3"),
    )
    assert (
        "Listed, Grade II: 9 in all, 4 cared for, 2 fair, 1 neglected or in danger, 2 not judged yet."
        in told.alt
    )
    sound = the_chart(heritage([replace(second, neglected=()), other]))
    assert sound.title == "None of seven pieces of heritage that were judged is neglected or in danger"
    assert heritage([other]) == []


def theme(code: str, **numbers: int) -> Theme:
    return Theme(code, tuple((aim.strip("_"), ids(number)) for aim, number in numbers.items()))


def test_the_theme_that_people_speak_of_most_is_named_where_there_is_one() -> None:
    told = the_chart(
        wishes([theme("natural_space", keep=1, create=3), theme("feeling_safe", improve=2)], PRIORITY)
    )
    assert told.title == "People speak most of natural space: 4 of 6 priorities"
    assert told.alt.endswith("Natural space: keep 1, create 3. Feeling safe: improve 2.")
    assert told.table.rows[0] == ("Natural space", "4", "1", "–", "3", "–")
    level = wishes([theme("natural_space", keep=2), theme("feeling_safe", improve=1, _=1)], PRIORITY)
    assert the_chart(level).title == "People want four things, on two themes"


def test_where_the_list_says_it_all_there_is_no_chart_of_wishes() -> None:
    assert wishes([theme("natural_space", keep=7)], PRIORITY) == []
    assert wishes([theme("natural_space", keep=1), theme("feeling_safe", create=1)], PRIORITY) == []
    assert wishes([], PRIORITY) == []


def test_records_of_one_age_need_no_chart_and_those_of_unknown_age_are_counted() -> None:
    ages = ("Less than half a year", "Half a year to a year", "One to two years", "Nobody can tell")
    told = the_chart(
        freshness([Freshness(age, ids(number)) for age, number in zip(ages, (5, 1, 0, 2), strict=True)])
    )
    assert told.title == "Somebody has looked at 6 of 8 records within a year"
    assert told.table.rows[-1] == ("Nobody can tell", "2")
    fresh = the_chart(
        freshness([Freshness(age, ids(number)) for age, number in zip(ages, (5, 1, 0, 0), strict=True)])
    )
    assert fresh.title == "Somebody has looked at every record within a year"
    assert fresh.table.rows[-1] == ("One to two years", "0")
    assert (
        freshness([Freshness(age, ids(number)) for age, number in zip(ages, (5, 0, 0, 0), strict=True)]) == []
    )


def test_a_name_that_letters_of_a_chart_cannot_show_is_this_place() -> None:
    place = shipped_places().named("town-hindley")[0]
    names = ("Hindley", "公园", "Green 🌳", "A name that goes on and on and on and on")
    assert [name_in_chart(replace(place, name=name)) for name in names] == ["Hindley", *("This place",) * 3]
