"""The folder of packs is other people's too: other windows, sticks, full disks. Each ends in a sentence."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from placeplanner import paths
from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.streetmap import MapLayer
from placeplanner.errors import Problem
from placeplanner.gazetteer.search import Gazetteer
from placeplanner.mappacks import library
from placeplanner.mappacks.packs import Packs
from tests.mappacks.made_up import EAST, NORTH, a_pack, a_town, block, drawn

AROUND = (EAST - 2000, NORTH - 2000, EAST + 2000, NORTH + 2000)
HERE = EastingNorthing(EAST, NORTH)
needs_links = pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")


def other(folder: Path) -> Path:
    """A pack of the same title that is another one."""
    return a_pack(folder, drawn("buildings", [block(0, 0)]), name="other.pack").path


def names() -> list[str]:
    return [pack.name for pack in library.installed()]


def titles() -> list[str]:
    return [pack.title for pack in library.installed()]


def files() -> list[str]:
    return sorted(path.name for path in paths.map_packs().iterdir())


# One of the same title


def test_a_pack_of_the_same_title_stands_beside_the_one_that_is_there(tmp_path: Path) -> None:
    first = library.add(a_pack(tmp_path).path)
    second = library.add(other(tmp_path))
    assert first.beside is None and second.replaced is None
    assert second.beside is not None and second.beside.title == "Hindley"
    assert second.pack.title == "Hindley (2)" and second.pack.name == "hindley-2"
    assert titles() == ["Hindley", "Hindley (2)"]
    assert library.find("Hindley (2)").path == second.pack.path
    assert library.find("hindley").path == first.pack.path


def test_the_one_that_stands_beside_takes_the_plain_name_when_the_first_is_removed(tmp_path: Path) -> None:
    library.add(a_pack(tmp_path).path)
    library.add(other(tmp_path))
    library.remove("Hindley")
    assert (names(), titles()) == (["hindley-2"], ["Hindley"])


def test_which_of_several_is_replaced_is_not_guessed(tmp_path: Path) -> None:
    library.add(a_pack(tmp_path).path)
    library.add(other(tmp_path))
    third = a_pack(tmp_path, drawn("buildings", [block(9, 9)]), name="third.pack").path
    with pytest.raises(Problem, match="2 map packs called “Hindley”") as told:
        library.add(third, replace=True)
    assert "hindley" in told.value.why and "hindley-2" in told.value.why
    assert len(names()) == 2


def test_what_is_added_is_shown_though_one_of_its_name_was_switched_off(tmp_path: Path) -> None:
    path = a_pack(tmp_path).path
    library.add(path)
    library.switch("hindley", False)
    (paths.map_packs() / "hindley.pack").unlink()  # by hand
    assert library.add(path).pack.is_on


# While it is open


def in_use_of(tmp_path: Path) -> tuple[Packs, Gazetteer, Path]:
    library.add(a_pack(tmp_path).path)
    packs = library.open_installed()
    assert packs is not None
    path = packs.packs[0].path
    return packs, Gazetteer([path]), path


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 3)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def overwritten(path: Path) -> None:
    with path.open("rb+") as file:
        file.write(os.urandom(path.stat().st_size))


def deleted(path: Path) -> None:
    path.unlink()


@pytest.mark.skipif(os.name == "nt", reason="a file in use is not touched there")
@pytest.mark.parametrize("harm", [truncated, emptied, overwritten, deleted])
def test_an_open_pack_that_is_harmed_ends_in_a_sentence(harm: Callable[[Path], None], tmp_path: Path) -> None:
    packs, gazetteer, path = in_use_of(tmp_path)
    harm(path)
    asked: list[Callable[[], object]] = [
        packs.known,
        packs.places,
        *(lambda layer=layer: packs.shapes(layer, AROUND, 1.0) for layer in MapLayer),  # type: ignore[misc]
        lambda: packs.names(AROUND, 1.0),
        lambda: packs.coverage(MapLayer.BUILDINGS, AROUND, 9.0),
        library.installed,
        lambda: Gazetteer([path]).close(),
    ]
    for ask in asked:
        with suppress(Problem):
            ask()
    for typed in ("hindley", "leylnd lane", "wn2 3xa"):
        gazetteer.find(typed, HERE)
    gazetteer.close()
    packs.close()
    again = library.open_installed()
    if again is not None:
        again.close()


# The folder


@needs_links
def test_a_folder_that_is_a_link_is_used_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    paths.map_packs().parent.mkdir(parents=True, exist_ok=True)
    paths.map_packs().symlink_to(tmp_path / "elsewhere")
    library.add(a_pack(tmp_path).path)
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["hindley.pack"]
    assert library.folder_problem() is None
    library.remove("hindley")
    assert not list((tmp_path / "elsewhere").glob("*.pack"))


@needs_links
def test_a_pack_that_is_a_link_loses_only_the_link_when_it_is_removed(tmp_path: Path) -> None:
    path = a_pack(tmp_path).path
    paths.map_packs().mkdir(parents=True)
    (paths.map_packs() / "hindley.pack").symlink_to(path)
    (paths.map_packs() / "wigan.pack").symlink_to(tmp_path / "nowhere.pack")
    (paths.map_packs() / "loop.pack").symlink_to(paths.map_packs() / "loop.pack")
    assert names() == ["hindley"]
    library.remove("hindley")
    assert path.exists() and names() == []
    assert library.add(a_pack(tmp_path, title="Wigan").path).pack.name == "wigan-2"


@needs_links
def test_a_folder_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    paths.map_packs().parent.mkdir(parents=True, exist_ok=True)
    paths.map_packs().symlink_to(tmp_path / "a stick that was pulled out")
    problem = library.folder_problem()
    assert problem is not None and "cannot be used" in problem.what and "leads nowhere" in problem.why
    assert library.installed() == () and library.open_installed() is None
    with pytest.raises(Problem, match="folder of the map packs cannot be used"):
        library.add(a_pack(tmp_path).path)


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    paths.map_packs().parent.mkdir(parents=True, exist_ok=True)
    paths.map_packs().write_text("no folder")
    assert library.folder_problem() is not None
    with pytest.raises(Problem, match="folder of the map packs cannot be used"):
        library.add(a_pack(tmp_path).path)
    assert library.installed() == ()


def test_a_folder_that_is_not_there_yet_is_no_fault(tmp_path: Path) -> None:
    assert library.folder_problem() is None and library.installed() == ()
    library.add(a_pack(tmp_path).path)
    shutil.rmtree(paths.map_packs())
    assert library.installed() == ()
    with pytest.raises(Problem, match="No map pack is called"):
        library.remove("hindley")


@pytest.mark.parametrize(
    ("fault", "said"),
    [(errno.ENOSPC, "no room on the disk"), (errno.EROFS, "Read-only"), (errno.EACCES, "denied")],
)
def test_a_folder_that_cannot_be_written_to_is_told_and_stays_as_it_was(
    fault: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add(a_pack(tmp_path).path)

    def fail(*_: object, **__: object) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(library, "_put", fail)
    with pytest.raises(Problem) as told:
        library.add(other(tmp_path))
    assert said in told.value.why and told.value.try_this
    assert files() == ["hindley.pack"]


def test_a_removed_pack_is_gone_though_nothing_more_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add(a_pack(tmp_path).path)

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(library, "written_whole", fail)
    with pytest.raises(Problem, match="Which maps are used"):
        library.switch("hindley", False)
    library.remove("hindley")
    assert names() == []


def test_what_a_window_that_was_killed_left_half_copied_is_cleared(tmp_path: Path) -> None:
    paths.map_packs().mkdir(parents=True)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (paths.map_packs() / f".hindley.pack.{gone.pid}.part").write_bytes(bytes(1000))
    library.add(a_pack(tmp_path).path)
    assert files() == ["hindley.pack"]


# Two windows at once

_MANY_TIMES = """
import sys
from pathlib import Path
from placeplanner.errors import Problem
from placeplanner.mappacks import library
for _ in range(12):
    for act in (lambda: library.add(Path(sys.argv[1])), lambda: library.remove("hindley"), library.installed):
        try:
            act()
        except Problem as problem:
            print(problem.what)
"""


def test_two_windows_that_add_and_remove_the_same_pack_end_in_sentences(tmp_path: Path) -> None:
    path = a_pack(tmp_path).path
    source = str(Path(library.__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": source}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", _MANY_TIMES, str(path)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for window in both:
        out, err = window.communicate(timeout=120)
        assert window.returncode == 0 and err == "", err
        assert set(out.splitlines()) <= {
            "The map pack “Hindley” is installed already.",
            "No map pack is called “hindley”.",
        }
    assert names() in ([], ["hindley"])
    assert not [name for name in files() if name.endswith(".part")]


def test_two_windows_that_add_packs_of_one_title_at_once_lose_neither(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = a_pack(tmp_path).path, other(tmp_path)
    real, was_there = library._put, []

    def late(part: Path, target: Path, *, over: bool) -> None:
        if not was_there:
            was_there.append(target)
            library.add(second)
        real(part, target, over=over)

    monkeypatch.setattr(library, "_put", late)
    library.add(first)
    assert names() == ["hindley", "hindley-2"]


def test_the_very_same_pack_added_by_another_window_meanwhile_is_there_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_pack(tmp_path, *a_town()).path
    real, was_there = library._put, []

    def late(part: Path, target: Path, *, over: bool) -> None:
        if not was_there:
            was_there.append(target)
            library.add(path)
        real(part, target, over=over)

    monkeypatch.setattr(library, "_put", late)
    with pytest.raises(Problem, match="installed already"):
        library.add(path)
    assert names() == ["hindley"] and files() == ["hindley.pack"]
