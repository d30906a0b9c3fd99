"""Towns corrected and patches drawn in the window: what the places panel asks for becomes an edit, and is shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.ids import PlaceCode
from placeplanner.edits.edit import Edit
from placeplanner.edits.history import Done
from placeplanner.edits.patches import DrawPatch, RemovePatch, RenamePatch, ReshapePatch
from placeplanner.edits.places import CorrectTown
from placeplanner.errors import Problem
from placeplanner.gui.panels.places import PlacesPanel
from placeplanner.gui.shell.desk import Desk
from placeplanner.gui.shell.map_side import MapSide
from placeplanner.gui.shell.side import Side
from placeplanner.mappacks.shipped import shipped_rules

_HOW = "Draw around your patch: click each corner, double-click or press Enter to finish. Esc gives it up."


class Patching(QObject):
    """`panel_wanted` says that a name is asked for in the places panel."""

    panel_wanted = Signal()

    def __init__(self, desk: Desk, panel: PlacesPanel, map_side: MapSide, side: Side) -> None:
        super().__init__(panel)
        self._desk, self._panel, self._map, self._side = desk, panel, map_side, side
        self._drawn: BaseGeometry | None = None
        self._renamed = ""  # the code of the patch whose name is asked for
        offers = panel.offers
        offers.town_corrected.connect(self._correct)
        offers.patch_wanted.connect(lambda: self._draw(""))
        offers.reshape_wanted.connect(lambda code: map_side.reshape_patch(PlaceCode(code)))
        offers.redraw_wanted.connect(self._draw)
        offers.rename_wanted.connect(self._ask_for_another_name)
        offers.removed.connect(lambda code: desk.perform(RemovePatch(PlaceCode(code))))
        offers.named.connect(self._keep_name)
        offers.naming_given_up.connect(self._give_up)
        map_side.patch_kept.connect(self._expect)
        desk.changed.connect(self._take)

    def _correct(self, neighbourhood: str, town: str) -> None:
        self._desk.perform(CorrectTown(PlaceCode(neighbourhood), PlaceCode(town), shipped_rules()))

    def _draw(self, code: str) -> None:
        """Take up the area tool; what it draws is a patch and no record."""
        self._map.use_tool("area")
        self._expect(code)
        self._map.said.emit(_HOW)

    def _expect(self, code: str) -> None:
        """What is drawn next, or was being drawn when the app ended by surprise, is a patch."""
        if code and self._desk.plan.places.get(code) is None:
            code = ""  # it has been removed meanwhile: what was drawn becomes a new one
        self._map.take_patch(code, lambda geometry: self._take_area(geometry, code))

    def _take_area(self, geometry: BaseGeometry, code: str) -> None:
        self._map.use_tool("browse")
        if code:
            self._map.canvas.stage.clear_pending()
            self._desk.perform(ReshapePatch(PlaceCode(code), geometry))
            return
        self._drawn, self._renamed = geometry, ""
        self.panel_wanted.emit()
        self._panel.offers.ask_name()

    def _ask_for_another_name(self, code: str) -> None:
        place = self._desk.plan.places.get(code)
        if place is not None:
            self._renamed = code
            self._panel.offers.ask_name(place.name)

    def _keep_name(self, name: str) -> None:
        if self._renamed:
            if self._kept(RenamePatch(PlaceCode(self._renamed), name)):
                self._renamed = ""
        elif self._drawn is not None:
            edit = DrawPatch(name, self._drawn)
            if self._kept(edit):
                self._drawn = None
                self._map.canvas.stage.clear_pending()
                self._desk.stand_in(edit.code)

    def _kept(self, edit: Edit) -> bool:
        """Perform it; a problem is told beside the name, which stays."""
        try:
            done = self._desk.history.perform(edit)
        except Problem as problem:
            self._panel.offers.refuse(str(problem))
            return False
        self._panel.offers.stop_asking()
        self._map.canvas.setFocus()
        if done:
            self._desk.said.emit(" ".join(part for part in (done.label, done.note) if part), True)
        return True

    def _give_up(self) -> None:
        if self._drawn is not None:
            self._map.canvas.stage.clear_pending()
        self._drawn, self._renamed = None, ""
        self._map.canvas.setFocus()

    def _take(self, done: Done) -> None:
        """Show the places as they are now, wherever they are shown."""
        if not done.has_other_places:
            return
        desk = self._desk
        places = desk.plan.places
        self._panel.set_places(places)
        self._panel.set_counts(desk.counts())
        self._map.canvas.set_scene(self._map.canvas.scene.with_places(places))
        self._side.show_places(places)
