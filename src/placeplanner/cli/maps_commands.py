"""Commands about map packs: build one from files that publishers give away, look at it, install it, pass it on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from placeplanner.cli.maps_progress import Telling
from placeplanner.cli.maps_telling import installed_as_json, report_as_json, write_manifest, write_report
from placeplanner.cli.printing import json_option, local_time, note, say, write_json, write_table
from placeplanner.errors import Problem

if TYPE_CHECKING:
    from placeplanner.mappacks.build import BuildReport
    from placeplanner.mappacks.sources.gathering import Gathered

WITHOUT_SOME = 3  # how a build ends that had to do without a damaged file
_pack_argument = click.argument("pack", type=click.Path(path_type=Path), metavar="FILE")


@click.group()
def maps() -> None:
    """Make and install street maps that need no network.

    \b
    Examples:
      placeplanner maps build greater-manchester.osm.pbf --area Wigan --out wigan.pack
      placeplanner maps add wigan.pack
      placeplanner maps list
    """


@maps.command()
@click.argument(
    "sources", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="SOURCES..."
)
@click.option(
    "--area",
    "area_text",
    metavar="AREA",
    help="A place, a box (west,south,east,north), a file with a boundary, or “all”; else the borough.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", required=True, help="The pack to write."
)
@click.option("--title", default="", metavar="TITLE", help="What to call it.")
@json_option
def build(sources: tuple[Path, ...], area_text: str | None, out: Path, title: str, as_json: bool) -> None:
    """Make a map pack of downloaded files.

    OpenStreetMap, OS OpenData, heritage lists, boundaries and other files are read as publishers give them.

    What each file is, is told by its content. Everything in it is accounted for at the end. An older pack
    of the same file name is replaced when the new one is complete, not before.

    A file that is damaged is refused as a whole, and named; the map is made of the others, and the command
    ends with 3. It ends with 1 where no map was made.

    \b
    Examples:
      placeplanner maps build greater-manchester.osm.pbf --area Wigan --out wigan.pack
      placeplanner maps build oprvrs_gb.zip opgrsp_gb.zip wards.geojson --out wigan.pack --title "Wigan by OS"
      placeplanner maps build rutland.osm.pbf --area all --out rutland.pack
    """
    from placeplanner.mappacks.sources.gathering import gather

    out = _to_be_written(out)
    with Telling() as progress:
        progress(None, "Looking at the files …")
        report = _built(gather(sources), area_text, out, title, progress)
    if as_json:
        write_json(report_as_json(report))
    else:
        write_report(report)
        note(f"To use it on this computer: placeplanner maps add {out}")
    if report.is_partial:
        click.get_current_context().exit(WITHOUT_SOME)


@maps.command("list")
@json_option
def list_maps(as_json: bool) -> None:
    """List the map packs that are installed.

    \b
    Example:
      placeplanner maps list
    """
    from placeplanner.mappacks.doubles import doubles
    from placeplanner.mappacks.library import folder_problem, installed
    from placeplanner.mappacks.report import in_words

    if problem := folder_problem():
        raise problem
    packs = installed()
    if as_json:
        write_json([installed_as_json(pack) for pack in packs])
        return
    if not packs:
        note(
            "No map pack is installed. “placeplanner maps build” makes one, “placeplanner maps add” installs it."
        )
        return
    rows = [
        (
            pack.name,
            pack.title,
            local_time(pack.manifest.made_at)[:10] if pack.manifest else "",
            in_words(pack.size),
            ("in use" if pack.is_on else "switched off") if pack.manifest else "cannot be used",
        )
        for pack in packs
    ]
    write_table(("Name", "Title", "Made", "Size", "State"), rows, give=1)
    for pack in packs:
        if pack.problem:
            note(f"{pack.path.name}: {pack.problem}")
    for name, others in doubles(packs).items():
        same = ", ".join(other.name for other in others)
        note(f"{name} covers the same ground as {same}: to draw nothing double, switch all but one off.")


@maps.command()
@_pack_argument
def check(pack: Path) -> None:
    """Check every byte of a map pack.

    For instance after it came on a stick.

    \b
    Example:
      placeplanner maps check wigan.pack
    """
    from placeplanner.mappacks.check import check_pack

    manifest = check_pack(pack)
    say(f"“{manifest.title}” is whole: every piece is as it was when it was made.")


@maps.command()
@_pack_argument
def show(pack: Path) -> None:
    """Show what a map pack holds.

    Whose data, how old, under which licence, and what must be shown with it.

    \b
    Example:
      placeplanner maps show wigan.pack
    """
    from placeplanner.mappacks.library import find
    from placeplanner.mappacks.pack import open_pack
    from placeplanner.mappacks.report import in_words

    path = pack if pack.exists() or pack.suffix else find(str(pack)).path
    opened = open_pack(path)
    opened.close()
    write_manifest(opened.manifest, in_words(path.stat().st_size))


@maps.command()
@_pack_argument
@click.option("--replace", is_flag=True, help="Put it in the place of an older one of the same title.")
def add(pack: Path, replace: bool) -> None:
    """Check a map pack and install it on this computer.

    Another one of the same title is kept beside it, unless you say --replace.

    \b
    Examples:
      placeplanner maps add wigan.pack
      placeplanner maps add wigan-from-this-year.pack --replace
    """
    from placeplanner.mappacks.library import add as install

    added = install(pack, replace=replace)
    say(f"“{added.pack.title}” is installed as {added.pack.name}.")
    if added.beside:
        say(f"“{added.beside.title}”, which was there, is kept as {added.beside.name}.")
        note(f"To keep only the new one: placeplanner maps remove {added.beside.name}")
    if added.replaced:
        say(f"It took the place of the one made on {local_time(added.replaced.made_at)}.")


@maps.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove an installed map pack. What people recorded is in the plans and stays.

    \b
    Example:
      placeplanner maps remove wigan
    """
    from placeplanner.mappacks.library import remove as take_away

    gone = take_away(name)
    say(f"“{gone.title}” is removed.")


@maps.command()
@click.argument("name")
@click.argument("state", type=click.Choice(("on", "off"), case_sensitive=False))
def switch(name: str, state: str) -> None:
    """Switch an installed map pack on or off, without removing it.

    \b
    Example:
      placeplanner maps switch wigan off
    """
    from placeplanner.mappacks.library import switch as turn

    pack = turn(name, state == "on")
    say(f"“{pack.title}” is {'in use' if pack.is_on else 'switched off'}.")


@maps.command()
@click.argument("name", required=False)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("."),
    metavar="DIR",
    help="Where to put it; unless said, here.",
)
@click.option("--yes", is_flag=True, help="Do not ask before the download.")
def fetch(name: str | None, folder: Path, yes: bool) -> None:
    """Show where free maps come from, or download one.

    This is the only command that uses the network, and it asks first: it says how large the file is. A download
    that was interrupted goes on where it stopped.

    \b
    Examples:
      placeplanner maps fetch
      placeplanner maps fetch osm_greater_manchester --to downloads/
    """
    from placeplanner.mappacks.fetch import fetch as download
    from placeplanner.mappacks.fetch import load_publications, publication
    from placeplanner.mappacks.report import in_words

    if name is None:
        for each in load_publications():
            say(f"{each.code}: {each.title} · {each.publisher} · {each.licence}")
            say(f"    {each.gives}")
            say(f"    {each.page}")
        note("To download one of them: placeplanner maps fetch NAME --to DIR")
        return

    def confirmed(size: int | None) -> bool:
        told = f"It is {in_words(size)} large." if size is not None else "Its size is not known."
        return yes or click.confirm(f"{told} Download it?", default=True, err=True)

    with Telling() as progress:
        path = download(publication(name), folder, progress=progress, confirm_size=confirmed)
    click.echo(path)


def _to_be_written(out: Path) -> Path:
    """Where the pack goes. Raises `Problem` where something else would be lost."""
    from placeplanner.mappacks.layout import SUFFIX
    from placeplanner.mappacks.opening import opened

    path = out if out.suffix.lower() == SUFFIX else out.with_name(f"{out.name}{SUFFIX}")
    if out.is_dir() or not out.name:
        raise Problem(f"“{out}” is a folder.", "", f"Write for instance {out / ('map' + SUFFIX)}.")
    if not path.resolve().parent.is_dir():
        raise Problem(f"The folder “{path.parent}” is not there.", "", "Make it, or choose another one.")
    if path.exists():
        opened(path).close()  # only a pack may be replaced by a pack
    return path


def _built(
    gathered: Gathered, area_text: str | None, out: Path, title: str, progress: Telling
) -> BuildReport:
    from placeplanner.mappacks.area import Area
    from placeplanner.mappacks.areas import EVERYTHING, around, parse_area
    from placeplanner.mappacks.build import NothingThere, build_pack
    from placeplanner.mappacks.shipped import shipped_places

    places = shipped_places()

    def build_of(area: Area) -> BuildReport:
        return build_pack(
            gathered.sources, area, out, title=title, left_aside=gathered.left_aside, progress=progress
        )

    if area_text is not None:
        area = parse_area(area_text, places)
        progress(None, f"Making a map of {area.name} …")
        return build_of(area)
    assert places.borough is not None
    borough = around(places.borough)
    progress(None, f"Making a map of {borough.name} …")
    try:
        return build_of(borough)
    except NothingThere:
        progress(
            None, f"Nothing in these files lies in {places.borough.name}, so all that they hold is taken …"
        )
        return build_of(Area(EVERYTHING))


COMMANDS: tuple[click.Command, ...] = (maps,)
