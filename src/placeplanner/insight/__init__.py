"""What the map implies: who has greenspace within reach, what is missing within a walk, where the gaps are.

Pure functions over records and places, without Qt or files. The rule that matters: every figure carries the ids
of the records behind it, and what cannot be known is None, never nought. Start reading at `insight`.
"""
