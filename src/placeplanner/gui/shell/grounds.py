"""The installed maps beneath an open plan: painted, searched, and looked after in their panel.

They come after the first picture: boundaries and records are what people work with, and are there at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from placeplanner.domain.coordinates import EastingNorthing, to_lonlat
from placeplanner.domain.outline import Outline
from placeplanner.gui.jobs import run_job
from placeplanner.gui.maps.keeper import Keeper
from placeplanner.gui.maps.panel import MapsPanel
from placeplanner.gui.panels.map_layers import MapLayers
from placeplanner.gui.shell.bounding import Bounding
from placeplanner.gui.shell.desk import Desk
from placeplanner.gui.shell.finder import Finder
from placeplanner.gui.shell.map_side import MapSide
from placeplanner.gui.shell.underlay import Underlay

if TYPE_CHECKING:
    from placeplanner.gazetteer.search import Hit
    from placeplanner.mappacks.packs import Packs

_PICTURES = (".jpg", ".jpeg", ".png", ".heic", ".gif", ".bmp", ".webp")
SOMEWHERE = EastingNorthing(358_000.0, 405_500.0)  # what reckons positions is loaded with the first of them
_LATEST_MS = 2_000  # to open the maps even where no picture was ever seen


def takes(paths: Sequence[Path]) -> bool:
    """Whether there may be a plan or a map among some files: anything but a picture, since a name proves little."""
    return any(path.suffix.lower() not in _PICTURES for path in paths)


class Grounds(QObject):
    """`said` carries words, `refused` a `Problem`; `panel_wanted`, `help_wanted` and `changed` nothing."""

    said = Signal(str)
    refused = Signal(object)
    panel_wanted = Signal()
    help_wanted = Signal()
    changed = Signal()  # which packs are open

    def __init__(self, desk: Desk, map_side: MapSide, finder: Finder, layers: MapLayers) -> None:
        super().__init__(desk)
        self._map, self._finder = map_side, finder
        self._is_begun = False
        canvas = map_side.canvas
        self.keeper = Keeper(lambda: desk.plan.places, lambda: canvas.is_painted, self)
        self.keeper.said.connect(self.said)
        self.keeper.refused.connect(self.refused)
        self.keeper.panel_wanted.connect(self.panel_wanted)
        self.keeper.panel.help_wanted.connect(self.help_wanted)
        self.bounding = Bounding(desk, self.keeper.panel)
        self.bounding.seen.connect(self._point_out)
        self._underlay = Underlay(desk, self.keeper.atlas, layers)
        self._underlay.changed.connect(self._paint)
        self._underlay.said.connect(self.said)
        self.keeper.atlas.changed.connect(self._show)
        finder.set_near(lambda: canvas.viewport.centre)
        finder.found.connect(lambda found: None if found.sort == "maps" else canvas.setFocus())
        canvas.painted.connect(self._begin)
        QTimer.singleShot(_LATEST_MS, self, self._begin)

    @property
    def panel(self) -> MapsPanel:
        """The panel of the maps."""
        return self.keeper.panel

    @property
    def packs(self) -> Packs | None:
        """The packs that are open, or None. Not to be kept: ask again after `changed`."""
        return self.keeper.atlas.packs

    def _begin(self) -> None:
        if not self._is_begun:
            self._is_begun = True
            run_job("Making ready", lambda _: to_lonlat(SOMEWHERE), lambda _: None)
            self.keeper.atlas.open()

    def _point_out(self, outline: Outline | None) -> None:
        """Show where an outline of a file lies; None where nobody asks any more."""
        self._map.canvas.stage.point_out(outline.geometry if outline else None)

    def _paint(self) -> None:
        """Paint what is open and switched on now."""
        canvas = self._map.canvas
        canvas.set_scene(canvas.scene.with_streets(self._underlay.streets))

    def _show(self) -> None:
        """Search what is open now, and go to what is new if it is out of sight."""
        atlas = self.keeper.atlas
        self._finder.set_names(self._find if atlas.knows else None, atlas.knows)
        if atlas.packs is not None and (box := self.keeper.take_new_box()):
            self._map.show_box_if_out_of_sight(box)
        self.changed.emit()

    def _find(self, text: str) -> Sequence[Hit]:
        return self.keeper.atlas.find(text, self._map.canvas.viewport.centre)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Files that were dropped: packs are installed, of the rest a map can be made."""
        self.keeper.offer([path for path in paths if path.suffix.lower() not in _PICTURES])

    def look_again(self) -> None:
        """Other packs are installed now."""
        self.keeper.atlas.with_hands_off("Opening the maps", lambda _: None)

    def close(self) -> None:
        """The plan is closed, and its map no longer painted."""
        self.keeper.close()
