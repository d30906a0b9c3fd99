"""Make the map that ships from a folder of published facts: `python maps/make.py FACTS_FOLDER`.

The folder holds `neighbourhoods.geojson` (outlines by code, longitude and latitude) and `neighbourhoods.csv`
(code, census_name, name, town, then figures). The outlines stay in longitude and latitude, as published, and are
written once more in metres of the National Grid, by OSTN15, in `neighbourhoods.txt` (a code and its outline as
well-known text a line): that is what the app loads, since OSTN15 would make every start longer. The manifest
beside this file is written by hand, and says where everything comes from.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import shapely
from shapely.geometry import shape

from placeplanner.domain.coordinates import eastings_northings

HERE = Path(__file__).resolve().parent


def make(facts: Path, to: Path = HERE) -> None:
    """Write `neighbourhoods.geojson`, `neighbourhoods.txt` and `neighbourhoods.csv` into the folder `to`."""
    with (facts / "neighbourhoods.csv").open(newline="", encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["code"])
    published = json.loads((facts / "neighbourhoods.geojson").read_text(encoding="utf-8"))
    outlines = {feature["properties"]["code"]: feature["geometry"] for feature in published["features"]}
    if unmatched := outlines.keys() ^ {row["code"] for row in rows}:
        sys.exit(f"These codes are in one file and not in the other: {', '.join(sorted(unmatched))}")
    features = [_feature(row, outlines[row["code"]]) for row in rows]
    text = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    collection = '{"type": "FeatureCollection", "features": [\n' + text + "\n]}\n"
    (to / "neighbourhoods.geojson").write_text(collection, encoding="utf-8", newline="\n")
    lines = [f"{row['code']} {_in_metres(outlines[row['code']])}\n" for row in rows]
    (to / "neighbourhoods.txt").write_text("".join(lines), encoding="utf-8", newline="\n")
    with (to / "neighbourhoods.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _feature(row: dict[str, str], outline: dict[str, object]) -> dict[str, object]:
    properties = {name: row[name] for name in ("code", "name", "town")}
    return {"type": "Feature", "properties": properties, "geometry": outline}


def _in_metres(outline: dict[str, object]) -> str:
    converted = shapely.transform(shape(outline), eastings_northings)
    return str(shapely.to_wkt(converted, rounding_precision=3))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say which folder holds the facts: python maps/make.py FACTS_FOLDER")
    make(Path(sys.argv[1]))
