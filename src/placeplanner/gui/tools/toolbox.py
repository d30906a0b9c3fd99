"""All tools, in the order in which the interface shows them."""

from __future__ import annotations

from placeplanner.gui.tools.add_path import AddArea, AddLine
from placeplanner.gui.tools.add_point import AddPoint
from placeplanner.gui.tools.browse import Browse
from placeplanner.gui.tools.measure import Measure
from placeplanner.gui.tools.moving import Move
from placeplanner.gui.tools.reshape import Reshape
from placeplanner.gui.tools.select import Select
from placeplanner.gui.tools.tool import Tool

TOOLS: tuple[type[Tool], ...] = (Browse, Select, AddPoint, AddLine, AddArea, Reshape, Move, Measure)
