"""Choosing files, the one thing for which a dialog opens. Kept apart so that tests can answer for a person."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from placeplanner import paths

_FILTER = "Place Planner plans (*.gpkg)"


def new_plan(parent: QWidget) -> Path | None:
    """Where to make a new plan; None where the person thought better of it."""
    start = _documents()
    chosen, _ = QFileDialog.getSaveFileName(
        parent,
        "Where shall the new plan be kept?",
        str(_free(start / "Our neighbourhood.gpkg")),
        _FILTER,
        options=QFileDialog.Option.DontConfirmOverwrite,
    )
    return _with_suffix(chosen)


def plan_to_open(parent: QWidget) -> Path | None:
    """Which plan to open."""
    chosen, _ = QFileDialog.getOpenFileName(parent, "Open a plan", str(paths.documents()), _FILTER)
    return Path(chosen) if chosen else None


def where_to_restore(parent: QWidget, stem: str) -> Path | None:
    """Where to put a backup back."""
    start = _documents()
    chosen, _ = QFileDialog.getSaveFileName(
        parent,
        "Where shall the backup be put? Nothing there is lost.",
        str(start / f"{stem}.gpkg"),
        _FILTER,
        options=QFileDialog.Option.DontConfirmOverwrite,
    )
    return _with_suffix(chosen)


def folder_for_profile(parent: QWidget) -> Path | None:
    """Which folder a profile goes to."""
    chosen = QFileDialog.getExistingDirectory(parent, "Where shall the profile be put?", str(_documents()))
    return Path(chosen) if chosen else None


def logo(parent: QWidget) -> Path | None:
    """Which picture is the group's logo."""
    kinds = "Pictures (*.png *.jpg *.jpeg *.webp *.gif *.bmp *.tif *.tiff)"
    chosen, _ = QFileDialog.getOpenFileName(parent, "Choose a logo", str(_documents()), kinds)
    return Path(chosen) if chosen else None


def _documents() -> Path:
    """Where people keep their files; where it cannot be made, the dialog begins elsewhere."""
    start = paths.documents()
    with suppress(OSError):
        start.mkdir(parents=True, exist_ok=True)
    return start


def _with_suffix(chosen: str) -> Path | None:
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ".gpkg" else path.with_name(f"{path.name}.gpkg")


def _free(path: Path) -> Path:
    number = 2
    candidate = path
    while candidate.exists():
        candidate = path.with_name(f"{path.stem} {number}{path.suffix}")
        number += 1
    return candidate
