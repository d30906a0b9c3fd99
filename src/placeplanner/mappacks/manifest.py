"""A map's manifest: who published it, when, under which licence, and how its figures add up."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from placeplanner.domain.combining import Combine
from placeplanner.domain.data_file import DataTable


class Figure(Struct, frozen=True):
    """What one figure of a place is called and means. `unit`: people, households, areas, share or decile."""

    name: str
    label: str
    unit: str
    combine: Combine
    source: str


class Source(Struct, frozen=True):
    """One publication that a map was made from."""

    title: str
    publisher: str
    date: str
    licence: str


class Manifest(Struct, frozen=True):
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
    table = DataTable.read(path)
    borough, towns, files = table.table("borough"), table.table("towns"), table.table("files")
    attribution = table.text("attribution").strip()
    manifest = Manifest(
        name=table.text("name"),
        publisher=table.text("publisher"),
        date=table.text("date"),
        licence=table.text("licence"),
        licence_url=table.text("licence_url", ""),
        attribution=attribution,
        short_attribution=table.text("short_attribution", attribution).strip(),
        notes=table.texts("notes"),
        sources=tuple(map(_source, table.tables("sources"))),
        figures=tuple(_figure(name, figure) for name, figure in table.named_tables("figures").items()),
        borough_code=borough.text("code"),
        borough_name=borough.text("name"),
        towns=towns.texts("names"),
        outlines_file=files.text("outlines"),
        figures_file=files.text("figures"),
    )
    for each in (table, borough, towns, files):
        each.finish()
    return manifest


def _source(table: DataTable) -> Source:
    source = Source(table.text("title"), table.text("publisher"), table.text("date"), table.text("licence"))
    table.finish()
    return source


def _figure(name: str, table: DataTable) -> Figure:
    figure = Figure(
        name=name,
        label=table.text("label"),
        unit=table.text("unit"),
        combine=table.word("combine", Combine),
        source=table.text("source"),
    )
    table.finish()
    return figure
