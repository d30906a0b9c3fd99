"""The profile as one HTML page that needs nothing else: no network, no files beside it.

A Content-Security-Policy bars every request and every script but those named by their hash, so that even a
text which slipped through escaping could do nothing.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache

import jinja2
from markupsafe import Markup

from placeplanner import __version__, paths
from placeplanner.domain.ids import PhotoId
from placeplanner.domain.kinds import Audience, Catalogue, Kind
from placeplanner.exchange.rows import Names
from placeplanner.profile.blocks import MapOfPlace, Profile, charts_of
from placeplanner.profile.charts.page import inline
from placeplanner.profile.webmap import MARKS, web_map

AUDIENCES = {
    Audience.GROUP: "our own group only",
    Audience.PARTNERSHIP: "the partnership",
    Audience.PUBLIC: "everyone",
}


def to_html(
    profile: Profile, names: Names, *, pictures: Mapping[PhotoId, bytes] | None = None, home: str = ""
) -> str:
    """The page. `pictures` are JPEG bytes by photo; one that is not there is said to be missing.

    `home` is the file that leads to all places, where the page is part of an atlas.
    """
    drawn = web_map(profile, names, _map_words(profile))
    styles = (*drawn.styles, _css(), _colours(names.catalogue))
    return _template().render(
        profile=profile,
        home=home,
        locator=Markup(profile.locator.svg if profile.locator else ""),
        audience=AUDIENCES[profile.audience],
        version=__version__,
        policy=_policy(drawn.scripts, styles),
        styles=[Markup(style) for style in styles],
        scripts=[Markup(script) for script in drawn.scripts],
        map=Markup(drawn.box),
        charts={chart.plot.key: inline(chart.plot, chart.title, chart.alt) for chart in charts_of(profile)},
        marks={kind.value: Markup(MARKS[names.catalogue[kind].symbol]) for kind in Kind},
        names={record.id: record.name for record in profile.records},
        pictures={photo: _data_uri(data) for photo, data in (pictures or {}).items()},
    )


@cache
def _template() -> jinja2.Template:
    folder = jinja2.FileSystemLoader(paths.resources() / "templates")
    environment = jinja2.Environment(loader=folder, autoescape=True, undefined=jinja2.ChainableUndefined)
    return environment.get_template("profile.html.j2")


@cache
def _css() -> str:
    return (paths.resources() / "templates" / "profile.css").read_text(encoding="utf-8")


def _colours(catalogue: Catalogue) -> str:
    """The colour of each kind by day and by night; the catalogue has checked that they are hex colours."""
    specs = catalogue.kinds.values()
    light = "".join(f"--{spec.kind.value}:{spec.colour};" for spec in specs)
    dark = "".join(f"--{spec.kind.value}:{spec.colour_dark};" for spec in specs)
    rules = "".join(
        f".symbol.kind-{kind.value} svg,.mark.kind-{kind.value}{{fill:var(--{kind.value})}}"
        f".shape.kind-{kind.value}{{stroke:var(--{kind.value});fill:var(--{kind.value})}}"
        for kind in Kind
    )
    lines = "".join(f"path.shape.kind-{kind.value}[fill=none]{{fill:none}}" for kind in Kind)
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}{rules}{lines}"


def _policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    return (
        f"default-src 'none'; img-src data:; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hashes(texts: Iterable[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def _map_words(profile: Profile) -> str:
    blocks = (block for section in profile.sections for block in section.blocks)
    return next((block.title for block in blocks if isinstance(block, MapOfPlace)), "Map")


def _data_uri(data: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
