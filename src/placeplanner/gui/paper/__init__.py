"""The map on paper, from the window: `panel` asks what is wished for, `printing` makes it in a job.

What fits on which paper is never worked out here: `draw.paper_planning` says it, and the panel shows it before
anything is made.
"""
