"""Icons as SVG for paper: those of the map's records, and a few more for what people are told beside them.

Their outlines are read by matplotlib, which draws the charts as well, so that a computer without Qt has them too.
"""

from __future__ import annotations

from functools import cache

from placeplanner.draw.icon_font import icon_font, letter_of
from placeplanner.profile.charts.press import pressing

_EM = 240.0
_MOVE, _LINE, _CURVE, _CUBIC, _CLOSE = 1, 2, 3, 4, 79  # as matplotlib numbers them
_LETTERS = {_MOVE: ("M", 1), _LINE: ("L", 1), _CURVE: ("Q", 2), _CUBIC: ("C", 3)}
_ANY = "mdi6.circle"


def icon_svg(name: str, ink: str) -> str:
    """The icon called "mdi6.library" in one ink; a dot for an unknown name."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_EM:.0f} {_EM:.0f}">'
        f'<path d="{_outline(name)}" fill="{ink}"/></svg>'
    )


@cache
def _outline(name: str) -> str:
    with pressing("icons"):
        from matplotlib.ft2font import FT2Font, LoadFlags

        font = FT2Font(str(icon_font()))
        font.set_size(_EM, 72)
        font.load_char(ord(letter_of(name) or letter_of(_ANY)), flags=LoadFlags.NO_HINTING)
        corners, codes = font.get_path()
    top = _EM * font.ascender / font.units_per_EM
    drawn: list[str] = []
    at = 0
    while at < len(codes):
        letter, count = _LETTERS.get(int(codes[at]), ("Z", 1))
        points = () if letter == "Z" else corners[at : at + count]
        drawn.append(letter + " ".join(f"{x:.1f} {top - y:.1f}" for x, y in points))
        at += count
    return "".join(drawn)
