"""What was unpacked last, kept up to a number of bytes, so that the next picture gets the same objects again."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any


class Kept:
    """Things by number; the longest unused go first. Safe from any thread."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._held = 0
        self._things: OrderedDict[int, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, number: int) -> Any:
        """The thing of this number, or None."""
        with self._lock:
            found = self._things.get(number)
            if found is None:
                return None
            self._things.move_to_end(number)
            return found[0]

    def keep(self, number: int, thing: Any, size: int) -> Any:
        """Keep it, unless another thread was faster; what is kept comes back, and is the one to use."""
        with self._lock:
            if number in self._things:
                return self._things[number][0]
            self._things[number] = thing, size
            self._held += size
            while self._held > self._most and len(self._things) > 1:
                _, (_, gone) = self._things.popitem(last=False)
                self._held -= gone
            return thing
