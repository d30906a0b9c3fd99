"""What the easy-read edition says of a figure, a kind or a line of small print: short words, a picture for each.

No sentence of ours is longer than 15 words. Shares are told as people out of ten and ground as football pitches, which
can be pictured; numbers are rounded to what can be kept in mind, and the full profile has them to the last one.
"""

from __future__ import annotations

import math
import re

from msgspec import Struct

from placeplanner.domain.kinds import Audience
from placeplanner.profile.blocks import Figure

_PITCH_M2 = 105 * 68
_OUT_OF = 10

HARD_WORDS = {
    "asset": "Places and groups that people can use.",
    "greenspace": "Parks, woods, lakes and other green places.",
    "heritage": "Old buildings, stories, and things that people do every year.",
    "priority": "What people want for this place.",
}
WHOM_FOR = {
    Audience.GROUP: "It is for our own group.",
    Audience.PARTNERSHIP: "It is for the council and the people it works with.",
    Audience.PUBLIC: "It is for everyone.",
}


class Idea(Struct, frozen=True):
    """One thing to know: a picture and a line or two.

    `out_of_ten` are people to be drawn dark in a row of ten, `share` (0 to 1) is a bar to be drawn, `value` its end.
    """

    icon: str
    text: str = ""
    strong: str = ""
    kind: str = ""  # whose colour the picture has
    said: str = ""
    lines: tuple[str, ...] = ()
    out_of_ten: int | None = None
    share: float | None = None
    value: str = ""


def told(figure: Figure) -> Idea | None:
    """A figure as an idea; None for what the map's own list tells already."""
    label, value = figure.label, figure.value
    if label == "Residents":
        return Idea("mdi6.account-group", f"{_about(value)} people live here.")
    if label == "Households":
        return Idea("mdi6.home-group", f"{_about(value)} homes have people living in them.")
    if label == "Area":
        return Idea("mdi6.soccer-field", f"This place is as big as {_pitches(_number(value) * 1e6)}.")
    if label == "Hectares of greenspace":
        pitches = _pitches(_number(value) * 1e4)
        return Idea(
            "mdi6.soccer-field", f"The green places on the map are as big as {pitches}.", kind="greenspace"
        )
    if label.startswith(("Group that", "Groups that")):
        return Idea(
            "mdi6.account-group", f"{value} {'group' if value == '1' else 'groups'} told us what they think."
        )
    if label == "People who told us something":
        return Idea("mdi6.account-voice", f"{value} people told us something.")
    if value.endswith("%"):
        return _share(label, value)
    return None


def _share(label: str, value: str) -> Idea:
    who = f"{label[0].lower()}{label[1:]}"
    count = min(_OUT_OF, round(_number(value) * _OUT_OF / 100)) if value[0].isdigit() else 0
    icon = "mdi6.human-cane" if "65" in label else "mdi6.human-child" if "16" in label else "mdi6.account"
    start = f"About {count} in every 10 people are" if count else "Fewer than 1 in every 10 people are"
    return Idea(icon, f"{start} {who}.", out_of_ten=count)


def _number(value: str) -> float:
    """The number that a figure starts with."""
    found = re.match(r"[\d,]*\.?\d+", value)
    return float(found[0].replace(",", "")) if found else 0.0


def _rounded(number: float) -> int:
    """To two digits, which is what people keep in mind."""
    if number < 100:
        return round(number)
    step: int = 10 ** (math.floor(math.log10(number)) - 1)
    return round(number / step) * step


def _about(value: str) -> str:
    number = _number(value)
    return f"About {_rounded(number):,}" if number >= 100 else f"{number:,.0f}"


def _pitches(area_m2: float) -> str:
    """Ground as football pitches of 105 by 68 metres."""
    number = area_m2 / _PITCH_M2
    if number < 0.75:
        return "a part of a football pitch"
    return "one football pitch" if number < 1.5 else f"about {_rounded(number):,} football pitches"


def left_out(sentence: str) -> list[str]:
    """Why something is left out, in two short lines: "2 things are left out." "Only the group may see them."."""
    plain = re.sub(r"^([\d,]+) record(s?)\b", r"\1 thing\2", sentence)
    plain = plain.replace("their records are", "what they show is").replace(
        "its record is", "what it shows is"
    )
    plain = plain.replace("postcode sector", "area")
    what, _, why = plain.partition(": ")
    return [f"{what.rstrip('.')}.", *([f"{why[0].upper()}{why[1:]}"] if why else [])]
