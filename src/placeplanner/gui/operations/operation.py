"""One thing to do, with its words, its keys, and the reason when it cannot be done just now."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from placeplanner.gui.icons import icon
from placeplanner.gui.strangers import tip


def _always() -> str | None:
    return None


class Operation(Struct, frozen=True):
    """Something to do. `disabled` gives the reason why not, or None; `hint` says more than the label, just now."""

    name: str
    label: str
    glyph: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    hint: str | Callable[[], str] = ""
    disabled: Callable[[], str | None] = _always
    is_chosen: Callable[[], bool] | None = None  # of several to choose among, whether it is this
    under: str = ""  # the menu that it lies in, one deeper than the menu itself

    def action(self, parent: QWidget) -> QAction:
        """A Qt action that runs it; `refresh` brings it up to date."""
        action = QAction(icon(self.glyph), self.label, parent)
        action.setObjectName(self.name)
        action.setProperty("under", self.under)
        action.setCheckable(self.is_chosen is not None)
        action.setIconVisibleInMenu(self.is_chosen is None)  # a tick stands in its place
        action.setShortcuts([QKeySequence(key) for key in self.keys])
        action.triggered.connect(lambda _checked=False: self._run_if_possible())
        parent.addAction(action)
        self.refresh(action)
        return action

    def refresh(self, action: QAction) -> None:
        """Grey the action where it cannot be done, and say why."""
        reason = self.disabled()
        action.setEnabled(reason is None)
        if self.is_chosen is not None:
            action.setChecked(self.is_chosen())
        keys = f" ({self.keys[0]})" if self.keys else ""
        hint = self.hint if isinstance(self.hint, str) else self.hint()
        action.setToolTip(tip(f"{reason or hint or self.label}{keys}"))
        action.setStatusTip(reason or hint)

    def _run_if_possible(self) -> None:
        if self.disabled() is None:
            self.run()
