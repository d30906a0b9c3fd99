"""All places at once: one document, linked pages, and nothing lost when it stops halfway."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from placeplanner.domain.change import Change
from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import PlaceKind
from placeplanner.edits.evidence import ChangePhoto
from placeplanner.edits.history import History
from placeplanner.edits.places import CorrectTown
from placeplanner.errors import Problem
from placeplanner.profile import atlas as module
from placeplanner.profile.atlas import export_atlas, page_name
from placeplanner.profile.atlas_sources import by_number, told_once
from placeplanner.profile.blocks import SourceLine
from placeplanner.profile.multiples import Measure, small_map
from placeplanner.profile.summary import in_order
from placeplanner.store.planfile import PlanFile
from tests.exchange.judges import judge
from tests.profile.hindley import (
    ANN,
    SECRETS,
    a_plan_of_hindley,
    awkward_records,
    hindley_of,
    only_hindley,
)
from tests.profile.searching import found_in
from tests.profile.test_pdf import text_of


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[PlanFile]:
    with a_plan_of_hindley(tmp_path, awkward_records()) as plan:
        yield plan


@pytest.fixture
def few_places(monkeypatch: pytest.MonkeyPatch) -> None:
    only_hindley(monkeypatch)


def test_the_borough_comes_first_then_each_town_before_its_neighbourhoods(plan: PlanFile) -> None:
    names = [place.name for place in in_order(plan.places)]
    assert len(names) == 55 and names[0] == "Wigan Borough"
    at = names.index("Hindley")
    assert names[at + 1 : at + 4] == ["Hindley East", "Hindley Green", "Hindley West"]


def test_every_place_has_a_page_and_every_link_leads_to_one(plan: PlanFile, tmp_path: Path) -> None:
    made = export_atlas(plan, tmp_path / "atlas", formats=["html"])
    assert len(made.files) == 56 and not made.failed
    index = (tmp_path / "atlas" / "index.html").read_text(encoding="utf-8")
    links = set(re.findall(r'href="([^"#]+\.html)"', index))
    assert links == {page_name(place, plan) for place in plan.places}
    assert all((tmp_path / "atlas" / link).is_file() for link in links)
    page = (tmp_path / "atlas" / page_name(hindley_of(plan), plan)).read_text(encoding="utf-8")
    assert '<a href="index.html">All places</a>' in page
    assert index.count('<ul class="steps">') == 6, "each small map has the numbers of its steps"


@pytest.mark.usefixtures("few_places")
def test_an_atlas_that_was_stopped_goes_on_where_it_was(plan: PlanFile, tmp_path: Path) -> None:
    to, asked = tmp_path / "atlas", iter([False, False, True])
    first = export_atlas(plan, to, formats=["html"], cancelled=lambda: next(asked))
    assert first.is_cancelled and len(first.files) == 2 and not (to / "index.html").exists()
    again = export_atlas(plan, to, formats=["html"])
    assert again.kept == 2 and len(again.files) == 6 and (to / "index.html").exists()
    for_others = export_atlas(plan, to, formats=["html"], audience=Audience.PUBLIC)
    assert for_others.kept == 0  # made for somebody else, they say something else


@pytest.mark.usefixtures("few_places")
def test_pages_are_made_anew_when_a_place_has_become_another(plan: PlanFile, tmp_path: Path) -> None:
    to = tmp_path / "atlas"
    export_atlas(plan, to, formats=["html"])
    elsewhere = plan.places.named("Leigh Central")[0]
    History(plan).perform(CorrectTown(elsewhere.code, hindley_of(plan).code))
    assert export_atlas(plan, to, formats=["html"]).kept == 0


@pytest.mark.usefixtures("few_places")
def test_pages_are_made_anew_when_somebody_may_no_longer_be_named(plan: PlanFile, tmp_path: Path) -> None:
    to = tmp_path / "atlas"
    export_atlas(plan, to, formats=["html"])
    with plan.step("Asked not to be named") as writing:
        writing.write(Change(ANN, replace(ANN, may_be_named=False)))
    assert export_atlas(plan, to, formats=["html"]).kept == 0
    pages = [page.read_text(encoding="utf-8") for page in to.glob("*.html")]
    assert not any(ANN.name in page for page in pages)


@pytest.mark.usefixtures("few_places")
def test_pages_are_made_anew_when_a_photo_may_no_longer_be_shown(plan: PlanFile, tmp_path: Path) -> None:
    to = tmp_path / "atlas"
    export_atlas(plan, to, formats=["html"])
    assert "The spire at dusk" in (to / "hindley.html").read_text(encoding="utf-8")
    photos = (photo for record in plan.records() for photo in plan.photos(record.id))
    (shown,) = (photo for photo in photos if photo.caption == "The spire at dusk")
    History(plan).perform(ChangePhoto(shown.id, {"consent": Audience.GROUP}))
    assert export_atlas(plan, to, formats=["html"]).kept == 0
    assert not any("The spire at dusk" in page.read_text(encoding="utf-8") for page in to.glob("*.html"))


@pytest.mark.usefixtures("few_places")
def test_a_place_that_fails_is_named_and_does_not_stop_the_rest(
    plan: PlanFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module.profile_of

    def failing(reader: object, place: object, *rest: object, **more: object) -> object:
        if getattr(place, "name", "") == "Hindley West":
            raise Problem("This place has no outline.")
        return real(reader, place, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "profile_of", failing)
    made = export_atlas(plan, tmp_path / "atlas")
    assert [one.place.name for one in made.failed] == ["Hindley West"]
    index = (tmp_path / "atlas" / "index.html").read_text(encoding="utf-8")
    assert "Hindley West (could not be made)" in index and "hindley-west.html" not in index
    assert (tmp_path / "atlas" / "atlas.pdf").exists()


@pytest.mark.usefixtures("few_places")
def test_the_document_is_tagged_and_its_outline_leads_to_each_place(plan: PlanFile, tmp_path: Path) -> None:
    export_atlas(plan, tmp_path / "atlas", formats=["pdf"])
    data = (tmp_path / "atlas" / "atlas.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(data)) as document:
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        with document.open_outline() as outline:
            tops = [item.title for item in outline.root]
            hindley = [item.title for item in outline.root[2].children]
            inside = [item.title for item in outline.root[2].children[-1].children]
    assert tops == [
        "The borough at a glance",
        "Wigan Borough",
        "Hindley",
        "Where it all comes from",
    ]
    assert hindley[0] == "Know this place" and hindley[-3:] == [
        "Hindley East",
        "Hindley Green",
        "Hindley West",
    ]
    assert inside[0] == "Know this place" and inside[-1].startswith("Sources")


@pytest.mark.usefixtures("few_places")
def test_what_all_places_come_from_is_listed_once_and_each_place_names_it_by_number(
    plan: PlanFile, tmp_path: Path
) -> None:
    export_atlas(plan, tmp_path / "atlas", formats=["pdf"])
    text = " ".join(text_of((tmp_path / "atlas" / "atlas.pdf").read_bytes()).split())
    start = text.index("Where it all comes from", len(text) // 2)
    assert "English Indices of Deprivation" not in text[:start]
    assert text[start:].count("English Indices of Deprivation") == 1
    assert text[:start].count("of the list at the end of this atlas.") == 5


def test_sources_are_told_by_their_numbers_and_how_many_records_stand_on_them() -> None:
    census, names = SourceLine("Census 2021", "ONS"), SourceLine("MSOA names")
    here = (census, names, SourceLine("Summer fair", behind="behind one record"))
    there = (census, names, SourceLine("A walk", behind="behind two records"), SourceLine("Streets"))
    every = told_once([here, there])
    assert [source.title for source in every] == [
        "Census 2021",
        "MSOA names",
        "Streets",
        "A walk",
        "Summer fair",
    ]
    assert (
        by_number(here, every)
        == "Sources 1, 2 and 5 (behind one record) of the list at the end of this atlas."
    )
    assert by_number(there[2:], every) == (
        "Sources 3 and 4 (behind two records) of the list at the end of this atlas."
    )


@pytest.mark.judge
@pytest.mark.usefixtures("few_places")
def test_poppler_reads_the_document_in_order(plan: PlanFile, tmp_path: Path) -> None:
    export_atlas(plan, tmp_path / "atlas", formats=["pdf"])
    file = tmp_path / "atlas" / "atlas.pdf"
    told = subprocess.run([judge("pdftotext"), file, "-"], capture_output=True, text=True, check=True)
    assert told.stderr == ""
    parts = ["Wigan Borough", "Hindley", "Hindley East", "Hindley Green", "Hindley West"]
    begin = [
        re.search(rf"^\f?{name}$(?=(?:(?!\f).)*^Know this place$)", told.stdout, re.MULTILINE | re.DOTALL)
        for name in parts
    ]
    assert all(begin)
    places = [found.start() for found in begin if found]
    assert told.stdout.index("The borough at a glance") < places[0] and places == sorted(places)
    headings = [
        "Know this place",
        "Show our love",
        "Connect to",
        "Listen deeply",
        "See the person",
        "Sources",
    ]
    for start, end in zip(places, [*places[1:], len(told.stdout)], strict=True):
        found = [told.stdout[start:end].index(words) for words in headings]
        assert found == sorted(found)


@pytest.mark.usefixtures("few_places")
@pytest.mark.parametrize("audience", [Audience.PARTNERSHIP, Audience.PUBLIC])
def test_no_secret_is_in_any_file_of_an_atlas(plan: PlanFile, tmp_path: Path, audience: Audience) -> None:
    made = export_atlas(plan, tmp_path / "atlas", audience=audience)
    for file in made.files:
        assert found_in(file, SECRETS) == set(), file.name
    assert found_in(tmp_path / "atlas" / "atlas.pdf", ["sledging"])


def test_what_is_no_format_is_refused_in_words(plan: PlanFile, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="cannot be written as “docx”"):
        export_atlas(plan, tmp_path / "atlas", formats=["docx"])


def test_a_folder_that_is_a_file_is_refused_in_words(plan: PlanFile, tmp_path: Path) -> None:
    (tmp_path / "atlas").write_text("mine")
    with pytest.raises(Problem, match="could not be written"):
        export_atlas(plan, tmp_path / "atlas")
    assert (tmp_path / "atlas").read_text() == "mine"


def test_a_small_map_has_a_step_for_every_place_and_says_what_it_shows(plan: PlanFile) -> None:
    chosen = plan.places.children("town-hindley")
    values = {place.code: float(number) for number, place in enumerate(chosen[:2])}
    measure = Measure("Assets", values, {code: f"{value:.0f}" for code, value in values.items()})
    drawn = small_map(chosen, measure).decode()
    assert drawn.count("<path") == 4 and drawn.count("stroke-dasharray") == 1  # one is not known
    assert measure.in_words == "Assets: from 0 to 1. The table gives every value."
    assert Measure("Votes", {}, {}).in_words == "Votes: nothing is known yet."


def test_places_without_any_are_in_the_palest_step_however_many_they_are(plan: PlanFile) -> None:
    chosen = plan.places.of_kind(PlaceKind.NEIGHBOURHOOD)
    values = {place.code: float(number // 30) for number, place in enumerate(chosen)}
    measure = Measure("Priorities", values, {code: f"{value:.0f}" for code, value in values.items()})
    assert measure.step(chosen[0].code) == 0 and measure.step(chosen[-1].code) == 4
    assert [words for _, words in measure.legend] == ["0", "1"]
    residents = {place.code: 100.0 + number for number, place in enumerate(chosen)}
    of_many = Measure("Residents", residents, {code: f"{value:.0f}" for code, value in residents.items()})
    assert [words for _, words in of_many.legend] == [
        "100 to 107",
        "108 to 115",
        "116 to 123",
        "124 to 131",
        "132 to 139",
    ]
