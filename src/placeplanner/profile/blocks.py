"""What a profile is made of: sections of blocks, each a frozen value that a page or a paper can set in type.

A new figure needs no new template: it becomes one of these. Each block says its own type, so that values can
travel to Typst as JSON. `records` are the ids behind a figure, so that it can be traced.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from placeplanner.domain.ids import PhotoId, RecordId
from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import Place
from placeplanner.domain.record import Photo, Record
from placeplanner.profile.charts.plot import Plot
from placeplanner.profile.locator import Locator

LOGO = PhotoId("logo")  # under which its image travels with the photos


class Paragraph(Struct, frozen=True):
    """A few sentences."""

    text: str
    type: str = "paragraph"


class Heading(Struct, frozen=True):
    """What the next blocks are about, where none of them says it."""

    text: str
    type: str = "heading"


class Unknown(Struct, frozen=True):
    """What is not known yet, said in words instead of an empty chart."""

    text: str
    type: str = "unknown"


class Figure(Struct, frozen=True):
    """One number in words, the borough's beside it, and what lies behind it."""

    label: str
    value: str
    beside: str = ""
    source: str = ""
    records: tuple[RecordId, ...] = ()


class Figures(Struct, frozen=True):
    """A row of figures."""

    figures: tuple[Figure, ...]
    type: str = "figures"


class Table(Struct, frozen=True):
    """Plain rows under plain heads; the first column names the row, the others are numbers in words."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    type: str = "table"


class Chart(Struct, frozen=True):
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


class MapOfPlace(Struct, frozen=True):
    """Where the map goes, and what it shows in words; the legend has kinds, their names and counts."""

    title: str
    alt: str
    legend: tuple[tuple[str, str, int], ...] = ()
    type: str = "map"


class Fact(Struct, frozen=True):
    """One answer about a record."""

    label: str
    text: str


class Entry(Struct, frozen=True):
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


class Listing(Struct, frozen=True):
    """Records of one category."""

    title: str
    entries: tuple[Entry, ...]


class Listings(Struct, frozen=True):
    """The records of one kind under their categories."""

    title: str
    kind: str
    listings: tuple[Listing, ...]
    type: str = "listings"


class Voices(Struct, frozen=True):
    """People's own words, each with the record it was said about."""

    title: str
    entries: tuple[Entry, ...]
    type: str = "voices"


class Tie(Struct, frozen=True):
    """One line of the framework and the priorities that people tied to it."""

    code: str
    label: str
    names: tuple[str, ...]
    records: tuple[RecordId, ...]


class Ties(Struct, frozen=True):
    """Part of the framework beside what people want."""

    title: str
    ties: tuple[Tie, ...]
    type: str = "ties"


class Picture(Struct, frozen=True):
    """A photo in the profile: whose it is, and what it shows in words."""

    photo: PhotoId
    sha256: str
    alt: str
    caption: str
    credit: str = ""


class Pictures(Struct, frozen=True):
    """Photos side by side."""

    pictures: tuple[Picture, ...]
    type: str = "pictures"


Block = (
    Paragraph | Heading | Unknown | Figures | Chart | Table | MapOfPlace | Listings | Voices | Ties | Pictures
)


class Section(Struct, frozen=True):
    """One of the six parts of a profile. `key` stays the same when the title is reworded."""

    key: str
    title: str
    lead: str
    blocks: tuple[Block, ...]


class SourceLine(Struct, frozen=True):
    """One publication or origin behind the profile; `behind` says of how many records, where it is of records."""

    title: str
    publisher: str = ""
    date: str = ""
    licence: str = ""
    behind: str = ""


class Profile(Struct, frozen=True):
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
