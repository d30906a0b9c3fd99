"""Deprivation by domain, beside the borough and England.

England's own figures follow from what a decile is (Indices of Deprivation 2025, MHCLG): a tenth of all small
areas is in each, so the mean decile is 5.5 and a fifth of the areas is in the most deprived fifth.
"""

from __future__ import annotations

from dataclasses import dataclass

from placeplanner.domain.place import Place

ENGLAND_MEAN_DECILE = 5.5
ENGLAND_SHARE_IN_MOST_DEPRIVED_FIFTH = 0.2
_DECILE, _SHARE = "_mean_decile", "_share_in_most_deprived_fifth"


@dataclass(frozen=True, slots=True)
class Domain:
    """One domain. `name` is the figures' stem ("income_2025"); deciles run from 1, the most deprived, to 10."""

    name: str
    mean_decile: float
    borough_mean_decile: float | None
    share_in_most_deprived_fifth: float | None
    borough_share: float | None

    @property
    def is_worse_than_england(self) -> bool:
        """Whether deprivation here is deeper than England's average."""
        return self.mean_decile < ENGLAND_MEAN_DECILE


def domains_of(place: Place, borough: Place | None) -> tuple[Domain, ...]:
    """Every domain that a place has figures of, in the order of its figures."""
    beside = borough.figures if borough else {}
    stems = [name.removesuffix(_DECILE) for name in place.figures if name.endswith(_DECILE)]
    return tuple(
        Domain(
            stem,
            place.figures[stem + _DECILE],
            beside.get(stem + _DECILE),
            place.figures.get(stem + _SHARE),
            beside.get(stem + _SHARE),
        )
        for stem in stems
    )
