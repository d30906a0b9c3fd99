"""What people type, and what they mean by it."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from placeplanner.cli import choosing
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.kinds import Kind
from placeplanner.domain.place import Places
from placeplanner.errors import Problem
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.store.planfile import PlanFile


@pytest.fixture
def everywhere() -> Places:
    return shipped_places()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Hindley", "Hindley"),
        ("hindley", "Hindley"),
        ("  HINDLEY  west ", "Hindley West"),
        ("hindley w", "Hindley West"),
        ("E02001287", "Standish North"),
        ("town-leigh", "Leigh"),
        ("ashton", "Ashton-in-Makerfield"),
        ("ashton in makerfield", "Ashton-in-Makerfield"),
        ("Wigan", "Wigan"),
        ("wigan rural", "Wigan Rural District"),
        ("borough", "Wigan Borough"),
        ("Wigan Borough", "Wigan Borough"),
        ("E08000010", "Wigan Borough"),
        ("Winstanley", "Winstanley"),
        ("aspull and red rock", "Aspull & Red Rock"),
    ],
)
def test_a_place_is_found_however_it_is_written(everywhere: Places, typed: str, meant: str) -> None:
    assert choosing.place(everywhere, typed).name == meant


def test_an_unknown_place_is_told_with_what_is_nearly_like_it(everywhere: Places) -> None:
    with pytest.raises(Problem, match="Did you mean Hindley"):
        choosing.place(everywhere, "hindly")


def test_a_place_that_is_nothing_like_any_lists_the_towns(everywhere: Places) -> None:
    with pytest.raises(Problem, match=r"The towns are Abram.*“placeplanner places”"):
        choosing.place(everywhere, "xyzzy")


def test_an_ambiguous_place_lists_the_choices_with_their_codes(everywhere: Places) -> None:
    with pytest.raises(Problem, match=r"may be one of several places: .*Pemberton North \(E02001297\)"):
        choosing.place(everywhere, "Pemberton")


def test_an_empty_place_is_refused(everywhere: Places) -> None:
    with pytest.raises(Problem):
        choosing.place(everywhere, "  ")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("asset", Kind.ASSET),
        ("Assets", Kind.ASSET),
        ("green", Kind.GREENSPACE),
        ("priorities", Kind.PRIORITY),
        ("h", Kind.HERITAGE),
    ],
)
def test_a_kind_is_found_by_its_beginning_or_its_plural(typed: str, meant: Kind) -> None:
    assert choosing.kind(typed) is meant


@pytest.mark.parametrize("typed", ["", "thing", "assest"])
def test_an_unknown_kind_lists_all_four(typed: str) -> None:
    with pytest.raises(click.BadParameter, match="asset, greenspace, heritage, priority"):
        choosing.kind(typed)


@pytest.mark.parametrize(
    ("typed", "kinds", "meant"),
    [
        ("library", (Kind.ASSET,), "library"),
        ("Library", (), "library"),
        ("community centre", (), "community_centre"),
        ("shop or cafe", (), "shop_or_cafe"),
        ("GP", (), "health_service"),
        ("towpath", (Kind.ASSET,), "walking_or_cycling_route"),
        ("listed", (), "listed_building"),
        ("story", (), "story_or_memory"),
    ],
)
def test_a_category_is_found_by_code_label_or_another_name(
    typed: str, kinds: tuple[Kind, ...], meant: str
) -> None:
    assert choosing.category(load_catalogue(), typed, kinds)[1].code == meant


def test_a_slip_in_a_category_is_told_with_the_nearest_and_where_to_see_all() -> None:
    with pytest.raises(Problem) as told:
        choosing.category(load_catalogue(), "libary", (Kind.ASSET,))
    assert "Did you mean library?" in str(told.value)
    assert "placeplanner kinds asset" in str(told.value)


def test_a_category_of_another_kind_is_refused() -> None:
    with pytest.raises(Problem, match="no category “memorial” of the kind asset"):
        choosing.category(load_catalogue(), "memorial", (Kind.ASSET,))


def test_an_ambiguous_category_lists_the_choices_with_their_kinds() -> None:
    with pytest.raises(Problem, match=r"one of several categories: .*\(asset\)"):
        choosing.category(load_catalogue(), "s")


def test_a_record_is_found_by_the_beginning_of_its_id_or_its_name(sample_file: Path) -> None:
    with PlanFile.open(sample_file, load_catalogue(), read_only=True) as plan:
        library = choosing.record(plan, "hindley library")
        assert library.name == "Hindley Library"
        assert choosing.record(plan, library.id) == library
        assert choosing.record(plan, library.id[:8].upper()) == library


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "placeplanner list FILE"),
        ("0", "Write more of the id"),
        ("zzz", "No record has the id or the name"),
        ("Hindley Librari", "Did you mean “Hindley Library”"),
    ],
)
def test_a_record_that_is_not_clear_is_told_in_words(sample_file: Path, typed: str, says: str) -> None:
    with (
        PlanFile.open(sample_file, load_catalogue(), read_only=True) as plan,
        pytest.raises(Problem) as told,
    ):
        choosing.record(plan, typed)
    assert says in str(told.value)


def test_groups_contributors_and_sessions_are_found_by_part_of_their_names(sample_file: Path) -> None:
    with PlanFile.open(sample_file, load_catalogue(), read_only=True) as plan:
        assert "Towpath" in choosing.group(plan, "towpath").name
        assert "library" in choosing.contributor(plan, "library regular").name
        assert "Hindley" in choosing.session(plan, "2026-03-12").name
        with pytest.raises(Problem, match="several groups"):
            choosing.group(plan, "sample")
        with pytest.raises(Problem, match=r"placeplanner sessions FILE --add “Nowhere”"):
            choosing.session(plan, "Nowhere")


def test_only_some_of_many_choices_are_listed() -> None:
    assert choosing.listed(str(n) for n in range(20)) == "0, 1, 2, 3, 4, 5, 6, 7 and 12 more"


def test_what_is_much_less_alike_than_the_best_is_not_suggested() -> None:
    assert choosing.nearest("libary", ["library", "pub", "gallery"]) == ["library"]
    assert choosing.nearest("zzz", ["library"]) == []
