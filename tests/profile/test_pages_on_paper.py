"""Pages that nobody would send back: of profiles with little, with much and with pictures, and of an atlas."""

from __future__ import annotations

import datetime
import hashlib
import io
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.change import Change
from placeplanner.domain.framework import load_framework
from placeplanner.domain.ids import PhotoId, new_id
from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import Place, Places
from placeplanner.domain.record import Photo
from placeplanner.exchange.sample import make_sample_plan
from placeplanner.mappacks.shipped import shipped_manifest, shipped_places
from placeplanner.profile import atlas
from placeplanner.profile.atlas import export_atlas
from placeplanner.profile.content import profile_of
from placeplanner.profile.fitting import Fit, fitted
from placeplanner.profile.pdf import to_pdf
from placeplanner.profile.pictures import map_picture, photos_of
from placeplanner.profile.summary import in_order
from placeplanner.store.planfile import PlanFile
from tests.builders import HINDLEY, a_plan, a_point, a_record
from tests.profile.hindley import SHARED, a_plan_of_hindley
from tests.profile.pages_on_paper import SOURCES, Pages, pages_of, smallest_letters

ON = datetime.date(2026, 11, 22)
TOLD = "Somebody told us this at a stall of the summer fair, and a little more than that. "
pytestmark = pytest.mark.qt


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlanFile]:
    path = tmp_path_factory.mktemp("pages") / "sample.gpkg"
    with make_sample_plan(path, load_catalogue(), shipped_places()) as plan:
        yield plan


def paper(plan: PlanFile, name: str, audience: Audience = Audience.PARTNERSHIP) -> Pages:
    return pages_of(written(plan, name, audience))


def written(plan: PlanFile, name: str, audience: Audience = Audience.PARTNERSHIP) -> bytes:
    place = plan.places.named(name)[0]
    profile = profile_of(plan, place, load_framework(), audience, shipped_manifest(), on=ON)
    drawn, photos = map_picture(plan, profile), photos_of(plan, profile)
    return to_pdf(profile, plan.catalogue, map_picture=drawn, pictures=photos)


def faults(pages: Pages) -> list[object]:
    every = range(len(pages.lowest))
    return [*pages.headings_at_the_foot(), *pages.nearly_empty(every), *pages.begins(SOURCES, every)]


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("name", ["Hindley", "Leigh", "Hindley West", "Hindley Green", "Wigan Borough"])
def test_no_page_of_the_sample_ends_with_a_heading_or_is_nearly_empty(
    name: str, audience: Audience, sample: PlanFile
) -> None:
    assert faults(paper(sample, name, audience)) == []


@pytest.mark.parametrize("name", ["Hindley", "Wigan Borough"])
def test_no_letter_is_smaller_than_eight_points_in_charts_and_tables_either(
    name: str, sample: PlanFile
) -> None:
    assert smallest_letters(written(sample, name)) >= 8.0


@pytest.mark.parametrize("name", ["Hindley", "Leigh Central", "Wigan Borough"])
def test_a_place_of_which_nothing_is_known_yet_is_told_on_three_pages(name: str, tmp_path: Path) -> None:
    with a_plan(tmp_path) as plan:
        pages = paper(plan, name)
    assert faults(pages) == [] and len(pages.lowest) <= 3


def test_a_place_with_hundreds_of_records_has_no_page_that_is_nearly_empty(tmp_path: Path) -> None:
    east, north = HINDLEY
    kinds = ("asset", "greenspace", "heritage", "priority")
    many = [
        a_record(
            kinds[n % 4], f"Number {n}", **SHARED, notes=TOLD * (n % 5), geometry=a_point(east + n, north)
        )
        for n in range(240)
    ]
    with a_plan_of_hindley(tmp_path, many) as plan:
        pages = paper(plan, "Hindley")
    assert faults(pages) == [] and len(pages.lowest) < 20


@pytest.mark.parametrize("number", range(1, 7))
def test_photos_of_every_shape_leave_no_page_nearly_empty(number: int, tmp_path: Path) -> None:
    shapes = ((900, 600), (300, 900), (1800, 300), (800, 800), (900, 675), (500, 1200))
    with a_plan_of_hindley(tmp_path) as plan:
        record = next(record for record in plan.records() if record.name == "Hindley Library")
        with plan.step("Photos", by="A test") as writing:
            for size in shapes[: number - 1]:  # one is there
                out = io.BytesIO()
                Image.new("RGB", size, "#2F7D32").save(out, "JPEG")
                digest = hashlib.sha256(out.getvalue()).hexdigest()
                writing.keep_file(digest, "image/jpeg", out.getvalue())
                photo = Photo(PhotoId(new_id()), record.id, digest, "image/jpeg", *size, TOLD)
                writing.write(Change(None, replace(photo, consent=Audience.PUBLIC)))
        assert faults(paper(plan, "Hindley")) == []


@pytest.fixture(scope="module")
def of_some_towns(sample: PlanFile, tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The borough, two towns and what lies in them: the others would say the same."""

    def some(places: Places) -> tuple[Place, ...]:
        wanted = ("E08000010", "town-hindley", "town-leigh")
        return tuple(each for each in in_order(places) if each.code in wanted or each.parent in wanted[1:])

    to = tmp_path_factory.mktemp("atlas")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(atlas, "in_order", some)
        export_atlas(sample, to, formats=["pdf"], on=ON)
    return pages_of((to / "atlas.pdf").read_bytes())


def places_in(pages: Pages) -> list[range]:
    """The pages of each place."""
    starts = [heading.page for heading in pages.headings if _heads_a_place(heading.title, pages)]
    end = next(each.page for each in pages.headings if each.title == "Where it all comes from")
    return [range(start, after) for start, after in zip(starts, [*starts[1:], end], strict=True)]


def _heads_a_place(title: str, pages: Pages) -> bool:
    titles = [each.title for each in pages.headings]
    return any(each == title and after == "Know this place" for each, after in pairwise(titles))


def test_each_place_of_an_atlas_begins_a_page_and_none_of_its_pages_is_nearly_empty(
    of_some_towns: Pages,
) -> None:
    places = places_in(of_some_towns)
    assert len(places) == 1 + 1 + 3 + 1 + 6
    assert of_some_towns.headings_at_the_foot() == []
    for pages in places:
        assert of_some_towns.nearly_empty(pages) == []
        assert of_some_towns.begins(SOURCES, pages) == [], "what closes a place is no page of its own"
        assert len(pages) <= 6 or pages is places[0]


def test_neighbourhoods_lie_inside_their_towns_in_the_outline(of_some_towns: Pages) -> None:
    level = {each.title: each.level for each in of_some_towns.headings}
    assert (level["Wigan Borough"], level["Hindley"], level["Leigh"]) == (0, 0, 0)
    assert (level["Hindley Green"], level["Leigh Central"]) == (1, 1)


def test_what_ends_well_is_set_once_and_what_does_not_is_set_more_closely() -> None:
    asked: list[dict[int, Fit]] = []

    def ends(fits: object) -> list[float]:
        assert isinstance(fits, dict)
        asked.append(fits)
        return [270.0 if number != 1 or fit is Fit.CLOSER else 40.0 for number, fit in fits.items()]

    assert fitted(3, ends) == [Fit.NORMAL, Fit.CLOSER, Fit.NORMAL]
    assert [list(fits) for fits in asked] == [[0, 1, 2], [1], [1]]


def test_where_nothing_helps_the_fullest_last_page_is_taken() -> None:
    found = {Fit.NORMAL: 60.0, Fit.CLOSE: 40.0, Fit.CLOSER: 30.0, Fit.WIDE: 90.0}
    assert fitted(1, lambda fits: [found[fits[0]]]) == [Fit.WIDE]
