"""Where things lie: the data that ships with the app, and the folders that belong to the user.

In a checkout `resources/` and `maps/` are at its top; in an installed wheel they are inside the package.
Every folder of the user's can be moved by PLACEPLANNER_HOME, which is how tests keep off real files.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from platformdirs.api import PlatformDirsABC

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


def _theirs() -> PlatformDirsABC:
    """Where this system keeps what belongs to its user."""
    import platformdirs  # here, since it takes four milliseconds, and neither a map nor most commands need it

    return platformdirs.PlatformDirs("Place Planner", appauthor=False)


def _home() -> Path | None:
    value = os.environ.get("PLACEPLANNER_HOME")
    return Path(value) if value else None


def _of_user(name: str, default: Path) -> Path:
    home = _home()
    return home / name if home else default


def documents() -> Path:
    """Where new plans are offered to be kept: a folder that people find without help."""
    return _of_user("Documents", _theirs().user_documents_path / "Place Planner")


def backups() -> Path:
    """Where automatic backups go, apart from the plans, so that losing one folder does not lose both."""
    return _of_user("backups", _theirs().user_data_path / "backups")


def map_packs() -> Path:
    """Where installed map packs are kept."""
    return _of_user("maps", _theirs().user_data_path / "maps")


def settings_file() -> Path:
    """The file of this user's choices (JSON, safe to delete)."""
    return _of_user("settings.json", _theirs().user_config_path / "settings.json")


def crash_reports() -> Path:
    """Where a report of a bug is written; it holds nothing that people wrote, nor where they are."""
    return _of_user("reports", _theirs().user_log_path)
