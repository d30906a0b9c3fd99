"""Names for a borough that is not there: English-sounding, no two alike within a kind, the same at every run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_STEM_WORDS = """
Abbey Acorn Albion Alder Alma Ash Aspen Avon Balmoral Bank Barley Beech Bell Birch Blossom Bolton Bramble
Briar Bridge Bright Brook Calder Cambridge Canal Carr Castle Cedar Chapel Cherry Chestnut Church Clarence Clifton
Clover Coal Coronation Cross Crown Dale Darwin Derby Devon Douglas Duke Eckersley Elder Elm Fern Field Forge Foundry
Garden George Glebe Gorse Grange Green Grove Hall Harvest Hawthorn Hazel Heath Heather Hey Hill Holly Hope Hurst Ivy
Jubilee Kestrel King Kirk Lark Laurel Lime Linden Lock Lodge Lord Loom Maple Market Marsh Meadow Mill Miner Moor Moss
Myrtle Nelson Nook North Oak Orchard Park Pear Pine Pit Pleasant Poplar Prescott Primrose Prince Princess Queen
Railway Regent Rose Rowan Royal Salisbury School Silk Smithy South Spinner Spring Stanley Station Stone Sycamore
Thorn Tower Tram Union Vale Victoria Vine Violet Water Weaver Well West Wheat Willow Windsor Wood Yew York
"""
_STEMS = tuple(_STEM_WORDS.split())
_ROADS = (
    "Street",
    "Road",
    "Avenue",
    "Lane",
    "Close",
    "Drive",
    "Crescent",
    "Grove",
    "Way",
    "Place",
    "Terrace",
    "Gardens",
    "Walk",
    "View",
    "Rise",
    "Mews",
    "Court",
)
_GREENS = (
    "Park",
    "Recreation Ground",
    "Playing Fields",
    "Gardens",
    "Green",
    "Common",
    "Allotments",
    "Cemetery",
    "Nature Reserve",
)
_ENDINGS = (
    "ton",
    "ley",
    "worth",
    "ford",
    "shaw",
    "croft",
    " Green",
    " Bridge",
    " Moss",
    " Fold",
    " Hey",
    " Common",
)
_BEFORE = ("", "Upper ", "Lower ", "Old ", "New ", "Great ", "Little ")


def _unique(
    endings: tuple[str, ...] | list[str], count: int, random: np.random.Generator
) -> NDArray[np.object_]:
    """`count` names, shuffled; plain ones are used up before any is called upper, lower, old …"""
    made: list[str] = []
    for before in _BEFORE:
        more: NDArray[np.object_] = np.array(
            [f"{before}{stem}{ending}" for stem in _STEMS for ending in endings], dtype=object
        )
        random.shuffle(more)
        made.extend(more[: count - len(made)])
        if len(made) == count:
            return np.array(made, dtype=object)
    raise ValueError(f"There are not {count} names.")


def road_names(count: int, random: np.random.Generator) -> NDArray[np.object_]:
    """Names of roads, shape (count,)."""
    return _unique([f" {word}" for word in _ROADS], count, random)


def green_names(count: int, random: np.random.Generator) -> NDArray[np.object_]:
    """Names of parks and the like, shape (count,)."""
    return _unique([f" {word}" for word in _GREENS], count, random)


def place_names(count: int, random: np.random.Generator) -> NDArray[np.object_]:
    """Names of villages and localities, shape (count,)."""
    return _unique(list(_ENDINGS), count, random)
