"""Which files are to be made: to read, to put on a wall, and as data."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from placeplanner.gui.maps.parts import Words
from placeplanner.gui.theme import GRID, TARGET

_TO_READ = (
    ("pdf", "Document to print or send (PDF)", True),
    ("easy", "Easy to read (PDF)", True),
    ("poster", "Poster for a wall, A3 (PDF)", True),
    ("html", "Web page with a map (HTML)", True),
)
_DATA = (
    ("xlsx", "Workbook for a spreadsheet (XLSX)", True),
    ("csv", "Table for any program (CSV)", True),
    ("geojson", "Map data (GeoJSON)", True),
    ("gpkg", "Map data for QGIS (GeoPackage)", True),
)
_FOR_OTHERS = (
    ("acv", "Assets of Community Value: candidates", False),
    ("local-list", "Local heritage list: candidates", False),
    ("services", "Services (Open Referral UK)", False),
    ("greenspace", "Greenspaces (OS Open Greenspace names)", False),
)


class FilesForm(QWidget):
    """`changed` comes with every tick, `atlas_wanted`: all places at once."""

    changed = Signal()
    atlas_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._boxes: list[tuple[str, QCheckBox]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(0)
        for words, formats in (
            ("To read and to show", _TO_READ),
            ("Data", _DATA),
            ("Under other people’s standards", _FOR_OTHERS),
        ):
            column.addWidget(Words(words, "label"))
            for code, told, is_ticked in formats:
                box = QCheckBox(told)
                box.setChecked(is_ticked)
                box.setMinimumHeight(TARGET)
                box.toggled.connect(lambda _: self.changed.emit())
                self._boxes.append((code, box))
                column.addWidget(box)
            column.addSpacing(GRID)
        self.atlas = QPushButton("Make an atlas of all places…")
        self.atlas.setToolTip("The profile of every place: one document, and a folder of linked pages")
        self.atlas.clicked.connect(self.atlas_wanted)
        column.addWidget(Words("All places at once", "label"))
        column.addWidget(self.atlas)
        column.addStretch(1)

    def formats(self) -> tuple[str, ...]:
        """What is ticked."""
        return tuple(code for code, box in self._boxes if box.isChecked())
