"""The style sheet: 8 px grid, targets of 32 px, a visible ring around whatever has the keyboard."""

from __future__ import annotations

from placeplanner import paths
from placeplanner.gui.colours import Colours

HEADING = 1.25
TITLE = 1.6


def sheet(c: Colours, points: float, *, is_dark: bool) -> str:
    """The whole style sheet for these colours and this size of the interface font."""
    return "\n".join(
        (_words(c, points), _buttons(c), _inputs(c, is_dark), _ticks(c, is_dark), _lists(c), _rest(c))
    )


def _words(c: Colours, points: float) -> str:
    return f"""
QMainWindow, QDialog {{ background: {c.window}; }}
QLabel[role="title"] {{ font-size: {points * TITLE:.1f}pt; font-weight: 600; }}
QLabel[role="heading"] {{ font-size: {points * HEADING:.1f}pt; font-weight: 600; }}
QLabel[role="label"] {{ font-weight: 600; }}
QLabel[role="hint"] {{ color: {c.muted}; }}
QLabel[role="keycap"] {{ color: {c.muted}; border: 1px solid {c.edge}; border-radius: 4px; padding: 1px 6px; }}
QLabel[role="problem"] {{ color: {c.problem}; }}
QFrame[role="notice"] {{ background: {c.notice}; border: 1px solid {c.notice_edge}; border-radius: 6px; }}
QFrame[role="problem"] {{ background: {c.problem_panel}; border: 1px solid {c.problem}; border-radius: 6px; }}
QFrame[role="card"] {{ background: {c.base}; border: 1px solid {c.line}; border-radius: 6px; }}
QFrame[role="rule"] {{ background: {c.line}; border: none; max-height: 1px; min-height: 1px; }}
QToolTip {{ color: {c.text}; background: {c.base}; border: 1px solid {c.edge}; padding: 6px 8px; }}
"""


def _buttons(c: Colours) -> str:
    return f"""
QPushButton, QToolButton {{
  min-height: 24px; padding: 3px 11px; border: 1px solid {c.edge}; border-radius: 6px;
  background: {c.base}; color: {c.text};
}}
QToolButton {{ padding: 3px; min-width: 24px; }}
QToolButton[role="finger"] {{ min-width: 36px; min-height: 36px; }}
QPushButton:hover, QToolButton:hover {{ background: {c.hover}; }}
QPushButton:pressed, QToolButton:pressed, QToolButton:checked {{ background: {c.selection}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {c.focus}; padding: 2px 10px; }}
QToolButton:focus {{ padding: 2px; }}
QPushButton:disabled, QToolButton:disabled {{ color: {c.disabled}; border-color: {c.line}; background: transparent; }}
QPushButton[role="primary"] {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; font-weight: 600; }}
QPushButton[role="primary"]:hover {{ border-color: {c.text}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {c.text}; }}
QPushButton[role="primary"]:disabled {{ background: transparent; color: {c.disabled}; border-color: {c.line}; }}
QPushButton[role="danger"] {{ color: {c.problem}; border-color: {c.problem}; }}
QPushButton[role="danger"]:hover {{ background: {c.problem_panel}; }}
QPushButton[role="quiet"], QToolButton[role="quiet"] {{ background: transparent; border-color: transparent; }}
QPushButton[role="quiet"] {{ color: {c.accent}; padding: 3px 5px; text-align: left; }}
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover {{ background: {c.hover}; }}
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus {{ border: 2px solid {c.focus}; }}
QPushButton[role="quiet"]:focus {{ padding: 2px 4px; }}
QPushButton[role="quiet"]:disabled {{ color: {c.disabled}; }}
QPushButton[role="section"] {{
  background: transparent; border: 2px solid transparent; font-weight: 600; padding: 2px 4px 2px 0; text-align: left;
}}
QPushButton[role="section"]:hover {{ background: {c.hover}; }}
QPushButton[role="section"]:focus {{ border: 2px solid {c.focus}; padding: 2px 4px 2px 0; }}
QToolButton::menu-indicator {{ image: none; }}
"""


def _inputs(c: Colours, is_dark: bool) -> str:
    arrow = _picture("chevron-down", is_dark)
    return f"""
QLineEdit, QComboBox, QPlainTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit {{
  border: 1px solid {c.edge}; border-radius: 6px; background: {c.base}; color: {c.text};
  selection-background-color: {c.selection}; selection-color: {c.text};
}}
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateEdit {{ min-height: 24px; padding: 3px 7px; }}
QPlainTextEdit {{ padding: 3px 4px; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus {{ border: 2px solid {c.focus}; padding: 2px 6px; }}
QPlainTextEdit:focus {{ border: 2px solid {c.focus}; padding: 2px 3px; }}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {{ color: {c.disabled}; border-color: {c.line}; }}
QLineEdit, QPlainTextEdit, QComboBox, QComboBox QLineEdit {{ placeholder-text-color: {c.muted}; }}
QLineEdit > QToolButton {{ min-width: 0; min-height: 0; padding: 0; border: none; background: transparent; }}
QLineEdit[role="plain"] {{ border-color: {c.line}; }}
QLineEdit[role="plain"]:focus {{ border: 2px solid {c.focus}; }}
QComboBox QLineEdit, QAbstractItemView QLineEdit {{ border: none; padding: 0; min-height: 0; background: transparent; }}
QAbstractItemView QLineEdit {{ background: {c.base}; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 26px; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url({arrow}); width: 16px; height: 16px; }}
QComboBox QAbstractItemView, QListView[role="popup"] {{
  background: {c.base}; border: 1px solid {c.edge}; outline: none; padding: 2px;
  selection-background-color: {c.selection}; selection-color: {c.text};
}}
QComboBox QAbstractItemView::item, QListView[role="popup"]::item {{ min-height: 32px; padding: 0 6px; }}
"""


def _ticks(c: Colours, is_dark: bool) -> str:
    return f"""
QCheckBox, QRadioButton {{
  min-height: 28px; spacing: 8px; border: 2px solid transparent; border-radius: 6px; padding: 0 2px;
}}
QCheckBox[role="strong"] {{ font-weight: 600; }}
QCheckBox:focus, QRadioButton:focus {{ border: 2px solid {c.focus}; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {c.disabled}; }}
QCheckBox::indicator, QRadioButton::indicator {{
  width: 16px; height: 16px; border: 1px solid {c.edge}; background: {c.base}; border-radius: 4px;
}}
QListView[role="ticks"]::item {{ min-height: 32px; }}
QListView[role="ticks"]::indicator {{
  width: 16px; height: 16px; border: 1px solid {c.edge}; background: {c.base}; border-radius: 4px; margin-left: 4px;
}}
QListView[role="ticks"]::indicator:checked {{
  background: {c.accent}; border-color: {c.accent}; image: url({_picture("check", is_dark)});
}}
QRadioButton::indicator {{ border-radius: 9px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ background: {c.hover}; }}
QCheckBox::indicator:checked {{
  background: {c.accent}; border-color: {c.accent}; image: url({_picture("check", is_dark)});
}}
QCheckBox::indicator:indeterminate {{
  background: {c.accent}; border-color: {c.accent}; image: url({_picture("minus", is_dark)});
}}
QRadioButton::indicator:checked {{
  background: {c.base}; border-color: {c.accent}; image: url({_picture("dot", is_dark)});
}}
"""


def _lists(c: Colours) -> str:
    return f"""
QListView, QTreeView, QTableView {{
  background: transparent; border: 2px solid transparent; border-radius: 6px; outline: none;
  selection-background-color: {c.selection}; selection-color: {c.text};
}}
QTableView {{ background: {c.base}; border: 1px solid {c.line}; gridline-color: {c.line}; }}
QListView:focus, QTreeView:focus, QTableView:focus {{ border: 2px solid {c.focus}; }}
QTreeView::item {{ min-height: 32px; }}
QListView[role="cards"]::item {{ padding: 6px 8px; border-radius: 6px; }}
QListView[role="cards"]::item:selected {{ background: {c.selection}; color: {c.text}; }}
QListView[role="cards"]::item:hover {{ background: {c.hover}; }}
QFrame#first_steps {{ background: {c.notice}; border-bottom: 1px solid {c.notice_edge}; }}
QTableView::item {{ padding: 0 4px; }}
QHeaderView::section {{
  background: {c.panel}; color: {c.muted}; border: none; border-bottom: 1px solid {c.line}; padding: 4px 6px;
}}
QTableCornerButton::section {{ background: {c.panel}; border: none; }}
"""


def _rest(c: Colours) -> str:
    return f"""
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget[role="page"] {{ background: transparent; }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 12px; }}
QScrollBar:horizontal {{ height: 12px; }}
QScrollBar::handle {{ background: {c.edge}; border: 3px solid {c.panel}; border-radius: 6px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QMenu {{ background: {c.base}; border: 1px solid {c.edge}; padding: 4px; }}
QMenu::item {{ padding: 8px 24px 8px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {c.selection}; color: {c.text}; }}
QMenu::item:disabled {{ color: {c.disabled}; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: 4px 8px; }}
QStatusBar {{ background: {c.window}; }}
QStatusBar::item {{ border: none; }}
QSplitter::handle {{ background: {c.line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {c.line}; }}
QTabBar::tab {{
  min-height: 24px; padding: 4px 9px; border: 2px solid transparent; border-bottom: 3px solid transparent; color: {c.muted};
}}
QTabBar::tab:hover {{ background: {c.hover}; }}
QTabBar::tab:selected {{ color: {c.text}; font-weight: 600; border-bottom-color: {c.accent}; }}
QTabBar:focus::tab:selected {{ border: 2px solid {c.focus}; border-bottom-width: 3px; }}
QProgressBar {{ border: 1px solid {c.edge}; border-radius: 6px; background: {c.base}; text-align: center; }}
QProgressBar::chunk {{ background: {c.selection}; border-radius: 5px; }}
"""


def _picture(name: str, is_dark: bool) -> str:
    return (paths.resources() / "icons" / f"{name}-{'dark' if is_dark else 'light'}.svg").as_posix()
