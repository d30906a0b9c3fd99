"""A plan of Hindley to make profiles of: believable, awkward, and with secrets that must not get out."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from placeplanner.domain.change import Change, Entity
from placeplanner.domain.framework import load_framework
from placeplanner.domain.ids import ContributorId, GroupId, PhotoId, SessionId, new_id
from placeplanner.domain.kinds import Audience
from placeplanner.domain.people import Contributor, Group, Session
from placeplanner.domain.place import Place, Places
from placeplanner.domain.record import Photo, Record
from placeplanner.edits.records import in_its_place
from placeplanner.mappacks.shipped import shipped_manifest
from placeplanner.profile import atlas
from placeplanner.profile.blocks import Profile
from placeplanner.profile.content import profile_of
from placeplanner.profile.summary import in_order
from placeplanner.store.planfile import PlanFile
from tests.builders import HINDLEY, a_line, a_plan, a_point, a_record, an_area

SECRETS = (
    "Zanzibar",  # the name of a record for the group
    "quokkas",  # its notes
    "Xylophonist",  # who made it
    "Wolverine",  # a contributor who does not want to be named
    "07700900123",  # a telephone number, for the group
    "Umbrellamaker",  # who was at a session
    "Vexillologist",  # a group's contact
    "Ghostwriter",  # the caption of a photo for the group
    "Tarantella",  # a group all of whose records are for itself
)
FRIENDS = Group(GroupId(new_id()), "Friends of Hindley", contact="Vexillologist Vera")
HIDDEN = Group(GroupId(new_id()), "Tarantella Society")
ANN = Contributor(ContributorId(new_id()), "Ann Openly", FRIENDS.id, may_be_named=True)
BOB = Contributor(ContributorId(new_id()), "Bob Wolverine", FRIENDS.id, may_be_named=False)
EVENING = Session(
    SessionId(new_id()), "Evening", "2026-03-12", group=FRIENDS.id, who_was_there="Umbrellamaker Una"
)
SHARED = {"group": FRIENDS.id, "consent": Audience.PUBLIC}
LONG_WORD = "Llanfair" * 12
AWKWARD = (
    "<script>alert('owned')</script>",
    "</script><img src=x onerror=alert(1)>",
    "#panic() $x^2$ *bold* _it_ @ref <label> `raw` \\ // no ] [ } {",
    "Green 🌳 and party 🎉🏳️‍🌈 park",
    "ספרייה של הינדלי",
    "مكتبة هندلي",
    "ہمارا پارک",
    "我们的公园",
    LONG_WORD,
    "Ünïcödé “quotes” & ampersands; 50% off – “yes”",
    "\x00\x07bell\u202egnp.exe",
)


def some_records() -> list[Record]:
    """Records that everybody may see."""
    east, north = HINDLEY
    return [
        a_record(
            "asset",
            "Hindley Library",
            **SHARED,
            contributor=ANN.id,
            session=EVENING.id,
            details={"cost": "free"},
        ),
        a_record(
            "asset", "Market Street Café", **SHARED, category="shop_or_cafe", geometry=a_point(east + 80)
        ),
        a_record(
            "greenspace",
            "Leyland Park",
            **SHARED,
            geometry=an_area(east, north - 900, 300),
            notes="Best sledging.",
        ),
        a_record(
            "heritage",
            "St Peter's Church",
            **SHARED,
            category="listed_building",
            details={"grade": "II*", "story": "Its spire is how you know you are nearly home."},
        ),
        a_record("heritage", "The canal", **SHARED, geometry=a_line()),
        a_record(
            "priority",
            "Somewhere indoors for teenagers",
            **SHARED,
            contributor=BOB.id,
            details={
                "aim": "create",
                "said": "After six it is the bus shelter or nothing.",
                "missions": "mission_1;mission_2",
                "focuses": "tackling_inequalities",
            },
        ),
        a_record(
            "priority",
            "The Christmas lights",
            **SHARED,
            details={"aim": "keep", "said": "The whole town comes out."},
        ),
    ]


def awkward_records() -> list[Record]:
    """Records whose texts try to be something else."""
    return [
        a_record("asset", text, **SHARED, notes=text, source=text, geometry=a_point(HINDLEY[0] + 20 * number))
        for number, text in enumerate(AWKWARD)
    ]


def secret_records() -> list[Record]:
    """What the partnership must not see."""
    hidden = a_record(
        "priority",
        "Zanzibar Lane",
        group=HIDDEN.id,
        notes="Where the quokkas live",
        details={"said": "quokkas", "aim": "keep"},
        consent=Audience.GROUP,
    )
    half = a_record("asset", "Half open", **SHARED, details={"phone": "07700900123"}, contributor=BOB.id)
    return [hidden, half]


def a_picture() -> bytes:
    """A small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "#2F7D32").save(out, "JPEG")
    return out.getvalue()


def a_plan_of_hindley(folder: Path, extra: Iterable[Record] = ()) -> PlanFile:
    """A plan file with all of the above and a photo for everyone and one for the group."""
    plan = a_plan(folder)
    data = a_picture()
    digest = hashlib.sha256(data).hexdigest()
    records = [in_its_place(plan, each) for each in (*some_records(), *secret_records(), *extra)]
    shown = Photo(
        PhotoId(new_id()), records[3].id, digest, "image/jpeg", 64, 48, "The spire at dusk", "Ann Openly"
    )
    shown = replace(shown, consent=Audience.PUBLIC, taken_lonlat=(-2.5787, 53.5353))
    hidden = Photo(PhotoId(new_id()), records[3].id, digest, "image/jpeg", 64, 48, "Ghostwriter at work")
    things: tuple[Entity, ...] = (FRIENDS, HIDDEN, ANN, BOB, EVENING, *records, shown, hidden)
    with plan.step("Filled in", by="Xylophonist Xavier") as writing:
        writing.keep_file(digest, "image/jpeg", data)
        for thing in things:
            writing.write(Change(None, thing))
    return plan


def hindley_of(plan: PlanFile) -> Place:
    """The town."""
    return plan.places.named("Hindley")[0]


def only_hindley(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an atlas be of the borough, Hindley and its neighbourhoods: the others would say the same."""

    def some(places: Places) -> tuple[Place, ...]:
        wanted = ("E08000010", "town-hindley")
        return tuple(each for each in in_order(places) if each.code in wanted or each.parent in wanted[1:])

    monkeypatch.setattr(atlas, "in_order", some)


def profile_of_hindley(plan: PlanFile, audience: Audience = Audience.PARTNERSHIP) -> Profile:
    """Its profile."""
    return profile_of(plan, hindley_of(plan), load_framework(), audience, shipped_manifest())
