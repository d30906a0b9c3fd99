"""Files that point elsewhere: GDAL opens no connection for them, whatever they say, and people read why in words."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from placeplanner.errors import Problem
from placeplanner.mappacks.sources import gdal as gdal_of
from placeplanner.mappacks.sources.gathering import Gathered, gather
from placeplanner.mappacks.sources.vectors import DRIVERS
from tests import conftest
from tests.mappacks.sources.files import EVERYWHERE, quiet

FEATURES = (
    '[{"type":"Feature","properties":{"name":"A"},"geometry":{"type":"Point","coordinates":[-2.57,53.53]}}]'
)
PLACEMARK = "<Placemark><name>A</name><Point><coordinates>-2.57,53.53</coordinates></Point></Placemark>"
LATE = f"<!--{'x' * 70_000}-->"
LAUGHS = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 11))


class Listener:
    """A server on this computer that counts who comes."""

    def __init__(self) -> None:
        self.came: list[bytes] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            caller, _ = self._server.accept()
            with caller:
                said = caller.recv(500)
            if said == b"stop":
                return
            self.came.append(said)

    def close(self) -> None:
        address = self._server.getsockname()
        with socket.create_connection(address) as last:
            last.sendall(b"stop")
        self._thread.join(10)
        self._server.close()
        ours = [one for one in conftest._connections if "127.0.0.1" in one or f"({address[1]}, " in one]
        conftest._connections[:] = [one for one in conftest._connections if one not in ours]


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "*")  # then the proxy that leads nowhere is not asked
    listener = Listener()
    yield listener
    listener.close()
    assert not listener.came, listener.came


def read(path: Path) -> Gathered:
    found = gather([path])
    for source in found.sources:
        for _ in source.read(EVERYWHERE, quiet):
            pass
        assert sum(tally.kept for tally in source.tallies)
    return found


def refused(path: Path) -> Problem:
    with pytest.raises(Problem) as told:
        gather([path])
    return told.value


def gml(
    where: str = "", more: str = "", system: str = "urn:ogc:def:crs:EPSG::27700", before: str = ""
) -> str:
    return (
        f'<?xml version="1.0"?>{before}<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xmlns:o="http://o" {where}><gml:featureMember><o:bench gml:id="b1"><o:name>A</o:name>{more}<o:geom>'
        f'<gml:Point srsName="{system}"><gml:pos>361900 404500</gml:pos></gml:Point></o:geom></o:bench>'
        "</gml:featureMember></gml:FeatureCollection>"
    )


def kml(inside: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{inside}</Document></kml>'


def test_only_the_formats_that_are_read_here_are_there_at_all() -> None:
    asked = (
        "import os; from placeplanner.mappacks.sources.gdal import gdal;"
        "print(*gdal().list_drivers(), sep='|'); assert 'GDAL_SKIP' not in os.environ"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(gdal_of.__file__).parents[3])}
    told = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stderr == ""
    there = set(told.stdout.strip().split("|"))
    assert there == {*DRIVERS, "MBTiles", "MVT", "PMTiles", "SQLite", "MEM"}


@pytest.mark.parametrize(
    "where",
    [
        'xsi:schemaLocation="http://o {}/a.xsd"',
        'xsi:schemaLocation="http://o near.xsd"',
        'xsi:schemaLocation="http://o /vsicurl/{}/a.xsd"',
        'xsi:schemaLocation="http://o /etc/hostname"',
        'xsi:schemaLocation="http://o {}/wfs?SERVICE=WFS&amp;REQUEST=DescribeFeatureType&amp;TYPENAME=o:bench"',
        'xsi:noNamespaceSchemaLocation="{}/a.xsd"',
    ],
)
def test_a_schema_is_read_beside_the_map_or_not_at_all(
    where: str, listener: Listener, tmp_path: Path
) -> None:
    (tmp_path / "near.xsd").write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://o">'
        f'<xs:include schemaLocation="{listener.address}/a.xsd"/></xs:schema>'
    )
    path = tmp_path / "benches.gml"
    path.write_text(gml(where.format(listener.address)))
    assert not read(path).left_aside


def test_a_thing_described_elsewhere_is_not_looked_up(listener: Listener, tmp_path: Path) -> None:
    path = tmp_path / "benches.gml"
    path.write_text(gml(more=f'<o:ref xlink:href="{listener.address}/x.gml#a"/>'))
    read(path)
    path.write_text(gml(before=f'<!DOCTYPE a SYSTEM "{listener.address}/a.dtd">'))
    read(path)


def test_a_system_that_only_the_web_describes_is_refused(listener: Listener, tmp_path: Path) -> None:
    path = tmp_path / "benches.gml"
    path.write_text(gml(system=f"{listener.address}/crs.xml"))
    assert "without the network" in refused(path).what


@pytest.mark.parametrize("before", ["", LATE])
@pytest.mark.parametrize(
    "entities", ['<!ENTITY x SYSTEM "file:///etc/hostname">', LAUGHS], ids=["a file", "a billion laughs"]
)
def test_entities_are_never_unfolded(entities: str, before: str, listener: Listener, tmp_path: Path) -> None:
    doctype = f"{before}<!DOCTYPE a [{entities}]>"
    for name, text in {
        "a.gml": gml(before=doctype, more="<o:b>&a9;&x;</o:b>"),
        "a.kml": kml(PLACEMARK.replace("A<", "&a9;&x;<"), doctype),
        "a.gpx": f'<?xml version="1.0"?>{doctype}<gpx version="1.1"><wpt lat="53" lon="-2"><name>&a9;</name></wpt></gpx>',
    }.items():
        (tmp_path / name).write_text(text)
        refused(tmp_path / name)


def test_a_map_that_only_links_to_another_is_refused(listener: Listener, tmp_path: Path) -> None:
    link = f"<NetworkLink><Link><href>{listener.address}/n.kml</href></Link></NetworkLink>"
    path = tmp_path / "link.kml"
    path.write_text(kml(link))
    assert "fetch one from" in refused(path).why
    path.write_text(kml(PLACEMARK + link))
    (aside,) = read(path).left_aside
    assert "points to 1 more map elsewhere" in aside.words and "No network is used" in aside.words
    path.write_text(kml(PLACEMARK + LATE * 70 + link + link))
    (aside,) = read(path).left_aside
    assert "2 more maps" in aside.words


def test_styles_and_pictures_elsewhere_are_not_fetched(listener: Listener, tmp_path: Path) -> None:
    path = tmp_path / "style.kml"
    style = f"<styleUrl>{listener.address}/s.kml#a</styleUrl>"
    icon = f"<GroundOverlay><Icon><href>{listener.address}/i.png</href></Icon><LatLonBox><north>53.6</north>"
    icon += "<south>53.5</south><east>-2.5</east><west>-2.6</west></LatLonBox></GroundOverlay>"
    path.write_text(kml(PLACEMARK.replace("<Point>", f"{style}<Point>") + icon))
    read(path)


@pytest.mark.parametrize(
    "system",
    [
        '"crs":{"type":"link","properties":{"href":"@/crs","type":"proj4"}}',
        '"crs":{"type":"url","properties":{"url":"@/crs"}}',
        '"CRS" : {"properties":{"href":"@/crs"},"Type":"LINK"}',
        '"\\u0063rs":{"type":"link","properties":{"href":"@/crs"}}',
        '"crs":{"t\\u0079pe":"l\\u0069nk","properties":{"href":"@/crs"}}',
        '"crs"/* a */:{"type":"link","properties":{"href":"@/crs"}}',
        '"crs":/* a */{"type":"link","properties":{"href":"@/crs"}}',
        "'crs':{'type':'link','properties':{'href':'@/crs'}}",
        '"crs":{"type":"name","type":"link","properties":{"href":"@/crs"}}',
        '"crs":{"type":"link","properties":{"href":"/etc/hostname"}}',
    ],
)
@pytest.mark.parametrize("is_last", [False, True])
def test_a_system_at_an_address_is_never_fetched(
    system: str, is_last: bool, listener: Listener, tmp_path: Path
) -> None:
    said = system.replace("@", listener.address)
    path = tmp_path / "benches.geojson"
    more = ", ".join(
        f'{{"type":"Feature","properties":{{"name":"{n}"}},"geometry":null}}' for n in range(3_000)
    )
    features = f'"features":{FEATURES[:-1]}, {more}]'
    parts = [features, said] if is_last else [said, features]
    path.write_text('{"type":"FeatureCollection",' + ",".join(parts) + "}")
    assert "where its coordinate system is described" in refused(path).why


@pytest.mark.parametrize(
    "system",
    [
        '"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"link":"http://a.example"',
        '"crs":{"type":"EPSG","properties":{"code":4326}}',
        '"crs":null',
        '"about":"crs","url":"http://a.example"',
        '"crs":{"type":"name","properties":{"name":"@/crs"}}',
    ],
)
def test_a_system_that_is_named_is_read_as_ever(system: str, listener: Listener, tmp_path: Path) -> None:
    path = tmp_path / "benches.geojson"
    said = system.replace("@", listener.address)
    path.write_text(f'{{"type":"FeatureCollection",{said},"features":{FEATURES}}}')
    read(path)


@pytest.mark.parametrize("before", ["", LATE, " " * 70_000])
def test_a_list_of_other_files_is_refused_whatever_it_is_called(
    before: str, listener: Listener, tmp_path: Path
) -> None:
    text = (
        f'{before}<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/vsicurl/{listener.address}/a.geojson'
        "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    )
    for name in ("a.vrt", "a.geojson", "a.gml", "a.csv"):
        (tmp_path / name).write_text(text)
        refused(tmp_path / name)
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            archive.writestr(name, text)
        refused(tmp_path / f"{name}.zip")


@pytest.mark.parametrize(
    "text",
    [
        "/vsicurl/{}/a.geojson",
        "{}/a.geojson",
        "WFS:{}/wfs",
        '{{"tilejson":"2.2.0","tiles":["{}/1/1/1.pbf"]}}',
        '{{"type":"gdal_streamed_alg","command_line":"gdal vector pipeline ! read {}/a.geojson"}}',
        '{{"type":"FeatureCollection","conformsTo":["http://www.opengis.net/spec/json-fg-1/0.1/conf/core"],'
        '"coordRefSys":"{}/crs","features":[]}}',
        '{{"links":[{{"rel":"data","href":"{}/collections"}}],"collections":[]}}',
    ],
)
def test_an_address_in_a_file_is_not_asked(text: str, listener: Listener, tmp_path: Path) -> None:
    for name in ("a.geojson", "a.json", "a.gml", "a.mbtiles", "a.gpkg"):
        (tmp_path / name).write_text(text.format(listener.address))
        refused(tmp_path / name)


@pytest.mark.skipif(os.name == "nt", reason="no name has a colon there")
def test_a_name_that_looks_like_an_address_is_a_name(
    listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for prefix in ("WFS", "OAPIF", "GMLAS", "ES", "http", "vsicurl", "PG", "MVT"):
        path = Path(f"{prefix}:a.gml")
        path.write_text(gml())
        assert re.match("Reference layer", read(path).sources[0].file.format)
