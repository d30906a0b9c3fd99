"""The `import` that was there before, after PySide has put another in its place. Imported before all else that draws.

WORKAROUND for PySide6 6.11: its own reads the source of every module that is imported later, to see whether that uses
PySide and might want its methods in snake case. Nothing here does; and each start waited for two hundred files.
"""

import builtins

import PySide6.QtCore  # noqa: F401 - whose first part to be imported brings it

_known = vars(builtins)
if builtins.__import__ is _known.get(
    "__feature_import__"
):  # else somebody watches imports, or PySide has changed
    builtins.__import__ = _known.get("__orig_import__", builtins.__import__)
