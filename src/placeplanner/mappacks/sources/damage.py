"""A file that is broken, told apart from one that was never a map: of several, it alone is given up."""

from __future__ import annotations

from placeplanner.errors import Problem


class Damaged(Problem):
    """It is of a kind that is read here, and cannot be read to its end."""
