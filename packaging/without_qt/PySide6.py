"""Stands in the way of PySide6, for the run that proves that the command line needs no Qt."""

raise ModuleNotFoundError("No module named 'PySide6'", name="PySide6")
