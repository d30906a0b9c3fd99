"""How the streets beneath the records look: the `[streets]` part of a style. Colours "#RRGGBB", widths pixels.

Roads are as wide as in the world, but never too fine to see nor so wide that they shout.
"""

from typing import NamedTuple


class Fill(NamedTuple):
    """An area's look; no `edge` where it is empty."""

    fill: str
    edge: str = ""


class Way(NamedTuple):
    """A road's or a river's look: `metres` wide, from `least` to `most` pixels; beyond `hairline` metres a pixel
    it is a line of one pixel in the colour `thin`. `edge` pixels of `casing` stand out on either side."""

    fill: str
    metres: float
    least: float
    most: float
    casing: str = ""
    edge: float = 1.0
    thin: str = ""
    hairline: float = 1e9
    dash: tuple[float, ...] = ()  # a dash and a gap, in pixels


class Lettering(NamedTuple):
    """The look of names; `spacing` is extra room between letters, as a share of their size.

    `narrowed` is how wide letters along a road are, as a share of what the typeface has.
    """

    colour: str
    halo: str
    size: float
    spacing: float = 0.0
    weight: int = 400
    is_capitals: bool = False
    is_italic: bool = False
    halo_width: float = 1.5
    narrowed: float = 1.0


class Grounds(NamedTuple):
    """Fills of grounds by what they are for; all fields are classes of `CLASSES`."""

    education: Fill
    health: Fill
    industry: Fill
    other: Fill


class Greens(NamedTuple):
    """Fills of green by what it is."""

    park: Fill
    playing_field: Fill
    play_space: Fill
    sport: Fill
    golf: Fill
    allotments: Fill
    cemetery: Fill
    nature: Fill
    grass: Fill
    other: Fill


class Woods(NamedTuple):
    """Fills of woods."""

    wood: Fill


class Waters(NamedTuple):
    """Fills of water."""

    water: Fill
    wetland: Fill


class Buildings(NamedTuple):
    """Fills of buildings; edges only close up."""

    building: Fill
    public: Fill


class Waterways(NamedTuple):
    """Lines of water."""

    river: Way
    canal: Way
    stream: Way


class Railways(NamedTuple):
    """Lines of rails; the dash is in the colour of `fill` on a line of `casing`."""

    railway: Way
    tram: Way
    disused: Way


class Roads(NamedTuple):
    """Roads from the widest to the narrowest."""

    motorway: Way
    a_road: Way
    b_road: Way
    through: Way
    street: Way
    service: Way
    path: Way


class Stops(NamedTuple):
    """Where people get on: a station's mark and the small dot of a stop."""

    station: str
    stop: str
    ring: str


class Labels(NamedTuple):
    """Lettering by what a name belongs to; a road’s number stands on a plate."""

    town: Lettering
    village: Lettering
    locality: Lettering
    main_road: Lettering
    road: Lettering
    path: Lettering
    number: Lettering
    plate: str  # beneath a road's number
    plate_edge: str
    water: Lettering
    park: Lettering
    wood: Lettering
    grounds: Lettering
    stop: Lettering
    building: Lettering
    reference: Lettering


class Streets(NamedTuple):
    """All of it. `references` are the colours of layers that somebody named, in turn."""

    grounds: Grounds
    green: Greens
    woods: Woods
    water: Waters
    waterways: Waterways
    buildings: Buildings
    railways: Railways
    roads: Roads
    stops: Stops
    references: tuple[str, ...]
    backdrop_strength: float
    names: Labels
