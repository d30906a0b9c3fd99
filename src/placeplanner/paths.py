"""Where things lie: the data that ships with the app, and the folders that belong to the user.

In a checkout `resources/` and `maps/` are at its top; in an installed wheel they are inside the package.
Every folder of the user's can be moved by PLACEPLANNER_HOME, which is how tests keep off real files.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    installed = _PACKAGE / f"_{name}"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / name


def resources() -> Path:
    """The folder of kinds, framework, styles, templates, icons and help."""
    return _shipped("resources")


def maps() -> Path:
    """The folder of the map that ships: borough, towns and neighbourhoods."""
    return _shipped("maps")


def _home() -> Path | None:
    value = os.environ.get("PLACEPLANNER_HOME")
    return Path(value) if value else None


def _of_user(name: str, default: Path) -> Path:
    home = _home()
    return home / name if home else default


def documents() -> Path:
    """Where new plans are offered to be kept: a folder that people find without help."""
    return _of_user("Documents", platformdirs.user_documents_path() / "Place Planner")


def backups() -> Path:
    """Where automatic backups go, apart from the plans, so that losing one folder does not lose both."""
    return _of_user("backups", platformdirs.user_data_path("Place Planner", appauthor=False) / "backups")


def map_packs() -> Path:
    """Where installed map packs are kept."""
    return _of_user("maps", platformdirs.user_data_path("Place Planner", appauthor=False) / "maps")


def settings_file() -> Path:
    """The file of this user's choices (JSON, safe to delete)."""
    return _of_user(
        "settings.json", platformdirs.user_config_path("Place Planner", appauthor=False) / "settings.json"
    )


def crash_reports() -> Path:
    """Where a report of a bug is written; it holds nothing that people wrote, nor where they are."""
    return _of_user("reports", platformdirs.user_log_path("Place Planner", appauthor=False))
