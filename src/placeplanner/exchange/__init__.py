"""Plans out of the app: what an audience may see, and its records in the formats that others read.

The rule that matters: nothing is written that `redact` has not let through, and everything that it held back
is counted and said. Start reading at `redact`, then `rows` (a record as a row of words), then the formats.
"""
