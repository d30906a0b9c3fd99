"""Lines joined where two of a kind meet, and cut where they become too long: all at once, as flat arrays.

Each line is two half-edges, there and back; where just two lines of a kind meet, one half-edge has a next. How
far each is from the end of its chain is found by doubling, in as many turns as its length has binary digits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from placeplanner.mappacks.batches import Batch, starts_of
from placeplanner.mappacks.packing import DECIMETRES

_Numbers = NDArray[np.int64]


def joined(lines: Batch, kinds: _Numbers) -> Batch:
    """Lines of the same kind, joined where just two of them meet; class and feature are those of one of them.

    A joined line runs as most of its parts do. Lines without any length are left out.
    """
    boxes = lines.boxes()
    has_length = (boxes[:, :2] != boxes[:, 2:]).any(axis=1)
    lines, kinds = lines.taken(has_length), kinds[has_length]
    count = lines.count
    if not count:
        return lines
    following = _following(lines, kinds)
    favour = np.concatenate([np.ones(count, np.int64), np.full(count, -1, np.int64)])
    _open_rings(following, favour)
    end, steps = _ends_of_chains(following)
    votes = np.zeros(2 * count)
    np.add.at(votes, end, favour)
    other_way = np.zeros(
        2 * count, dtype=np.int64
    )  # by the end of a chain: the end of the same, run backwards
    is_first = np.ones(2 * count, dtype=bool)
    is_first[following[following != np.arange(2 * count)]] = False
    firsts = np.flatnonzero(is_first)
    other_way[end[firsts]] = (firsts + count) % (2 * count)
    is_kept = (votes[end] > 0) | ((votes[end] == 0) & (end < other_way[end]))
    kept = np.flatnonzero(is_kept)
    kept = kept[np.lexsort((-steps[kept], end[kept]))]
    return _strung(lines, kept, end[kept])


def _following(lines: Batch, kinds: _Numbers) -> _Numbers:
    """The half-edge that goes on where each ends; itself where none or several do.

    Half-edge i runs along line i, half-edge i + n back along it.
    """
    count = lines.count
    ends = np.concatenate([lines.xy[lines.rings[:-1]], lines.xy[lines.rings[1:] - 1]]).astype(np.int64)
    place = (ends[:, 0] << 32) + ends[:, 1]
    kind = np.concatenate([kinds, kinds])
    order = np.lexsort((place, kind))
    is_new = np.ones(len(order) + 1, dtype=bool)
    is_new[1:-1] = (np.diff(place[order]) != 0) | (np.diff(kind[order]) != 0)
    first = np.flatnonzero(is_new)
    pairs = first[:-1][np.diff(first) == 2]
    one, two = order[pairs], order[pairs + 1]
    apart = one % count != two % count  # a ring of one line is whole already
    one, two = one[apart], two[apart]
    following = np.arange(2 * count)
    following[(one + count) % (2 * count)] = two
    following[(two + count) % (2 * count)] = one
    return following


def _ends_of_chains(following: _Numbers) -> tuple[_Numbers, _Numbers]:
    """The last half-edge after each, and how many steps it is off; of rings nothing that means anything."""
    end = following.copy()
    steps = (following != np.arange(len(following))).astype(np.int64)
    is_last = steps == 0
    unsettled = -1
    while True:
        left = int(np.count_nonzero(~is_last[end]))
        if left in (0, unsettled):
            return end, steps
        unsettled = left
        steps += steps[end]
        end = end[end]


def _open_rings(following: _Numbers, favour: _Numbers) -> None:
    """Open each ring of several lines at the first of them, and see to it that it is kept one way only."""
    count = len(following) // 2
    end, _ = _ends_of_chains(following)
    is_last = following == np.arange(2 * count)
    ring = np.flatnonzero(~is_last[end])
    least, ahead = np.arange(2 * count) % count, following.copy()
    for _ in range(len(ring).bit_length()):
        least[ring] = np.minimum(least[ring], least[ahead[ring]])
        ahead[ring] = ahead[ahead[ring]]
    before = ring[following[ring] % count == least[ring]]
    opened = following[before]
    favour[opened] = np.where(opened < count, len(following), -len(following))
    following[before] = before


def _strung(lines: Batch, halves: _Numbers, chain: _Numbers) -> Batch:
    """Half-edges, in order, as one line for each chain."""
    line = halves % lines.count
    is_back = halves >= lines.count
    begins = np.diff(chain, prepend=-1) != 0
    length = np.diff(lines.rings)[line]
    skipped = (~begins).astype(np.int64)  # where it begins, the one before has ended
    taken = length - skipped
    starts = starts_of(taken)
    nth = np.arange(starts[-1]) - np.repeat(starts[:-1] - skipped, taken)
    first = np.where(is_back, lines.rings[line + 1] - 1, lines.rings[line])
    points = np.repeat(first, taken) + nth * np.repeat(np.where(is_back, -1, 1), taken)
    ends = np.append(starts[:-1][begins], starts[-1])
    return Batch.of_lines(lines.xy[points], ends, lines.classes[line[begins]], lines.features[line[begins]])


def cut(lines: Batch, longest_m: float) -> Batch:
    """Lines in parts no longer than about this, cut at their own points."""
    xy = lines.xy
    if not len(xy):
        return lines
    index = np.repeat(np.arange(lines.count), np.diff(lines.rings))
    steps = np.hypot(*np.diff(xy, axis=0, prepend=xy[:1]).T)
    is_first = np.zeros(len(xy), dtype=bool)
    is_first[lines.rings[:-1]] = True
    steps[is_first] = 0.0
    along = np.cumsum(steps)
    along -= along[is_first][index]
    part = (along / (longest_m * DECIMETRES)).astype(np.int64)
    is_last = np.append(is_first[1:], True)
    is_cut = ~is_first & ~is_last & (np.diff(part, prepend=0) > 0)  # it ends one part and begins the next
    if not is_cut.any():
        return lines
    twice = np.repeat(np.arange(len(xy)), 1 + is_cut)
    begins = is_first[twice] | (np.diff(twice, prepend=-1) == 0)
    starts = np.append(np.flatnonzero(begins), len(twice))
    of = index[twice[begins]]
    return Batch.of_lines(xy[twice], starts, lines.classes[of], lines.features[of])
