"""Place Planner: a neighbourhood's map, what people know about it, and the profile they make of it.

Start reading in `domain` (what people talk about), then `store` (the plan file), then `edits` (what people do).
"""

import gc
import os

__version__ = "0.1.0"

# Python's own threshold would look through all modules a hundred times during the start.
gc.set_threshold(100_000, 10, 10)
# numpy's helpers are for large matrices, of which there are none.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
