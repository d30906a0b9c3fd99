"""Stands in the way of shiboken6, for the run that proves that the command line needs no Qt."""

raise ModuleNotFoundError("No module named 'shiboken6'", name="shiboken6")
