"""What of the installed maps lies beneath the records just now, as the ticks in the layers panel say.

Which named layers are wanted is remembered; a map without streets is for one meeting, and forgotten with it.
"""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from placeplanner.gui.maps.atlas import Atlas
from placeplanner.gui.maps.shown import NamedLayer, Shown, Switches
from placeplanner.gui.panels.map_layers import Layer, MapLayers
from placeplanner.gui.shell.desk import Desk


class Underlay(QObject):
    """`changed` says that `streets` are others now; `said` carries words."""

    changed = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk, atlas: Atlas, panel: MapLayers) -> None:
        super().__init__(desk)
        self._desk, self._atlas, self._panel = desk, atlas, panel
        self._shown: Shown | None = None
        self._has_streets = True
        panel.streets_switched.connect(self._switch_streets)
        panel.layer_switched.connect(self._switch_layer)
        atlas.changed.connect(self._take)

    @property
    def streets(self) -> Shown | None:
        """What is to be painted, or None."""
        return self._shown

    def _take(self) -> None:
        """Other packs are open."""
        layers = [Layer(one.name, one.count, self._is_on(one)) for one in self._atlas.layers]
        self._panel.show_layers(layers, has_map=self._atlas.shown is not None)
        self._apply()

    def _is_on(self, layer: NamedLayer) -> bool:
        return dict(self._desk.settings.map_layers).get(layer.name, not layer.is_many)

    def _apply(self) -> None:
        hidden = [layer.numbers for layer in self._atlas.layers if not self._is_on(layer)]
        whole = self._atlas.shown
        switches = Switches(self._has_streets, frozenset().union(*hidden))
        self._shown = whole.switched(switches) if whole is not None else None
        self.changed.emit()

    def _switch_streets(self, is_on: bool) -> None:
        self._has_streets = is_on
        self.said.emit(
            "The street map is back." if is_on else "The street map is hidden, until it is ticked again."
        )
        self._apply()

    def _switch_layer(self, name: str, is_on: bool) -> None:
        settings = self._desk.settings
        others = tuple(pair for pair in settings.map_layers if pair[0] != name)
        self._desk.remember(replace(settings, map_layers=((name, is_on), *others)[:100]))
        self._apply()
