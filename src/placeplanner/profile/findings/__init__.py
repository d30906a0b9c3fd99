"""What numbers say: each function gives a sentence that is the finding, a chart, and the same numbers as a table.

The rule that matters: a chart of fewer than two bars is not drawn, and its table stands alone. Start with `finding.py`.
"""
