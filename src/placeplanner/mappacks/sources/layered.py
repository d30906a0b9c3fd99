"""Reading the layers of a file: placed, mended, cut to the area, every feature accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
import shapely
from msgspec import Struct, field
from numpy.typing import NDArray

from placeplanner.domain.streetmap import Box
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.haul import Haul, Progress, SourceFile, Tally
from placeplanner.mappacks.sources.mending import (
    NO_POSITION,
    mended,
    parts_of_dimension,
    without_holes_in_the_data,
)
from placeplanner.mappacks.sources.placing import Placing
from placeplanner.mappacks.sources.rows import Layer, Meaning, Rows, Shapes, text_of

_EDGE_M = 100.0  # how far lines and areas reach beyond the box of the area before they are cut
_ASKED_FOR_A_BOX = 30_000  # features: smaller layers are read whole, and every one of them is looked at
_MOST_NOTES = 20
_TOLD_APART = 24  # parts of a source, each named while it is read
_NOWHERE = -1e9
_MOST_OF_A_PLACE = 0.5


class Part(Struct, frozen=True):
    """A layer, what it is, and how its positions become metres."""

    layer: Layer
    meaning: Meaning
    placing: Placing


class LayeredSource(Struct):
    """Some layers of one product in one file, or in several that belong together."""

    file: SourceFile
    parts: Sequence[Part]
    tallies: list[Tally] = field(default_factory=list)

    def read(self, area: Area, progress: Progress) -> Iterator[Haul]:
        """As `Source` says."""
        self.tallies = [Tally(part.layer.name) for part in self.parts]
        total = sum(part.layer.count for part in self.parts) or 1
        done = 0
        for part, tally in zip(self.parts, self.tallies, strict=True):
            which = f": {part.layer.name}" if len(self.parts) <= _TOLD_APART else ""
            said = f"Reading {self.file.credits.title}{which}"
            reading = _Reading(part, area, tally)
            yield from reading.hauls(partial(_tell, progress, said, done, total))
            done += part.layer.count


def _tell(progress: Progress, said: str, before: int, total: int, seen: int) -> None:
    progress(min((before + seen) / total, 1.0), said)


class _Reading(Struct):
    part: Part
    area: Area
    tally: Tally
    _notes: int = 0

    def hauls(self, progress: Callable[[int], None]) -> Iterator[Haul]:
        layer, meaning, tally = self.part.layer, self.part.meaning, self.tally
        tally.notes.extend(self.part.placing.notes)
        if meaning.not_shown:
            tally.read = layer.count
            tally.left_out[meaning.not_shown] += layer.count
            return
        maker = meaning.begin()
        box = self._box()
        progress(0)
        for rows in layer.batches(meaning.columns, box):
            tally.read += len(rows)
            settled = self._settled(rows)
            if len(settled):
                made = maker.add(settled)
                tally.left_out += made.left_out
                tally.kept += len(settled) - made.left_out.total()
                yield from made.hauls
            progress(tally.read)
        yield from maker.finish()
        if box is not None and layer.count > tally.read:
            self._account_for_the_rest()
        if self._notes > _MOST_NOTES:
            tally.notes.append(f"And {self._notes - _MOST_NOTES:,} more like these.")

    def _account_for_the_rest(self) -> None:
        """What is not in the box was never looked at: it lies elsewhere, or nowhere."""
        layer, tally = self.part.layer, self.tally
        rest = layer.count - tally.read
        tally.read = layer.count
        is_suspect = not tally.kept or bool(shapely.is_missing(layer.sample.geometries).any())
        nowhere = min(layer.without_shape(), rest) if layer.is_numbered or is_suspect else 0
        if nowhere:
            tally.refused[NO_POSITION] += nowhere
        tally.clipped_away += rest - nowhere

    def _box(self) -> Box | None:
        return (
            self.part.placing.box_of(self.area)
            if self.part.layer.is_indexed and self.part.layer.count >= _ASKED_FOR_A_BOX
            else None
        )

    @np.errstate(all="ignore")  # what is no number is found out and refused
    def _settled(self, rows: Rows) -> Rows:
        """What can be used of some rows, in metres and in the area; the rest is in the tally."""
        raw = without_holes_in_the_data(rows.geometries)
        self._refuse(rows, raw.refused)
        rows = rows.where(raw.is_kept)
        if not len(rows):
            return rows
        placed = shapely.transform(rows.geometries, self._to_metres)
        in_britain = shapely.bounds(placed).min(axis=1) > _NOWHERE / 2
        abroad = {int(index): "it lies outside Great Britain" for index in np.flatnonzero(~in_britain)}
        if self.area.outline is None:
            self._refuse(rows, abroad)
        else:
            self.tally.clipped_away += len(abroad)
        rows = rows.with_geometries(placed).where(in_britain)
        near = self._is_near(rows.geometries)
        self.tally.clipped_away += int((~near).sum())
        return self._mended(rows.where(near))

    def _to_metres(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        # a ring of NaN would not be closed, since NaN is not itself
        return np.nan_to_num(self.part.placing.to_metres(xy), nan=_NOWHERE, posinf=_NOWHERE, neginf=_NOWHERE)

    def _mended(self, rows: Rows) -> Rows:
        done = mended(rows.geometries, self.part.meaning.dimensions)
        self._refuse(rows, done.refused)
        reasons = np.array([done.repaired.get(index, "") for index in range(len(rows))], dtype=object)
        kept = done.is_kept
        rows, reasons = rows.with_geometries(done.geometries).where(kept), reasons[kept]
        cut, inside = self._cut(rows.geometries)
        self.tally.clipped_away += int((~inside).sum())
        rows, reasons = rows.cut_to(cut).where(inside), reasons[inside]
        for index in np.flatnonzero(reasons != ""):
            self.tally.repaired[reasons[index]] += 1
            self._note(rows, int(index), f"{reasons[index]}; mended.")
        return rows

    def _is_near(self, geometries: Shapes) -> NDArray[np.bool_]:
        """Which reach into the box around the area: broken shapes must not be asked for more."""
        if self.area.box is None or not len(geometries):
            return np.ones(len(geometries), dtype=bool)
        west, south, east, north = self.area.box
        bounds = shapely.bounds(geometries)
        near: NDArray[np.bool_] = (
            (bounds[:, 2] >= west)
            & (bounds[:, 0] <= east)
            & (bounds[:, 3] >= south)
            & (bounds[:, 1] <= north)
        )
        return near

    def _cut(self, geometries: Shapes) -> tuple[Shapes, NDArray[np.bool_]]:
        """Shapes cut at the edge, and which of them are in the area at all."""
        if self.area.outline is None or self.area.box is None or not len(geometries):
            return geometries, np.ones(len(geometries), dtype=bool)
        inside = self.area.touches(geometries)
        if self.part.meaning.is_whole:
            return geometries, inside & self._is_mostly_inside(geometries)
        west, south, east, north = self.area.box
        window = shapely.box(west - _EDGE_M, south - _EDGE_M, east + _EDGE_M, north + _EDGE_M)
        cut = geometries.copy()
        for index in np.flatnonzero(inside & ~shapely.covered_by(geometries, window)):
            dimension = int(shapely.get_dimensions(geometries[index]))
            cut[index] = parts_of_dimension(shapely.intersection(geometries[index], window), dimension)
            inside[index] = cut[index] is not None
        return cut, inside

    def _is_mostly_inside(self, geometries: Shapes) -> NDArray[np.bool_]:
        """Neighbours that only share an edge with the area are not of it; what it lies in, is."""
        outline = self.area.outline
        assert outline is not None
        areas = shapely.area(geometries)
        shared = shapely.area(shapely.intersection(geometries, outline))
        mostly: NDArray[np.bool_] = (areas == 0) | (
            shared >= _MOST_OF_A_PLACE * np.minimum(areas, max(outline.area, 1.0))
        )
        return mostly

    def _refuse(self, rows: Rows, refused: dict[int, str]) -> None:
        for index, why in refused.items():
            self.tally.refused[why] += 1
            self._note(rows, index, f"{why}; left out.")

    def _note(self, rows: Rows, index: int, what: str) -> None:
        label = self._label(rows, index)
        if label:
            self._notes += 1
            if self._notes <= _MOST_NOTES:
                self.tally.notes.append(f"{label}: {what}")

    def _label(self, rows: Rows, index: int) -> str:
        cells = (text_of(rows.columns[name][index]) for name in self.part.meaning.labels if rows.has(name))
        return next((cell for cell in cells if cell), "")
