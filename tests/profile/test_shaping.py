"""Shaping a profile: kept in the plan, undone like any edit, and never a way past consent."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.ids import PhotoId
from placeplanner.domain.kinds import Audience
from placeplanner.domain.shaping import Shaping
from placeplanner.edits.history import History
from placeplanner.edits.shaping import ShapeProfile, shaping_of
from placeplanner.exchange.redact import What
from placeplanner.fieldwork.photos import read_photo
from placeplanner.profile.blocks import LOGO, Pictures, Profile
from placeplanner.profile.export import EVERY_FORMAT, export_profile
from placeplanner.profile.leaving_out import left_out, side_by_side
from placeplanner.profile.pictures import photos_of
from placeplanner.profile.released import released_to
from placeplanner.profile.shaping import paragraphs, warnings_of
from placeplanner.store.planfile import PlanFile
from tests.profile.hindley import SECRETS, a_plan_of_hindley, hindley_of, profile_of_hindley
from tests.profile.searching import found_in

KEYS = ("know", "pride", "connect", "listen", "person", "right")


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[PlanFile]:
    with a_plan_of_hindley(tmp_path) as plan:
        yield plan


def bare(plan: PlanFile, audience: Audience = Audience.PARTNERSHIP) -> Shaping:
    return Shaping.of(hindley_of(plan).code, audience)


def a_logo() -> bytes:
    """With words in it that must not get out."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Marsupialist"  # what it shows
    exif[0x013B] = "Marsupialist"  # who drew it
    Image.new("RGB", (80, 40), "#2F7D32").save(out, "JPEG", exif=exif, comment=b"Marsupialist")
    return out.getvalue()


def shape(plan: PlanFile, audience: Audience = Audience.PARTNERSHIP, **values: object) -> Profile:
    History(plan).perform(ShapeProfile(replace(bare(plan, audience), **values)))  # type: ignore[arg-type]
    return profile_of_hindley(plan, audience)


def pictures(profile: Profile) -> list[PhotoId]:
    blocks = (block for section in profile.sections for block in section.blocks)
    return [each.photo for block in blocks if isinstance(block, Pictures) for each in block.pictures]


def test_a_shaped_profile_is_there_when_the_plan_is_opened_again(plan: PlanFile) -> None:
    leads = {"know": "Where we live."}
    wanted = replace(
        bare(plan), title="Our Hindley", foreword="Ours.", order=("pride",), off=("right",), leads=leads
    )
    History(plan).perform(ShapeProfile(replace(wanted, photos=(PhotoId("p"),))))
    with PlanFile.open(plan.path, load_catalogue(), read_only=True) as again:
        assert again.shapings() == (replace(wanted, photos=(PhotoId("p"),)),)


def test_it_can_be_undone_and_done_again(plan: PlanFile) -> None:
    history = History(plan)
    history.perform(ShapeProfile(replace(bare(plan), title="One")))
    history.perform(ShapeProfile(replace(bare(plan), title="Two")))
    history.undo()
    assert shaping_of(plan, bare(plan)).title == "One"
    history.undo()
    assert plan.shapings() == ()
    history.redo()
    assert shaping_of(plan, bare(plan)).title == "One"


def test_the_history_names_the_place_whose_profile_was_shaped(plan: PlanFile) -> None:
    history = History(plan)
    history.perform(ShapeProfile(replace(bare(plan), title="One")))
    assert history.steps()[0].told == "Shaped a profile: Hindley"


def test_what_changes_nothing_is_no_step(plan: PlanFile) -> None:
    assert History(plan).perform(ShapeProfile(bare(plan))) is None


def test_sections_come_in_the_order_wished_for_without_those_switched_off(plan: PlanFile) -> None:
    profile = shape(plan, order=("listen", "know"), off=("person",), leads={"listen": "In our words."})
    assert [section.key for section in profile.sections] == ["listen", "know", "pride", "connect", "right"]
    assert profile.sections[0].lead == "In our words."
    assert profile.sections[1].lead == profile_of_hindley(plan, Audience.PUBLIC).sections[0].lead


def test_one_audiences_foreword_is_not_anothers(plan: PlanFile) -> None:
    assert shape(plan, foreword="For you.\n\nFrom us.").foreword == ("For you.", "From us.")
    assert profile_of_hindley(plan, Audience.PUBLIC).foreword == ()


def test_paragraphs_stand_between_empty_lines() -> None:
    assert paragraphs(" one\r\n\r\n \r\ntwo\nlines \n\n\n") == ("one", "two\nlines")


def test_chosen_photos_still_obey_consent(plan: PlanFile) -> None:
    place = hindley_of(plan)
    every = released_to(plan, place, Audience.GROUP).photos
    held = [each.photo for each in released_to(plan, place, Audience.PUBLIC).held if each.what is What.PHOTO]
    assert held
    chosen = tuple(photo.id for photo in reversed(every))
    assert pictures(shape(plan, Audience.GROUP, photos=chosen)) == list(chosen)
    public = pictures(shape(plan, Audience.PUBLIC, photos=chosen))
    assert public == [each for each in chosen if each not in held]
    assert pictures(shape(plan, Audience.PARTNERSHIP, photos=())) == []


def test_no_word_of_what_is_withheld_is_in_any_file_of_a_shaped_profile(
    plan: PlanFile, tmp_path: Path
) -> None:
    logo = read_photo(a_logo())
    every = tuple(each.id for each in released_to(plan, hindley_of(plan), Audience.GROUP).photos)
    for_the_group = replace(bare(plan, Audience.GROUP), foreword="Zanzibar and quokkas", title="Tarantella")
    History(plan).perform(ShapeProfile(for_the_group))
    shaping = replace(bare(plan, Audience.PUBLIC), logo=logo.sha256, foreword="Ours.", photos=every)
    History(plan).perform(ShapeProfile(shaping, logo.data))
    files = export_profile(
        plan, hindley_of(plan), tmp_path / "out", audience=Audience.PUBLIC, formats=EVERY_FORMAT
    )
    assert {"hindley-easy-read.pdf", "hindley-poster.pdf"} <= {file.name for file in files}
    for file in files:
        assert found_in(file, (*SECRETS, "Marsupialist")) == set(), file.name
    kept = photos_of(plan, profile_of_hindley(plan, Audience.PUBLIC))
    with Image.open(io.BytesIO(kept[LOGO])) as picture:
        assert not picture.getexif() and "comment" not in picture.info


def test_a_logo_that_the_plan_has_lost_is_left_out(plan: PlanFile, tmp_path: Path) -> None:
    shape(plan, logo=hashlib.sha256(b"gone").hexdigest())
    assert len(export_profile(plan, hindley_of(plan), tmp_path / "out", formats=("pdf", "html"))) == 2


def test_a_foreword_that_names_what_is_withheld_is_warned_about(plan: PlanFile) -> None:
    records = released_to(plan, hindley_of(plan), Audience.PUBLIC).records
    words = replace(bare(plan), foreword="Thank you, BOB WOLVERINE, for Zanzibar Lane.")
    assert warnings_of(plan, words, records) == (
        "What you wrote names “Zanzibar Lane”, a record that is left out of this profile.",
        "What you wrote names Bob Wolverine, who has not agreed to be named.",
    )
    assert warnings_of(plan, replace(words, foreword="Zanzibar Lanes, Ann Openly"), records) == ()


def test_what_is_left_out_is_told_by_name_to_the_person_at_the_machine(plan: PlanFile) -> None:
    group, partnership, public = side_by_side(plan, hindley_of(plan))
    assert group.sentence == "No record and no photo is left out."
    assert partnership.sentence == "1 record and 1 photo are left out."
    assert partnership.reasons[0].sentence == "1 record is left out: only the group may see it."
    assert partnership.reasons[0].names == ("Zanzibar Lane",)
    assert public == left_out(plan, hindley_of(plan), Audience.PUBLIC)
    assert (
        tuple(each.sentence for each in public.reasons) == profile_of_hindley(plan, Audience.PUBLIC).withheld
    )
