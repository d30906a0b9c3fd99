"""The house keeps its rules: where Qt, threads and SQL may be, how large a module and a function may grow.

import-linter keeps the layers (see pyproject.toml); this keeps what it cannot say. Each failure is a sentence.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
HOUSE = SOURCE / "placeplanner"
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
THREADS = {"QThread", "QThreadPool", "QRunnable", "QtConcurrent"}
GUARDS = {"threading.Lock", "threading.RLock", "threading.local"}
SPEAKS_SQL = ("store", "mappacks", "gazetteer")


@dataclass(frozen=True)
class Module:
    """A source file as the rules see it."""

    path: Path

    @property
    def told(self) -> str:
        return self.path.relative_to(HOUSE).as_posix()

    @property
    def name(self) -> str:
        parts = self.path.relative_to(SOURCE).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def imports(self) -> Iterator[str]:
        """Every module, or name in a module, that it imports anywhere."""
        for node in ast.walk(self.tree):
            yield from _imported(node)

    def imports_at_once(self) -> Iterator[str]:
        """What is imported as soon as it is: not inside a function, nor for the type checker only."""
        waiting: list[ast.AST] = list(self.tree.body)
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or _is_for_types_only(node):
                continue
            yield from _imported(node)
            waiting.extend(ast.iter_child_nodes(node))

    def is_in(self, *places: str) -> bool:
        return any(self.told == place or self.told.startswith(f"{place}/") for place in places)


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is_for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    return [Module(path) for path in sorted(HOUSE.rglob("*.py"))]


def told(broken: list[str], rule: str) -> str:
    return "\n".join([rule, *(f"  {sentence}" for sentence in broken)])


def _importers(modules: list[Module], wanted: Callable[[str], bool], allowed: tuple[str, ...]) -> list[str]:
    return [
        f"{module.told} imports {name}, and only {', '.join(allowed)} may"
        for module in modules
        if not module.is_in(*allowed)
        for name in module.imports()
        if wanted(name)
    ]


def test_only_the_window_knows_widgets(modules: list[Module]) -> None:
    broken = _importers(modules, lambda name: name.startswith("PySide6.QtWidgets"), ("gui",))
    assert not broken, told(broken, "QtWidgets stays under gui/:")


def test_qt_is_only_where_things_are_drawn(modules: list[Module]) -> None:
    broken = _importers(modules, lambda name: name.split(".")[0] in {"PySide6", "shiboken6"}, ("gui", "draw"))
    assert not broken, told(broken, "Qt stays in draw/ and gui/:")


def test_threads_start_in_one_module(modules: list[Module]) -> None:
    def starts(name: str) -> bool:
        return name.split(".")[-1] in THREADS or name in {"threading", "threading.Thread", "threading.Timer"}

    # shell/crash.py only asks which thread it is in
    broken = _importers(modules, starts, ("gui/jobs.py", "gui/shell/crash.py"))
    broken += _importers(
        modules, lambda name: name.startswith(("concurrent", "multiprocessing")), ("gui/jobs.py",)
    )
    assert not broken, told(broken, "Threads start only in gui/jobs.py:")


def test_of_threading_only_what_guards_against_other_threads_is_used_elsewhere(modules: list[Module]) -> None:
    def is_more_than_a_guard(name: str) -> bool:
        return name.split(".")[0] == "threading" and name not in GUARDS

    broken = _importers(modules, is_more_than_a_guard, ("gui/jobs.py", "gui/shell/crash.py"))
    assert not broken, told(
        broken, f"What starts no thread may be used anywhere, by name ({', '.join(sorted(GUARDS))}):"
    )


def test_the_crash_page_starts_no_thread(modules: list[Module]) -> None:
    crash = [module for module in modules if module.is_in("gui/shell/crash.py")]
    started = [
        f"{module.told}:{node.lineno} calls {ast.unparse(node)}"
        for module in crash
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        if isinstance(node.func, ast.Name) and node.func.id in THREADS
    ]
    assert not started, told(started, "A crash page that starts a thread may crash again:")


def test_only_the_store_speaks_sql(modules: list[Module]) -> None:
    def is_sql(name: str) -> bool:
        return name.split(".")[0] in {"sqlite3", "sqlite_utils", "apsw"}

    broken = _importers(modules, is_sql, SPEAKS_SQL)
    assert not broken, told(
        broken, "SQL stays in store/ (and, for their own read-only packs, in the others):"
    )


def test_no_module_is_too_long_to_read_in_one_sitting(modules: list[Module]) -> None:
    broken = [
        f"{module.told} has {lines} lines; split it at its joints"
        for module in modules
        if (lines := len(module.text.splitlines())) > LONGEST_MODULE
    ]
    assert not broken, told(broken, f"No module has more than {LONGEST_MODULE} lines:")


def test_no_function_is_too_long_to_hold_in_mind(modules: list[Module]) -> None:
    broken = [
        f"{module.told}:{node.lineno} {node.name} has {lines} lines; give its parts names"
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not broken, told(broken, f"No function has more than {LONGEST_FUNCTION} lines:")


def test_every_module_says_what_it_is_for(modules: list[Module]) -> None:
    broken = [
        f"{module.told} begins without a docstring"
        for module in modules
        if not ast.get_docstring(module.tree)
    ]
    assert not broken, told(broken, "A module begins by saying what it is for:")


def test_every_folder_is_a_package_that_tells_its_story() -> None:
    folders = {path.parent for path in HOUSE.rglob("*.py")}
    broken = [
        f"{folder.relative_to(SOURCE)} has no __init__.py, so nobody learns where to start reading"
        for folder in sorted(folders)
        if not (folder / "__init__.py").exists()
    ]
    assert not broken, told(broken, "Every package has an __init__ with a docstring:")


def test_no_package_has_a_single_module() -> None:
    packages = [path.parent for path in sorted(HOUSE.rglob("__init__.py"))]
    broken = [
        f"{package.relative_to(SOURCE)} holds one module; make it a module"
        for package in packages
        if len(
            [path for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()]
        )
        < 3
    ]
    assert not broken, told(broken, "A package holds at least two modules beside its __init__:")


def test_siblings_do_not_import_one_another_in_circles(modules: list[Module]) -> None:
    names = {module.name for module in modules}
    graph = {
        module.name: {found for name in module.imports_at_once() if (found := _module_of(name, names))}
        - {module.name}
        for module in modules
    }
    circle = _circle(graph)
    assert not circle, f"These import one another in a circle: {' → '.join(circle)}"


def _module_of(name: str, names: set[str]) -> str | None:
    """The module that an imported name lives in: `a.b.c` is module a.b.c, or something in module a.b."""
    return next((found for found in (name, name.rpartition(".")[0]) if found in names), None)


def _circle(graph: dict[str, set[str]]) -> list[str]:
    done: set[str] = set()

    def walk(name: str, trail: list[str]) -> list[str]:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name in done:
            return []
        for imported in sorted(graph[name]):
            if circle := walk(imported, [*trail, name]):
                return circle
        done.add(name)
        return []

    return next((circle for name in sorted(graph) if (circle := walk(name, []))), [])


def test_the_readme_draws_the_floors_as_they_are_kept() -> None:
    kept = tomllib.loads((SOURCE.parent / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    floors = [_there(floor) for floor in kept["contracts"][0]["layers"]]
    assert " › ".join(floors) in (SOURCE.parent / "README.md").read_text("utf-8")


def _there(floor: str) -> str:
    """A floor without the rooms that are not built yet, which stand in brackets."""
    return " | ".join(room for room in floor.split(" | ") if not room.startswith("("))
