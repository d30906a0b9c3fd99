"""The map in the window: events go in, pixels come out, and the tools of `gui.tools` do the rest.

The rule that matters: the widget never waits for painting. It shows the last picture, moved or scaled, until
a worker has the next. Start reading at `stage` (what is shown and said), then `canvas` (the widget).
"""
