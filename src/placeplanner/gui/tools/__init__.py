"""What people do on the map with hand, key or finger: one tool at a time.

A tool is `enter` and `exit`; a gesture is one generator from press to release, and Esc closes it, so that
cancelling needs no flags. A tool knows the map only by the `ToolHost` protocol. Start reading at `tool`.
"""
