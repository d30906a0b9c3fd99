"""Whatever lies in a folder of real downloads becomes one map, with everything in it accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

from placeplanner.mappacks.area import Area
from placeplanner.mappacks.areas import parse_area
from placeplanner.mappacks.build import BuildReport, build_pack
from placeplanner.mappacks.report import closing, of_no_use
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.mappacks.sources.gathering import gather

REAL = Path(__file__).parents[2].parent / "shared" / "real"
pytestmark = pytest.mark.skipif(not REAL.exists(), reason="the real files are not beside this checkout")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    """A map of Wigan of all that is there, of other counties too."""
    found = gather([REAL])
    out = tmp_path_factory.mktemp("real") / "wigan.pack"
    return build_pack(found.sources, parse_area("Wigan", shipped_places()), out, left_aside=found.left_aside)


def test_everything_is_accounted_for(report: BuildReport) -> None:
    assert all(tally.is_balanced for source in report.sources for tally in source.tallies)
    told = "\n".join(of_no_use(report))
    for name in ("rutland-2018.osm.pbf", "stretford_kingsway-2024.osm"):
        assert f"{name}: nothing in it lies in Wigan Borough." in told
    for name in ("README.md", "wigan_imd2025_lsoa21.csv", "wigan_lsoa_population.csv"):
        assert f"Left aside: “{name}” does not say where anything is." in told


def test_the_line_on_the_map_is_short_and_the_full_statements_are_kept(report: BuildReport) -> None:
    line = report.manifest.short_attribution
    assert line == (
        "Contains OS data © Crown copyright and database right 2018–2025 · © Historic England"
        " · ONS, Royal Mail and TfGM data, OGL v3"
    )
    statements = {source.title: source.attribution for source in report.manifest.sources}
    assert (
        "Royal Mail data © Royal Mail copyright and database right 2018"
        in statements["ONS Postcode Directory"]
    )
    assert "licensed under the Open Government Licence v.3.0" in statements["Wards"]
    unknown = next(source for source in report.manifest.sources if source.title == "Green Flag parks")
    assert (unknown.attribution, unknown.whose) == ("", "publisher and licence not stated in the file")
    assert "Libraries" not in report.manifest.attribution


def test_its_name_is_said_once(report: BuildReport) -> None:
    (said,) = (sentence for sentence in closing(report) if "made in" in sentence)
    assert said.startswith("“Wigan Borough” and 500 m around it: ")


@pytest.mark.parametrize(
    ("name", "title"),
    [("rutland-2018.osm.pbf", "Rutland 2018"), ("stretford_kingsway-2024.osm", "Stretford Kingsway 2024")],
)
def test_an_extract_becomes_a_map_of_its_own_name(tmp_path: Path, name: str, title: str) -> None:
    found = gather([REAL / "osm" / name])
    made = build_pack(found.sources, Area("all that the files hold"), tmp_path / "a.pack")
    assert made.manifest.title == title
    assert made.manifest.short_attribution == "© OpenStreetMap contributors"
    assert made.manifest.counts["roads"] > 50
