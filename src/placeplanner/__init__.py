"""Place Planner: a neighbourhood's map, what people know about it, and the profile they make of it.

Start reading in `domain` (what people talk about), then `store` (the plan file), then `edits` (what people do).
"""

__version__ = "0.1.0"
