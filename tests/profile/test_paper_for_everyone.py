"""Paper for everyone: veraPDF finds no rule of PDF/UA-1 broken in any kind of PDF that leaves the app.

It asks what a program can know of how a document sounds; that the words are the right ones is asked beside each kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
import shapely
from msgspec.structs import replace

from placeplanner.domain.kinds import Audience
from placeplanner.domain.moment import Period
from placeplanner.domain.record import Record
from placeplanner.domain.shaping import Shaping
from placeplanner.domain.streetmap import MapLayer
from placeplanner.edits.history import History
from placeplanner.edits.records import AddRecord, ChangeRecord, RemoveRecord
from placeplanner.edits.shaping import ShapeProfile
from placeplanner.fieldwork.photos import read_photo
from placeplanner.profile.atlas import export_atlas
from placeplanner.profile.export import export_profile
from placeplanner.profile.paper import print_map
from placeplanner.store.planfile import PlanFile
from tests.builders import HINDLEY, a_plan, a_point, a_record
from tests.draw.streets import FakeStreets, class_number
from tests.profile.hindley import (
    AWKWARD,
    SHARED,
    a_picture,
    a_plan_of_hindley,
    awkward_records,
    hindley_of,
    only_hindley,
)
from tests.profile.verapdf import VeraPdf, verapdf

pytestmark = [pytest.mark.judge, pytest.mark.qt]
TITLES = (
    "Ynys Môn, tŷ a’r ŵyl",
    "Party 🎉 in the park 🌳👩‍👩‍👧",
    "مكتبة هندلي 12 Library",
    "הספרייה של הינדלי",
    "我们的公园",
    "𝓞𝓾𝓻 𝕳𝖎𝖓𝖉𝖑𝖊𝖞 ﬁ ﷺ ½",
    "<b> & (one) \\ two )\n\tthree",
    "Hin\x00d\ufeffl\u200be\u202ey",
    "Hindley " * 30,
)


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VeraPdf]:
    with verapdf(tmp_path_factory.mktemp("verapdf")) as judge:
        yield judge


@pytest.fixture(scope="module")
def since(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PlanFile, Period]]:
    """A plan with awkward texts, photos, logos and forewords, and the time in which much of it changed."""
    plan = a_plan_of_hindley(tmp_path_factory.mktemp("plan"), awkward_records())
    history, before = History(plan), plan.moment()
    first, *_, last = plan.records()
    history.perform(ChangeRecord(first.id, {"name": "Hindley Library and Hub", "notes": "Told anew."}))
    history.perform(RemoveRecord(last.id))
    history.perform(AddRecord(a_record("priority", "A crossing 🚸", **SHARED, details={"aim": "create"})))
    logo = read_photo(a_picture())
    for audience in Audience:
        shaping = replace(
            Shaping.of(hindley_of(plan).code, audience),
            title="Hindley, ein lle: ŵyl 🎉",
            foreword="\n\n".join(AWKWARD),
            logo=logo.sha256,
            logo_of="Friends of ספרייה",
        )
        history.perform(ShapeProfile(shaping, logo.data))
    yield plan, Period.of(before)
    plan.close()


@pytest.fixture
def plan(since: tuple[PlanFile, Period]) -> PlanFile:
    return since[0]


@pytest.fixture
def objections(judge: VeraPdf, tmp_path: Path) -> Callable[..., dict[str, list[str]]]:
    """What the judge has against each of some files; nothing of one that is in order."""

    def told(*files: Path) -> dict[str, list[str]]:
        assert files
        judged = {file.name: judge.objections(file) for file in files if file.suffix == ".pdf"}
        return {name: found for name, found in judged.items() if found}

    return told


Judged = Callable[..., dict[str, list[str]]]


def a_map(plan: PlanFile, out: Path, streets: FakeStreets | None = None, **wishes: object) -> Path:
    from placeplanner.draw.paper_sizes import Wishes

    print_map(plan, hindley_of(plan), out, Audience.PUBLIC, Wishes(**wishes), streets)  # type: ignore[arg-type]
    return out


def some_streets() -> FakeStreets:
    """A road with a name and a number, and a park."""
    east, north = HINDLEY
    road = shapely.LineString([(east - 900, north - 300), (east, north + 100), (east + 900, north + 200)])
    kind = class_number(MapLayer.ROADS, "a_road")
    names = [("Wigan Road", "a_road", road), ("A577", "a_road", road)]
    return FakeStreets.of({"roads": [(road, kind)]}, names)


@pytest.mark.parametrize("audience", [Audience.GROUP, Audience.PUBLIC])
def test_a_profile_the_easy_edition_and_the_poster_break_no_rule(
    since: tuple[PlanFile, Period], objections: Judged, tmp_path: Path, audience: Audience
) -> None:
    plan, period = since
    formats = ("pdf", "easy", "poster")
    files = export_profile(
        plan, hindley_of(plan), tmp_path, formats=formats, audience=audience, period=period
    )
    assert objections(*files) == {} and len(files) == 3


def test_a_place_of_which_nobody_told_anything_has_a_profile_that_breaks_no_rule(
    objections: Judged, tmp_path: Path
) -> None:
    with a_plan(tmp_path) as plan:
        formats = ("pdf", "easy", "poster")
        files = export_profile(plan, hindley_of(plan), tmp_path / "out", formats=formats)
        assert objections(*files, a_map(plan, tmp_path / "map.pdf")) == {}


def test_an_atlas_with_its_photos_and_what_changed_breaks_no_rule(
    since: tuple[PlanFile, Period], objections: Judged, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_hindley(monkeypatch)
    plan, period = since
    made = export_atlas(plan, tmp_path, formats=["pdf"], audience=Audience.PUBLIC, period=period)
    assert objections(*made.files) == {} and not made.failed


@pytest.mark.parametrize("paper", ["a4", "a3", "a2", "a1", "a0"])
def test_a_map_of_every_size_breaks_no_rule(
    plan: PlanFile, objections: Judged, tmp_path: Path, paper: str
) -> None:
    wishes = {"paper": paper, "has_grid": paper != "a4", "margin_mm": 20.0, "note": "What do you love? 🌳"}
    assert objections(a_map(plan, tmp_path / "map.pdf", some_streets(), **wishes)) == {}


@pytest.mark.parametrize(("tiles", "is_blank"), [("a4", False), ("a3", True)])
def test_a_map_in_sheets_breaks_no_rule(
    plan: PlanFile, objections: Judged, tmp_path: Path, tiles: str, is_blank: bool
) -> None:
    paper = "a3" if tiles == "a4" else "a2"
    wishes = {"paper": paper, "tiles": tiles, "is_blank": is_blank, "has_grid": True}
    assert objections(a_map(plan, tmp_path / "map.pdf", some_streets(), **wishes)) == {}


def test_a_map_of_500_records_breaks_no_rule(objections: Judged, tmp_path: Path) -> None:
    east, north = HINDLEY
    records: list[Record] = [
        a_record(
            "asset",
            f"Record {n} {AWKWARD[n % len(AWKWARD)]}",
            **SHARED,
            geometry=a_point(east + n % 25 * 30, north + n),
        )
        for n in range(500)
    ]
    with a_plan_of_hindley(tmp_path, records) as plan:
        assert objections(a_map(plan, tmp_path / "map.pdf", paper="a3", has_grid=True)) == {}


@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
def test_a_map_breaks_no_rule_whatever_it_is_called(
    plan: PlanFile, objections: Judged, tmp_path: Path, title: str
) -> None:
    assert objections(a_map(plan, tmp_path / "map.pdf", title=title, note=title, is_blank=True)) == {}


@pytest.mark.parametrize(
    ("spoilt", "clause"), [("untagged", "6.2"), ("silent", "7.3"), ("nameless", "7.21.7"), ("unreadable", "")]
)
def test_the_judge_sees_what_is_wrong(
    plan: PlanFile, objections: Judged, tmp_path: Path, spoilt: str, clause: str
) -> None:
    """Else all of the above would prove nothing."""
    whole, file = a_map(plan, tmp_path / "whole.pdf", is_blank=True), tmp_path / "spoilt.pdf"
    with pikepdf.open(whole) as pdf:
        parts = [part for part in pdf.objects if isinstance(part, pikepdf.Dictionary)]
        if spoilt == "untagged":
            del pdf.Root.StructTreeRoot, pdf.Root.MarkInfo
        for part in parts:
            if spoilt == "silent" and part.get("/S") == "/Figure":
                del part.Alt
            if spoilt == "nameless" and "/ToUnicode" in part:
                del part.ToUnicode
        pdf.save(file)
    if spoilt == "unreadable":
        file.write_bytes(b"%PDF-1.7 and nothing else")
    found = objections(whole, file)
    assert list(found) == ["spoilt.pdf"]
    assert any(
        rule.startswith(f"{clause}-" if clause else "The file could not be read")
        for rule in found["spoilt.pdf"]
    )
