"""On paper too nobody reads more than they may: not in what is painted, and not in what only a program can find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from placeplanner.domain.kinds import Audience
from placeplanner.domain.moment import Moment, Period
from placeplanner.domain.shaping import Shaping
from placeplanner.edits.history import History
from placeplanner.edits.records import ChangeRecord
from placeplanner.edits.shaping import ShapeProfile
from placeplanner.fieldwork.photos import read_photo
from placeplanner.profile.atlas import export_atlas
from placeplanner.profile.export import export_profile
from placeplanner.profile.paper import print_map
from placeplanner.store.planfile import PlanFile
from tests.builders import a_record
from tests.profile.hindley import FRIENDS, SECRETS, a_plan_of_hindley, hindley_of, only_hindley
from tests.profile.searching import found_in
from tests.profile.test_shaping import a_logo

OF_THE_GROUP = {"Zanzibar", "quokkas", "Ghostwriter", "Tarantella", "07700900123", "Framboise"}
OF_PARTNERS = {"Pumpernickel", "Gallimaufry"}
OF_NOBODY = {*SECRETS, "Marsupialist"} - OF_THE_GROUP
WITHHELD = {
    Audience.GROUP: OF_NOBODY,
    Audience.PARTNERSHIP: OF_NOBODY | OF_THE_GROUP,
    Audience.PUBLIC: OF_NOBODY | OF_THE_GROUP | OF_PARTNERS,
}
PAPER = (
    "hindley-profile.pdf",
    "hindley-easy-read.pdf",
    "hindley-poster.pdf",
    "atlas.pdf",
    "map.pdf",
    "sheets.pdf",
)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PlanFile, Moment]]:
    """A plan with secrets of every kind, and a moment after which all of its records were told anew."""
    partners = {"group": FRIENDS.id, "consent": Audience.PARTNERSHIP}
    bread = a_record(
        "priority", "Pumpernickel Square", **partners, details={"aim": "keep", "said": "Gallimaufry."}
    )
    plan = a_plan_of_hindley(tmp_path_factory.mktemp("plan"), [bread])
    history, before = History(plan), plan.moment()
    for record in plan.records():
        history.perform(ChangeRecord(record.id, {"name": f"{record.name} (new)"}))
    logo = read_photo(a_logo())
    for audience in Audience:
        shaping = replace(Shaping.of(hindley_of(plan).code, audience), logo=logo.sha256)
        if audience is Audience.GROUP:
            shaping = replace(
                shaping, title="Hindley and Framboise", foreword="Framboise", logo_of="Framboise"
            )
        history.perform(ShapeProfile(shaping, logo.data))
    yield plan, before
    plan.close()


def on_paper(story: tuple[PlanFile, Moment], to: Path, audience: Audience) -> dict[str, Path]:
    """Every kind of PDF, by name."""
    from placeplanner.draw.paper_sizes import Wishes

    plan, before = story
    here, period = hindley_of(plan), Period.of(before)
    formats = ("pdf", "easy", "poster")
    files = [*export_profile(plan, here, to, formats=formats, audience=audience, period=period)]
    files += export_atlas(plan, to, formats=["pdf"], audience=audience, period=period).files
    for name, wishes in (("map", Wishes(has_grid=True)), ("sheets", Wishes(paper="a3", tiles="a4"))):
        files.append(to / f"{name}.pdf")
        print_map(plan, here, files[-1], audience, wishes)
    return {file.name: file for file in files}


@pytest.mark.qt
@pytest.mark.parametrize("audience", Audience)
def test_no_word_of_what_is_withheld_is_anywhere_on_paper(
    story: tuple[PlanFile, Moment], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, audience: Audience
) -> None:
    only_hindley(monkeypatch)
    files = on_paper(story, tmp_path, audience)
    assert set(files) == set(PAPER)
    every = OF_NOBODY | OF_THE_GROUP | OF_PARTNERS
    found = {name: found_in(file, every) for name, file in files.items()}
    assert [
        (name, words & WITHHELD[audience]) for name, words in found.items() if words & WITHHELD[audience]
    ] == []
    may_read = every - WITHHELD[audience]  # else that nothing is found for others would prove nothing
    assert may_read <= found["hindley-profile.pdf"] & found["atlas.pdf"]
    assert all(may_read & {"Pumpernickel"} <= words for words in found.values())


def _paint(pdf: pikepdf.Pdf) -> None:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name.Any)
    font.ToUnicode = pdf.make_stream(
        b"2 beginbfrange <0001> <0002> <0041> <0003> <0004> [<0043> <0044>] endbfrange "
        b"1 beginbfchar <0005> <00450066> endbfchar"
    )
    pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    # one letter upon the other, in an order of their own, as a table or a label may paint them
    painted = b"BT /F1 9 Tf 3 Tr <0001> Tj [<0002> -80 <0003>] TJ 0 0 Td <0004> Tj <0005> Tj <0001> Tj ET"
    pdf.pages[0].Contents = pdf.make_stream(painted)


WAYS: dict[str, Callable[[pikepdf.Pdf], object]] = {
    "painted": _paint,
    "attached": lambda pdf: pdf.attachments.__setitem__("a.txt", b"So ABCDEfA is."),
    "titled": lambda pdf: pdf.docinfo.__setitem__("/Title", "ABCDEfÂ ABCDEfA"),
    "told": lambda pdf: pdf.Root.__setitem__("/Alt", pikepdf.String("One ŵ ABCDEfA")),
    "marked": lambda pdf: pdf.pages[0].__setitem__(
        "/Contents", pdf.make_stream(b"/Span <</ActualText <FEFF0041004200430044004500660041>>> BDC EMC")
    ),
    "broken": lambda pdf: pdf.docinfo.__setitem__("/Title", "AB-\ncdefa"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_word_is_found_however_it_is_in_a_pdf(tmp_path: Path, way: str) -> None:
    file = tmp_path / "made.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(file)
        assert found_in(file, ["ABCDEfA"]) == set()
        WAYS[way](pdf)
        pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
    assert b"ABCDEfA" not in file.read_bytes()
    assert found_in(file, ["ABCDEfA", "Another"]) == {"ABCDEfA"}
