"""A chart inside a page: an image to whoever reads aloud, with its finding as its name and its numbers as its description."""

from __future__ import annotations

from markupsafe import Markup

from placeplanner.profile.charts.drawing import svg_of
from placeplanner.profile.charts.plot import Plot

_START = "<svg "


def inline(plot: Plot, title: str, alt: str) -> Markup:
    """The drawing with its words, every id of it begun with the plot's key."""
    opening, rest = svg_of(plot).split(">", 1)
    name, words = f"{plot.key}-name", f"{plot.key}-words"
    return Markup(
        '{} role="img" aria-labelledby="{}" aria-describedby="{}"><title id="{}">{}</title><desc id="{}">{}</desc>{}'
    ).format(Markup(opening), name, words, name, title, words, alt, Markup(rest))
