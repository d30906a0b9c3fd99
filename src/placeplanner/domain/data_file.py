"""Reading data that a planner may edit: TOML, where each fault is told with its file, key and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import rtoml

from placeplanner.errors import Problem, said_by

Word = TypeVar("Word", bound=StrEnum)
_MISSING = object()


def read_toml(path: Path) -> Mapping[str, Any]:
    """All that a file says, nothing of it looked at. Raises `Problem` where it is missing or not TOML."""
    try:
        return rtoml.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Problem(
            f"{path.name} cannot be read.", said_by(error), "Install Place Planner again."
        ) from error
    except ValueError as error:  # of TOML and of UTF-8
        raise Problem(f"{path.name} is not proper TOML.", f"{error}.", "Correct that line.") from error


class DataTable:
    """One table of a TOML file. Ask for each key once, then `finish`: a key nobody asked for is a fault."""

    def __init__(self, values: Mapping[str, Any], file: str, where: str = "") -> None:
        self._values = values
        self._file = file
        self._where = where
        self._asked: set[str] = set()

    @classmethod
    def read(cls, path: Path) -> DataTable:
        """The whole file. Raises `Problem` where it is missing or not TOML."""
        return cls(read_toml(path), path.name)

    def fault(self, key: str, why: str, try_this: str) -> Problem:
        """What to raise about a key."""
        name = ".".join(part for part in (self._where, key) if part)
        return Problem(f"In {self._file}, “{name}” is not right.", why, try_this)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it must be there and say something."""
        value = self._value(key, str, "a text in quotes", default)
        if default is None and not value.strip():
            raise self.fault(key, "It is empty.", "Write it.")
        return str(value)

    def flag(self, key: str) -> bool:
        """true or false; false where it is not said."""
        return bool(self._value(key, bool, "true or false", False))

    def number(self, key: str) -> float:
        """A number, whole or not; it must be there."""
        value = self._value(key, (int, float), "a number", None)
        if isinstance(value, bool):
            raise self.fault(key, "It should be a number.", "Correct it.")
        return float(value)

    def word(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """One of some known words."""
        return self._known(key, self.text(key, default), words)

    def words(self, key: str, words: type[Word]) -> tuple[Word, ...]:
        """One or more known words."""
        found = tuple(self._known(key, word, words) for word in self.texts(key))
        if not found:
            raise self.fault(key, "It is empty.", f"Choose from: {', '.join(words)}.")
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, perhaps empty."""
        values = self._value(key, list, "a list of texts", [])
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.fault(key, "Something in the list is not a text.", 'Write it like ["one", "two"].')
        return tuple(values)

    def tables(self, key: str) -> tuple[DataTable, ...]:
        """A list of tables ([[key]]), perhaps empty; each is known by its code, name or label in faults."""
        values = self._value(key, list, f"a list of tables, [[{key}]]", [])
        if not all(isinstance(value, dict) for value in values):
            raise self.fault(key, "Something in the list is not a table.", f"Write [[{key}]] above each.")
        return tuple(self._inner(key, index, value) for index, value in enumerate(values, start=1))

    def table(self, key: str) -> DataTable:
        """A table ([key]); it must be there."""
        value = self._value(key, dict, f"a table, [{key}]", None)
        return DataTable(value, self._file, ".".join(part for part in (self._where, key) if part))

    def named_tables(self, key: str) -> Mapping[str, DataTable]:
        """Tables under names of their own ([key.name]), in their order."""
        named = self.table(key)
        return {name: named.table(name) for name in named._values}

    def has(self, key: str) -> bool:
        """Whether a key is there."""
        return key in self._values

    def finish(self) -> None:
        """Raise `Problem` for a key that nobody asked for: it is probably misspelt."""
        for key in self._values:
            if key not in self._asked:
                raise self.fault(
                    key,
                    "Nothing of that name is known here.",
                    f"Choose from: {', '.join(sorted(self._asked))}.",
                )

    def _inner(self, key: str, index: int, value: Mapping[str, Any]) -> DataTable:
        name = next((value[name] for name in ("code", "name", "label") if value.get(name)), index)
        where = ".".join(part for part in (self._where, f"{key}[{name}]") if part)
        return DataTable(value, self._file, where)

    def _value(self, key: str, kind: type | tuple[type, ...], in_words: str, default: Any) -> Any:
        self._asked.add(key)
        value = self._values.get(key, _MISSING)
        if value is _MISSING:
            if default is None:
                raise self.fault(key, "It is missing.", f"Add it: {in_words}.")
            return default
        if not isinstance(value, kind):
            raise self.fault(key, f"It should be {in_words}.", "Correct it.")
        return value

    def _known(self, key: str, value: str, words: type[Word]) -> Word:
        try:
            return words(value)
        except ValueError:
            raise self.fault(
                key, f"“{value}” is not one of the words known here.", f"Choose from: {', '.join(words)}."
            ) from None
