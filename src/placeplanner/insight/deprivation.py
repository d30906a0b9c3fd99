"""What deprivation is set beside: England, whose own figure follows from what a decile is.

A tenth of all small areas is in each (Indices of Deprivation 2025, MHCLG), so the mean decile is 5.5.
"""

from __future__ import annotations

ENGLAND_MEAN_DECILE = 5.5
