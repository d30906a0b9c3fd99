"""Where Tab goes: in the order of the eye, also through what was made late."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def follow_the_eye(panel: QWidget, groups: Iterable[QWidget]) -> None:
    """Let Tab go through groups of widgets in this order, where `panel` lies: what is made late would come last of all."""
    start = panel.previousInFocusChain()
    while start and start is not panel and not start.focusPolicy() & Qt.FocusPolicy.TabFocus:
        start = start.previousInFocusChain()  # Qt puts nothing in order after what cannot have the keyboard
    if start is None:
        return
    chain = [
        one
        for group in groups
        for one in (group, *group.findChildren(QWidget))
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.window() is start.window()
    ]
    for before, after in pairwise((start, *chain)):
        QWidget.setTabOrder(before, after)


def first_stop(inside: QWidget) -> QWidget:
    """The first widget in here that Tab stops at; the whole where there is none."""
    one = inside
    while not (_is_stop(one) and (one is inside or inside.isAncestorOf(one))):
        one = one.nextInFocusChain() or inside
        if one is inside:
            break
    return one


def _is_stop(widget: QWidget) -> bool:
    can_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return can_tab and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def holds_keyboard(widget: QWidget) -> bool:
    """Whether the keyboard is in a widget or in something inside it."""
    focus = QApplication.focusWidget()
    return focus is not None and focus.isVisible() and (widget is focus or widget.isAncestorOf(focus))
