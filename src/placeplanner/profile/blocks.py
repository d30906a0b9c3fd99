"""What a profile is made of: sections of blocks, each a frozen value that a page or a paper can set in type.

A new figure needs no new template: it becomes one of these. Each block says its own type, so that values can
travel to Typst as JSON. `records` are the ids behind a figure, so that it can be traced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from placeplanner.domain.ids import PhotoId, RecordId
from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import Place
from placeplanner.domain.record import Photo, Record
from placeplanner.profile.charts.plot import Plot
from placeplanner.profile.locator import Locator

LOGO = PhotoId("logo")  # under which its image travels with the photos


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A few sentences."""

    text: str
    type: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Heading:
    """What the next blocks are about, where none of them says it."""

    text: str
    type: str = "heading"


@dataclass(frozen=True, slots=True)
class Unknown:
    """What is not known yet, said in words instead of an empty chart."""

    text: str
    type: str = "unknown"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number in words, the borough's beside it, and what lies behind it."""

    label: str
    value: str
    beside: str = ""
    source: str = ""
    records: tuple[RecordId, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of figures."""

    figures: tuple[Figure, ...]
    type: str = "figures"


@dataclass(frozen=True, slots=True)
class Table:
    """Plain rows under plain heads; the first column names the row, the others are numbers in words."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    type: str = "table"


@dataclass(frozen=True, slots=True)
class Chart:
    """What numbers say, as a chart and then as a table of the same numbers.

    `title` is the finding, `caption` how to read it, `alt` the numbers for those who do not see the chart.
    """

    title: str
    caption: str
    plot: Plot
    alt: str
    table: Table
    source: str
    type: str = "chart"


@dataclass(frozen=True, slots=True)
class MapOfPlace:
    """Where the map goes, and what it shows in words; the legend has kinds, their names and counts."""

    title: str
    alt: str
    legend: tuple[tuple[str, str, int], ...] = ()
    type: str = "map"


@dataclass(frozen=True, slots=True)
class Fact:
    """One answer about a record."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as it is told: its name, what it is, where, and what people say about it.

    `said` is in people's own words, `text` in the plan's notes; `tag` is a word or two beside the name.
    """

    id: RecordId
    name: str
    kind: str
    category: str
    where: str = ""
    text: str = ""
    said: str = ""
    tag: str = ""
    facts: tuple[Fact, ...] = ()
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Records of one category."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Listings:
    """The records of one kind under their categories."""

    title: str
    kind: str
    listings: tuple[Listing, ...]
    type: str = "listings"


@dataclass(frozen=True, slots=True)
class Voices:
    """People's own words, each with the record it was said about."""

    title: str
    entries: tuple[Entry, ...]
    type: str = "voices"


@dataclass(frozen=True, slots=True)
class Tie:
    """One line of the framework and the priorities that people tied to it."""

    code: str
    label: str
    names: tuple[str, ...]
    records: tuple[RecordId, ...]


@dataclass(frozen=True, slots=True)
class Ties:
    """Part of the framework beside what people want."""

    title: str
    ties: tuple[Tie, ...]
    type: str = "ties"


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo in the profile: whose it is, and what it shows in words."""

    photo: PhotoId
    sha256: str
    alt: str
    caption: str
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Photos side by side."""

    pictures: tuple[Picture, ...]
    type: str = "pictures"


Block = (
    Paragraph | Heading | Unknown | Figures | Chart | Table | MapOfPlace | Listings | Voices | Ties | Pictures
)


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six parts of a profile. `key` stays the same when the title is reworded."""

    key: str
    title: str
    lead: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One publication or origin behind the profile."""

    title: str
    publisher: str = ""
    date: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """A whole profile. `records` and `photos` are those its audience may see, and nothing else."""

    place: Place
    title: str
    subtitle: str
    summary: str
    date: str
    audience: Audience
    sections: tuple[Section, ...]
    withheld: tuple[str, ...]
    sample: str  # a warning in words; empty where nothing is sample data
    sources: tuple[SourceLine, ...]
    attribution: str
    notes: tuple[str, ...]
    revision: str
    records: tuple[Record, ...]
    photos: tuple[Photo, ...]
    foreword: tuple[str, ...] = ()  # paragraphs
    logo: str = ""  # the SHA-256 of an image file in the plan
    logo_alt: str = ""
    locator: Locator | None = None


def charts_of(profile: Profile) -> Iterator[Chart]:
    """Every chart of a profile, in its order."""
    for section in profile.sections:
        yield from (block for block in section.blocks if isinstance(block, Chart))
