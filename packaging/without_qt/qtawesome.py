"""Stands in the way of qtawesome, for the run that proves that the command line needs no Qt."""

raise ModuleNotFoundError("No module named 'qtawesome'", name="qtawesome")
