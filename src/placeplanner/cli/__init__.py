"""The command line: all that the window can do to a plan, for scripts, screen readers and bare machines.

The rule that matters: a command does its work through the same edits and history as the window, says in one
sentence what it did, and ends with 0 (done), 1 (it could not be done, and why), 2 (it was asked wrongly) or
130 (it was interrupted). Start reading at `program`, then `choosing` (what people type, to what they mean).
"""

from placeplanner.cli.program import main

__all__ = ["main"]
