"""Offline maps: what they hold, where they come from, how they are read.

The rule that matters: nothing is shown without its source, licence and date, so every pack has a manifest.
The map that ships is read here too. Start reading at `manifest`, then `shipped`.
"""
