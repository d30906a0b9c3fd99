"""The second half of a profile, about people: what they say, whose voice is missing, what should follow."""

from __future__ import annotations

from collections.abc import Iterable

from placeplanner.domain.framework import FrameworkItem
from placeplanner.domain.kinds import Kind
from placeplanner.domain.people import Session
from placeplanner.domain.record import Record
from placeplanner.insight.gaps import LISTS, codes_of
from placeplanner.insight.voices import FEWEST_PEOPLE
from placeplanner.profile.blocks import Block, Figure, Figures, Paragraph, Section, Tie, Ties, Unknown
from placeplanner.profile.changes_section import changes_blocks
from placeplanner.profile.findings.wishes import wishes
from placeplanner.profile.insight_sections import gap_blocks, trust_blocks
from placeplanner.profile.telling import AIM, KEEP, Gathered, by_category, ids_of
from placeplanner.profile.words import count_of, day_of, listed, people, worded_label

_TITLES = {
    "missions": "The missions",
    "ways_of_working": "The ways of working",
    "strategies": "The strategies",
    "focuses": "What the action plan focuses on",
}


def listen_deeply(gathered: Gathered, sessions: Iterable[Session]) -> Section:
    """Who was heard and when, and the priorities in people's own words."""
    priorities = gathered.of_kind(Kind.PRIORITY)
    asked = tuple(record for record in priorities if record.details.get(AIM) != KEEP)
    blocks: list[Block] = [Figures(_heard(gathered, priorities)), *_when(gathered, sessions)]
    blocks += wishes(gathered.insight.themes, gathered.names.catalogue[Kind.PRIORITY])
    blocks += by_category(gathered, "What people want", asked)
    if not priorities:
        blocks.append(
            Unknown(f"Nobody has said yet what {gathered.place.name} needs. That is the next thing to ask.")
        )
    else:
        blocks.append(
            Unknown("Nobody has voted in this plan yet, so the priorities stand in order of theme and name.")
        )
    lead = f"What people want kept, mended or made new in {gathered.place.name}, in their own words."
    return Section("listen", "Listen deeply", lead, tuple(blocks))


def _heard(gathered: Gathered, priorities: tuple[Record, ...]) -> tuple[Figure, ...]:
    voices = gathered.insight.voices
    told = [
        Figure(
            worded_label(len(priorities), "Priority", "Priorities"),
            f"{len(priorities):,}",
            records=ids_of(priorities),
        )
    ]
    if voices.groups:
        number = len(voices.groups)
        told.append(Figure(worded_label(number, "Group that told us", "Groups that told us"), f"{number:,}"))
    if voices.people != 0:
        told.append(
            Figure("People who told us something", people(voices.people).removesuffix(" people").capitalize())
        )
    return tuple(told)


def _when(gathered: Gathered, sessions: Iterable[Session]) -> list[Block]:
    voices = gathered.insight.voices
    groups = sorted({gathered.names.groups.get(group, "") for group in voices.groups} - {""})
    said = []
    if groups:
        said.append(f"We heard from {listed(groups)}.")
    dates = sorted({each.date for each in sessions if each.date and each.id in voices.sessions})
    if dates:
        said.append(f"People met on {listed([day_of(date) for date in dates])}.")
    if not said:
        return [Unknown("The plan does not say which groups were heard, or when.")]
    return [Paragraph(" ".join(said))]


def see_the_person(gathered: Gathered) -> Section:
    """Whose voices are missing, as far as a plan can tell, and how people's privacy is kept."""
    blocks: list[Block] = [*_silent_places(gathered)]
    figures = gathered.place.figures
    if "share_under_16_2020" in figures and "share_65_plus_2020" in figures:
        young, old = round(figures["share_under_16_2020"] * 100), round(figures["share_65_plus_2020"] * 100)
        blocks.append(
            Paragraph(
                f"Of every 100 people who live in {gathered.place.name}, about {young} are under 16 "
                f"and about {old} are 65 or over. Ask whether both were in the room."
            )
        )
    blocks.append(
        Unknown(
            "The plan does not hold how old people are, or who they are, "
            "so it cannot say whose voices are missing."
        )
    )
    blocks.append(
        Paragraph(
            "Nobody is named here without having agreed to it. "
            f"Counts of fewer than {FEWEST_PEOPLE} people are not shown as numbers."
        )
    )
    lead = "Behind every record is somebody. This is what we know about who has been heard, and who has not."
    return Section("person", "See the person", lead, tuple(blocks))


def _silent_places(gathered: Gathered) -> list[Block]:
    if not gathered.children:
        return []
    silent = [child.name for child in gathered.children if child.code in gathered.insight.voices.silent]
    if not silent:
        return [Paragraph("There is at least one priority from every part of this place.")]
    if len(silent) == len(gathered.children):
        return [Unknown(f"No priority has been placed in {listed(silent, 'or')} yet.")]
    return [Paragraph(f"No priority has been placed in {listed(silent, 'or')} yet. Go and ask there next.")]


def do_the_right_thing(gathered: Gathered) -> Section:
    """Each priority against the framework, and what is not known yet about actions and change."""
    priorities = gathered.of_kind(Kind.PRIORITY)
    framework = gathered.framework
    blocks: list[Block] = []
    if priorities:
        blocks += gap_blocks(gathered.insight)
        for name in LISTS:
            blocks.append(
                Ties(_TITLES[name], tuple(_tie(item, name, priorities) for item in framework.items(name)))
            )
        blocks += _untied(priorities)
    else:
        blocks.append(
            Unknown(
                "There are no priorities to set beside the missions, strategies and focuses of the plan yet."
            )
        )
    blocks.append(Unknown("This plan does not say yet who will do what by when."))
    blocks += changes_blocks(gathered.changes)
    blocks += trust_blocks(gathered.insight, gathered.names.catalogue)
    lead = f"How what people want fits {framework.name}, the borough's plan."
    return Section("right", "Do the right thing", lead, tuple(blocks))


def _tie(item: FrameworkItem, name: str, priorities: Iterable[Record]) -> Tie:
    tied = [record for record in priorities if item.code in codes_of(record, name)]
    return Tie(item.code, item.label, tuple(record.name for record in tied), ids_of(tied))


def _untied(priorities: tuple[Record, ...]) -> list[Block]:
    loose = [record for record in priorities if not any(codes_of(record, name) for name in LISTS)]
    if not loose:
        return []
    if len(loose) == len(priorities) > 1:  # all of them are listed above
        return [
            Unknown(f"None of the {count_of(len(loose), 'priority', 'priorities')} is tied to the plan yet.")
        ]
    number = count_of(len(loose), "priority is", "priorities are")
    return [
        Unknown(f"{number.capitalize()} not tied to the plan yet: {listed([each.name for each in loose])}.")
    ]
