"""The colours of the charts: those of the paper, each with a name that the page's style knows by day and by night."""

from __future__ import annotations

from msgspec import Struct

from placeplanner.profile.charts.plot import Look

INK, SOFT, RULE, HERE, TINT, WARM, PAPER = (
    "#20262b",
    "#545d63",
    "#ddd6c8",
    "#2e5e58",
    "#cfdcd6",
    "#7a3b12",
    "#ffffff",
)
NAMES = {
    INK: "ink",
    SOFT: "soft",
    RULE: "rule",
    HERE: "here",
    TINT: "tint",
    WARM: "warm",
    PAPER: "paper",
}


class Fill(Struct, frozen=True):
    """What fills a box: a ground, lines or dots over it in the colour of its edge."""

    ground: str
    edge: str
    hatch: str = ""


FILLS = {
    Look.SOLID: Fill(HERE, HERE),
    Look.STRIPED: Fill(PAPER, HERE, "////"),
    Look.LINED: Fill(TINT, HERE, "|||"),
    Look.CROSSED: Fill(PAPER, WARM, "xxxx"),
    Look.EMPTY: Fill(PAPER, SOFT),
}
