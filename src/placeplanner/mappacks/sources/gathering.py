"""Everything that people named at once, files and folders: what is of no use is left aside, and said with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct, field

from placeplanner.errors import Problem
from placeplanner.mappacks.sources.damage import Damaged
from placeplanner.mappacks.sources.recognise import recognise
from placeplanner.mappacks.sources.refusals import nothing_in
from placeplanner.mappacks.sources.source import Source

_LONGEST_WHY = 120  # a reason that lists what is in a file is for who asks about that file alone


class LeftAside(Struct, frozen=True):
    """A file, or a layer of one, that no map can be made of. `name` is below the folder that people named."""

    name: str
    problem: Problem

    @property
    def is_damaged(self) -> bool:
        """Whether it would have been of use, were it whole."""
        return isinstance(self.problem, Damaged)

    @property
    def verdict(self) -> str:
        """What became of it, with its name and the reason."""
        return f"{'Refused' if self.is_damaged else 'Left aside'}: {self.words}"

    @property
    def words(self) -> str:
        """Its name and the reason, in one line."""
        why = self.problem.why
        return f"{self.what} {why}".strip() if len(why) <= _LONGEST_WHY else self.what

    @property
    def what(self) -> str:
        """The same without what lies behind it."""
        what = self.problem.what
        return what if Path(self.name).name in what else f"{self.name}: {what}"


class Gathered(Struct, frozen=True):
    """What can be read, and what cannot."""

    sources: tuple[Source, ...]
    left_aside: tuple[LeftAside, ...]


class _Gathering(Struct):
    sources: dict[tuple[str, ...], Source] = field(default_factory=dict)
    left_aside: list[LeftAside] = field(default_factory=list)

    def look_at(self, path: Path) -> None:
        before = len(self.left_aside)

        def leave(file: Path, problem: Problem) -> None:
            is_inside = file != path and file.is_relative_to(path)
            name = (file.relative_to(path) if path.is_dir() else file.relative_to(path.parent)).as_posix()
            self.left_aside.append(LeftAside(name if is_inside else file.name, problem))

        try:
            for source in recognise(path, passed_over=leave):
                self._take(source)
        except Problem as problem:
            if len(self.left_aside) == before:  # else all that is in it was told one by one
                self.left_aside.append(LeftAside(path.name, problem))

    def _take(self, source: Source) -> None:
        file = source.file
        key = (str(file.path.resolve()), file.inner, file.format, file.credits.title)
        if key in self.sources:
            name = file.inner or file.path.name
            self.left_aside.append(
                LeftAside(name, Problem(f"“{name}” is named twice.", "It is read once.", ""))
            )
        else:
            self.sources[key] = source


def gather(paths: Iterable[Path]) -> Gathered:
    """The sources in some files and folders. Raises one `Problem` where there is none in all of them."""
    gathering, named = _Gathering(), list(paths)
    for path in named:
        gathering.look_at(path)
    if not gathering.sources:
        raise _nothing(named, gathering.left_aside)
    return Gathered(tuple(gathering.sources.values()), tuple(gathering.left_aside))


def _nothing(paths: list[Path], left_aside: list[LeftAside]) -> Problem:
    if len(left_aside) == 1:
        return left_aside[0].problem
    where = f"“{paths[0].name or paths[0]}”" if len(paths) == 1 else "these files"
    return nothing_in(where, [one.what for one in left_aside])
