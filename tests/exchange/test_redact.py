"""Redaction only ever removes, counts what it removes, and says so."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.ids import ContributorId, PhotoId, RecordId
from placeplanner.domain.kinds import Audience, Kind
from placeplanner.domain.people import Contributor
from placeplanner.domain.record import Photo, Record
from placeplanner.exchange.redact import Redacted, What, Why, redacted
from tests.builders import a_record

CATALOGUE = load_catalogue()
NAMED = Contributor(ContributorId("ann"), "Ann Openly", may_be_named=True)
UNNAMED = Contributor(ContributorId("bob"), "Bob Quietly", may_be_named=False)
ORDER = list(Audience)


def a_photo(record: Record, **values: object) -> Photo:
    start = Photo(PhotoId(f"photo of {record.id}"), record.id, "0" * 64, "image/jpeg", 10, 10)
    return replace(start, **values)  # type: ignore[arg-type]


def withheld(result: Redacted) -> dict[tuple[What, Why], int]:
    return {(each.what, each.why): each.count for each in result.withheld}


def test_a_record_for_the_group_is_shown_to_the_group_only() -> None:
    record = a_record(consent=Audience.GROUP)
    seen = {audience: redacted([record], [], audience, catalogue=CATALOGUE).records for audience in Audience}
    assert [len(seen[audience]) for audience in ORDER] == [1, 0, 0]


def test_a_record_for_everyone_is_shown_to_every_audience() -> None:
    record = a_record(consent=Audience.PUBLIC)
    for audience in Audience:
        assert redacted([record], [], audience, catalogue=CATALOGUE).records == (record,)


def test_answers_keep_to_the_privacy_of_their_question() -> None:
    details = {"phone": "01942 000000", "owner": "Somebody Ltd", "step_free": "yes"}
    record = a_record(consent=Audience.PUBLIC, details=details)
    left = {
        audience: set(redacted([record], [], audience, catalogue=CATALOGUE).records[0].details)
        for audience in Audience
    }
    assert left[Audience.GROUP] == {"phone", "owner", "step_free"}
    assert left[Audience.PARTNERSHIP] == {"owner", "step_free"}
    assert left[Audience.PUBLIC] == {"step_free"}


def test_an_answer_to_a_question_nobody_knows_stays_in_the_group() -> None:
    record = a_record(consent=Audience.PUBLIC, details={"from_elsewhere": "?"})
    result = redacted([record], [], Audience.PARTNERSHIP, catalogue=CATALOGUE)
    assert result.records[0].details == {}
    assert withheld(result) == {(What.ANSWER, Why.UNKNOWN_PRIVACY): 1}


def test_a_name_leaves_only_with_its_persons_consent_even_to_the_group() -> None:
    people = (NAMED, UNNAMED)
    open_one = a_record(contributor=NAMED.id, created_by=NAMED.name, changed_by=UNNAMED.name)
    quiet_one = a_record(contributor=UNNAMED.id, created_by=UNNAMED.name)
    result = redacted([open_one, quiet_one], [], Audience.GROUP, catalogue=CATALOGUE, contributors=people)
    first, second = result.records
    assert (first.contributor, first.created_by, first.changed_by) == (NAMED.id, NAMED.name, "")
    assert (second.contributor, second.created_by) == (None, "")
    assert withheld(result) == {(What.NAME, Why.NOT_AGREED): 1}


def test_photos_follow_their_record_their_own_consent_and_lose_their_position() -> None:
    public, private = a_record(consent=Audience.PUBLIC), a_record(consent=Audience.GROUP)
    photos = [
        a_photo(public, id="of everyone", consent=Audience.PUBLIC, taken_lonlat=(-2.6, 53.5)),
        a_photo(public, id="of the group", consent=Audience.GROUP),
        a_photo(private, id="of a hidden record", consent=Audience.PUBLIC),
    ]
    result = redacted([public, private], photos, Audience.PUBLIC, catalogue=CATALOGUE)
    assert [photo.id for photo in result.photos] == ["of everyone"]
    assert result.photos[0].taken_lonlat is None
    assert withheld(result) == {
        (What.RECORD, Why.FOR_THE_GROUP): 1,
        (What.PHOTO, Why.FOR_THE_GROUP): 1,
        (What.PHOTO, Why.ITS_RECORD_IS): 1,
        (What.POSITION, Why.NOT_AGREED): 1,
    }


def test_a_photo_keeps_its_position_where_somebody_has_agreed() -> None:
    record = a_record(consent=Audience.PUBLIC)
    photo = a_photo(record, consent=Audience.PUBLIC, taken_lonlat=(-2.6, 53.5), may_show_place=True)
    assert redacted([record], [photo], Audience.PUBLIC, catalogue=CATALOGUE).photos == (photo,)


def test_what_is_left_out_is_said_in_sentences() -> None:
    records = [a_record(consent=Audience.GROUP) for _ in range(3)] + [a_record(consent=Audience.PARTNERSHIP)]
    sentences = redacted(records, [], Audience.PUBLIC, catalogue=CATALOGUE).sentences
    assert sentences == (
        "3 records are left out: only the group may see them.",
        "1 record is left out: only the partnership may see it.",
    )


_names = [field.name for kind in Kind for field in CATALOGUE[kind].fields] + ["unheard_of"]
_records = st.builds(
    lambda number, kind, consent, details, who, by: replace(
        a_record(kind.value),
        id=RecordId(f"record {number}"),
        consent=consent,
        details=details,
        contributor=who,
        created_by=by,
        changed_by=by,
    ),
    st.integers(0, 10**9),
    st.sampled_from(Kind),
    st.sampled_from(Audience),
    st.dictionaries(st.sampled_from(_names), st.text(max_size=5)),
    st.sampled_from([None, NAMED.id, UNNAMED.id]),
    st.sampled_from(["", NAMED.name, UNNAMED.name, "Nobody Known"]),
)


@given(st.lists(_records, max_size=8, unique_by=lambda record: record.id), st.sampled_from(Audience))
def test_redaction_only_ever_removes(records: list[Record], audience: Audience) -> None:
    people = (NAMED, UNNAMED)
    photos = [a_photo(record, consent=record.consent) for record in records]
    result = redacted(records, photos, audience, catalogue=CATALOGUE, contributors=people)
    before = {record.id: record for record in records}
    for record in result.records:
        original = before[record.id]
        assert audience.includes(original.consent)
        assert record.details.items() <= original.details.items()
        for field in fields(record):
            if field.name != "details":
                value = getattr(record, field.name)
                assert value == getattr(original, field.name) or value in ("", None)
    kept = [record.id for record in result.records]
    assert kept == [record.id for record in records if record.id in kept]
    assert {photo.record for photo in result.photos} <= set(kept)
    hidden = len(records) - len(kept)
    assert hidden == sum(each.count for each in result.withheld if each.what is What.RECORD)


@given(st.lists(_records, max_size=8, unique_by=lambda record: record.id))
def test_a_wider_audience_never_sees_more(records: list[Record]) -> None:
    seen = [redacted(records, [], audience, catalogue=CATALOGUE).records for audience in ORDER]
    for narrower, wider in pairwise(seen):
        known = {record.id: record for record in narrower}
        assert {record.id for record in wider} <= set(known)
        assert all(record.details.items() <= known[record.id].details.items() for record in wider)


@given(st.lists(_records, max_size=8, unique_by=lambda record: record.id), st.sampled_from(Audience))
def test_redacting_twice_changes_nothing_more(records: list[Record], audience: Audience) -> None:
    once = redacted(records, [], audience, catalogue=CATALOGUE, contributors=(NAMED, UNNAMED))
    twice = redacted(once.records, once.photos, audience, catalogue=CATALOGUE, contributors=(NAMED, UNNAMED))
    assert twice.records == once.records
    assert twice.withheld == ()
