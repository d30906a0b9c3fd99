"""Python's own `import` once more, after PySide has put one in its place. Imported before all else that draws.

WORKAROUND for PySide6 6.11: its own reads the source of every module that is imported later, to see whether that uses
PySide and might want its methods in snake case. Nothing here does; and each start waited for two hundred files.
"""

import builtins

import PySide6.QtCore  # noqa: F401 - whose first part to be imported brings it

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
