"""matplotlib's SVG made fit for a page that allows no style but its own, and for Typst: nothing but shapes and letters.

Styles become attributes, which a page's style sheet may overrule; colours get a class; ids are only where something points
to them, and begin with the chart's own key, so that two charts never share one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from placeplanner.profile.charts.inks import NAMES

_SVG = "{http://www.w3.org/2000/svg}"
_FONT = "Libertinus Serif, serif"  # inside Typst; the page's style puts its own in its place
_NUMBER = re.compile(r"-?\d+\.\d+")
_POINTS_TO = re.compile(r"url\(#([^)]+)\)")
_KEPT = {
    "path": ("d",),
    "rect": ("x", "y", "width", "height"),
    "text": ("x", "y"),
    "pattern": ("id", "x", "y", "width", "height", "patternUnits"),
}
_DEFAULTS = {("stroke-linecap", "butt"), ("stroke-linejoin", "miter"), ("text-anchor", "start")}
ElementTree.register_namespace("", _SVG.strip("{}"))


def cleaned(written: str, key: str) -> str:
    """The drawing with what it needs and no more: the same for the same chart."""
    found = ElementTree.fromstring(written.encode())
    width, height = found.get("viewBox", "0 0 0 0").split()[2:]
    svg = Element(f"{_SVG}svg", {"viewBox": f"0 0 {width} {_short(height)}"})
    patterns = list(found.iter(f"{_SVG}pattern"))
    names = {each.get("id", ""): f"{key}-hatch-{number}" for number, each in enumerate(patterns)}
    if patterns:
        defs = SubElement(svg, f"{_SVG}defs")
        defs.extend(_plain(each, names) for each in patterns)
    svg.extend(_plain(each, names) for each in _shapes(found))
    return ElementTree.tostring(svg, encoding="unicode")


def _shapes(node: Element) -> Iterator[Element]:
    """Shapes and words in the order in which they are painted; groups say nothing, definitions are apart."""
    for each in node:
        if each.tag in (f"{_SVG}path", f"{_SVG}text", f"{_SVG}rect"):
            yield each
        elif each.tag == f"{_SVG}g":
            yield from _shapes(each)


def _plain(node: Element, names: dict[str, str]) -> Element:
    tag = node.tag.removeprefix(_SVG)
    told = {name: node.get(name, "") for name in _KEPT[tag] if node.get(name)}
    style = (part.split(":", 1) for part in node.get("style", "").split(";") if ":" in part)
    told |= {name.strip(): value.strip() for name, value in style}
    told |= {name: node.get(name, "") for name in ("fill", "stroke") if node.get(name)}
    if tag == "text":
        told["font-family"] = _FONT
    if "id" in told:
        told["id"] = names[told["id"]]
    told = {
        name: _value(name, value, names) for name, value in told.items() if (name, value) not in _DEFAULTS
    }
    if classes := [f"{name}-{NAMES[told[name]]}" for name in ("fill", "stroke") if told.get(name) in NAMES]:
        told["class"] = " ".join(classes)
    plain = Element(node.tag, told)
    plain.text = node.text if tag == "text" else None
    plain.extend(_plain(each, names) for each in node)
    return plain


def _value(name: str, value: str, names: dict[str, str]) -> str:
    if name == "d":
        return _short(" ".join(value.split())).replace(" z", "z")
    if name == "font-size":
        return value.removesuffix("px")
    if hatch := _POINTS_TO.fullmatch(value):
        return f"url(#{names[hatch[1]]})"
    return _short(value)


def _short(numbers: str) -> str:
    """Hundredths of a point are more than an eye sees."""
    return _NUMBER.sub(lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), numbers)
