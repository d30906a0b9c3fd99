"""The dialogs of the maps panel: choosing files and folders. Kept apart so that tests can answer for a person."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

_KINDS = (
    "Map packs and map files (*.pack *.pbf *.osm *.zip *.gpkg *.gml *.shp *.geojson *.json *.kml *.csv "
    "*.mbtiles *.pmtiles);;All files (*)"
)


def map_files(parent: QWidget) -> list[Path]:
    """Which map packs or files to add; none where the person thought better of it."""
    chosen, _ = QFileDialog.getOpenFileNames(
        parent, "Choose a map pack, or files to make a map of", str(Path.home()), _KINDS
    )
    return [Path(one) for one in chosen]


def folder_for_copy(parent: QWidget, title: str) -> Path | None:
    """Which folder or stick a copy goes to."""
    chosen = QFileDialog.getExistingDirectory(
        parent, f"Where shall the copy of “{title}” go?", str(Path.home())
    )
    return Path(chosen) if chosen else None
