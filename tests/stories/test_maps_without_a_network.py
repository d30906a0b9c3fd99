"""A map is made of files of every kind with the network cut, by a process that never so much as asks for one.

Some of the files invite to the web: schemas, references and coordinate systems that say they are to be had there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from shapely import LineString, Point

from tests.exchange.judges import judge
from tests.gui.maps.town import a_town
from tests.mappacks.sources.files import HINDLEY, a_layer

EAST, NORTH = HINDLEY
WEB = "http://192.0.2.1"  # an address that is nobody's


def invited(path: Path) -> Path:
    """A GML file whose schema and units are on the web."""
    point = f'<gml:Point srsName="http://www.opengis.net/def/crs/EPSG/0/27700"><gml:pos>{EAST} {NORTH}</gml:pos></gml:Point>'
    path.write_text(
        f"""<?xml version="1.0" encoding="UTF-8"?>
<ogr:FeatureCollection xmlns:ogr="{WEB}/ogr" xmlns:gml="http://www.opengis.net/gml/3.2"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xlink="http://www.w3.org/1999/xlink"
 xsi:schemaLocation="{WEB}/ogr {WEB}/schema.xsd" gml:id="all">
<ogr:featureMember><ogr:pumps gml:id="p.1"><ogr:shape>{point}</ogr:shape><ogr:name>Village pump</ogr:name>
<ogr:unit xlink:href="{WEB}/unit.xml"/></ogr:pumps></ogr:featureMember>
</ogr:FeatureCollection>""",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    """One file of each kind; in each of them is something in Hindley or in Wigan."""
    folder = tmp_path / "sources"
    folder.mkdir()
    names = {"name": ["One", "Two"]}
    points = [Point(EAST, NORTH), Point(EAST + 50, NORTH)]
    lines = [LineString([(EAST, NORTH), (EAST + 90, NORTH)]), LineString([(EAST, NORTH), (EAST, NORTH + 90)])]
    shape = a_layer(folder / "paths.shp", lines, names)
    with zipfile.ZipFile(folder / "paths.zip", "w") as archive:
        for part in sorted(folder.glob("paths.[!z]*")):
            archive.write(part, part.name)
            part.unlink()
    assert not shape.exists()
    return [
        a_layer(folder / "benches.geojson", [Point(-2.58, 53.53)] * 2, names, crs="EPSG:4326"),
        a_layer(folder / "bins.gpkg", points, names),
        a_layer(folder / "posts.kml", [Point(-2.58, 53.53)] * 2, names, crs="EPSG:4326"),
        a_layer(folder / "polish.fgb", [Point(-2.58, 53.53)] * 2, names, crs="EPSG:4258"),
        invited(folder / "pumps.gml"),
        folder / "paths.zip",
        a_town(folder / "town.osm"),
    ]


def build(sources: Sequence[Path], out: Path) -> list[str]:
    """The command that makes a map of them."""
    named = [str(path) for path in sources]
    return [
        sys.executable, "-m", "placeplanner", "maps", "build", *named, "--area", "Wigan", "--out", str(out), "--json",
    ]  # fmt: skip


def done(command: Sequence[str]) -> str:
    run = subprocess.run(command, capture_output=True, text=True, env=os.environ, timeout=120)
    assert run.returncode == 0, run.stderr
    return run.stdout


def cut_off() -> list[str]:
    """What to put before a command so that it has no network at all."""
    unshare = shutil.which("unshare")
    for options in (("-rn",), ("-n",)):
        if unshare and subprocess.run([unshare, *options, "true"], capture_output=True).returncode == 0:
            return [unshare, *options]
    pytest.skip("this system lets nobody make a network namespace")


def test_a_map_is_made_of_every_kind_of_file_with_the_network_cut(
    sources: list[Path], tmp_path: Path
) -> None:
    away = cut_off()
    reached = "import socket; socket.create_connection(('192.0.2.1', 80), 5)"
    tried = subprocess.run([*away, sys.executable, "-c", reached], capture_output=True, text=True)
    assert "Network is unreachable" in tried.stderr
    report = json.loads(done([*away, *build(sources, tmp_path / "a.pack")]))
    assert len(report["sources"]) == len(sources) and report["left_aside"] == []
    for source in report["sources"]:
        assert sum(layer["kept"] for layer in source["layers"]) > 0, source["file"]


@pytest.mark.judge
def test_making_a_map_asks_for_no_internet_socket(sources: list[Path], tmp_path: Path) -> None:
    told = tmp_path / "calls.txt"
    calls = "trace=socket,connect,sendto"
    trace = [judge("strace"), "-f", "-qq", "-e", calls, "-e", "signal=none", "-o", str(told)]
    done([*trace, *build(sources, tmp_path / "a.pack")])
    assert [line for line in told.read_text().splitlines() if "AF_INET" in line] == []
