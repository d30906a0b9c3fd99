"""Names as far as one sheet of paper shows what they belong to: so that a road cut by the frame is named within it.

Not for a screen, where names must stay while the map is panned.
"""

from __future__ import annotations

import numpy as np
import shapely

from placeplanner.domain.streetmap import Box, Names


def within(names: Names, box: Box) -> Names:
    """The names with their lines clipped to a box in metres; a line that leaves it and returns becomes two."""
    counts = np.diff(names.starts)
    lines = np.flatnonzero(counts > 1)
    points = np.flatnonzero(counts == 1)
    owners = np.repeat(np.arange(len(counts)), counts)
    on_line = counts[owners] > 1
    ranks = np.repeat(np.arange(len(lines)), counts[lines])
    made = shapely.linestrings(names.xy[on_line], indices=ranks) if len(lines) else np.zeros(0, dtype=object)
    parts, of_line = shapely.get_parts(shapely.clip_by_rect(made, *box), return_index=True)
    is_line = shapely.get_type_id(parts) == 1
    parts, of_line = parts[is_line], lines[of_line[is_line]]
    which = np.concatenate((of_line, points))
    lengths = np.concatenate((shapely.get_num_coordinates(parts), np.ones(len(points), dtype=np.int64)))
    return Names(
        tuple(names.texts[at] for at in which.tolist()),
        names.kinds[which],
        names.weight[which],
        names.widest[which],
        np.vstack((shapely.get_coordinates(parts), names.xy[names.starts[:-1][points]])),
        np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
    )
