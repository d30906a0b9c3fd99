"""The window: the map, and beside it what people read and fill in. The only package that knows QtWidgets.

The rule that matters: widgets carry events in and pixels out. A form or a panel never writes to a plan; it
says what is wanted by a signal, and the shell performs it. Start reading at `theme`, then `forms.record_form`.
"""

from placeplanner.draw import plain_imports  # noqa: F401 - before all else that is imported
