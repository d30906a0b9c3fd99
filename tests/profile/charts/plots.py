"""Plots to try."""

from __future__ import annotations

from placeplanner.profile.charts.plot import Axis, Bars, Dots, Look, Marks, Part, Row, counting_axis

SHARES = Axis("Share of residents", 0.0, 100.0, ((0.0, "0%"), (50.0, "50%"), (100.0, "100%")))
SCORES = Axis("Score", 1.0, 10.0, ((1.0, "1"), (5.0, "5"), (10.0, "10")))


def stacked(*counts: tuple[int, int, int], key: str = "wishes") -> Bars:
    """Bars of three parts."""
    looks = (("Keep", Look.SOLID), ("Improve", Look.STRIPED), ("Create", Look.LINED))
    return Bars(
        key,
        tuple(Row(f"Theme {number}", end=str(sum(each))) for number, each in enumerate(counts)),
        tuple(
            Part(name, look, tuple(float(each[number]) for each in counts))
            for number, (name, look) in enumerate(looks)
        ),
        counting_axis("Priorities", max(map(sum, counts), default=0)),
        tells_parts=True,
    )


def reach(*shares: float, label: str = "A green near the door") -> Bars:
    """Shares of a whole, beside marks."""
    return Bars(
        "reach",
        tuple(Row(label, "0.5 hectares within 200 m", f"{share:.0f}%: 12,310 people") for share in shares),
        (
            Part("Within reach", Look.SOLID, shares),
            Part("Not within reach", Look.EMPTY, tuple(100 - share for share in shares)),
        ),
        SHARES,
        Marks("Within reach in Wigan Borough", tuple(None if share == 0 else 24.0 for share in shares)),
    )


def dotted(*scores: float, name: str = "Hindley") -> Dots:
    """Dots beside marks."""
    rows = tuple(Row(f"Measure {number}") for number in range(len(scores)))
    told = tuple(f"{score:.1f}" for score in scores)
    marks = Marks("Wigan Borough", tuple(11 - score for score in scores))
    return Dots("deprivation", rows, name, scores, told, SCORES, ("England, 5.5", 5.5), marks)
