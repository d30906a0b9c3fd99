"""All that a picture of the map depends on but for the viewport: one frozen value, safe in any thread."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from placeplanner.domain.credits import credits_of
from placeplanner.domain.ids import PlaceCode, RecordId
from placeplanner.domain.kinds import Catalogue, Kind
from placeplanner.domain.place import Place, Places
from placeplanner.domain.record import Record
from placeplanner.domain.streetmap import StreetMap
from placeplanner.draw.layers import Layers
from placeplanner.draw.looks import KINDS, Looks
from placeplanner.draw.outlines import Outlines
from placeplanner.draw.style import Style, load_style
from placeplanner.draw.viewport import Bounds


class Scene(Struct, frozen=True, eq=False):
    """What is on the map. Build with `Scene.of`, vary with the methods: what is prepared is shared."""

    places: Places
    outlines: Outlines
    layers: Layers
    chosen: PlaceCode | None = None
    selected: frozenset[RecordId] = frozenset()
    visible: frozenset[Kind] = frozenset(Kind)
    proposed: frozenset[RecordId] = frozenset()  # by an import, not yet taken in: drawn hollow
    theme: str = "light"
    enlarged: float = 1.0  # letters and marks, for people far from the screen
    attribution: str = ""  # of the places; what is said on the map is `credits`
    streets: StreetMap | None = None  # beneath the records, if there are any

    @classmethod
    def of(
        cls,
        places: Places,
        records: Iterable[Record],
        catalogue: Catalogue,
        *,
        chosen: PlaceCode | None = None,
        theme: str = "light",
        attribution: str = "",
    ) -> Scene:
        """Prepare places and records for painting, picking and snapping."""
        return cls(
            places,
            Outlines.of(places),
            Layers.of(records, Looks(catalogue)),
            chosen=chosen,
            theme=theme,
            attribution=attribution,
        )

    @property
    def style(self) -> Style:
        """How it is to look. Raises `Problem` where the style's file is not right."""
        return load_style(self.theme, self.enlarged)

    @property
    def credits(self) -> str:
        """What must be said wherever the map is shown: who made its places and who its streets, each once."""
        return credits_of(self.attribution, self.streets.attribution if self.streets else "")

    @property
    def catalogue(self) -> Catalogue:
        """The kinds and categories in use."""
        return self.layers.looks.catalogue

    @property
    def records(self) -> tuple[Record, ...]:
        """Every record, visible or not."""
        return self.layers.records

    @property
    def chosen_place(self) -> Place | None:
        """The place that people work on."""
        return self.places.get(self.chosen)

    @property
    def bounds(self) -> Bounds | None:
        """The box around the chosen place, else around the borough, else None."""
        place = self.chosen_place or self.places.borough
        return place.geometry.bounds if place else None

    def record(self, record_id: RecordId) -> Record | None:
        """The record with this id, or None."""
        at = self.layers.index.get(record_id)
        return None if at is None else self.layers.records[at]

    def is_shown(self) -> NDArray[np.bool_]:
        """Which records are of a visible kind, in the order of `layers`."""
        shown = np.array([kind in self.visible for kind in KINDS], dtype=bool)
        return shown[self.layers.kinds]

    def with_records(self, changed: Iterable[Record] = (), removed: Iterable[RecordId] = ()) -> Scene:
        """With some records new, different or gone: cheap, however many others there are."""
        layers = self.layers.changed(changed, removed)
        selected = frozenset(record_id for record_id in self.selected if record_id in layers.index)
        return replace(self, layers=layers, selected=selected)

    def with_all_records(self, records: Iterable[Record]) -> Scene:
        """With other records altogether."""
        layers = Layers.of(records, self.layers.looks)
        return replace(self, layers=layers, selected=self.selected & layers.index.keys())

    def with_places(self, places: Places) -> Scene:
        """With other boundaries, or other patches."""
        chosen = self.chosen if places.get(self.chosen) else None
        return replace(self, places=places, outlines=Outlines.of(places), chosen=chosen)

    def with_chosen(self, chosen: PlaceCode | None) -> Scene:
        """With another place at full strength."""
        return replace(self, chosen=chosen)

    def with_selected(self, selected: Iterable[RecordId]) -> Scene:
        """With other records selected."""
        return replace(self, selected=frozenset(selected))

    def with_visible(self, visible: Iterable[Kind]) -> Scene:
        """With only these kinds shown."""
        return replace(self, visible=frozenset(visible))

    def with_theme(self, theme: str, enlarged: float = 1.0) -> Scene:
        """In another style."""
        return replace(self, theme=theme, enlarged=enlarged)

    def with_streets(self, streets: StreetMap | None) -> Scene:
        """With another street map beneath the records, or none."""
        return replace(self, streets=streets)
