"""A map's manifest: who published it, when, under which licence, and how its figures add up."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placeplanner.domain.combining import Combine
from placeplanner.errors import Problem


@dataclass(frozen=True, slots=True)
class Figure:
    """What one figure of a place is called and means. `unit`: people, households, areas, share or decile."""

    name: str
    label: str
    unit: str
    combine: Combine
    source: str


@dataclass(frozen=True, slots=True)
class Source:
    """One publication that a map was made from."""

    title: str
    publisher: str
    date: str
    licence: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that must be said wherever the map is shown. `notes` are sentences about what it cannot tell."""

    name: str
    publisher: str
    date: str
    licence: str
    licence_url: str
    attribution: str
    short_attribution: str  # one line for a map on the screen, where the whole is a click away
    notes: tuple[str, ...]
    sources: tuple[Source, ...]
    figures: tuple[Figure, ...]
    borough_code: str
    borough_name: str
    towns: tuple[str, ...]
    outlines_file: str
    figures_file: str

    def figure(self, name: str) -> Figure | None:
        """What a figure is called and means, or None."""
        return next((figure for figure in self.figures if figure.name == name), None)


def load_manifest(path: Path) -> Manifest:
    """The manifest in a TOML file. Raises `Problem` naming the file and what is wrong in it."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return _manifest(content)
    except OSError as error:
        raise _broken(path, f"It cannot be read: {error.strerror or error}.") from error
    except KeyError as error:
        raise _broken(path, f"It does not say “{error.args[0]}”.") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise _broken(path, f"{error}") from error


def _manifest(content: Mapping[str, Any]) -> Manifest:
    return Manifest(
        name=content["name"],
        publisher=content["publisher"],
        date=content["date"],
        licence=content["licence"],
        licence_url=content.get("licence_url", ""),
        attribution=content["attribution"].strip(),
        short_attribution=content.get("short_attribution", content["attribution"]).strip(),
        notes=tuple(content["notes"]),
        sources=tuple(Source(**source) for source in content["sources"]),
        figures=tuple(_figure(name, figure) for name, figure in content["figures"].items()),
        borough_code=content["borough"]["code"],
        borough_name=content["borough"]["name"],
        towns=tuple(content["towns"]["names"]),
        outlines_file=content["files"]["outlines"],
        figures_file=content["files"]["figures"],
    )


def _figure(name: str, figure: Mapping[str, str]) -> Figure:
    return Figure(
        name=name,
        label=figure["label"],
        unit=figure["unit"],
        combine=Combine(figure["combine"]),
        source=figure["source"],
    )


def _broken(path: Path, why: str) -> Problem:
    return Problem(
        f"The map's description, {path.name}, is not right.", why, "Install the map or Place Planner again."
    )
