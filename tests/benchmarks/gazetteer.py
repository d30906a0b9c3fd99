"""A hundred thousand names, typed letter by letter: how long each keystroke takes to be answered.

Run by hand: `python -m tests.benchmarks.gazetteer [--names N]`; prints JSON. Goal: 30 ms a keystroke.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from placeplanner.domain.grid import EastingNorthing
from placeplanner.gazetteer.index import write_names
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.gazetteer.search import Gazetteer

SYLLABLES = [
    "ash",
    "ton",
    "hind",
    "ley",
    "wig",
    "an",
    "lei",
    "gh",
    "or",
    "rell",
    "ath",
    "er",
    "stan",
    "dish",
    "bil",
    "linge",
    "ab",
    "ram",
    "gol",
    "borne",
    "tyl",
    "des",
    "as",
    "pull",
    "in",
    "ce",
    "win",
    "stan",
    "platt",
    "bridge",
    "high",
    "field",
    "brook",
    "wood",
    "hall",
    "mill",
    "church",
    "park",
    "green",
    "moss",
    "bank",
    "bury",
    "worth",
    "cliff",
    "dale",
    "mar",
    "ket",
    "king",
    "queen",
    "vic",
    "tor",
    "al",
    "bert",
    "san",
    "dy",
    "whit",
    "kers",
    "chad",
    "wick",
    "shev",
    "ing",
    "apple",
    "shake",
    "cross",
    "well",
    "car",
]
ENDINGS = [
    "Street",
    "Road",
    "Avenue",
    "Lane",
    "Close",
    "Drive",
    "Grove",
    "Crescent",
    "Court",
    "Place",
    "Terrace",
    "Gardens",
    "Way",
    "View",
    "Mews",
    "Fold",
]
TOWNS = [
    "Abram",
    "Ashton-in-Makerfield",
    "Aspull",
    "Atherton",
    "Billinge and Winstanley",
    "Golborne",
    "Hindley",
    "Ince-in-Makerfield",
    "Leigh",
    "Orrell",
    "Standish",
    "Tyldesley",
    "Wigan",
]
TYPED = (
    "market street hindley",
    "st peters",
    "makret stret",
    "hindly",
    "wn7 1eb",
    "wn71",
    "church rd leigh",
    "ashton in makersfield",
    "standish high school",
    "whitkers lane",
    "s",
    "st",
    "a",
    "the road",
    "queen victoria park",
    "leigh station",
    "zzzz qqqq",
    "platt bridge close wigan road",
    "o'brien's",
    "tyldsley",
)


def names(count: int, rnd: random.Random) -> Iterator[Name]:
    def somewhere() -> EastingNorthing:
        return EastingNorthing(352_000 + rnd.random() * 18_000, 394_000 + rnd.random() * 18_000)

    for town in TOWNS:
        yield Name(town, NameKind.TOWN, somewhere(), weight=1.0)
    stems = ["".join(rnd.sample(SYLLABLES, rnd.choice((1, 2, 2, 3)))).capitalize() for _ in range(count // 8)]
    for number in range(count):
        kind = rnd.choices(
            (
                NameKind.STREET,
                NameKind.POSTCODE,
                NameKind.STOP,
                NameKind.PARK,
                NameKind.SCHOOL,
                NameKind.BUILDING,
            ),
            (62, 12, 12, 4, 2, 8),
        )[0]
        stem = rnd.choice(stems)
        if kind is NameKind.POSTCODE:
            text = f"WN{rnd.randint(1, 8)} {rnd.randint(0, 9)}{rnd.choice('ABDEFGHJLN')}{rnd.choice('ABDEFGHJLN')}"
        elif kind is NameKind.SCHOOL:
            text = f"St {stem}'s Primary School"
        else:
            text = f"{stem} {rnd.choice(ENDINGS)}" + (f" {number % 90}" if kind is NameKind.BUILDING else "")
        yield Name(text, kind, somewhere(), rnd.choice(TOWNS), weight=rnd.choice((0.2, 0.3, 0.4, 0.5)))


def keystrokes() -> Iterator[str]:
    for text in TYPED:
        for length in range(1, len(text) + 1):
            yield text[:length]


def measured(gazetteer: Gazetteer) -> dict[str, object]:
    times: list[tuple[float, str]] = []
    for turn in range(3):
        near = EastingNorthing(358_000 + 1500 * turn, 405_000)
        for typed in keystrokes():
            start = perf_counter()
            gazetteer.find(typed, near)
            times.append(((perf_counter() - start) * 1000, typed))
    times.sort(reverse=True)
    only = [time for time, _ in times]
    return {
        "keystrokes": len(times),
        "median_ms": round(statistics.median(only), 2),
        "p95_ms": round(only[len(only) // 20], 2),
        "worst_ms": round(only[0], 2),
        "slowest": [(round(time, 1), typed) for time, typed in times[:8]],
    }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--names", type=int, default=100_000)
    count = asked.parse_args().names
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.pack"
        connection = sqlite3.connect(path)
        start = perf_counter()
        written = write_names(connection, names(count, random.Random(7)))
        connection.commit()
        connection.close()
        made = perf_counter() - start
        start = perf_counter()
        gazetteer = Gazetteer([path])
        opened = (perf_counter() - start) * 1000
        result = measured(gazetteer)
        gazetteer.close()
        size = path.stat().st_size / 1e6
    print(
        json.dumps(
            {
                "names": written,
                "written_s": round(made, 2),
                "megabytes": round(size, 1),
                "opened_ms": round(opened, 1),
            }
            | result,
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
