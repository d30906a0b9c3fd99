"""Stands in the way of pytestqt, for the run that proves that the command line needs no Qt."""

raise ModuleNotFoundError("No module named 'pytestqt'", name="pytestqt")
