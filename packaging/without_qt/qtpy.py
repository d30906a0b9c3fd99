"""Stands in the way of qtpy, for the run that proves that the command line needs no Qt."""

raise ModuleNotFoundError("No module named 'qtpy'", name="qtpy")
