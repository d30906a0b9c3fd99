"""A chart inside a page: an image to whoever reads aloud, with its finding as its name and its numbers as its description.

It is there twice, wide and narrow, and the page's style shows the one that fits: nobody has to scroll sideways.
"""

from __future__ import annotations

from markupsafe import Markup

from placeplanner.profile.charts.drawing import svg_of
from placeplanner.profile.charts.plot import Plot, Sheet

_IMAGE = Markup(
    '{} class="{}" role="img" aria-labelledby="{}" aria-describedby="{}"><title id="{}">{}</title><desc id="{}">{}</desc>{}'
)


def inline(plot: Plot, title: str, alt: str) -> Markup:
    """Both drawings with their words, every id of them begun with the plot's key."""
    return Markup("").join(_image(plot, sheet, title, alt) for sheet in (Sheet.WIDE, Sheet.NARROW))


def _image(plot: Plot, sheet: Sheet, title: str, alt: str) -> Markup:
    opening, rest = svg_of(plot, sheet).split(">", 1)
    name, words = f"{plot.key}-{sheet.value}-name", f"{plot.key}-{sheet.value}-words"
    return _IMAGE.format(Markup(opening), sheet.value, name, words, name, title, words, alt, Markup(rest))
